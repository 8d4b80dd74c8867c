"""`blender --command expclip batch | retarget`: many lines onto a character, in real Blender with the fake worker."""

import csv
import wave

import bpy
import numpy as np
import pytest

from expclip.core.batch_report import read_rows
from expclip.core.formats import write_take
from expclip.core.take import Take
from expclip.expclip_blender import actions, blender_cli
from expclip.rigs import arkit


@pytest.fixture
def face(make_face):
    bpy.context.scene.render.fps = 24
    return make_face("Ada", arkit.NAMES)


@pytest.fixture
def lines(tmp_path):
    with (tmp_path / "lines.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "audio", "prompt", "fps"])
        for id, seconds, fps in (("one", 0.5, ""), ("two", 1.0, "60"), ("gone", 0, "")):
            writer.writerow([id, f"{id}.wav", "a warm smile", fps])
            if seconds:
                with wave.open(str(tmp_path / f"{id}.wav"), "wb") as sound:
                    sound.setparams((1, 2, 16000, 0, "NONE", ""))
                    sound.writeframes(b"\1\1" * int(16000 * seconds))
    return tmp_path / "lines.csv"


@pytest.fixture
def takes(tmp_path):
    folder = tmp_path / "takes"
    folder.mkdir()
    for name, frames, fps in (("a.csv", 30, 60), ("b.json", 12, 24), ("c.npz", 24, 24)):
        take = Take(np.zeros((frames, arkit.COUNT)), fps)
        take.channel("jawOpen")[:] = np.linspace(0, 1, frames)
        write_take(take, folder / name)
    (folder / "report.csv").write_text("id\n")
    (folder / "d.csv").write_text("no take\n")
    return folder


def keys_in(path, name="jawOpen"):
    """(frame, value) of a shape's keys on the character of a saved file, read back by Blender."""
    bpy.ops.wm.open_mainfile(filepath=str(path))
    curve = actions.curves(bpy.data.objects["Ada"].data.shape_keys).find(f'key_blocks["{name}"].value')
    return [(round(point.co.x), point.co.y) for point in curve.keyframe_points]


def test_each_line_becomes_a_file_with_that_line_alone(fake_engine, face, lines, tmp_path, capsys):
    fake_engine()
    out = tmp_path / "out"
    arguments = ["batch", str(lines), "--object", "Ada", "--out", str(out), "--jobs", "1", "--frame", "11"]
    assert blender_cli.main(arguments) == 1
    assert "2 of 3 lines done, 1 failed" in capsys.readouterr().err
    assert face.data.shape_keys.animation_data is None
    report = read_rows(out / "report.csv")
    assert [report[id].status for id in ("one", "two", "gone")] == ["done", "done", "failed"]
    assert sorted(path.name for path in out.iterdir()) == ["one.blend", "report.csv", "two.blend"]
    before = (out / "one.blend").stat().st_mtime_ns
    assert blender_cli.main([*arguments, "--resume"]) == 1
    assert (out / "one.blend").stat().st_mtime_ns == before
    assert [frame for frame, _ in keys_in(out / "one.blend")] == list(range(11, 23))
    assert [frame for frame, _ in keys_in(out / "two.blend")] == list(range(11, 35))


def test_one_file_has_an_action_for_each_line(fake_engine, face, lines, tmp_path):
    fake_engine()
    arguments = ["batch", str(lines), "--out", str(tmp_path / "out"), "--jobs", "1", "--one-file"]
    assert blender_cli.main(arguments) == 1
    outputs = {row.output for row in read_rows(tmp_path / "out" / "report.csv").values()}
    assert outputs == {"actions/one.blend", "actions/two.blend", ""}
    assert not bpy.data.actions
    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "out" / "takes.blend"))
    assert sorted(action.name for action in bpy.data.actions) == ["one", "two"]
    assert bpy.data.objects["Ada"].data.shape_keys.animation_data is None
    spans = {action.name: tuple(action.frame_range) for action in bpy.data.actions}
    assert spans == {"one": (1, 12), "two": (1, 24)}


def test_one_file_goes_on_where_it_was(face, takes, tmp_path):
    out = tmp_path / "out"
    arguments = ["retarget", str(takes), "--object", "Ada", "--out", str(out), "--one-file", "--resume"]
    assert blender_cli.main(arguments) == 1
    (takes / "d.csv").unlink()
    before = {path.name: path.stat().st_mtime_ns for path in (out / "actions").iterdir()}
    (out / "takes.blend").unlink()
    (out / "actions" / "b.blend").unlink()
    write_take(Take(np.zeros((48, arkit.COUNT)), 24), takes / "c.npz")
    write_take(Take(np.zeros((6, arkit.COUNT)), 24), takes / "e.npz")
    assert blender_cli.main(arguments) == 0
    after = {path.name: path.stat().st_mtime_ns for path in (out / "actions").iterdir()}
    assert sorted(after) == ["a.blend", "b.blend", "c.blend", "e.blend"] and after["a.blend"] == before["a.blend"]
    assert not bpy.data.actions and face.data.shape_keys.animation_data is None
    bpy.ops.wm.open_mainfile(filepath=str(out / "takes.blend"))
    spans = {action.name: tuple(action.frame_range) for action in bpy.data.actions}
    assert spans == {"a": (1, 12), "b": (1, 12), "c": (1, 48), "e": (1, 6)}


