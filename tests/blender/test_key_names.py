"""Which shape keys are recognised: plain Python."""

import pytest

from expclip.expclip_blender.key_names import match_keys
from expclip.rigs import arkit


def test_all_52_match_exactly_in_arkit_order():
    assert list(match_keys(reversed(arkit.NAMES))) == list(arkit.NAMES)


@pytest.mark.parametrize("spelling", [
    "eyeBlinkLeft", "EyeBlinkLeft", "EYEBLINKLEFT", "eye_blink_left", "eyeBlink_L", "EyeBlink.L", "eyeBlink_l",
    "Face.eyeBlinkLeft", "Face.eyeBlink_L", "blendShape1|eyeBlinkLeft", "rig:Eye Blink Left",
])
def test_spellings_of_one_key(spelling):
    assert match_keys(["Basis", spelling]) == {"eyeBlinkLeft": spelling}


@pytest.mark.parametrize("other", ["eyeBlink", "eyeBlinkUp", "jawOpenX", "L", "", ".", "jawForwardLeft", "Basis"])
def test_other_names_do_not_match(other):
    assert match_keys([other]) == {}


def test_left_and_right_stay_apart():
    assert match_keys(["mouthSmile_R", "mouthSmile_L"]) == {
        "mouthSmileLeft": "mouthSmile_L", "mouthSmileRight": "mouthSmile_R",
    }


def test_a_trailing_letter_is_a_side_only_behind_a_separator():
    assert match_keys(["cheekPuffl", "mouthFunnelR"]) == {}


def test_the_exact_name_wins():
    assert match_keys(["JawOpen", "jawOpen", "jaw_open"]) == {"jawOpen": "jawOpen"}
    assert match_keys(["jaw_open", "JawOpen"]) == {"jawOpen": "jaw_open"}
