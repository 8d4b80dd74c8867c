"""The tables of event frames, and how their patterns are read."""

import re
import tomllib
from collections import Counter
from pathlib import Path

from expclip.core.expression.grammar.frame_patterns import spelt_out
from expclip.core.expression.grammar.graded import EMOTIONS

FOLDER = Path(__file__).resolve().parents[4] / "presets" / "event_frames"
TABLES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
FRAMES = [(name, frame) for name, table in TABLES.items() for frame in table.get("frame", ())]


def test_frames_name_emotions_that_have_a_face_and_degrees_that_can_be_shown():
    assert len(FRAMES) > 100
    for name, frame in FRAMES:
        assert frame["emotion"] in EMOTIONS, (name, frame["words"][:2])
        assert 0.2 <= frame["degree"] <= 1.3, (name, frame["words"][:2])


def test_each_list_has_one_table_and_each_pattern_one_frame():
    lists = Counter(name for table in TABLES.values() for name in table.get("lists", {}))
    patterns = Counter(words for _, frame in FRAMES for words in frame["words"])
    assert [name for name, count in (lists + patterns).items() if count > 1] == []


def test_every_list_that_a_pattern_names_is_there():
    lists = {name for table in TABLES.values() for name in table.get("lists", {})}
    phrases = [words for _, frame in FRAMES for words in frame["words"]]
    phrases += [phrase for table in TABLES.values() for listed in table.get("lists", {}).values() for phrase in listed]
    assert {name for phrase in phrases for name in re.findall(r"\{(.+?)\}", phrase)} <= lists


def test_what_may_be_left_out_is_spelt_and_other_choices_become_lists():
    lists: dict[str, list[str]] = {}
    assert list(spelt_out("loses|has_lost {dear}|_ boat", lists)) == [
        "{loses/has+lost} boat",
        "{loses/has+lost} {dear/+} boat",
    ]
    assert lists == {"loses/has+lost": ["loses", "has lost"], "dear/+": ["{dear}"]}
