"""The written corpus is whole: every row is well formed, says something else than the others, and gives a face."""

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from expclip.rigs.action_units import weights_from_action_units

FOLDER = Path(__file__).parents[2] / "presets" / "corpus" / "tead"
FILES = sorted(FOLDER.glob("*.tsv"))
INTENSITY = {"A": 0.15, "B": 0.35, "C": 0.55, "D": 0.8, "E": 1.0}
COLUMNS = ["text", "emotion", "tags", "aus", "situation"]
NEAR = 0.75


def _rows(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].split("\t") == COLUMNS
    return [line.split("\t") for line in lines[1:]]


def _plain(text):
    return re.sub(r"\W+", " ", text.lower()).strip() or text


@pytest.fixture(scope="module")
def emotions():
    with (FOLDER / "emotions.csv").open(encoding="utf-8", newline="") as table:
        return {row["emotion"] for row in csv.DictReader(table)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_row_is_well_formed_and_gives_a_face(path, emotions):
    for number, row in enumerate(_rows(path), 2):
        where = f"{path.name}:{number}"
        assert len(row) == len(COLUMNS), where
        text, emotion, tags, units, situation = row
        assert text == text.strip() and "  " not in text and text, where
        assert set(emotion.split("+")) <= emotions, where
        assert 3 <= len([tag for tag in tags.split(",") if tag.strip()]) <= 5, where
        assert situation.strip(), where
        if units == "-":
            continue
        parts = [re.fullmatch(r"([LR]?\d+)([A-E])", unit) for unit in units.split("+")]
        assert all(parts), where
        activations = {part[1]: INTENSITY[part[2]] for part in parts}
        assert len(activations) == len(parts), f"{where}: a unit stands twice"
        weights = weights_from_action_units(activations)
        assert 0 < weights.max() <= 1 and weights.min() >= 0, where


def test_no_two_rows_say_the_same():
    texts = [_plain(row[0]) for path in FILES for row in _rows(path)]
    twice = [text for text, count in Counter(texts).items() if count > 1]
    assert not twice
    words = [frozenset(text.split()) for text in texts]
    holders = defaultdict(list)
    near = []
    for number, held in enumerate(words):
        if len(held) >= 4:
            shared = Counter(other for word in held if len(holders[word]) < 400 for other in holders[word])
            near += [
                (texts[number], texts[other]) for other, count in shared.items()
                if len(words[other]) >= 4 and count / len(held | words[other]) > NEAR
            ]
        for word in held:
            holders[word].append(number)
    assert not near


def test_no_situation_stands_twice():
    situations = Counter(_plain(row[4]) for path in FILES for row in _rows(path) if row[4] != "-")
    assert not [situation for situation, count in situations.items() if count > 1]
