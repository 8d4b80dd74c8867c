"""Muscles in words."""

import numpy as np
import pytest

from expclip.core.expression.grammar.clauses import take_apart
from expclip.core.expression.grammar.moves import Moves, weights_of_moves
from expclip.core.expression.grammar.muscles import read_muscles
from expclip.core.expression.reading import read_prompts
from expclip.rigs import arkit

from ..test_reading import read, shown


def moves_of(prompt: str) -> list[Moves]:
    segments = take_apart(prompt).segments
    return read_muscles(
        [one.words for one in segments], [one.strength for one in segments], [one.denied for one in segments]
    )


def shapes(prompt: str) -> set[str]:
    """Shapes at .25 or more."""
    activations: dict[str, float] = {}
    for move in moves_of(prompt):
        activations |= move.activations
    weights = weights_of_moves(activations)
    return {name for name, weight in zip(arkit.NAMES, weights, strict=True) if weight >= 0.25}


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("left eyebrow raised", "browOuterUpLeft"),
        ("brows knitted", "browDownLeft browDownRight"),
        ("eyelids drooping", "eyeBlinkLeft eyeBlinkRight"),
        ("eyes rolling shut", "eyeBlinkLeft eyeBlinkRight"),
        ("her eyelids weigh a ton", "eyeBlinkLeft eyeBlinkRight"),
        ("upper lids lifted", "eyeWideLeft eyeWideRight"),
        ("nose wrinkled", "noseSneerLeft noseSneerRight"),
        ("cheeks puffed out", "cheekPuff"),
        ("lips pursed", "mouthPucker"),
        ("holding air in either cheek", "cheekPuff"),
        ("lips skinned back from the gums", "mouthUpperUpLeft mouthLowerDownLeft"),
        ("corners of the mouth turned down", "mouthFrownLeft mouthFrownRight"),
        ("lips pressed into a thin line", "mouthPressLeft mouthPressRight"),
        ("jaw dropped", "jawOpen"),
        ("jaw thrust forward", "jawForward"),
        ("tongue sticking out", "tongueOut"),
        ("looks up and to the left", "eyeLookUpLeft eyeLookUpRight eyeLookOutLeft eyeLookInRight"),
        ("squints with the left eye", "eyeSquintLeft"),
        ("wink, left", "eyeBlinkLeft"),
        ("looks down left", "eyeLookDownLeft eyeLookOutLeft"),
        ("left eyelid at half mast", "eyeBlinkLeft"),
        ("cheeks full of air", "cheekPuff"),
        ("corners of the mouth tucked in", "mouthDimpleLeft mouthDimpleRight"),
        ("eyes squeezed shut", "eyeBlinkLeft eyeSquintLeft cheekSquintLeft"),
        ("winks with the left eye", "eyeBlinkLeft"),
        ("contraction of corrugator supercilii", "browDownLeft browDownRight"),
        ("frontalis, medial part", "browInnerUp"),
        ("lips squeezed together", "mouthPressLeft mouthPressRight"),
        ("teeth chattering", "mouthStretchLeft mouthStretchRight"),
        ("cheeks full of nuts", "cheekPuff"),
        ("fights for air", "jawOpen"),
        ("lips squished flat", "mouthPressLeft mouthPressRight"),
        ("the lips come away from the gums", "mouthUpperUpLeft mouthLowerDownRight"),
        ("brows hauled together", "browDownLeft browDownRight"),
        ("pucker and slide it to the left", "mouthPucker mouthLeft"),
        ("tail of the left eyebrow up", "browOuterUpLeft"),
        ("eyes far left", "eyeLookOutLeft eyeLookInRight"),
        ("gaze to the upper left", "eyeLookUpLeft eyeLookOutLeft"),
    ],
)
def test_descriptions_move_their_shapes(prompt, wanted):
    assert set(wanted.split()) <= shapes(prompt)


@pytest.mark.parametrize(("prompt", "leaning"), [
    ("left cheek puffed out", "mouthLeft"), ("jaw thrust to the left", "jawLeft"),
    ("left inner brow up", "browOuterUpLeft"), ("lips part on the left", "mouthLeft"),
    ("the left nasolabial fold deepens", "mouthLeft"),
])  # fmt: skip
def test_something_leans_to_a_side_where_the_shape_has_none(prompt, leaning):
    (move,) = moves_of(prompt)
    assert 0.1 < weights_of_moves(move.activations)[arkit.INDEX[leaning]] < 0.4


@pytest.mark.parametrize(
    ("prompt", "resting"),
    [
        ("left eyebrow raised", "browOuterUpRight"),
        ("squints with the left eye", "eyeSquintRight"),
        ("wink, left", "eyeBlinkRight"),
        ("left half: brow up, eye wide", "browOuterUpRight eyeWideRight"),
        ("brows knitted", "browInnerUp mouthFrownLeft"),
        ("outer halves of both brows up", "browInnerUp"),
        ("tail of the left eyebrow up", "browOuterUpRight browInnerUp"),
        ("the left brow wanders up his forehead", "browOuterUpRight"),
        ("the outer ends of the rope go up", "browOuterUpLeft"),
        ("lips pulled to the left, its brother waves", "mouthSmileLeft"),
    ],
)
def test_and_no_others(prompt, resting):
    assert not set(resting.split()) & shapes(prompt)


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        ("brows slightly raised", "brows raised"),
        ("brows raised", "brows raised as high as they will go"),
        ("a hint of a smile", "a broad grin"),
    ],
)
def test_degrees_are_in_order(weaker, stronger):
    weak, strong = (max(moves_of(prompt)[0].activations.values()) for prompt in (weaker, stronger))
    assert weak < strong


