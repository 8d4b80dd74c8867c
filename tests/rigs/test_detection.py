"""Which map fits a mesh's shape keys: every family under its own and other spellings, and nothing where none fits."""

import tomllib
from pathlib import Path

import numpy as np
import pytest

from expclip.rigs import arkit
from expclip.rigs.detection import detect, ranked
from expclip.rigs.retarget import retarget
from expclip.rigs.rig_map import NAMES, load_map

UNRELATED = tomllib.loads((Path(__file__).parent / "unrelated_keys.toml").read_text(encoding="utf-8"))["meshes"]


def targets(name: str) -> list[str]:
    return [row.target for row in load_map(name).shapes if not row.instead_of]


def respelled(name: str, spell) -> list[str]:
    return ["Basis", *(spell(target) for target in targets(name))]


# A Ready Player Me avatar is ARKit until its visemes tell it apart.
LIKE_ITSELF = [name for name in NAMES if name != "readyplayerme"]


@pytest.mark.parametrize("name", LIKE_ITSELF)
def test_each_family_under_its_own_names(name):
    found = detect(["Basis", *targets(name)])
    assert found is not None and found.rig_map.name == name
    assert found.score > 0.98 and not found.missing and f"names of {found.rig_map.title}" in found.reason


@pytest.mark.parametrize("name", LIKE_ITSELF)
@pytest.mark.parametrize("spell", [
    "Face.{}".format, "rig:blendShape1.{}".format, "Face.M_F00_000_00_{}".format, "c_head_{}".format, "{}.001".format,
    "{}_mesh".format, "head|{}".format,
], ids=["dot", "maya", "vroid", "common start", "numbered", "common end", "bar"])
def test_each_family_behind_what_importers_add(name, spell):
    found = detect(respelled(name, spell))
    assert found is not None and found.rig_map.name == name and not found.missing


@pytest.mark.parametrize("name", LIKE_ITSELF)
@pytest.mark.parametrize("spell", ["{}Shape", "{}Shape1", "{}Geo", "bs_{}"])
def test_each_family_with_what_is_glued_to_its_names(name, spell):
    found = detect(respelled(name, spell.format))
    assert found is not None and found.rig_map.name == name and not found.missing


@pytest.mark.parametrize("name", [name for name in LIKE_ITSELF if name != "perfectsync"])
def test_each_family_behind_a_prefix_in_camel_case(name):
    """bsJawOpen may be jawOpen or JawOpen: the more general ARKit is meant."""
    found = detect(respelled(name, lambda target: f"bs{target[0].upper()}{target[1:]}"))
    assert found is not None and found.rig_map.name == name and not found.missing


@pytest.mark.parametrize("name", ["arkit", "perfectsync", "arkit_lr", "ict", "cc4", "cc4_extended", "metahuman"])
def test_keys_behind_different_prefixes(name):
    prefixes = ("head_", "bs.", "skinMesh_")
    found = detect([prefixes[place % 3] + target for place, target in enumerate(targets(name))])
    assert found is not None and found.rig_map.name == name and not found.missing


def test_combinations_of_shapes_are_none_of_them():
    assert detect(["mouthClose_jawOpen", "cheekPuff_mouthPucker", "jawLeft_mouthLeft"]) is None
    found = detect([*arkit.NAMES, "mouthClose_jawOpen", "fix_jawOpen"])
    assert found is not None and found.found["jawOpen"] == "jawOpen"


@pytest.mark.parametrize("key, target", [("jawOpenShape", "jawOpen"), ("bsJawOpen", "jawOpen")])
def test_a_single_key_with_something_glued_to_it(key, target):
    found = detect([key])
    assert found is not None and found.found == {target: key}


@pytest.mark.parametrize("spell", [str.lower, str.upper, lambda name: f"{name[0].upper()}{name[1:]}"])
@pytest.mark.parametrize("name", ["metahuman", "cc4", "cc4_extended", "cc4_explus", "daz81", "daz9", "fuse"])
def test_case_does_not_matter(name, spell):
    found = detect(respelled(name, spell))
    assert found is not None and found.rig_map.name == name
    assert len(found.found) > 0.9 * len(targets(name))


