"""Plain texts have no face, short feelings keep theirs. No text here is one that was learned from."""

import pytest

from expclip.core.expression.reading import read_prompts
from expclip.core.training.kinds import plain_texts

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