def test_a_mouth_that_opens_in_a_feeling_is_not_sucked_in():
    assert not any("Roll" in shape for shape in shapes("mouth wide open in horror"))
    assert not any("Roll" in shape for shape in shapes("all of the disgust is in the mouth"))
    assert "mouthRollLower" in shapes("lips in") and "mouthRollLower" in shapes("lips tucked in")


def test_a_percentage_is_the_activation():
    for prompt, share in (
        ("brows up two thirds", 0.67),
        ("jaw open 30%", 0.3),
        ("eyes closed 50%", 0.5),
        ("a smile, 10%", 0.1),
        ("brows up .2", 0.2),
    ):
        weights = [weights_of_moves(moves.activations) for moves in moves_of(prompt)]
        assert max(weight.max() for weight in weights) == pytest.approx(share, abs=0.01)


def test_what_is_denied_without_a_motion_rests():
    assert "cheekSquintLeft" in set().union(*(move.stilled for move in moves_of("a smile without the cheeks")))


def test_half_a_face_can_be_frozen():
    silenced = set().union(*(move.silenced for move in moves_of("the upper face stays frozen while the mouth grins")))
    assert {"cheekSquintLeft", "browInnerUp"} <= silenced and "mouthSmileLeft" not in silenced


def test_weights_are_a_face():
    weights = weights_of_moves({"L12": 0.5, "noseSneer*": 0.4, "mouthLeft": 0.3})
    assert weights.dtype == np.float32 and weights.shape == (arkit.COUNT,)
    assert weights[arkit.INDEX["mouthSmileLeft"]] == pytest.approx(0.5) and not weights[arkit.INDEX["mouthSmileRight"]]


def test_the_lid_of_a_box_is_no_eyelid():
    assert not shapes("she lifts the lid of a box") and shapes("raises the lid of the left eye")


@pytest.mark.parametrize(
    "prompt",
    ["doesn't trust his smile", "a torch beam on the wall", "getting up my nose", "keep your nose out of my affairs"],
)
def test_what_only_sounds_like_a_motion(prompt):
    assert not any(moves_of(prompt))


@pytest.mark.parametrize("prompt", ["one eyebrow.", "a single eyebrow. that is all"])
def test_a_lone_brow_goes_up(prompt):
    assert "browOuterUpLeft" in shapes(prompt) and "browOuterUpRight" not in shapes(prompt)


def test_a_scarred_brow_does_not():
    assert not any(moves_of("a scar cuts straight through one eyebrow"))


@pytest.mark.parametrize("prompt", ["mouth a perfect o", "lips form a small o"])
def test_an_o_of_the_mouth(prompt):
    assert "mouthFunnel" in shapes(prompt)


def test_the_other_people_are_no_side():
    assert {"mouthSmileLeft", "mouthSmileRight"} <= shapes("grins with the other sailors")
    assert "browOuterUpRight" in shapes("left brow down, the other brow up")
    assert "mouthSmileLeft" not in shapes("left brow up, smile on the other side")


def test_an_attempted_smile_is_weaker_and_leaves_the_cheeks_alone():
    assert "mouthSmileLeft" in shapes("the widow tries to smile")
    assert "cheekSquintLeft" in shapes("the widow smiles") and "cheekSquintLeft" not in shapes(
        "the widow tries to smile"
    )


def test_a_shape_with_a_particle_of_completion_is_no_smile():
    assert "mouthPucker" in shapes("purse the mouth up") and "mouthSmileLeft" not in shapes("purse the mouth up")


@pytest.mark.parametrize("prompt", ["blank stare 30%", "a light beam 50%", "blank stare, left side"])
def test_an_act_may_move_nothing(prompt):
    moves = moves_of(prompt)
    assert not any(moves) and moves[0].used


def test_a_blank_stare_opens_no_eyes():
    assert "eyeWideLeft" not in shapes("a vacant stare") and "eyeWideLeft" in shapes("she stares")


def test_a_smile_with_teeth_shows_them():
    assert "cheekSquintLeft" in shapes("a smile with teeth, eyes closed")


def test_one_of_many_people_is_no_side():
    assert {"mouthSmileLeft", "mouthSmileRight"} <= shapes("one man grins from the back row")
    assert "mouthSmileRight" not in shapes("grins on one side")


