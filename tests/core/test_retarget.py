"""Takes as curves of a rig: files, and lips that stay closed."""

import csv
import json

import numpy as np
import pytest

from expclip.core.animation.articulation import articulate
from expclip.core.cli import main
from expclip.core.errors import OutputError, SettingsError, TakeError
from expclip.core.formats import read_take, write_take
from expclip.core.formats.channels import ARKIT_CHANNEL, plain
from expclip.core.lips.contacts import Spoken, score_contacts
from expclip.core.lips.geometry import Face, demo_face
from expclip.core.retarget import rig_map_of, write_retargeted
from expclip.core.speech.phones import Phone, from_arpabet
from expclip.core.take import Take
from expclip.rigs import arkit
from expclip.rigs.retarget import retarget, shown
from expclip.rigs.rig_map import NAMES, load_map, to_toml

OTHERS = [name for name in NAMES if name != "arkit"]


@pytest.fixture
def take() -> Take:
    random = np.random.default_rng(0)
    head = random.normal(0, 0.1, (31, 3)).astype(np.float32)
    eyes = random.normal(0, 0.1, (31, 2, 3)).astype(np.float32)
    return Take(random.uniform(0, 1, (31, arkit.COUNT)).astype(np.float32), 24.0, head, eyes, {"seed": 3})


@pytest.fixture
def run(capsys):
    def call(*arguments):
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as end:
            status = end.code
        return status, capsys.readouterr().err

    return call


