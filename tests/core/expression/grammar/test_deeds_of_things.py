"""Things, beasts and culprits have faces that are not the character's."""

import pytest

from expclip.core.expression.grammar.deeds_of_things import (
    acts_of_things,
    mirth_of_who_is_let_go,
    parts_of_beasts,
    voices_recorded,
)


def said(prompt: str, found) -> list[str]:
    words = prompt.split()
    return [" ".join(words[begin:end]) for begin, end in found]


@pytest.mark.parametrize(("clause", "acts"), [
    ("the gun coughs twice in the dark", ["coughs twice in the dark"]),
    ("when the old radiator sighs", ["sighs"]),
    ("the headlights blink and she screams", ["blink and"]),
    ("the floorboards over the bed groan", ["groan"]),
    ("a chasm opens its mouth under the bridge", ["opens its mouth under the bridge"]),
    ("drops the gun and yawns", []),
    ("hears the recording and gasps", []),
    ("the boy with the gun coughs", []),
    ("camera close on trembling lips", []),
    ("the engine makes her cough", []),
])  # fmt: skip
def test_things_act(clause, acts):
    assert said(clause, acts_of_things(clause.split())) == acts


@pytest.mark.parametrize(("before", "clause", "parts"), [
    ("", "the shark's jaws open beneath the raft", ["jaws open beneath the raft"]),
    ("a moccasin on the dock plank", "mouth open", ["mouth open"]),
    ("she sees a moccasin on the plank", "mouth open", []),
    ("a python", "jaws wide", []),
    ("a python on the nursery floor", "she screams", []),
])  # fmt: skip
def test_parts_of_beasts(before, clause, parts):
    assert said(clause, parts_of_beasts(clause.split(), before.split())) == parts


@pytest.mark.parametrize(("before", "mirth"), [
    ("he lets his sister's killer stroll out past him", ["whistling"]),
    ("she watches her killer die", []),
    ("he lets the dog out", []),
])  # fmt: skip
def test_mirth_of_who_is_let_go(before, mirth):
    assert said("whistling", mirth_of_who_is_let_go(["whistling"], before.split())) == mirth


@pytest.mark.parametrize(("before", "clause", "voices"), [
    ("on the court tape her voice", "laughing", ["laughing"]),
    ("", "on the tape a voice laughing", ["laughing"]),
    ("", "on the dashcam her husband giggles", ["giggles"]),
    ("", "on the tape she giggles", []),
    ("her voice", "laughing", []),
])  # fmt: skip
def test_voices_recorded(before, clause, voices):
    assert said(clause, voices_recorded(clause.split(), before.split())) == voices
