"""What the tests tell and what the tables must not, nor nearly: prompts and texts that are found by their words."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

PROMPTS = Path(__file__).parents[1] / "prompts"
ALIKE, FREQUENT = 0.5, 150


def words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[\w']+", text.lower().replace("’", "'"))) or (text,)


def prompts() -> list[str]:
    """The texts of all prompts, pairs and mirrors."""
    keys = ("text", "weaker", "stronger", "left", "right")
    rows = (
        json.loads(line)
        for name in ("prompts", "pairs", "mirrors")
        for line in (PROMPTS / f"{name}.jsonl").open(encoding="utf-8")
    )
    return [row[key] for row in rows for key in keys if key in row]


class Texts:
    """Texts that are found by their words."""

    def __init__(self, texts: Iterable[str]):
        self._words = [frozenset(words(text)) for text in texts]
        self._holding = defaultdict(list)
        for number, text in enumerate(self._words):
            for word in text:
                self._holding[word].append(number)

    def hold(self, text: str) -> bool:
        """Whether one has these words, or shares more than half of all the words of both."""
        mine = frozenset(words(text))
        rare = [word for word in mine if len(self._holding[word]) < FREQUENT]
        shared = Counter(number for word in rare or mine for number in self._holding[word])
        for number, count in shared.items():
            theirs = self._words[number]
            if count + len(mine) - len(rare) > ALIKE * max(len(mine), len(theirs)):
                alike = len(theirs) >= 3 and len(theirs & mine) > ALIKE * len(theirs | mine)
                if alike or theirs == mine:
                    return True
        return False
