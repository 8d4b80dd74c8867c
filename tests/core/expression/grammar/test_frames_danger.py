"""Dangers are feared by what they threaten, and words of danger that threaten nobody are not."""

import pytest

from expclip.core.expression.grammar.frames import event_in


def degree(prompt: str) -> float:
    event = event_in(prompt)
    assert event, prompt
    return event.feels.degree


@pytest.mark.parametrize(
    ("prompt", "emotion", "least", "most"),
    [
        ("the plane goes into a dive", "fear", 1.2, 1.3),
        ("his parachute doesn't open", "fear", 1.2, 1.3),
        ("the lift plunges down the shaft", "fear", 1.2, 1.3),
        ("her brakes have failed on the hill", "fear", 1.1, 1.3),
        ("the ship is sinking fast", "fear", 1.1, 1.3),
        ("an avalanche thunders down towards them", "fear", 1.1, 1.3),
        ("her toddler runs out into the road", "fear", 1.2, 1.3),
        ("a robber points a gun at her", "fear", 1.2, 1.3),
        ("missiles incoming", "fear", 1.1, 1.3),
        ("ten seconds left on the bomb timer", "fear", 1.2, 1.3),
        ("the rope is fraying", "fear", 1.1, 1.3),
        ("the ice cracks under his feet", "fear", 1.1, 1.3),
        ("she is running out of oxygen", "fear", 1.1, 1.3),
        ("the water has reached her chin", "fear", 1.1, 1.3),
        ("trapped under the rubble", "fear", 1.0, 1.3),
        ("there is a bear in the tent", "fear", 1.1, 1.3),
        ("a shark fin circles the raft", "fear", 1.1, 1.3),
        ("hundreds of spiders crawl over her legs", "fear", 1.1, 1.3),
        ("his daughter has been missing since Tuesday", "fear", 1.0, 1.3),
        ("the doll has turned its head", "fear", 0.9, 1.2),
        ("footsteps above her in the empty house", "fear", 0.9, 1.2),
        ("her own face in the window", "fear", 0.8, 1.2),
        ("something moves in the dark", "fear", 0.8, 1.2),
        ("stuck in the lift between floors", "fear", 0.6, 0.8),
        ("the cat hasn't come home", "anxiety", 0.6, 0.9),
        ("the lift jolts", "anxiety", 0.4, 0.6),
        ("light turbulence", "anxiety", 0.3, 0.5),
        ("a small blip on the radar", "anxiety", 0.3, 0.5),
        ("a moth in the tent", "anxiety", 0.3, 0.5),
        ("a balloon bursts behind him", "surprise", 0.6, 1.0),
        ("the sonar screen fills with inbound torpedoes, forty seconds to impact", "fear", 1.2, 1.3),
        ("an arrow thuds into the post an inch from her ear", "fear", 1.2, 1.3),
        ("the hull is buckling at nine hundred metres", "fear", 1.1, 1.3),
        ("oxygen 4%, visor cracked", "fear", 1.1, 1.3),
        ("a wraith slides out of the mirror", "fear", 1.1, 1.3),
        ("something under the bed takes hold of her ankle", "fear", 1.1, 1.3),
        ("they nail the lid shut over him", "fear", 1.2, 1.3),
        ("the car goes through the guardrail and over the cliff", "fear", 1.2, 1.3),
        ("fire has eaten the stairs", "fear", 1.1, 1.3),
        ("leeches all over his legs", "fear", 1.1, 1.3),
    ],
)
def test_a_danger_is_feared_by_its_degree(prompt, emotion, least, most):
    assert event_in(prompt).feels.emotion == emotion
    assert least <= degree(prompt) <= most


@pytest.mark.parametrize(
    "prompt",
    [
        "the elevator drops her off at the lobby",
        "he drops the plane ticket",
        "they get on like a house on fire",
        "she wins by a landslide",
        "an avalanche of emails",
        "drowning in work",
        "shots of tequila at the bar",
        "she breaks the ice with a joke",
        "the kids run into the garden",
        "she points a knife at the melon",
        "the dog runs towards him wagging",
        "he photobombs the bride",
        "the baby is missing her mother",
        "her son is missing a tooth",
        "locked in a kiss",
        "nobody was trapped under the rubble",
        "the ship almost sinks",
        "the radar shows clear skies",
        "a warm hand closes over hers",
        "water up to her ankles at the beach",
        "he closes the lid of the box",
        "the sun is going down",
        "the surgeon picks up a scalpel",
    ],
)
def test_words_of_danger_that_threaten_nobody_are_none(prompt):
    assert event_in(prompt) is None


@pytest.mark.parametrize(
    ("prompt", "emotion"),
    [
        ("the paper plane nosedives", "disappointment"),
        ("the enemy ship sinks", "triumph"),
        ("the teddy bear in the bed", "contentment"),
        ("he survived the crash", "relief"),
    ],
)
def test_what_is_no_danger_to_oneself_is_not_feared(prompt, emotion):
    assert event_in(prompt).feels.emotion == emotion


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        ("light turbulence", "severe turbulence"),
        ("a moth in the tent", "a bear in the tent"),
        ("the lift jolts", "the lift plunges"),
        ("a small spider in the bath", "hundreds of spiders on her legs"),
        ("the bridge sways", "the bridge collapses under him"),
        ("the cat is missing", "her son is missing since Tuesday"),
    ],
)
def test_the_graver_danger_is_feared_more(weaker, stronger):
    assert degree(weaker) < degree(stronger)


@pytest.mark.parametrize(
    "prompt",
    [
        "the officer shoots the prisoner in front of her",
        "the black SUV rams them from behind",
        "her ex stands in the dark kitchen with a knife",
        "a burglar crawls in through the cat flap",
        "the bus has gone over the cliff with them inside",
        "the whole swarm is under her sleeve",
        "a bear unzips the tent",
        "something with his dead mother's face comes in at the window",
        "the walls are bleeding",
        "the levee has broken",
        "gunshots in the school corridor",
        "behind the wallpaper he finds children's bones",
        "the crowd tramples her underfoot",
        "the train has no driver",
    ],
)
def test_threats_and_violence_seen_are_feared(prompt):
    event = event_in(prompt)
    assert event is not None and event.feels.emotion == "fear" and event.feels.degree >= 0.9


@pytest.mark.parametrize(
    "prompt",
    [
        "he shoots the prisoner",
        "she throws a chair through the window",
        "he rams the goalkeeper, it's only training",
        "her husband stands in the kitchen with a knife and chops onions",
        "something in her mother's voice makes her smile",
        "the train goes through the mountain",
        "if the dam bursts",
        "the fans press against the barrier and cheer",
        "the lift comes off the list",
        "the child has his mother's eyes",
    ],
)
def test_what_only_sounds_violent_is_not_feared(prompt):
    assert event_in(prompt) is None
