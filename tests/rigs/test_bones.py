"""Bones by poses: every pose comes back at full weight, the starting set opens, looks and turns the right way."""

import tomllib
from pathlib import Path

import numpy as np
import pytest

from expclip.rigs import arkit
from expclip.rigs.bones import SHAPES, BonePose, RestBone, mirrored, rows_of, starting_poses
from expclip.rigs.retarget import retarget
from expclip.rigs.rig_map import RigMap, map_from_text, to_toml

UP = np.array([0.0, 0.0, 1.0])
ROLLED = np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
BONES = [RestBone(name, np.array(place), ROLLED) for name, place in (
    ("root", (0, 0, 0)), ("mixamorig:Head", (0, 0, 1.5)), ("jaw", (0, -0.02, 1.55)),
    ("eye.L", (0.03, -0.08, 1.62)), ("eye.R", (-0.03, -0.08, 1.62)), ("lips.L", (0.02, -0.1, 1.55)),
    ("lips.R", (-0.02, -0.1, 1.55)), ("DEF-jaw", (0, 0, 1.5)),
)]  # fmt: skip


def turned(rows, head=None, **weights):
    """bone -> rotation vector in armature space, and location likewise."""
    values = np.zeros((1, arkit.COUNT))
    for name, weight in weights.items():
        values[0, arkit.INDEX[name]] = weight
    rig_map = RigMap("test", "test", tuple(rows))
    curves = retarget(values, rig_map, None if head is None else np.deg2rad([head]))
    turns, moves = {}, {}
    for row, value in zip(rig_map.rows, curves.values[0], strict=True):
        (turns if row.degrees else moves).setdefault(row.target, np.zeros(3))["xyz".index(row.axis)] = value
    return {bone: ROLLED @ turn for bone, turn in turns.items()}, {bone: ROLLED @ move for bone, move in moves.items()}


def test_poses_come_back_and_add_up():
    random = np.random.default_rng(0)
    poses = {
        shape: BonePose({"a": random.normal(size=3) * 0.2}, {"b": random.normal(size=3) * 0.01})
        for shape in ("jawOpen", "mouthClose", "mouthSmileLeft", "headYaw")
    }
    rows = rows_of(poses, closes=True)
    both = turned(rows, jawOpen=1.0, mouthClose=1.0)[0]["a"]
    np.testing.assert_allclose(both, ROLLED @ poses["mouthClose"].turns["a"], atol=1e-5)
    smiling, moved = turned(rows, jawOpen=0.5, mouthSmileLeft=1.0)
    np.testing.assert_allclose(
        smiling["a"], ROLLED @ (poses["jawOpen"].turns["a"] / 2 + poses["mouthSmileLeft"].turns["a"]), atol=1e-5
    )
    np.testing.assert_allclose(
        moved["b"], ROLLED @ (poses["jawOpen"].moves["b"] / 2 + poses["mouthSmileLeft"].moves["b"]), atol=1e-6
    )
    degrees = np.rad2deg(np.linalg.norm(poses["headYaw"].turns["a"]))
    np.testing.assert_allclose(
        turned(rows, head=(degrees, 0, 0))[0]["a"], ROLLED @ poses["headYaw"].turns["a"], atol=1e-5
    )


def test_a_jaw_without_a_closing_shape_shuts_with_the_lips():
    poses = {"jawOpen": BonePose({"jaw": np.array([0.3, 0.0, 0.0])}, {})}
    shut = turned(rows_of(poses, closes=False), jawOpen=0.5, mouthClose=0.5)[0]["jaw"]
    np.testing.assert_allclose(shut, 0, atol=1e-7)
    assert np.linalg.norm(turned(rows_of(poses, closes=True), jawOpen=0.5, mouthClose=0.5)[0]["jaw"]) > 0.1


