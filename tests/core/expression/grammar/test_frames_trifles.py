"""Trifles: small things of everyday life and of games, and grave things in words that are like theirs."""

import pytest

from expclip.core.expression.grammar.frames import event_in

SMALL = 0.5
GRAVE = 0.7


@pytest.mark.parametrize("prompt", [
    "the lift is two minutes late", "Five minutes late for yoga.", "a smudge of jam on her cuff",
    "she spills a drop of tea on the saucer", "he drops a teaspoon", "one olive rolls under the fridge",
    "she can't find her other glove", "one sock has gone missing in the wash", "he lost a pen cap",
    "a tiny spider in the far corner of the barn", "a wasp on the other side of the window",
    "the ladybird lands on her wrist", "a splinter the size of an eyelash in her thumb",
    "a bruise the size of a thumbnail on his knee", "one small scratch on the phone case", "a pebble in his shoe",
    "wins two dollars on a scratch card", "the barista gives her a free coffee", "missed the shot in a friendly",
    "the stranger nods to him", "a colleague holds the lift for her", "a compliment on her scarf",
    "she mixes up Tuesday and Wednesday", "a typo in the newsletter", "gets the date wrong by one day",
    "a faint smell of cabbage in the hallway", "the tap drips", "someone sneezes twice in the library",
    "the copier jams again", "his shoelace comes undone", "the sandwich is slightly soggy", "her sock is wet",
    "the wifi drops for three seconds", "has to water the plants", "she loses one life out of nine",
    "one-second lag spike in the lobby", "respawn at the last checkpoint", "lost 2 gold to a pickpocket",
    "your arrow misses the rabbit", "the goblin steals one apple from your pack",
])  # fmt: skip
def test_small_things(prompt):
    event = event_in(prompt)
    assert event is not None
    assert event.feels.degree <= SMALL


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


@pytest.mark.parametrize("prompt", [
    "he almost dropped a spoon", "she nearly loses her glove", "if he drops the spoon", "no crumbs on the table",
    "the fly did not land on the window", "he never lost a pen",
])  # fmt: skip
def test_what_does_not_happen_is_no_trifle(prompt):
    assert event_in(prompt) is None