def test_counted_keys_are_read_without_their_numbers():
    keys = [f"{number:02d}_{name}" for number, name in enumerate(arkit.NAMES)]
    found = detect(keys)
    assert found is not None and found.rig_map.name == "arkit" and len(found.found) == arkit.COUNT
    assert found.found["eyeBlinkLeft"] == "00_eyeBlinkLeft"


def test_real_heads(shared_data):
    with np.load(shared_data / "ict_facekit" / "ict_facekit.npz", allow_pickle=False) as head:
        shapes, parts, extra = (head[name].tolist() for name in ("expression_names", "part_names", "extra_names"))
    found = detect(shapes)
    assert found is not None and found.rig_map.name == "arkit" and found.missing == ("tongueOut",)
    whole = [name for name in shapes if name not in ("browInnerUp", "cheekPuff")]
    upstream = [name.replace("Left", "_L").replace("Right", "_R") for name in (*whole, *parts, *extra)]
    upstream = [{"jaw_L": "jawLeft", "jaw_R": "jawRight", "mouth_L": "mouthLeft", "mouth_R": "mouthRight"}.get(n, n)
                for n in upstream]
    found = detect(upstream)
    assert found is not None and found.rig_map.name == "ict" and not found.missing


def test_ready_player_me_with_and_without_arkit():
    visemes = targets("oculus")
    found = detect([*arkit.NAMES, *visemes, "mouthOpen", "mouthSmile"])
    assert found is not None and found.rig_map.name == "readyplayerme"
    assert "mouthOpen" not in [row.target for row in found.bound().rows]
    found = detect(["mouthOpen", "mouthSmile"])
    assert found is not None and [row.target for row in found.bound().rows] == ["mouthOpen", "mouthSmile"]


def test_a_vrm_with_perfect_sync_is_driven_by_it():
    for presets in (load_map("vrm0"), load_map("vrm1")):
        found = detect([*targets("perfectsync"), *(row.target for row in presets.rows)])
        assert found is not None and found.rig_map.name == "perfectsync"


def test_vroid_keys_are_vrm_0():
    keys = ["Fcl_ALL_Neutral", "Fcl_ALL_Angry", "Fcl_ALL_Fun", "Fcl_ALL_Joy", "Fcl_ALL_Sorrow", "Fcl_ALL_Surprised",
            "Fcl_BRW_Angry", "Fcl_EYE_Close", "Fcl_EYE_Close_R", "Fcl_EYE_Close_L", "Fcl_MTH_Close", "Fcl_MTH_A",
            "Fcl_MTH_I", "Fcl_MTH_U", "Fcl_MTH_E", "Fcl_MTH_O", "Fcl_HA_Hide"]
    found = detect(keys)
    assert found is not None and found.rig_map.name == "vrm0" and found.found["A"] == "Fcl_MTH_A"
    assert "Blink" not in {row.target for row in found.bound().rows} and "LookUp" in found.missing


def test_vrchat_visemes_are_oculus():
    ends = "sil pp ff th dd kk ch ss nn rr aa e ih oh ou".split()
    found = detect(["Basis", *(f"vrc.v_{end}" for end in ends), "Hat"])
    assert found is not None and found.rig_map.name == "oculus" and len(found.found) == 15


@pytest.mark.parametrize("keys, missing", [
    (["jawOpen"], 51), (["Basis", "eyeBlinkLeft", "eyeBlinkRight", "jawOpen", "hat_on"], 49),
    ([*arkit.NAMES[:20], *(f"body_{number}" for number in range(60))], 32),
])
def test_partial_sets_are_fine_and_told(keys, missing):
    found = detect(keys)
    assert found is not None and found.rig_map.name == "arkit" and len(found.missing) == missing
    assert f"{missing} are not there" in found.reason and found.score < 0.75


def test_bound_curves_have_the_names_of_the_rig():
    found = detect(["Face.eyeBlink_L", "Face.eyeBlink_R", "Face.jawOpen", "Face.mouthClose"])
    assert found is not None
    bound = found.bound()
    assert {row.target for row in bound.rows} == {
        "Face.eyeBlink_L", "Face.eyeBlink_R", "Face.jawOpen", "Face.mouthClose"}
    weights = np.zeros((1, arkit.COUNT))
    weights[0, arkit.INDEX["eyeBlinkLeft"]] = 1.0
    curves = retarget(weights, bound)
    assert dict(zip(curves.channels, curves.values[0], strict=True))["Face.eyeBlink_L"] == 1.0