def test_the_starting_set_goes_the_right_way_whatever_the_bones_roll():
    poses = starting_poses(BONES, UP)
    rows = rows_of(poses, closes=False)
    forward, left = np.array([0.0, -1.0, 0.0]), np.array([1.0, 0.0, 0.0])
    jaw = turned(rows, jawOpen=1.0)[0]["jaw"]
    assert np.cross(jaw, forward)[2] < -0.3
    assert "DEF-jaw" not in {row.target for row in rows}
    for eye, side in (("eye.L", 1), ("eye.R", -1)):
        name = "Left" if side > 0 else "Right"
        assert np.cross(turned(rows, **{f"eyeLookOut{name}": 1.0})[0][eye], forward) @ left * side > 0.5
        assert np.cross(turned(rows, **{f"eyeLookIn{name}": 1.0})[0][eye], forward) @ left * side < -0.4
        assert np.cross(turned(rows, **{f"eyeLookUp{name}": 1.0})[0][eye], forward) @ UP > 0.3
    corner = {side: turned(rows, **{f"mouthSmile{side}": 1.0})[1] for side in ("Left", "Right")}
    assert corner["Left"]["lips.L"] @ left > 0.005 and corner["Right"]["lips.R"] @ left < -0.005
    assert corner["Left"]["lips.L"] @ UP > 0 and np.allclose(corner["Left"]["lips.R"], 0)
    head = turned(rows, head=(10.0, -5.0, 0.0))[0]["mixamorig:Head"]
    np.testing.assert_allclose(np.rad2deg(head), [-5.0, 0.0, 10.0], atol=1e-3)


def test_bones_leave_alone_what_shape_keys_show():
    poses = starting_poses(BONES, UP, shown=arkit.NAMES)
    assert {shape[:7] for shape in poses} == {"eyeLook", "headYaw", "headPit", "headRol"}


def test_a_mirrored_pose():
    pose = BonePose({"eye.L": np.array([0.1, 0.2, 0.3])}, {"lips.L": np.array([1.0, 2.0, 3.0])})
    other = mirrored(pose, {"eye.L": "eye.R", "lips.L": "lips.R"})
    assert other.turns["eye.R"].tolist() == pytest.approx([0.1, -0.2, -0.3])
    assert other.moves["lips.R"].tolist() == [-1.0, 2.0, 3.0]


def test_rows_survive_the_file():
    rows = rows_of(starting_poses(BONES, UP), closes=False)
    again = map_from_text(to_toml(RigMap("mine", "Mine", rows)), "mine")
    assert again.rows == rows
    assert BonePose.from_data(BonePose({"a": np.ones(3)}, {}).to_data()).turns["a"].tolist() == [1] * 3


def test_the_table_names_shapes_and_sources():
    table = tomllib.loads((Path(__file__).parents[2] / "rigs" / "bones.toml").read_text(encoding="utf-8"))
    for bone in table["bone"]:
        assert bone["names"] and bone["source"] in table["sources"]
        for parts in (bone.get("turns", {}), bone.get("moves", {})):
            assert set(parts) <= set(SHAPES) and all(len(part) == 3 for part in parts.values())
        for shape, towards in bone.get("towards", {}).items():
            assert shape in SHAPES and set(towards) == {"bone", "share"} and 0.0 < towards["share"] <= 1.0


def test_eyes_that_look_at_targets_have_their_targets_moved():
    """As Rigify's: eye.L lies in front of the eye, master_eye.L at its centre."""
    bones = [
        RestBone(f"{name}.{side}", np.array((x, y, 1.62)), ROLLED)
        for side, x in (("L", 0.03), ("R", -0.03)) for name, y in (("master_eye", -0.08), ("eye", -0.38))
    ]  # fmt: skip
    rows = rows_of(starting_poses(bones, UP), closes=False)
    for side, way in (("Left", 1), ("Right", -1)):
        turns, moves = turned(rows, **{f"eyeLookOut{side}": 1.0})
        looks = moves[f"eye.{side[0]}"] + [0, -0.3, 0]
        assert not turns and np.rad2deg(np.arctan2(looks[0], -looks[1])) == pytest.approx(35.0 * way, abs=0.1)


def test_lids_close_as_far_as_they_are_open():
    lids = [
        RestBone(f"lid.{part}.{side}.002", np.array((x, -0.1, height)), ROLLED)
        for side, x in (("L", 0.03), ("R", -0.03)) for part, height in (("T", 1.64), ("B", 1.60))
    ]  # fmt: skip
    rows = rows_of(starting_poses(lids, UP), closes=False)
    assert turned(rows, eyeBlinkRight=1.0)[1]["lid.T.R.002"] == pytest.approx([0, 0, -0.95 * 0.04])
    assert not np.any(turned(rows, eyeBlinkRight=1.0)[1]["lid.T.L.002"])


@pytest.mark.parametrize("jaw", ["DEF-jaw", "c_jawbone.x", "Bip001 Jaw", "jaw.001", "mandible", "rig:Mandible"])
def test_jaws_under_other_names(jaw):
    others = [bone for bone in BONES if "jaw" not in bone.name]
    poses = starting_poses([*others, RestBone(jaw, np.array([0.0, -0.02, 1.55]), ROLLED)], UP)
    assert poses["jawOpen"].bones == (jaw,)
