"""Numbers beside feelings and muscles as percentages."""

import pytest

from expclip.core.expression.grammar.scales import with_scales


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("smile dial at 2", "smile 20%"), ("disgust lvl 1 of 5", "disgust 20%"), ("sadness slider @ .3", "sadness 30%"),
    ("disgusted (intensity 1/5)", "disgusted 20%"), ("fear: 2", "fear 20%"), ("joy=0.3", "joy 30%"),
    ("brows raised to level 3", "brows raised 30%"), ("anger at a quarter", "anger 25%"),
    ("jaw open = 0.25", "jaw open 25%"), ("rage meter full", "rage 120%"), ("fear level: low", "fear 35%"),
    ("scared, easily a 9", "scared 90%"), ("grief 0.2 weight", "grief 20%"),
    ("her anger is at level two", "her anger 20%"),
    ("AU12 at 20", "AU12 20%"), ("AU4 to 60", "AU4 to 60%"), ("AU1+2 @ .3", "AU1+2 30%"), ("AU7 at 10", "AU7 10%"),
    ("AU12 = 35 of 100", "AU12 35%"), ("AU4 at 10, AU12 at 60", "AU4 10%, AU12 60%"), ("blink at 40", "blink 40%"),
    ("AU24 to .2 on the beat", "AU24 to 20%, on the beat"), ("Upper face: brows up 20.", "Upper face: brows up 20%."),
    ("joy 0.3 fear 0.8", "joy 30%, fear 80%"), ("AU12 level 3", "AU12 30%"), ("joy 8, fear 0", "joy 80%, no fear"),
])  # fmt: skip
def test_a_number_behind_its_name(prompt, wanted):
    assert with_scales(prompt) == wanted


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("lvl 5 rage", "50% rage"), ("cranked to 11, the rage", "110% rage"), ("1/4 smile", "25% smile"),
    ("she's a 3 on the panic scale", "she's 30% panic"), ("like a 2 out of 10 scared", "like a 20% scared"),
    ("max anger", "130% anger"), ("brow raise +.15", "brow raise 15%"),
    ("R outer brow up to about seventy", "R outer brow up to 70%"),
    ("inner brows 30", "inner brows up to 30%"), ("{disgust: 0.15}", "{disgust 15%}"), ("sneer 64/255", "sneer 25%"),
    ("panic reads two bars out of five", "panic 40%"), ("3/16 of a smile", "19% smile"),
    ("surprise slider hard up against the stop", "surprise 130%"), ("joy --strength 1", "joy 100%"),
    ("anger slider a quarter of the way along", "anger 25%"),
    ("key the smile at 20 on frame 1", "key the smile 20%, on frame 1"),
    ("a tenth of a smile", "10% smile"), ("0 fear", "no fear"),
])  # fmt: skip
def test_a_number_before_its_name(prompt, wanted):
    assert with_scales(prompt) == wanted


def test_what_is_turned_stays_turned():
    assert with_scales("turn the fear up to eleven") == "turn the fear up to 110%"


@pytest.mark.parametrize("prompt", [
    "fear of 13", "two smiling kids", "9 years old, happy", "angry, scene 12", "angry, frame 24", "smiles at 5 o'clock",
    "crying at 3 a.m.", "happy about her $40", "afraid of room 101", "scared of the level 3 boss", "sad, lost 5-0",
    "surprised: 12 roses", "fear: 2 wolves in the dark", "tired at 30", "hateful eight", "worried about 9/11",
    "half asleep, smiling", "health bar at 10, terrified", "Max cries", "5 star hotel, delighted", "smile 2 seconds",
    "jaw slid to his right about half", "furious at 1/2 price", "an angry man at 7",
    "whistles at the ceiling", "lets the eyes drop to the floor", "smiles at the far end", "eyes: wide open",
    "wipes his brow, 3 times", "furrows his brow at 5 people",
])  # fmt: skip
def test_numbers_that_are_no_degrees_stay(prompt):
    assert with_scales(prompt) == prompt
