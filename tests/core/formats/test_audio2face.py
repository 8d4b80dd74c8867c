"""Audio2Face-style JSON: names in any order and subset, sizes that must agree."""

import json

import numpy as np
import pytest

from expclip.core.errors import TakeError
from expclip.core.formats import read_take, write_take
from expclip.core.take import Take


def write_json(path, **changes) -> None:
    content = {
        "exportFps": 30.0,
        "trackPath": "line.wav",
        "numPoses": 3,
        "numFrames": 2,
        "facsNames": ["jawOpen", "MouthSmileLeft", "eyeBlink_R"],
        "weightMat": [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]],
        "joints": ["jaw"],
    }
    content.update(changes)
    path.write_text(json.dumps({name: value for name, value in content.items() if value is not None}))


def test_names_come_in_any_order_spelling_and_subset(tmp_path):
    write_json(tmp_path / "take.json")
    take = read_take(tmp_path / "take.json")
    assert take.fps == 30
    np.testing.assert_allclose(take.channel("jawOpen"), [0.1, 0.4])
    np.testing.assert_allclose(take.channel("mouthSmileLeft"), [0.2, 0.5])
    np.testing.assert_allclose(take.channel("eyeBlinkRight"), [0.3, 0.6])
    assert np.count_nonzero(take.weights) == 6
    assert take.made_by == {}


def test_names_that_are_no_blendshape_are_listed(tmp_path):
    write_json(tmp_path / "take.json", facsNames=["jawOpen", "tongueTipUp", "mouthSmileLeft"])
    take = read_take(tmp_path / "take.json")
    assert take.made_by == {"left_out": ["tongueTipUp"]}
    np.testing.assert_allclose(take.channel("mouthSmileLeft"), [0.3, 0.6])


def test_whole_numbers_and_a_whole_rate_are_read(tmp_path):
    write_json(tmp_path / "take.json", exportFps=24, weightMat=[[0, 1, 0], [1, 0, 0]])
    assert read_take(tmp_path / "take.json").fps == 24


@pytest.mark.parametrize(
    "changes",
    [
        {"exportFps": None},
        {"exportFps": "30"},
        {"exportFps": 0},
        {"exportFps": -30},
        {"exportFps": float("nan")},
        {"exportFps": True},
        {"exportFps": 10**400},
        {"facsNames": None},
        {"facsNames": ["jawOpen", "mouthSmileLeft"]},
        {"facsNames": ["jawOpen", "JawOpen", "mouthSmileLeft"]},
        {"facsNames": ["a", "b", "c"]},
        {"facsNames": [1, 2, 3]},
        {"facsNames": "abc"},
        {"numPoses": 52},
        {"numFrames": 3},
        {"weightMat": None},
        {"weightMat": []},
        {"weightMat": [], "numFrames": 0},
        {"weightMat": [[0.1, 0.2, 0.3], [0.4, 0.5]]},
        {"weightMat": [["a", "b", "c"], ["d", "e", "f"]]},
        {"weightMat": [[None, 0.2, 0.3], [0.4, 0.5, 0.6]]},
        {"weightMat": [[True, False, True], [True, False, True]]},
        {"weightMat": [[float("inf"), 0.2, 0.3], [0.4, 0.5, 0.6]]},
        {"headRotations": [[0, 0, 0]]},
        {"madeBy": "me"},
    ],
    ids=str,
)
def test_files_that_do_not_agree_with_themselves_are_refused(tmp_path, changes):
    write_json(tmp_path / "take.json", **changes)
    with pytest.raises(TakeError) as told:
        read_take(tmp_path / "take.json")
    assert told.value.remedy


def test_deeply_nested_text_is_refused(tmp_path):
    (tmp_path / "take.json").write_text("[" * 100_000)
    with pytest.raises(TakeError):
        read_take(tmp_path / "take.json")


def test_what_is_written_has_the_fields_of_audio2face(tmp_path):
    write_take(Take(np.zeros((3, 52)), 25), tmp_path / "take.json")
    content = json.loads((tmp_path / "take.json").read_text(encoding="utf-8"))
    assert set(content) == {"exportFps", "trackPath", "numPoses", "numFrames", "facsNames", "weightMat"}
    assert content["exportFps"] == 25
    assert content["numPoses"] == len(content["facsNames"]) == 52
    assert content["numFrames"] == len(content["weightMat"]) == 3
