"""What a text surely tells shows its marks; what it hardly tells, or what tells something else, stays as it is."""

import numpy as np

from expclip.core.expression.grammar.graded import feeling_face
from expclip.core.expression.sure_marks import with_sure_marks
from expclip.rigs import arkit

NOSE, UPPER_LIP, SMILE, JAW = (
    arkit.INDEX[name] for name in ("noseSneerLeft", "mouthUpperUpLeft", "mouthSmileLeft", "jawOpen")
)


def face(**weights: float) -> np.ndarray:
    made = np.zeros(arkit.COUNT, np.float32)
    for name, weight in weights.items():
        made[[arkit.INDEX[f"{name}Left"], arkit.INDEX[f"{name}Right"]]] = weight
    return made


def test_disgust_of_which_the_text_is_sure_wrinkles_the_nose():
    marked = with_sure_marks(face(mouthUpperUp=0.7, browDown=0.4), {"disgust": 0.6, "nausea": 0.3})
    assert marked[NOSE] > 0.4
    assert marked[UPPER_LIP] >= 0.7


def test_laughter_of_which_the_text_is_sure_opens_the_mouth():
    marked = with_sure_marks(face(mouthSmile=0.35, cheekSquint=0.35), {"amusement": 0.9})
    assert marked[SMILE] > 0.5
    assert marked[JAW] > 0.1


def test_half_a_doubt_and_another_face_are_left_alone():
    unsure, sad = face(mouthUpperUp=0.7), feeling_face("sadness", 1.0)
    assert np.array_equal(with_sure_marks(unsure, {"disgust": 0.4, "anger": 0.6}), unsure)
    assert np.array_equal(with_sure_marks(sad, {"disgust": 0.9}), sad)