def test_lips_that_are_told_to_be_pressed_stay_so(space):
    (reading,) = read_prompts(["lips pressed together, laughing"], space)
    assert reading.weights[arkit.INDEX["jawOpen"]] < 0.15 < reading.weights[arkit.INDEX["mouthSmileLeft"]]


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("stares all the way down at his own feet", "eyeLookDownLeft"),
        ("yawns at the rafters", "eyeLookUpLeft"),
        ("sidelong at her rival", "eyeLookOutLeft"),
        ("works her jaw from side to side", "jawLeft"),
        ("jaw all the way", "jawOpen"),
        ("mouth square with grief", "mouthLowerDownLeft"),
        ("her molars on show", "jawOpen"),
        ("lips apart, lower row of teeth", "mouthLowerDownLeft"),
        ("ready to be kissed", "mouthPucker"),
        ("duck lips", "mouthPucker"),
        ("pulls a face, tongue and all", "tongueOut"),
        ("😉", "eyeBlinkLeft"),
        ("upper lip stretched down over the teeth", "mouthRollUpper"),
        ("lips pulled in over the gums", "mouthRollLower"),
        ("the oo of goose with the lips", "mouthPucker"),
        ("eyes boring into the judge", "browDownLeft"),
        ("screws his eyes up", "eyeBlinkLeft"),
        ("swallows hard", "mouthPressLeft"),
        ("jaw shut, masseters locked, lips peeled off both rows of teeth", "mouthLowerDownLeft"),
    ],
)
def test_face_acts(prompt, wanted):
    assert wanted in shapes(prompt)


@pytest.mark.parametrize(
    ("prompt", "resting"),
    [
        ("duck lips", "mouthFrownLeft"),
        ("brows up at the inner ends", "browOuterUpLeft"),
        ("mouth tucked in at its left corner", "mouthRollLower"),
        ("stares straight down", "eyeWideLeft"),
        ("works her jaw from side to side", "mouthRollLower"),
        ("jaw left all the way", "jawOpen"),
        ("mouth turned down all the way", "jawOpen"),
        ("he has to rub his eyes hard", "eyeSquintLeft"),
        ("bites it with his teeth", "mouthUpperUpLeft"),
        ("the wind howls", "jawOpen"),
        ("drilling into the wall", "browDownLeft"),
        ("telling the one about the keeper, brows lifted", "mouthLeft"),
    ],
)
def test_what_face_acts_leave_alone(prompt, resting):
    assert resting not in shapes(prompt)


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("gurns at the camera", "jawForward mouthShrugLower"),
        ("pulls a face", "noseSneerLeft browDownLeft"),
        ("kisses her teeth", "mouthDimpleLeft browDownLeft"),
        ("hisses through his teeth", "mouthStretchLeft"),
        ("yelps", "jawOpen eyeWideLeft"),
        ("cries out in surprise", "jawOpen"),
        ("raises his voice", "jawOpen"),
        ("croons", "jawOpen"),
        ("belched", "jawOpen"),
        ("says cheese", "mouthSmileLeft"),
        ("a shit-eating grin", "mouthSmileLeft"),
        ("gives him evils", "browDownLeft eyeSquintLeft"),
        ("flutters her lashes", "eyeBlinkLeft eyeBlinkRight"),
        ("snogging", "mouthPucker"),
        ("blows raspberries", "tongueOut"),
        ("clams up", "mouthPressLeft"),
        ("bites his tongue", "mouthPressLeft"),
        ("sucks air through her teeth", "mouthStretchLeft"),
        ("eyebrows waggling", "browOuterUpLeft"),
    ],
)
def test_what_faces_and_voices_do(prompt, wanted):
    assert set(wanted.split()) <= shapes(prompt)


@pytest.mark.parametrize(
    "prompt",
    [
        "the dog yelps",
        "screeching brakes",
        "burps the baby",
        "the chimney belches smoke",
        "a hiccup in the schedule",
        "pulls a face mask on",
        "makes a face cream",
        "keeps his mum busy",
        "holds the tongue of the shoe",
        "black looks good on the sofa",
        "she looks left out",
        "nothing left to smile about",
        "he has worked out what the chin is for",
        "has forty winks",
        "looks downcast",
    ],
)
def test_what_faces_and_voices_do_not(prompt):
    assert not shapes(prompt)


@pytest.mark.parametrize(
    "prompt",
    [
        "stares out at the sea, perfectly at ease",
        "calmly staring into the fire",
        "relaxed, staring off into the distance",
        "stares out of the window, content",
        "bored, stares into space",
    ],
)
def test_who_stares_into_the_distance_has_no_wide_eyes(prompt, space):
    assert shown(read(prompt, space), "eyeWide") < 0.15


@pytest.mark.parametrize("prompt", ["stares", "stares at the intruder", "stares at him in horror", "stares, terrified"])
def test_who_stares_at_somebody_does(prompt, space):
    assert shown(read(prompt, space), "eyeWide") > 0.3


@pytest.mark.parametrize("prompt", ["the eyes roll shut", "eyes rolling closed", "her lids slide shut"])
def test_lids_that_fall_shut_look_nowhere(prompt):
    assert not {name for name in shapes(prompt) if name.startswith("eyeLook")}


def test_to_sleep_no_wink_is_no_winking():
    assert not any(moves_of("didn't sleep a wink"))
