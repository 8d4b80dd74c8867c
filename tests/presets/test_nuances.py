"""The table of nuances is whole: every row is well formed, no wording stands twice, and none is of the tests."""

import json
import re
from collections import Counter, defaultdict
from pathlib import Path

from expclip.core.expression import corpus, tead
from expclip.core.expression.nuances import nuances

ROOT = Path(__file__).parents[2]
ALIKE = 0.5


def words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[\w']+", text.lower().replace("’", "'")))


WORDINGS = [words(wording) for nuance in nuances() for wording in nuance.wordings]


def test_every_row_is_well_formed():
    emotions = set(tead.emotion_groups())
    for number, nuance in enumerate(nuances(), 2):
        assert nuance.emotion in emotions and nuance.strength in range(1, 6), number
        assert 3 <= len(nuance.wordings) <= 7, number
        assert all(wording == " ".join(wording.split()) and words(wording) for wording in nuance.wordings), number


def test_no_wording_stands_twice():
    assert not [wording for wording, count in Counter(WORDINGS).items() if count > 1]


def test_no_wording_is_a_prompt_of_the_tests_or_nearly():
    """Nor a text of the seed, by which held-out emotions are measured."""
    told = [row.text for row in corpus.rows()]
    for name in ("prompts", "pairs", "mirrors"):
        for row in map(json.loads, (ROOT / "tests" / "prompts" / f"{name}.jsonl").open(encoding="utf-8")):
            told += [row[key] for key in ("text", "weaker", "stronger", "left", "right") if key in row]
    prompts = [frozenset(words(text)) for text in told]
    holding = defaultdict(list)
    for number, of_prompt in enumerate(prompts):
        for word in of_prompt:
            holding[word].append(number)
    found = []
    for wording in WORDINGS:
        mine = frozenset(wording)
        shared = Counter(number for word in mine if len(holding[word]) < 150 for number in holding[word])
        for number, _ in shared.most_common(8):
            theirs = prompts[number]
            if theirs == mine or len(theirs) >= 3 and len(theirs & mine) > ALIKE * len(theirs | mine):
                found.append(wording)
    assert not found
