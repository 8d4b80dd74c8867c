"""Parts of a face that do not move."""

import pytest

pytest.importorskip("torch")

from expclip.core.expression.reading import read_prompts
from expclip.rigs import arkit

from ..test_reading import shown

SHOWN = 0.15


@pytest.mark.parametrize(
    ("prompt", "moving", "resting"),
    [
        ("corners down, nothing at all in the forehead", "mouthFrownLeft", "browDownLeft browInnerUp"),
        ("nose wrinkled, nothing going on in the brows", "noseSneerLeft", "eyeBlinkLeft browInnerUp"),
        ("nostrils flare, keep the brows out of this", "noseSneerLeft", "browDownLeft browOuterUpLeft"),
        ("lips pursed and the eyes take no part", "mouthPucker", "eyeSquintLeft eyeWideLeft"),
        ("she smiles but the cheeks do not so much as stir", "mouthSmileLeft", "cheekSquintLeft"),
        ("grin, lower lids uninvolved", "mouthSmileLeft", "eyeSquintLeft"),
        ("the left corner lifts, its twin on the right stays put", "mouthSmileLeft", "mouthSmileRight"),
        ("left eye closed; its neighbour doesn't budge", "eyeBlinkLeft", "eyeBlinkRight"),
        ("inner ends of both brows up, outer thirds where they were", "browInnerUp", "browOuterUpLeft"),
        ("depressor anguli oris at work, mentalis out of it", "mouthFrownLeft", "mouthShrugLower"),
        ("corrugators tight, the frontalis released", "browDownLeft", "browInnerUp browOuterUpLeft mouthSmileLeft"),
        ("a smile by the zygomatic major, without orbicularis", "mouthSmileLeft", "cheekSquintLeft"),
        ("AU20+25. Leave the brows alone.", "mouthStretchLeft", "browInnerUp"),
        ("upper teeth on display, the lower ones hidden", "mouthUpperUpLeft", "mouthLowerDownLeft"),
        ("bottom row of teeth bared, top teeth covered", "mouthLowerDownLeft", "mouthUpperUpLeft"),
    ],
)
def test_what_is_left_alone_rests(prompt, moving, resting, space):
    (reading,) = read_prompts([prompt], space)
    assert all(reading.weights[arkit.INDEX[shape]] >= SHOWN for shape in moving.split())
    assert all(reading.weights[arkit.INDEX[shape]] < SHOWN for shape in resting.split())


@pytest.mark.parametrize("prompt", ["jaw hanging behind closed lips", "teeth apart, lips together"])
def test_lips_close_over_an_open_jaw(prompt, space):
    (reading,) = read_prompts([prompt], space)
    jaw, closed = (reading.weights[arkit.INDEX[name]] for name in ("jawOpen", "mouthClose"))
    assert jaw > SHOWN and closed == pytest.approx(0.9 * jaw, abs=0.01)


def test_a_shut_mouth_stays_shut_in_a_feeling(space):
    shut, free = read_prompts(["astonished, mouth shut", "astonished"], space)
    jaw = arkit.INDEX["jawOpen"]
    assert not shut.weights[jaw] and free.weights[jaw] > SHOWN


def test_a_mouth_that_opens_closes_nothing(space):
    (reading,) = read_prompts(["mouth open, teeth clenched"], space)
    assert not reading.weights[arkit.INDEX["mouthClose"]]


def test_one_lip_at_rest_may_be_pressed(space):
    for prompt in ("AU4+AU24, nothing on the upper lip", "lips pressed, nothing on the upper lip"):
        assert shown(read_prompts([prompt], space)[0], "mouthPress") > 0.5


def test_who_is_not_relaxed_holds_no_muscle_still(space):
    (reading,) = read_prompts(["lips out for the whistle, he is not half as relaxed as the tune"], space)
    assert shown(reading, "mouthPucker") > 0.5
