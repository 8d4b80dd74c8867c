"""Rig maps: complete, paired left and right, in range, and the gaze not swapped."""

import tomllib

import numpy as np
import pytest

from expclip.rigs import arkit
from expclip.rigs.retarget import retarget
from expclip.rigs.rig_map import (
    MAPS_FOLDER,
    NAMES,
    RigMap,
    RigMapError,
    Row,
    load_map,
    map_from_data,
    read_map,
    row_from_data,
    to_toml,
)

CHANNEL_COUNTS = {
    "arkit": 52, "perfectsync": 52, "arkit_lr": 52, "ict": 53, "oculus": 15, "prestonblair": 10, "fuse": 50,
}
LOOKS_TO_NOSE = {
    "arkit": ("eyeLookInLeft", "eyeLookInRight"), "perfectsync": ("EyeLookInLeft", "EyeLookInRight"),
    "arkit_lr": ("eyeLookIn_L", "eyeLookIn_R"), "ict": ("eyeLookIn_L", "eyeLookIn_R"),
    "readyplayerme": ("eyeLookInLeft", "eyeLookInRight"),
    "metahuman": ("CTRL_expressions_eyeLookRightL", "CTRL_expressions_eyeLookLeftR"),
    "cc4": ("Eye_L_Look_R", "Eye_R_Look_L"), "cc4_extended": ("Eye_L_Look_R", "Eye_R_Look_L"),
    "cc4_explus": ("A11_Eye_Look_In_Left", "A12_Eye_Look_In_Right"),
}


@pytest.fixture(params=NAMES)
def rig_map(request) -> RigMap:
    return load_map(request.param)


def posed(**weights: float) -> np.ndarray:
    pose = np.zeros((1, arkit.COUNT))
    for name, weight in weights.items():
        pose[0, arkit.INDEX[name]] = weight
    return pose


def values(rig_map: RigMap, **weights: float) -> dict[str, float]:
    curves = retarget(posed(**weights), rig_map)
    return dict(zip(curves.channels, curves.values[0].tolist(), strict=True))


def inputs_of(row: Row) -> set[str]:
    used = {*row.drives, *row.only, *row.unless}
    derived = used & {"lipsOpen", "lipsTogether"}
    return (used - derived) | ({"jawOpen", "mouthClose"} if derived else set())