def test_bones_are_driven_where_the_rig_has_them():
    found = detect(targets("cc4"))
    assert found is not None and not [row for row in found.bound().rows if row.axis]
    assert [row.channel for row in found.bound({"CC_Base_JawRoot"}).rows if row.axis] == ["CC_Base_JawRoot.rotation_z"]


def test_the_gaze_is_not_swapped_between_families():
    """Eye_L_Look_R and eyeLookRightL hold the same words."""
    everything = {name: {key for fit in ranked(targets(name)) for key in fit.found.items()} for name in NAMES}
    for name, pairs in everything.items():
        for target, key in pairs:
            assert not (target.startswith("CTRL_expressions_") and key.startswith("Eye_")), (name, target, key)


UNIFIED = """EyeClosedLeft EyeClosedRight EyeSquintLeft EyeSquintRight EyeWideLeft EyeWideRight EyeDilationLeft
    EyeDilationRight EyeConstrictLeft EyeConstrictRight BrowPinchLeft BrowPinchRight BrowLowererLeft BrowLowererRight
    BrowInnerUpLeft BrowInnerUpRight BrowOuterUpLeft BrowOuterUpRight NoseSneerLeft NoseSneerRight NasalDilationLeft
    NasalDilationRight CheekSquintLeft CheekSquintRight CheekPuffLeft CheekPuffRight CheekSuckLeft CheekSuckRight
    JawOpen JawLeft JawRight JawForward JawBackward JawClench MouthClosed LipSuckUpperLeft LipSuckUpperRight
    LipSuckLowerLeft LipSuckLowerRight LipFunnelUpperLeft LipFunnelUpperRight LipFunnelLowerLeft LipFunnelLowerRight
    LipPuckerUpperLeft LipPuckerUpperRight LipPuckerLowerLeft LipPuckerLowerRight MouthUpperLeft MouthUpperRight
    MouthLowerLeft MouthLowerRight MouthUpperUpLeft MouthUpperUpRight MouthLowerDownLeft MouthLowerDownRight
    MouthCornerPullLeft MouthCornerPullRight MouthCornerSlantLeft MouthCornerSlantRight MouthFrownLeft MouthFrownRight
    MouthStretchLeft MouthStretchRight MouthDimpleLeft MouthDimpleRight MouthRaiserUpper MouthRaiserLower
    MouthPressLeft MouthPressRight MouthTightenerLeft MouthTightenerRight TongueOut TongueUp TongueDown TongueLeft
    TongueRight TongueRoll""".split()
"""A part of VRCFaceTracking's Unified Expressions."""


@pytest.mark.parametrize("keys", [
    ["LookUp", "LookDown", "LookLeft", "LookRight"], ["LookUp", "Blink"],
    list("AEIOU"), list("あいうえおかきく"), UNIFIED,
    [f"v2/{name}" for name in UNIFIED],
], ids=["lamp", "lamp that blinks", "letters", "kana", "unified", "unified of an avatar"])
def test_names_that_other_things_share_with_faces_are_no_evidence(keys):
    assert detect(["Basis", *keys]) is None


@pytest.mark.parametrize("keys, name", [
    ([f"mouth_{vowel}" for vowel in "AIUEO"], "vrm0"), (["あ", "い", "う", "え", "お", "まばたき", "怒り"], "mmd"),
    ([*"AIUEO", "Blink", "Mouth_wide", "Eye_heart", "Eye_star"], "vrm0"), (["LookUp", "Blink_L", "Blink_R"], "vrm0"),
    ([*arkit.NAMES, *(f"eye_mood_{mood}" for mood in "abcdefghijklmnopqrstuvwxyz")], "arkit"),
])
def test_faces_whose_names_are_short_or_that_have_more_are_found(keys, name):
    found = detect(keys)
    assert found is not None and found.rig_map.name == name


@pytest.mark.parametrize("mesh", UNRELATED)
def test_no_map_fits_unrelated_keys(mesh):
    found = detect(UNRELATED[mesh])
    assert found is None, f"{found.rig_map.name}: {found.found}"


def test_there_are_twenty_unrelated_meshes_and_no_keys_fit_nothing():
    assert len(UNRELATED) == 20
    assert detect([]) is None and detect(["Basis"]) is None
