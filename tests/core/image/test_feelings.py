"""The feeling of a face in one word."""

import numpy as np
import pytest

from expclip.core.image.feelings import LEAST_BEYOND_REST, feeling_of
from expclip.presets import expressions
from expclip.rigs import arkit


def face(**weights: float) -> np.ndarray:
    made = np.zeros(arkit.COUNT, np.float32)
    for name, weight in weights.items():
        made[[row for row, own in enumerate(arkit.NAMES) if own.startswith(name)]] = weight
    return made


@pytest.mark.parametrize(
    ("weights", "feeling"),
    [
        ({"mouthSmile": 0.86, "eyeSquint": 0.5}, "happy"),
        ({"browInnerUp": 0.75, "browOuterUp": 0.53, "jawOpen": 0.34, "eyeWide": 0.07}, "surprised"),
        ({"eyeBlink": 0.67, "eyeLookDown": 0.6, "eyeSquint": 0.4}, "sleepy"),
        ({"eyeBlink": 0.45, "eyeLookDown": 0.45}, "sleepy"),
        ({"browDown": 0.74, "eyeSquint": 0.62, "mouthShrugLower": 0.2}, "angry"),
        ({"browDown": 0.4, "mouthUpperUp": 0.6}, "disgusted"),
        ({"browInnerUp": 0.63, "mouthFrown": 0.4}, "sad"),
    ],
)
def test_what_mediapipe_sees_in_posed_faces(weights, feeling):
    assert feeling_of(face(**weights)) == feeling
    assert feeling_of(0.7 * face(**weights)) == feeling


def test_beyond_a_known_rest_little_is_enough():
    weak = face(mouthSmile=0.15)
    assert feeling_of(weak) is None and feeling_of(weak, LEAST_BEYOND_REST) == "happy"


def test_presets_are_themselves():
    assert feeling_of(expressions.load("joy")) == "happy"
    assert feeling_of(expressions.load("anger")) == "angry"


@pytest.mark.parametrize(
    "weights", [{}, {"mouthSmile": 0.1}, {"eyeSquint": 0.6}, {"tongueOut": 1.0}, {"jawLeft": 0.9}, {"mouthPucker": 1.0}]
)
def test_what_has_no_name(weights):
    assert feeling_of(face(**weights)) is None
