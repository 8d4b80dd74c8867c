"""The table of nuances is whole: every row is well formed, no wording stands twice, and none is of the tests."""

import json
import re
from collections import Counter, defaultdict
from pathlib import Path

from expclip.core.expression import corpus, tead
from expclip.core.expression.nuances import nuances

ROOT = Path(__file__).parents[2]
ALIKE, FREQUENT = 0.5, 150


def words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[\w']+", text.lower().replace("’", "'")))


WORDINGS = [words(wording) for nuance in nuances() for wording in nuance.wordings]


def test_every_row_is_well_formed():
    emotions = set(tead.emotion_groups())
    for number, nuance in enumerate(nuances(), 2):
        assert nuance.emotion in emotions and nuance.strength in range(1, 6), number
        assert 2 <= len(nuance.wordings) <= 7, number
        assert all(wording == " ".join(wording.split()) and words(wording) for wording in nuance.wordings), number


def test_no_wording_stands_twice():
    assert not [wording for wording, count in Counter(WORDINGS).items() if count > 1]


class Texts:
    """Texts that are found by their words."""

    def __init__(self, texts: list[tuple[str, ...]]):
        self.words = [frozenset(text) for text in texts]
        self._holding = defaultdict(list)
        for number, text in enumerate(self.words):
            for word in text:
                self._holding[word].append(number)

    def hold(self, mine: frozenset[str]) -> bool:
        """Whether one has these words, or shares more than half of all the words of both."""
        rare = [word for word in mine if len(self._holding[word]) < FREQUENT]
        shared = Counter(number for word in rare or mine for number in self._holding[word])
        for number, count in shared.items():
            theirs = self.words[number]
            if count + len(mine) - len(rare) > ALIKE * max(len(mine), len(theirs)):
                alike = len(theirs) >= 3 and len(theirs & mine) > ALIKE * len(theirs | mine)
                if alike or theirs == mine:
                    return True
        return False


def test_no_wording_is_a_prompt_of_the_tests_or_nearly():
    """Nor a text of the seed, by which held-out emotions are measured."""
    told = [row.text for row in corpus.rows()]
    for name in ("prompts", "pairs", "mirrors"):
        for row in map(json.loads, (ROOT / "tests" / "prompts" / f"{name}.jsonl").open(encoding="utf-8")):
            told += [row[key] for key in ("text", "weaker", "stronger", "left", "right") if key in row]
    texts = Texts([*map(words, told)])
    assert not [wording for wording in WORDINGS if texts.hold(frozenset(wording))]
