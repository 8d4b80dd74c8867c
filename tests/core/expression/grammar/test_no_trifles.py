"""Grave things in words that are like those of trifles: an event is found for them that is grave, or none."""

import pytest

from expclip.core.expression.grammar.frames import event_in

GRAVE = 0.7


@pytest.mark.parametrize("prompt", [
    "a spider in her mouth", "one of the towers fell", "two minutes to impact", "she lost one child",
    "the antidote comes ten minutes late", "the ambulance arrives two minutes late", "one life lost in the fire",
    "a tumour the size of a pea in her brain", "a drop of poison in the tea", "blood on his sleeve",
    "a bullet hole the size of a penny in his chest", "a small hole in the hull", "he steps on a nail",
    "the man nods to the executioner", "lost his house at cards", "killed in training", "a pencil in his eye",
    "a moth lands on her mother's coffin", "flies on the corpse", "a faint noise from the coffin",
    "his pacemaker stops working", "he gets the dose wrong", "presses the wrong button in the cockpit",
    "a bomb ticks under the table", "she drops the antidote", "his hand lies on the table",
    "he forgot his child in the car", "a dog barks in the distance as the killer approaches",
])  # fmt: skip
def test_grave_things_are_no_trifles(prompt):
    event = event_in(prompt)
    assert event is None or event.feels.degree >= GRAVE
