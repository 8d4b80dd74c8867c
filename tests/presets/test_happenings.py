"""The table of happenings is whole: every row is well formed, none stands twice, and none is of the tests."""

import re
from collections import Counter
from pathlib import Path

from expclip.core.expression import tead

from .told import Texts, prompts, words

CORPUS = Path(__file__).parents[2] / "presets" / "corpus"
LINES = (CORPUS / "happenings.tsv").read_text(encoding="utf-8").splitlines()
EMOTIONS = {line.split(",")[0] for line in (CORPUS / "tead" / "emotions.csv").open(encoding="utf-8")}


def test_every_row_is_well_formed():
    assert LINES[0] == "emotion\tstrength\ttext"
    for number, line in enumerate(LINES[1:], 2):
        emotion, strength, text = line.split("\t")
        assert set(emotion.split("+")) <= EMOTIONS and len(emotion.split("+")) <= 2, number
        assert strength in "12345" and len(strength) == 1, number
        assert text == text.strip() and 2 <= len(re.findall(r"\w+", text)) <= 45, number


def test_no_row_stands_twice():
    texts = Counter(words(line.split("\t")[2]) for line in LINES[1:])
    assert not [text for text, count in texts.items() if count > 1]
    told = {words(text) for row in tead.rows() for text in (row.text, row.situation)}
    assert not told & set(texts)


def test_no_row_is_a_prompt_of_the_tests_or_nearly():
    texts = Texts(prompts())
    assert not [line for line in LINES[1:] if texts.hold(line.split("\t")[2])]
