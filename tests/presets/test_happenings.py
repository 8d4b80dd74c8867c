"""The table of happenings is whole: every row is well formed, none stands twice, and none is of the tests."""

import json
import re
from collections import Counter, defaultdict
from pathlib import Path

from expclip.core.expression import tead

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "presets" / "corpus"
LINES = (CORPUS / "happenings.tsv").read_text(encoding="utf-8").splitlines()
EMOTIONS = {line.split(",")[0] for line in (CORPUS / "tead" / "emotions.csv").open(encoding="utf-8")}
ALIKE = 0.5


def words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z0-9']+", text.lower())) or (text,)


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


def test_no_row_is_a_prompt_of_the_tests():
    """Nor nearly: half of all the words of both are shared."""
    prompts = [
        frozenset(words(row[key]))
        for name in ("prompts", "pairs", "mirrors")
        for row in map(json.loads, (ROOT / "tests" / "prompts" / f"{name}.jsonl").open(encoding="utf-8"))
        for key in ("text", "weaker", "stronger", "left", "right") if key in row
    ]  # fmt: skip
    holding = defaultdict(list)
    for number, told in enumerate(prompts):
        for word in told:
            holding[word].append(number)
    found = []
    for line in LINES[1:]:
        mine = frozenset(words(line.split("\t")[2]))
        shared = Counter(number for word in mine if len(holding[word]) < 150 for number in holding[word])
        for number, _ in shared.most_common(8):
            theirs = prompts[number]
            if len(theirs) >= 3 and len(theirs & mine) > ALIKE * len(theirs | mine):
                found.append(line)
    assert not found
