import numpy as np

from expclip.core.speech.anchors import stretches
from expclip.core.speech.phones import LABELS, MOUTH_CLASS, Phone
from expclip.core.speech.pronunciation import Word

SPOKEN = [label for label in LABELS if label != "sil"]
PHONE_SECONDS = 0.08


def text(words: int, seed: int = 0) -> list[Word]:
    random = np.random.default_rng(seed)
    return [Word(str(number), (tuple(random.choice(SPOKEN, 4)),)) for number in range(words)]


def heard(words: list[Word], share_right: float = 1.0) -> list[Phone]:
    """Every phone for 0.08 s; some are taken for any other."""
    random = np.random.default_rng(1)
    labels = [label for word in words for label in word.variants[0]]
    labels = [label if random.random() < share_right else random.choice(SPOKEN) for label in labels]
    return [
        Phone(label, place * PHONE_SECONDS, (place + 1) * PHONE_SECONDS) for place, label in enumerate(labels)
    ]


def frames(words: int) -> int:
    return round(words * 4 * PHONE_SECONDS * 50)


def check(found, words: int, first_spoken: int = 0):
    """Stretches cover all frames and words; cuts lie where their words begin."""
    assert found[0].first == found[0].first_word == 0 and found[-1].past_word == words
    for before, after in zip(found[:-1], found[1:], strict=True):
        assert before.past == after.first and before.past_word == after.first_word
        assert after.first == frames(after.first_word - first_spoken)


def test_a_short_line_is_one_stretch():
    words = text(20)
    assert len(stretches(words, heard(words), frames(20))) == 1


def test_a_long_line_is_cut_where_words_begin():
    words = text(600)
    found = stretches(words, heard(words, 0.75), frames(600))
    check(found, 600)
    assert len(found) > 6 and not any(part.hopeless for part in found)


def test_text_that_begins_late():
    """The text lacks the first half of what is said."""
    words = text(600)
    found = stretches(words[300:], heard(words, 0.75), frames(600))
    assert len(found) > 4
    for part in found[1:]:
        assert part.first == frames(part.first_word + 300)


def test_sound_that_begins_late():
    words = text(600)
    found = stretches(words, heard(words[300:], 0.75), frames(300))
    assert len(found) > 4
    for part in found[1:]:
        assert part.first == frames(part.first_word - 300)


def test_another_text_has_no_cuts():
    assert len(stretches(text(600, seed=5), heard(text(600)), frames(600))) == 1
    found = stretches(text(900, seed=5), heard(text(900)), frames(900))
    assert [part.hopeless for part in found] == [True]


def test_sequences_that_come_again_and_again_are_no_anchors():
    words = text(10) * 60
    for part in stretches(words, heard(words), frames(600))[1:]:
        assert part.first == frames(part.first_word)


def test_classes_are_compared_and_not_phones():
    alike = {"p": "b", "t": "d", "s": "z", "m": "p", "f": "v", "k": "ɡ"}
    words = text(600)
    other = [Phone(alike.get(phone.label, phone.label), phone.start, phone.end) for phone in heard(words)]
    assert all(MOUTH_CLASS[one] == MOUTH_CLASS[two] for one, two in alike.items())
    assert len(stretches(words, other, frames(600))) > 6
