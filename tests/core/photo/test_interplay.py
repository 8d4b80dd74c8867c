import pytest
import torch
from made_portrait import face_with

from expclip.core.photo.interplay import together
from expclip.rigs import arkit


def shown(**shapes):
    weights = torch.from_numpy(face_with(**shapes))
    before = weights.clone()
    result = together(weights)
    assert torch.equal(weights, before)
    return {name: float(result[0, number]) for name, number in arkit.INDEX.items()}


def test_a_shape_alone_is_put_on_as_it_is():
    for name in ("mouthSmile", "mouthFunnel", "jawOpen", "browDown", "mouthRollUpper"):
        sided = name if name in arkit.INDEX else f"{name}Left"
        assert shown(**{name: 0.7})[sided] == pytest.approx(0.7)


def test_lips_close_no_further_than_the_jaw_is_open():
    assert shown(jawOpen=0.2, mouthClose=0.6)["mouthClose"] == pytest.approx(0.2)
    assert shown(mouthClose=0.6)["mouthClose"] == 0


def test_a_wide_jaw_takes_from_what_parts_the_lips_further_and_a_closed_mouth_does_not():
    assert shown(jawOpen=1.0, mouthFunnel=1.0)["mouthFunnel"] < 0.5
    assert shown(jawOpen=1.0, mouthClose=1.0, mouthFunnel=1.0)["mouthFunnel"] == pytest.approx(1.0)


def test_puckered_lips_draw_together_over_an_open_jaw():
    assert 0.05 < shown(jawOpen=0.3, mouthPucker=0.6)["mouthClose"] < 0.2


def test_a_lower_lip_rolled_in_alone_shows_the_upper_teeth_and_one_that_is_pressed_does_not():
    assert shown(mouthRollLower=0.5)["mouthLowerDownLeft"] > 0.5
    assert shown(mouthRollLower=0.2, mouthRollUpper=0.1)["mouthLowerDownLeft"] == 0
    assert shown(mouthRollLower=0.5, mouthRollUpper=0.4)["mouthLowerDownLeft"] == 0
