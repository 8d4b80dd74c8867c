import numpy as np
import pytest

from expclip.core.speech.alignment import AlignedWord, Alignment, align
from expclip.core.speech.phones import COUNT, Phone

from .test_lattice import word


def labels(phones: list[Phone]) -> str:
    return " ".join(phone.label for phone in phones)


def test_times_and_words(spoken):
    heard = spoken(("sil", 10), ("m", 5), ("ɑ", 10), ("sil", 15), ("n", 5), ("i", 10), ("sil", 5))
    aligned = align([word("m ɑ"), word("n i")], heard, [])
    assert labels(aligned.phones) == "sil m ɑ sil n i sil"
    starts = [phone.start for phone in aligned.phones]
    assert starts == pytest.approx([0.0, 0.2, 0.3, 0.5, 0.8, 0.9, 1.1], abs=0.003)
    assert aligned.phones[-1].end == pytest.approx(1.2)
    assert [(word.start, word.end) for word in aligned.words] == [(starts[1], starts[3]), (starts[4], starts[6])]
    assert aligned.fits and aligned.explained == 1.0 and not aligned.missing


def test_edges_lie_between_frames(spoken):
    """A frame that is two thirds m and a third a: the edge lies after its middle."""
    rows = np.exp(spoken(("m", 10), ("ɑ", 10)).astype(np.float32))
    rows[10] = 0.7 * rows[9] + 0.3 * rows[11]
    aligned = align([word("m ɑ")], np.log(rows), [])
    assert 0.21 < aligned.phones[1].start < 0.22


def test_lips_have_the_time_to_close(spoken):
    """An m of one frame takes from the vowels beside it, an n does not."""
    nasals = {}
    for nasal in ("m", "n"):
        aligned = align([word(f"ɑ {nasal} i")], spoken(("ɑ", 10), (nasal, 1), ("i", 10)), [])
        assert labels(aligned.phones) == f"ɑ {nasal} i" and aligned.phones[-1].end == pytest.approx(0.42)
        nasals[nasal] = aligned.phones[1]
    assert nasals["m"].end - nasals["m"].start == pytest.approx(0.05)
    assert (nasals["m"].start + nasals["m"].end) / 2 == pytest.approx(0.21, abs=0.002)
    assert nasals["n"].end - nasals["n"].start < 0.03


def test_speech_outside_the_words_is_as_heard(spoken):
    heard = spoken(("m", 5), ("ɑ", 10), ("s", 10), ("u", 15), ("n", 5), ("i", 10))
    listened = [
        Phone("m", 0.0, 0.1),
        Phone("ɑ", 0.1, 0.28),
        Phone("s", 0.28, 0.5),
        Phone("u", 0.5, 0.82),
        Phone("n", 0.82, 1.1),
    ]
    aligned = align([word("m ɑ"), word("n i")], heard, listened)
    assert labels(aligned.phones) == "m ɑ s u n i"
    assert 0.4 < aligned.explained < 0.7
    assert aligned.phones[2].start == pytest.approx(0.3, abs=0.01)


def test_phones_follow_each_other_without_gaps(spoken):
    heard = spoken(("m", 5), ("ɑ", 1), ("s", 1), ("t", 1), ("u", 15), ("z", 9), ("n", 1), ("i", 10))
    aligned = align([word("m ɑ s t"), word("n i")], heard, [Phone("u", 0.16, 0.3), Phone("z", 0.4, 0.62)])
    assert aligned.phones[0].start == 0.0 and aligned.phones[-1].end == pytest.approx(len(heard) / 50)
    for before, after in zip(aligned.phones[:-1], aligned.phones[1:], strict=True):
        assert before.start < before.end == after.start


def test_words_that_are_not_spoken_are_told(spoken):
    aligned = align([word("m ɑ m ɑ"), word("s t ɪ k s"), word()], spoken(("m", 9), ("ɑ", 9), ("m", 9), ("ɑ", 9)), [])
    assert aligned.missing == ["s t ɪ k s"] and aligned.unreadable == ["?"]
    assert aligned.fits


def test_another_line_does_not_fit(spoken):
    heard = spoken(("s", 8), ("u", 8), ("z", 8), ("i", 8), ("t", 4), ("ɛ", 8), ("ʃ", 8))
    aligned = align([word("m ɑ m ɑ"), word("b ɔ l"), word("ɡ ɹ æ b")], heard, [Phone("s", 0.0, 1.0)])
    assert not aligned.fits


@pytest.mark.parametrize("frames", [1, 2, 3])
def test_short_and_silent_lines(spoken, frames):
    aligned = align([word("m ɑ")], spoken(("sil", frames)).reshape(frames, COUNT), [])
    assert sum(phone.end - phone.start for phone in aligned.phones) == pytest.approx(frames / 50)


def test_speech_that_no_word_covers_is_told_with_its_times(spoken):
    rest = [(label, 12) for label in "s u z i t ɛ ʃ u z".split()]
    heard = spoken(("m", 9), ("ɑ", 9), ("sil", 10), *rest, ("sil", 10), ("n", 9), ("i", 9))
    aligned = align([word("m ɑ"), word("n i")], heard, [Phone("s", 0.0, 10.0)])
    assert aligned.fits
    ((start, end),) = aligned.uncovered
    assert start == pytest.approx(0.56, abs=0.05) and end == pytest.approx(0.56 + 9 * 0.24, abs=0.05)
    aligned = align([word("m ɑ"), word("n i")], spoken(("m", 9), ("ɑ", 9), *rest[:2], ("n", 9), ("i", 9)), [])
    assert not aligned.uncovered


def test_words_by_chance_do_not_hide_a_stretch(spoken):
    rest = [(label, 9) for label in "s u z i t ɛ ʃ".split()]
    heard = spoken(("m", 9), ("ɑ", 9), *rest[:4], ("n", 4), ("i", 4), *rest[4:], ("m", 9), ("ɑ", 9))
    aligned = align([word("m ɑ"), word("n i"), word("m ɑ")], heard, [])
    assert len(aligned.uncovered) == 1


def alignment(support: float, speech: float = 5.0, explained: float = 1.0, missing: int = 0) -> Alignment:
    words = [AlignedWord("heard", 0.0, 1.0, 10), AlignedWord("unreadable", None, None, 0)]
    if missing:
        words.append(AlignedWord("missing", None, None, missing))
    return Alignment([], words, speech, explained, support, [])


def test_a_short_line_must_be_covered():
    """Words of a longer line may be a part of what is said."""
    assert alignment(0.8, speech=5.0, explained=0.3).fits
    assert not alignment(0.8, speech=1.0, explained=0.3).fits
    assert alignment(0.8, speech=1.0, explained=0.95).fits and alignment(1.2, speech=1.0, explained=0.3).fits


def test_long_words_that_are_missing_count_for_more():
    assert alignment(0.9, missing=1).fits and not alignment(0.9, missing=10).fits
    assert alignment(1.2, missing=10).fits


def test_nothing_does_not_fit():
    assert not Alignment([], [], 0.0, 0.0, 0.0, []).fits