def test_one_file_leaves_files_of_an_earlier_run_alone(face, takes, tmp_path):
    """Whole .blend files that the report still has are no Actions to be put into the one."""
    out = tmp_path / "out"
    arguments = ["retarget", str(takes), "--object", "Ada", "--out", str(out), "--resume"]
    (takes / "d.csv").unlink()
    assert blender_cli.main(arguments) == 0
    (takes / "a.csv").unlink()
    assert blender_cli.main([*arguments, "--one-file"]) == 0
    bpy.ops.wm.open_mainfile(filepath=str(out / "takes.blend"))
    assert sorted(action.name for action in bpy.data.actions) == ["b", "c"]


def test_an_action_of_one_file_moves_the_face_when_it_is_assigned(fake_engine, face, takes, tmp_path):
    arguments = ["retarget", str(takes / "c.npz"), "--out", str(tmp_path / "out"), "--one-file"]
    assert blender_cli.main(arguments) == 0
    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "out" / "takes.blend"))
    key = bpy.data.objects["Ada"].data.shape_keys
    animation = key.animation_data_create()
    animation.action = bpy.data.actions["c"]
    if hasattr(animation, "action_slot"):
        animation.action_slot = animation.action_suitable_slots[0]
    bpy.context.scene.frame_set(24)
    assert key.evaluated_get(bpy.context.evaluated_depsgraph_get()).key_blocks["jawOpen"].value == pytest.approx(1)


def test_a_folder_of_takes_becomes_files_at_the_scenes_rate(face, takes, tmp_path, capsys):
    out = tmp_path / "out"
    arguments = ["retarget", str(takes), "--object", "Ada", "--out", str(out)]
    assert blender_cli.main(arguments) == 1
    report = read_rows(out / "report.csv")
    assert {id: row.status for id, row in report.items()} == {"a": "done", "b": "done", "c": "done", "d": "failed"}
    assert "d.csv" in report["d"].reason and report["a"].seconds == "0.50"
    (takes / "d.csv").unlink()
    before = {path.name: path.stat().st_mtime_ns for path in out.glob("*.blend")}
    assert blender_cli.main([*arguments, "--resume"]) == 0
    assert {path.name: path.stat().st_mtime_ns for path in out.glob("*.blend")} == before
    keys = keys_in(out / "a.blend")
    assert [frame for frame, _ in keys] == list(range(1, 13))
    assert keys[-1][1] == pytest.approx(27.5 / 29, abs=1e-4)  # frame 11 at 24 lies at 27.5 of 60
    assert len(keys_in(out / "c.blend")) == 24


def test_what_the_character_had_stays_in_every_file(face, takes, tmp_path):
    face.data.shape_keys.key_blocks["browInnerUp"].value = 0.25
    face.data.shape_keys.keyframe_insert('key_blocks["browInnerUp"].value', frame=5)
    mine = face.data.shape_keys.animation_data.action
    assert blender_cli.main(["retarget", str(takes / "c.npz"), "--out", str(tmp_path / "out")]) == 0
    assert face.data.shape_keys.animation_data.action == mine
    keys_in(tmp_path / "out" / "c.blend")
    assert mine_is_on_a_track(bpy.data.objects["Ada"].data.shape_keys.animation_data)


def mine_is_on_a_track(animation):
    return any(strip.action.get(actions.MARK) is None for track in animation.nla_tracks for strip in track.strips)


@pytest.mark.parametrize("arguments, status, told", [
    (["batch", "none.csv", "--out", "o"], 1, "cannot be read"),
    (["retarget", "nowhere", "--out", "o"], 1, "nowhere"),
    (["retarget", ".", "--out", "o"], 1, "no take"),
    (["retarget", ".", "--out", "o", "--object", "Bob"], 1, "no object 'Bob'"),
    (["batch", "lines.csv"], 2, "--out"),
])
def test_what_cannot_be_done_is_told(fake_engine, face, tmp_path, monkeypatch, capsys, arguments, status, told):
    fake_engine()
    monkeypatch.chdir(tmp_path)
    assert blender_cli.main(arguments) == status
    assert told in capsys.readouterr().err
    assert not (tmp_path / "o").exists()


def test_one_file_of_nothing_is_not_written(face, tmp_path, capsys):
    takes, out = tmp_path / "takes", tmp_path / "out"
    takes.mkdir()
    (takes / "a.csv").write_text("no take\n")
    assert blender_cli.main(["retarget", str(takes), "--object", "Ada", "--out", str(out), "--one-file"]) == 1
    assert "0 of 1 lines done, 1 failed" in capsys.readouterr().err
    assert [path.name for path in out.iterdir()] == ["report.csv"]


def test_a_take_whose_name_no_result_may_have_fails_alone(face, takes, tmp_path):
    (takes / "d.csv").unlink()
    (takes / "a.csv").rename(takes / "a..b.csv")
    assert blender_cli.main(["retarget", str(takes), "--object", "Ada", "--out", str(tmp_path / "out")]) == 1
    report = read_rows(tmp_path / "out" / "report.csv")
    assert {id: row.status for id, row in report.items()} == {"a..b": "failed", "b": "done", "c": "done"}
    assert "no file's name" in report["a..b"].reason
