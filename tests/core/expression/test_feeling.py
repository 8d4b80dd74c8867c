"""What plain sentences feel with the shipped text side; the figures over many prompts are the bench's."""

import numpy as np
import pytest

from expclip.core.expression.feeling import (
    LEAST_SHOWN,
    MOST_SHOWN,
    USUAL_STRENGTH,
    Feeling,
    _as_strong,
    _heard,
    feel,
)
from expclip.core.expression.reading import read_prompts
from expclip.core.training.kinds import plain_texts
from expclip.rigs import arkit

SHOWN = 0.15
PLAIN = (
    "table 14b", "the quarterly report is on page 3", "frame 24", "figure 7", "chapter twelve", "221B Baker Street",
    "12 Elm Street, Springfield", "def main(argv): return 0", "index.html", "Samsung Galaxy S21", "version 2.4.1",
    "the meeting is at half past three", "the train departs from platform 9", "the invoice number is 20417",
    "the printer is on the second floor", "water boils at one hundred degrees", "a cardboard box", "serial number",
    "the spreadsheet has four columns", "open the settings menu", "the museum opens at ten", "camera 2, take 5",
)  # fmt: skip
FELT = (
    "she just won the lottery", "his dog died this morning", "there is a snake in the bed", "someone stole her bike",
    "the doctor has bad news", "our team lost the final", "he finds a hair in his soup", "grandma's funeral", "wow",
    "nobody came to her party", "the soldier comes home", "a puppy licks his face", "hello sunshine", "oh no",
)  # fmt: skip


def felt(text: str, space) -> Feeling:
    return feel([text], space)[0]


def shown(feeling: Feeling, name: str) -> float:
    names = [name] if name in arkit.INDEX else [f"{name}Left", f"{name}Right"]
    return max(float(feeling.weights[arkit.INDEX[one]]) for one in names)


@pytest.mark.parametrize("text, wanted, forbidden", [
    ("she has just been told that she got the job", "mouthSmile", "mouthFrown"),
    ("he stands at the grave of his father", "mouthFrown", "mouthSmile"),
    ("there is somebody in the house", "browInnerUp", "mouthSmile"),
    ("they cheated me and laughed about it", "browDown", "mouthSmile"),
    ("the stench of rotten fish makes her gag", "noseSneer", "mouthSmile"),
])  # fmt: skip
def test_situations_have_faces(text, wanted, forbidden, space):
    feeling = felt(text, space)
    assert shown(feeling, wanted) >= SHOWN > shown(feeling, forbidden)


def test_a_saying_of_the_corpus_decides(space):
    feeling = felt("he is over the moon", space)
    assert feeling.saying and feeling.confidence > 0.9 and shown(feeling, "mouthSmile") > 0.5


@pytest.mark.parametrize("text", ["xqzt blorf gnarf", "qqq zzzt", "x" * 5000])
def test_no_language_is_not_understood(text, space):
    feeling = felt(text, space)
    assert feeling.confidence == 0.0 and not feeling.weights.any() and feeling.known < 0.5


@pytest.mark.parametrize("text, language, wanted", [
    ("muy triste, al borde de las lágrimas", "es", "browInnerUp"),
    ("他气得说不出话", "zh", "browDown"),
    ("怒っている", "ja", "browDown"),
])  # fmt: skip
def test_other_languages_have_faces(text, language, wanted, space):
    feeling = felt(text, space)
    assert feeling.language == language and shown(feeling, wanted) >= SHOWN


def test_what_happens_decides_how_strong_a_face_is(space):
    heard = [_heard(text, space).strength for text in ("loses a pencil", "loses the house and both children")]
    assert heard[0] + 0.5 < heard[1]
    face = np.full(arkit.COUNT, 0.5, np.float32)
    weak, usual, strong = (_as_strong(face, strength) for strength in (heard[0], USUAL_STRENGTH, heard[1]))
    assert (weak < usual).all() and (usual < strong).all() and np.array_equal(usual, face)
    assert _as_strong(face, 1.0) == pytest.approx(LEAST_SHOWN * face)
    assert _as_strong(face, 5.0) == pytest.approx(MOST_SHOWN * face)


def test_faces_are_in_range_and_clear(space):
    for feeling in feel(["happy", "the train is late again", "a cold stare", "ok"], space):
        assert feeling.weights.dtype == np.float32 and feeling.weights.shape == (arkit.COUNT,)
        assert 0.0 <= feeling.weights.min() and feeling.weights.max() <= 1.0
        assert not ((feeling.weights > 0) & (feeling.weights < 0.05)).any()


def test_left_and_right_are_mirrors(space):
    left, right = feel(["smirks with the left corner", "smirks with the right corner"], space)
    assert np.array_equal(left.weights, right.weights[list(arkit.MIRROR_INDEX)])


def test_a_text_feels_the_same_alone_and_among_others(space):
    assert np.array_equal(feel(["sad", "happy"], space)[1].weights, felt("happy", space).weights)


def test_a_word_does_not_decide_against_the_sentence(space):
    assert shown(felt("He watches her sleep.", space), "mouthSmile") >= SHOWN


@pytest.mark.parametrize("text", PLAIN)
def test_plain_texts_have_no_face(text, space):
    (reading,) = read_prompts([text], space)
    assert reading.confidence == 0.0 and not reading.weights.any()


@pytest.mark.parametrize("text", FELT)
def test_feelings_keep_their_faces(text, space):
    (reading,) = read_prompts([text], space)
    assert reading.confidence > 0.0 and reading.weights.any()


def test_plain_texts_are_not_those_that_were_learned_from():
    assert not set(plain_texts()) & set(PLAIN)
