"""Sequences in prompts."""

import numpy as np
import pytest

from expclip.core.direction import Direction, DirectionTrack
from expclip.core.expression.grammar.sequences import (
    GRADUAL_FADE_SECONDS,
    SUDDEN_FADE_SECONDS,
    read_sequence,
    spread,
)
from expclip.core.expression.reading import read_prompts
from expclip.rigs import arkit


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("first startled, then relieved", ["startled", "relieved"]),
        ("starts calm and ends up furious", ["calm", "furious"]),
        ("a smile that fades into fear", ["a smile", "fear"]),
        ("at first happy, suddenly terrified, finally sad", ["happy", "terrified", "sad"]),
        ("from joy to despair", ["joy", "despair"]),
        ("AU4 then AU12", ["AU4", "AU12"]),
        ("neutral -> happy -> sad", ["neutral", "happy", "sad"]),
        ("serious, then slowly breaks into a grin", ["serious", "a grin"]),
        ("angry at first, smiling at the end", ["angry", "smiling at the end"]),
        ("proud at first but ashamed by the end of the scene", ["proud", "ashamed"]),
        ("from giggling to sobbing by the end of the shot.", ["giggling", "sobbing"]),
        ("joy curdling into fear", ["joy", "fear"]),
    ],
)
def test_steps_in_order(prompt, wanted):
    steps = read_sequence(prompt)
    assert [step.text for step in steps] == wanted
    assert sum(step.share for step in steps) == pytest.approx(1.0)


@pytest.mark.parametrize(
    "prompt",
    [
        "not angry, just tired",
        "now and then angry",
        "calm before the storm",
        "he opens the box, then closes it",
        "the rage of a man who goes from door to door",
        "eyes move from left to right",
        "happy",
        "then",
        "",
    ],
)
def test_one_moment_is_no_sequence(prompt):
    assert read_sequence(prompt) == ()


def test_sudden_gradual_and_brief_steps():
    assert read_sequence("calm, suddenly terrified")[1].fade == SUDDEN_FADE_SECONDS
    assert read_sequence("joy melting into sadness")[1].fade == GRADUAL_FADE_SECONDS
    assert read_sequence("calm, then angry")[1].fade is None
    brief, long = read_sequence("briefly amused, then bored")
    assert brief.share < 0.3 < long.share


def test_steps_are_spread_over_their_span():
    track = DirectionTrack((Direction("text", "calm, suddenly furious", 2.0, 6.0, intensity=0.5),))
    calm, furious = spread(track, 10.0).directions
    assert (calm.value, calm.start, calm.end, calm.intensity) == ("calm", 2.0, 6.0, 0.5)
    assert (furious.value, furious.start, furious.end) == ("furious", 4.0, 6.0)
    presence = spread(track, 10.0).presence(np.array([3.0, 5.0, 9.0]))
    assert np.allclose(presence, [[1, 0], [0, 1], [0, 0]])


def test_a_direction_to_the_end_is_spread_over_the_line():
    track = DirectionTrack((Direction("text", "happy, then sad, then angry"), Direction("preset", "joy", 8.0)))
    assert [one.start for one in spread(track, 9.0).directions] == pytest.approx([0.0, 3.0, 6.0, 8.0])
    assert len(spread(track, 9.0).fades) == 4


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("al principio tranquilo, de repente furioso", ["calm", "furious"]),
        ("d'abord surpris, puis en colère, enfin triste", ["surprised", "angry", "sad"]),
        ("erst erschrocken, dann erleichtert", ["afraid", "relieved"]),
        ("começa feliz e acaba triste", ["happy", "sad"]),
        ("先惊讶，然后生气，最后笑了", ["surprised", "angry", "smiling"]),
        ("まず喜び、突然泣き出す", ["happy", "crying"]),
        ("처음에는 놀라고, 갑자기 화난다", ["surprised", "angry"]),
        ("पहले डरा हुआ, फिर खुश", ["afraid", "happy"]),
    ],
)
def test_sequences_of_other_languages_are_spread(prompt, wanted):
    steps = spread(DirectionTrack((Direction("text", prompt),)), 6.0).directions
    assert [step.value for step in steps] == wanted
    assert [step.start for step in steps] == pytest.approx([6.0 * n / len(wanted) for n in range(len(wanted))])


def test_a_track_without_sequences_stays():
    track = DirectionTrack((Direction("text", "happy"), Direction("take", "then.csv", 2.0)), fade=0.7)
    assert spread(track, 5.0).directions == track.directions and spread(track, 5.0).fades == (0.7, 0.7)


@pytest.mark.parametrize(
    ("prompt", "as_if"),
    [
        ("slightly calm, then furious", "furious"),
        ("furious, then calm", "calm"),
        ("first shock, then she bursts out laughing; give me the laughing part", "she bursts out laughing"),
        ("terror, then relief. start with the terror", "terror"),
        ("angry at first, and by the end of the line amused", "amused"),
        ("angry at first but laughing by the end", "laughing"),
    ],
)
def test_a_still_shows_how_it_ends_or_what_is_asked_for(prompt, as_if, space):
    sequence, step = read_prompts([prompt, as_if], space)
    assert np.array_equal(sequence.weights, step.weights)
    assert sequence.read_as[0].startswith("a sequence of 2: ") and "; shown: " in sequence.read_as[0]


@pytest.mark.parametrize("prompt", ["smiles, then looks down", "looks down, then smiles"])
def test_a_gaze_leaves_the_rest_of_the_face(prompt, space):
    (reading,) = read_prompts([prompt], space)
    shown = dict(zip(arkit.NAMES, reading.weights, strict=True))
    assert shown["mouthSmileLeft"] > 0.5 and shown["eyeLookDownLeft"] > 0.3


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("begins serene, ends horrified", ["serene", "horrified"]),
        ("starts happy, ends crying", ["happy", "crying"]),
        ("starts out bored and finishes furious", ["bored", "furious"]),
        ("begins as a smile, ends as a snarl", ["smile", "snarl"]),
        ("opens cheerful, closes in tears", ["cheerful", "tears"]),
        ("she starts off amused and winds up disgusted", ["amused", "disgusted"]),
        ("starts the day happy and ends it angry", ["happy", "angry"]),
    ],
)
def test_a_beginning_and_what_ends_it_are_two_steps(prompt, wanted):
    assert [step.text for step in read_sequence(prompt)] == wanted


@pytest.mark.parametrize(
    "prompt",
    ["tired, hungry, and now also cross", "sad and now even angry", "opens the door happy", "the day ends, she is sad"],
)
def test_what_joins_or_only_ends_is_no_step(prompt):
    assert read_sequence(prompt) == ()


@pytest.mark.parametrize("prompt", ["winks, then smiles", "smiles, then winks", "a wink, left eye, then cracks a grin"])
def test_a_wink_leaves_the_rest_of_the_face(prompt, space):
    weights = read_prompts([prompt], space)[0].weights
    assert weights[arkit.INDEX["mouthSmileLeft"]] > 0.3
    assert weights[arkit.INDEX["eyeBlinkLeft"]] > 0.5 > weights[arkit.INDEX["eyeBlinkRight"]]


@pytest.mark.parametrize("prompt", ["winks, then stares in horror", "winks, then falls asleep"])
def test_eyes_that_open_or_fall_shut_wink_no_longer(prompt, space):
    weights = read_prompts([prompt], space)[0].weights
    assert weights[arkit.INDEX["eyeBlinkLeft"]] == pytest.approx(weights[arkit.INDEX["eyeBlinkRight"]], abs=0.02)