def rows_of(path) -> tuple[list[str], list[list[str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


@pytest.mark.parametrize("name", OTHERS)
def test_every_name_writes_every_format(run, take, tmp_path, name):
    write_take(take, tmp_path / "in.npz")
    expected = retarget(take.weights, load_map(name).driven())
    for suffix in (".csv", ".json", ".npz"):
        status, told = run("retarget", tmp_path / "in.npz", "--rig", name, "-o", tmp_path / f"out{suffix}")
        assert status == 0 and f"{len(expected.channels)} curves of {load_map(name).title}" in told, told
    header, rows = rows_of(tmp_path / "out.csv")
    count = len(expected.channels)
    assert header[:2] == ["Timecode", "BlendShapeCount"] and tuple(header[2 : 2 + count]) == expected.channels
    assert header[2 + count :][:1] == ["HeadYaw"] and header[-1] == "RightEyeRoll" and len(header) == 2 + count + 9
    written = np.array([row[2:] for row in rows], float)
    np.testing.assert_allclose(written[:, :count], expected.values, atol=1e-6)
    np.testing.assert_allclose(written[:, count : count + 3], take.head, atol=1e-6)
    content = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert tuple(content["facsNames"]) == expected.channels and content["exportFps"] == 24.0
    assert content["madeBy"] == {"seed": 3, "rig": name} and content["numFrames"] == 31
    np.testing.assert_allclose(content["weightMat"], expected.values, atol=1e-6)
    np.testing.assert_allclose(content["eyeRotations"], take.eyes, atol=1e-6)
    with np.load(tmp_path / "out.npz", allow_pickle=False) as arrays:
        assert tuple(arrays["names"].tolist()) == expected.channels
        np.testing.assert_array_equal(arrays["weights"], expected.values)
        np.testing.assert_array_equal(arrays["head"], take.head)


def test_timecodes_count_what_is_said(run, take, tmp_path):
    write_take(take, tmp_path / "in.npz")
    arguments = ("retarget", tmp_path / "in.npz", "--rig", "metahuman", "-o", tmp_path / "out.csv")
    assert run(*arguments)[0] == 0
    assert [row[0] for row in rows_of(tmp_path / "out.csv")[1]][23:26] == [
        "00:00:00:57.500", "00:00:01:00.000", "00:00:01:02.500"]
    assert run(*arguments, "--timecode-fps", "24")[0] == 0
    assert [row[0] for row in rows_of(tmp_path / "out.csv")[1]][23:26] == [
        "00:00:00:23.000", "00:00:01:00.000", "00:00:01:01.000"]


def test_perfect_sync_files_are_takes(take, tmp_path):
    path = tmp_path / "out.csv"
    write_retargeted(take, load_map("perfectsync"), path)
    again = read_take(path)
    np.testing.assert_allclose(again.weights, take.weights, atol=1e-6)
    np.testing.assert_allclose(again.head, take.head, atol=1e-6)


def test_a_map_file(run, take, tmp_path):
    write_take(take, tmp_path / "in.npz")
    own = tmp_path / "my rig.toml"
    own.write_text(
        'title = "mine"\nrow = [{ target = "a, b", drives = { jawOpen = 0.5 }, source = "me" }]\n', encoding="utf-8"
    )
    status, told = run("retarget", tmp_path / "in.npz", "--rig", own, "-o", tmp_path / "out.csv")
    assert status == 0 and "1 curves of mine" in told
    header, rows = rows_of(tmp_path / "out.csv")
    assert header[2] == "a, b"
    assert float(rows[4][2]) == pytest.approx(take.channel("jawOpen")[4] / 2, abs=1e-6)
    exported = tmp_path / "exported.toml"
    exported.write_text(to_toml(load_map("daz9")), encoding="utf-8")
    assert rig_map_of(str(exported)).rows == load_map("daz9").rows


def test_the_source_is_not_replaced(run, take, tmp_path):
    path = tmp_path / "take.csv"
    write_take(take, path)
    before = path.read_bytes()
    for rig in ("arkit", "mmd"):
        status, told = run("retarget", path, "--rig", rig, "-o", path)
        assert status == 1 and "is what the result is made from" in told
    assert path.read_bytes() == before


def test_what_a_rig_cannot_show_is_told(run, take, tmp_path):
    write_take(take, tmp_path / "in.npz")
    told = run("retarget", tmp_path / "in.npz", "--rig", "ict", "-o", tmp_path / "out.csv")[1]
    assert "Note: ICT-FaceKit cannot show tongueOut." in told


def test_refusals(run, take, tmp_path):
    write_take(take, tmp_path / "in.npz")
    status, told = run("retarget", tmp_path / "in.npz", "--rig", "klingon", "-o", tmp_path / "out.csv")
    assert status == 2 and "'klingon' is none of arkit" in told
    (tmp_path / "bad.toml").write_text('row = [{ target = "a", drives = { jaw = 1.0 }, source = "me" }]\n')
    for rig, words in ((tmp_path / "no.toml", "cannot be read"), (tmp_path / "bad.toml", "no ARKit blendshape")):
        status, told = run("retarget", tmp_path / "in.npz", "--rig", rig, "-o", tmp_path / "out.csv")
        assert status == 1 and words in told and not (tmp_path / "out.csv").exists()
    (tmp_path / "idle.toml").write_text('row = [{ target = "a", drives = {}, source = "me" }]\n')
    with pytest.raises(SettingsError, match="drives nothing"):
        write_retargeted(take, rig_map_of(str(tmp_path / "idle.toml")), tmp_path / "out.csv")
    with pytest.raises(OutputError, match="no take format"):
        write_retargeted(take, load_map("mmd"), tmp_path / "out.fbx")
    with pytest.raises(TakeError, match="no frames"):
        write_retargeted(Take(np.zeros((0, arkit.COUNT)), 30.0), load_map("mmd"), tmp_path / "out.csv")


@pytest.fixture(scope="module")
def line(root) -> tuple[list[Phone], np.ndarray]:
    """The demo line's phones, and its mouth as the articulation teacher shapes it, at 60 frames a second."""
    listed = json.loads((root / "presets" / "demo" / "phones.json").read_text(encoding="utf-8"))
    phones = [Phone(from_arpabet(each["phone"]), each["start"], each["end"]) for each in listed]
    return phones, articulate(phones, np.arange(0, phones[-1].end, 1 / 60)).weights


@pytest.fixture(scope="module")
def face() -> Face:
    return demo_face()


@pytest.mark.parametrize("name", NAMES)
def test_p_b_m_stay_closed_and_vowels_open(name, line, face):
    """Measured on the demo head, as a rig shows it that fits the map."""
    phones, weights = line
    rig_map = load_map(name).driven()
    lips = face.lips(shown(retarget(weights, rig_map), rig_map), 60.0)
    score = score_contacts([Spoken(phones, lips)])
    assert score.closures > 10 and score.closed == 1.0
    truth = face.lips(weights, 60.0)
    assert np.corrcoef(lips.opening, truth.opening)[0, 1] > 0.8
    assert 0.6 < lips.opening.std() / truth.opening.std() < 1.5


@pytest.mark.parametrize("name", ["metahuman", "arkit"])
def test_a_curve_table_for_unreal_has_a_row_for_each_curve(run, take, tmp_path, name):
    write_take(take, tmp_path / "in.npz")
    assert run("retarget", tmp_path / "in.npz", "--rig", name, "-o", tmp_path / "a.curvetable.csv")[0] == 0
    header, rows = rows_of(tmp_path / "a.curvetable.csv")
    assert header[0] == "---"
    np.testing.assert_allclose([float(cell) for cell in header[1:]], np.arange(31) / 24, atol=1e-6)
    expected = retarget(take.weights, load_map(name).driven())
    curves = {row[0]: [float(cell) for cell in row[1:]] for row in rows}
    assert list(curves)[: len(expected.channels)] == list(expected.channels)
    if name == "metahuman":
        assert all(curve.startswith("CTRL_expressions_") for curve in expected.channels)
    np.testing.assert_allclose([curves[each] for each in expected.channels], expected.values.T, atol=1e-6)
    np.testing.assert_allclose(curves["HeadYaw"], take.head[:, 0], atol=1e-6)
    np.testing.assert_allclose(curves["RightEyeRoll"], take.eyes[:, 1, 2], atol=1e-6)


OWN_NAMES = [name for name in OTHERS if sum(plain(row.channel) in ARKIT_CHANNEL for row in load_map(name).rows) < 26]


def test_most_rigs_have_names_of_their_own():
    assert {"metahuman", "cc4", "vrm0", "vrm1", "oculus", "daz9", "mmd"} <= set(OWN_NAMES)


@pytest.mark.parametrize("name", OWN_NAMES)
@pytest.mark.parametrize("suffix", [".csv", ".json", ".npz"])
def test_curves_of_a_rig_are_no_take_and_it_is_told_that_a_rig_has_them(take, tmp_path, name, suffix):
    write_retargeted(take, load_map(name), tmp_path / f"curves{suffix}")
    with pytest.raises(TakeError, match="holds the curves of .*: choose the take with ARKit names"):
        read_take(tmp_path / f"curves{suffix}")


def test_metahumans_curves_are_told_as_such(take, tmp_path):
    write_retargeted(take, load_map("metahuman"), tmp_path / "curves.csv")
    with pytest.raises(TakeError, match="curves of MetaHuman:"):
        read_take(tmp_path / "curves.csv")


def test_a_curve_table_is_no_take(take, tmp_path):
    write_retargeted(take, load_map("metahuman"), tmp_path / "line.curvetable.csv")
    with pytest.raises(TakeError, match="Curve Table for Unreal: choose the take"):
        read_take(tmp_path / "line.curvetable.csv")


def test_of_many_missing_columns_a_few_are_named(take, tmp_path):
    path = tmp_path / "take.csv"
    write_take(take, path)
    header, rows = rows_of(path)
    kept = [0, 1, *range(12, len(header))]
    path.write_text("\n".join(",".join(row[column] for column in kept) for row in (header, *rows)) + "\n")
    with pytest.raises(TakeError, match="no column .*, .*, .* and 7 more: export it again with all 52"):
        read_take(path)
