"""The face of a text whose neighbours feel differently: right for most, wrong for few."""

from functools import partial

import numpy as np

from expclip.core.expression.deciding import decide
from expclip.core.expression.neighbours import Entry, Near
from expclip.rigs import arkit

STEP = 0.08


def face(**shapes: float) -> np.ndarray:
    weights = np.zeros(arkit.COUNT, np.float32)
    for name, weight in shapes.items():
        for full in [name] if name in arkit.INDEX else [f"{name}Left", f"{name}Right"]:
            weights[arkit.INDEX[full]] = weight
    return weights


JOY = face(mouthSmile=0.7, cheekSquint=0.5, eyeSquint=0.3)
GRIEF = face(mouthFrown=0.6, browInnerUp=0.7, browDown=0.3, mouthShrugLower=0.4)
REST = np.zeros(arkit.COUNT, np.float32)


def near(*entries: tuple[str, np.ndarray, float], saying: bool = False) -> Near:
    found = [Entry("a text", (emotion,) if emotion else (), partial(np.copy, told)) for emotion, told, _ in entries]
    return Near(found, np.array([likeness for *_, likeness in entries], np.float32), saying, 0.5)


def shows(weights: np.ndarray, name: str) -> bool:
    return bool(weights[arkit.INDEX[f"{name}Left"]] >= 0.15)


def test_of_one_mind():
    decision = decide(near(("joy", JOY, 0.6), ("joy", 0.8 * JOY, 0.6)), REST, {}, STEP)
    assert shows(decision.weights, "mouthSmile") and decision.agreed > 0.9
    assert decision.emotions == {"joy": 1.0}


def test_the_nearest_gives_way_to_many():
    neighbours = near(("joy", JOY, 0.62), *[("grief", GRIEF, 0.6)] * 5)
    decision = decide(neighbours, REST, {}, STEP)
    assert shows(decision.weights, "mouthFrown") and not shows(decision.weights, "mouthSmile")


def test_what_is_wrong_for_most_is_left_out_of_a_face():
    mixed = GRIEF + face(jawOpen=0.5, noseSneer=0.4)
    decision = decide(near(("grief", mixed, 0.6), ("grief", mixed, 0.59), ("sadness", mixed, 0.58)), REST, {}, STEP)
    assert shows(decision.weights, "mouthFrown") and not shows(decision.weights, "noseSneer")


def test_the_face_that_the_network_hears_has_a_say():
    grinning = JOY + face(mouthDimple=0.5)
    undecided = near(("joy", JOY, 0.6), ("joy", grinning, 0.6))
    dimple = arkit.INDEX["mouthDimpleLeft"]
    heard = [decide(undecided, likeliest, {}, STEP).weights[dimple] for likeliest in (JOY, grinning)]
    assert heard[0] < 0.15 < heard[1]


def test_what_the_network_hears_outvotes_few_neighbours():
    neighbours = near(("joy", JOY, 0.6), ("joy", JOY, 0.59), ("grief", GRIEF, 0.4))
    assert shows(decide(neighbours, REST, {}, STEP).weights, "mouthSmile")
    assert shows(decide(neighbours, REST, {"grief": 0.9, "joy": 0.05}, STEP).weights, "mouthFrown")


def test_in_doubt_nobody_smiles():
    """A smile where nobody would smile is worse than a frown where somebody would."""
    weights = decide(near(("joy", JOY, 0.6), ("grief", GRIEF, 0.6)), REST, {}, STEP).weights
    assert not shows(weights, "mouthSmile")


def test_muscles_and_sayings_keep_what_they_tell():
    winking = face(eyeBlinkLeft=0.9, noseSneer=0.5)
    assert decide(near(("", winking, 0.6)), REST, {}, STEP).weights[arkit.INDEX["eyeBlinkLeft"]] > 0.8
    sneering_joy = JOY + face(noseSneer=0.5)
    assert shows(decide(near(("joy", sneering_joy, 1.8), saying=True), REST, {}, STEP).weights, "noseSneer")
