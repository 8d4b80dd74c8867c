"""What a still is asked to show of a sequence."""

import pytest

from expclip.core.expression.grammar.asked import asked_step, without_asked
from expclip.core.expression.grammar.sequences import read_sequence


@pytest.mark.parametrize(
    ("prompt", "asked"),
    [
        ("calm at first, then panic; show the panic", "panic"),
        ("First rage, then shame. I want the rage.", "rage"),
        ("from bored to delighted, freeze on bored", "bored"),
        ("grin -> horror, start on the grin", "grin"),
        ("joy, then grief, then rage; pose the grief", "grief"),
        ("Proud, in the end ashamed. Key the last pose.", "ashamed"),
        ("fear then joy. I only need the first one", "fear"),
        ("fear then joy. just the second beat please", "joy"),
        ("Show me the panic: calm, then panic", "panic"),
        ("furious, then weeping, and pls give us the tears", "weeping"),
        ("terrified, then relieved. Hold on the fear.", "terrified"),
        ("bored, then WOW. stay on the wow", "WOW"),
    ],
)
def test_a_step_is_asked_for_by_its_words_its_feeling_or_its_place(prompt, asked):
    assert [step.text for step in read_sequence(prompt) if step.asked] == [asked]


@pytest.mark.parametrize(
    "prompt",
    [
        "happy, then sad",
        "first he laughs, then he cries. Give me more.",
        "first he laughs, then he cries. Take it slow.",
        "angry, then hold: horror",
    ],
)
def test_nothing_is_asked_for(prompt):
    steps = read_sequence(prompt)
    assert len(steps) == 2 and not any(step.asked for step in steps)


def test_what_asks_is_no_part_of_the_steps():
    assert without_asked("shock, then joy; give me the joyful part")[1] == "the joyful part"
    assert [step.text for step in read_sequence("shock, then joy; give me the joyful part")] == ["shock", "joy"]
    assert without_asked("she is given the part") == ("she is given the part", "")


def test_of_steps_alike_the_last_is_meant():
    assert asked_step("the laugh", ["laughs", "frowns", "laughs again"]) == 2
    assert asked_step("the shrug", ["laughs", "frowns"]) is None