def test_every_file_is_a_named_map_and_every_row_has_a_source():
    assert {path.stem for path in MAPS_FOLDER.glob("*.toml")} == set(NAMES)
    for name in NAMES:
        data = tomllib.loads((MAPS_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
        assert {row["source"] for row in data["row"]} == set(data["sources"]), name


def test_every_blendshape_is_driven_or_told_to_be_without(rig_map):
    used = {name for row in rig_map.rows for name in inputs_of(row)}
    assert used | set(rig_map.without) == set(arkit.NAMES)
    assert not used & set(rig_map.without)


def test_the_families_have_as_many_channels_as_their_makers_say(rig_map):
    if rig_map.name in CHANNEL_COUNTS:
        assert len([row for row in rig_map.rows if not row.instead_of]) == CHANNEL_COUNTS[rig_map.name]


def test_no_name_means_two_rows(rig_map):
    spellings = [name for row in rig_map.shapes for name in (row.target, *row.also)]
    assert len(spellings) == len(set(spellings))
    assert not set(rig_map.markers) & set(spellings)


def test_rows_are_mirrored(rig_map):
    """Each row's drives with the sides exchanged are those of another row, of itself, or of itself turned round."""
    def gains(row: Row, side: int) -> frozenset:
        return frozenset((name, gain * side) for name, gain in row.drives.items())

    def mirror(row: Row) -> frozenset:
        swapped = {arkit.NAMES[arkit.MIRROR_INDEX[arkit.INDEX[n]]] if n in arkit.INDEX else n: g
                   for n, g in row.drives.items()}
        return frozenset(swapped.items())

    known = {gains(row, side) for row in rig_map.rows for side in (1, -1)}
    assert [row.target for row in rig_map.rows if mirror(row) not in known] == []


def test_the_gaze_goes_where_it_should(rig_map):
    if rig_map.name not in LOOKS_TO_NOSE:
        pytest.skip("gaze is checked by name only where each eye has its own shapes")
    left, right = LOOKS_TO_NOSE[rig_map.name]
    assert values(rig_map, eyeLookInLeft=1.0)[left] == 1.0 and values(rig_map, eyeLookInLeft=1.0)[right] == 0.0
    assert values(rig_map, eyeLookInRight=1.0)[right] == 1.0 and values(rig_map, eyeLookInRight=1.0)[left] == 0.0
    outwards = values(rig_map, eyeLookOutLeft=1.0, eyeLookOutRight=1.0)
    assert outwards[left] == outwards[right] == 0.0


@pytest.mark.parametrize("name", ["daz81", "daz9"])
def test_one_daz_control_serves_both_ways(name):
    to_the_right = values(load_map(name), eyeLookInLeft=1.0, eyeLookOutRight=1.0)
    assert to_the_right["facs_ctrl_EyeLookSide-SideLeft"] == to_the_right["facs_ctrl_EyeLookSide-SideRight"] == 1.0
    to_the_left = values(load_map(name), eyeLookOutLeft=1.0, eyeLookInRight=1.0)
    assert to_the_left["facs_ctrl_EyeLookSide-SideLeft"] == to_the_left["facs_ctrl_EyeLookSide-SideRight"] == -1.0
    assert values(load_map(name), eyeLookDownLeft=0.5)["facs_ctrl_EyeLookUp-DownLeft"] == -0.5


@pytest.mark.parametrize("name", ["vrm0", "vrm1"])
def test_vrm_looks_left_when_both_eyes_do(name):
    found = values(load_map(name), eyeLookOutLeft=1.0, eyeLookInRight=1.0)
    found = {channel.lower(): value for channel, value in found.items()}
    assert found["lookleft"] == 1.0 and found["lookright"] == 0.0


@pytest.mark.parametrize("name", ["cc4", "cc4_extended", "cc4_explus"])
def test_character_creator_turns_the_jaw_and_both_eyes_the_same_way(name):
    found = values(load_map(name), jawOpen=0.5, eyeLookOutLeft=1.0, eyeLookInRight=1.0)
    assert found["CC_Base_JawRoot.rotation_z"] == pytest.approx(np.deg2rad(15.0))
    assert found["CC_Base_L_Eye.rotation_z"] == pytest.approx(np.deg2rad(40.0))
    assert found["CC_Base_R_Eye.rotation_z"] == pytest.approx(np.deg2rad(30.0))


def test_values_stay_in_the_range_of_their_row(rig_map):
    random = np.random.default_rng(1)
    sparse = random.uniform(0.0, 0.3, (300, arkit.COUNT)) * (random.uniform(size=(300, arkit.COUNT)) < 0.1)
    weights = np.concatenate([random.uniform(0.0, 1.2, (50, arkit.COUNT)), sparse, posed()])
    curves = retarget(weights, rig_map)
    for row, curve in zip(rig_map.rows, curves.values.T, strict=True):
        size = np.deg2rad(row.degrees) if row.axis else 1.0
        low, high = sorted(size * limit for limit in row.range)
        assert low - 1e-6 <= curve.min() and curve.max() <= high + 1e-6, row.target
        assert curve.any() == row.acts, row.target


def test_a_face_at_rest_is_a_rig_at_rest(rig_map):
    rest = {name: value for name, value in values(rig_map).items() if value}
    assert rest in ({}, {"viseme_sil": 1.0}, {"rest": 1.0})


def test_a_map_survives_its_export(rig_map, tmp_path):
    path = tmp_path / f"{rig_map.name}.toml"
    path.write_text(to_toml(rig_map), encoding="utf-8")
    assert read_map(path) == rig_map


def test_awkward_names_survive_the_export(tmp_path):
    row = Row('a "quoted" \\ name\twith\x7f tab', {"jawOpen": 1}, "own", also=("眉",))
    (tmp_path / "own.toml").write_text(to_toml(RigMap("own", "own", (row,))), encoding="utf-8")
    assert read_map(tmp_path / "own.toml").rows == (row,)


class TestOverrides:
    BASE = map_from_data({"row": [
        {"target": "a", "drives": {"jawOpen": 1.0}, "source": "s"},
        {"target": "b", "drives": {"mouthFunnel": 1.0}, "source": "s"},
        {"target": "c", "drives": {"mouthSmileLeft": 1.0}, "source": "s", "instead_of": "a"},
    ]}, "base")

    def test_a_row_replaces_is_added_or_goes(self):
        own = [row_from_data(data, "own") for data in (
            {"target": "a", "drives": {"jawOpen": 0.5}, "source": "the user"},
            {"target": "b", "drives": {}, "source": "the user"},
            {"target": "d", "drives": {"cheekPuff": 1.0}, "source": "the user"},
        )]
        changed = self.BASE.overridden(own).driven()
        assert values(changed, jawOpen=1.0, mouthFunnel=1.0, cheekPuff=1.0) == {"a": 0.5, "d": 1.0}
        assert [row.to_data() for row in own] == [row_from_data(row.to_data(), "x").to_data() for row in own]

    def test_a_stand_in_counts_only_where_its_original_lacks(self):
        assert [row.target for row in self.BASE.bound({"a": "A.001", "c": "c"}).rows] == ["A.001"]
        assert [row.target for row in self.BASE.bound({"c": "c"}).rows] == ["c"]


@pytest.mark.parametrize("row, words", [
    ({"target": "a", "drives": {"jawOpem": 1.0}}, "jawOpem"),
    ({"target": "a", "drives": {"jawOpen": "much"}}, "no number"),
    ({"target": "a", "drives": {"jawOpen": float("nan")}}, "no number"),
    ({"target": "a", "drives": {"jawOpen": 1.0}, "range": [1.0, 0.0]}, "range"),
    ({"target": "a", "drives": {"jawOpen": 1.0}, "axis": "w", "degrees": 3.0}, "'w'"),
    ({"target": "a", "drives": {"jawOpen": 1.0}, "axis": "x"}, "just one of degrees and length"),
    ({"target": "a", "drives": {"jawOpen": 1.0}, "gain": 3}, "gain"),
    ({"drives": {"jawOpen": 1.0}}, "target"),
])
def test_faulty_rows_are_told(row, words):
    with pytest.raises(RigMapError, match=words):
        map_from_data({"row": [{"source": "own", **row}]}, "own")


def test_faulty_files_are_told(tmp_path):
    with pytest.raises(RigMapError, match="twice"):
        map_from_data({"row": [{"target": "a", "drives": {"jawOpen": 1.0}, "source": "s"}] * 2}, "own")
    with pytest.raises(RigMapError, match="no rows"):
        map_from_data({}, "own")
    (tmp_path / "a.toml").write_bytes(b"row = [")
    (tmp_path / "b.toml").write_bytes(b"\xff\xfe")
    for path in ("a.toml", "b.toml", "missing.toml"):
        with pytest.raises(RigMapError, match=path):
            read_map(tmp_path / path)
    with pytest.raises(RigMapError, match="'klingon'"):
        load_map("klingon")
