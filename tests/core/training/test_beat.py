"""Made files of BEAT's format, right ones and wrong ones."""

import json

import numpy as np
import pytest

from expclip.core.errors import SpeechError, TakeError
from expclip.core.training.beat import read_captures, recordings_of
from expclip.rigs import arkit

from ..conftest import write_wav

NAMES = [name for name in arkit.NAMES if name != "tongueOut"]


def save_beat(folder, name="1_wayne_0_1_1", seconds=2.0, names=tuple(NAMES), curve=None, sound_seconds=None):
    """A recording at 60 frames a second; `curve` (seconds) -> (names,) weights."""
    curve = curve or (lambda time: [0.0] * len(names))
    frames = [
        {"weights": list(curve(number / 60)), "time": number / 60, "rotation": [0.0, 0.1, 0.0]}
        for number in range(round(seconds * 60) + 1)
    ]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    path.write_text(json.dumps({"names": list(names), "frames": frames}))
    rng = np.random.default_rng(0)
    write_wav(path.with_suffix(".wav"), 0.1 * rng.standard_normal(int((sound_seconds or seconds) * 16000)))
    return path


def one(folder):
    (capture,) = read_captures(recordings_of(folder))
    return capture


def changed(path, change):
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))


def test_channels_come_in_our_order_at_50_hz(tmp_path):
    rng = np.random.default_rng(1)
    names = list(rng.permutation(NAMES))
    save_beat(tmp_path, names=names, curve=lambda time: [0.3 * time if name == "jawOpen" else 0.25 for name in names])
    capture = one(tmp_path)
    assert capture.sound == tmp_path / "1_wayne_0_1_1.wav"
    assert capture.weights.shape == (100, 52) and capture.weights.dtype == np.float32
    seconds = (np.arange(100) + 0.5) / 50
    assert np.allclose(capture.weights[:, arkit.INDEX["jawOpen"]], 0.3 * seconds, atol=1e-6)
    assert np.allclose(capture.weights[:, arkit.INDEX["mouthClose"]], 0.25)
    assert capture.missing == ("tongueOut",) and not capture.weights[:, arkit.INDEX["tongueOut"]].any()


def test_all_52_are_there_where_they_are(tmp_path):
    save_beat(tmp_path, names=arkit.NAMES, curve=lambda time: [1.2] * 52)
    capture = one(tmp_path)
    assert capture.missing == () and (capture.weights == 1.0).all()


def test_times_are_believed_rather_than_counted(tmp_path):
    path = save_beat(tmp_path, curve=lambda time: [time / 4] * 51)
    changed(path, lambda content: content["frames"].__delitem__(slice(30, 60)))
    middle = one(tmp_path).weights[36, arkit.INDEX["jawOpen"]]
    assert middle == pytest.approx(0.73 / 4, abs=1e-6)


@pytest.mark.parametrize("face, sound, frames", [(2.0, 1.5, 75), (1.5, 2.0, 75)])
def test_the_shorter_of_face_and_sound_counts(tmp_path, face, sound, frames):
    save_beat(tmp_path, seconds=face, sound_seconds=sound)
    assert len(one(tmp_path).weights) == frames


def test_recordings_lie_in_folders_and_other_files_are_passed_over(tmp_path):
    first, second = save_beat(tmp_path / "1"), save_beat(tmp_path / "2", "2_scott_0_1_1")
    (tmp_path / "notes.json").write_text("{")
    assert recordings_of(tmp_path) == [first, second]
    (tmp_path / "empty").mkdir()
    with pytest.raises(TakeError, match="no JSON beside a wav"):
        recordings_of(tmp_path / "empty")


@pytest.mark.parametrize("damage, told", [
    (lambda content: content.pop("names"), "no list of names"),
    (lambda content: content.update(names=[]), "no list of names"),
    (lambda content: content.update(names=[1] * 51), "no list of names"),
    (lambda content: content.update(names=[f"shape{number}" for number in range(51)]), "none of the 52"),
    (lambda content: content["names"].__setitem__(0, "jawOpen"), "jawOpen twice"),
    (lambda content: content["names"].append("tongueOut"), "52 names for weights"),
    (lambda content: content.pop("frames"), "no list of frames"),
    (lambda content: content.update(frames=[1, 2]), "no list of frames"),
    (lambda content: content["frames"][3]["weights"].pop(), "not as many in each frame"),
    (lambda content: content["frames"][3].pop("weights"), "not as many in each frame"),
    (lambda content: content["frames"][3]["weights"].__setitem__(0, float("nan")), "weights that are no numbers"),
    (lambda content: content["frames"][3].pop("time"), "times that are no numbers"),
    (lambda content: content["frames"][3].update(time=0.0), "times that do not rise"),
    (lambda content: [frame.update(time=frame["time"] * 1000) for frame in content["frames"]], "lasts 2000.0 s"),
])
def test_what_is_no_capture_is_told(tmp_path, damage, told):
    path = save_beat(tmp_path)
    changed(path, damage)
    with pytest.raises(TakeError, match=told):
        one(tmp_path)


def test_what_cannot_be_read_is_told(tmp_path):
    path = save_beat(tmp_path)
    path.write_text(path.read_text()[:-20])
    with pytest.raises(TakeError, match="no JSON that can be read"):
        one(tmp_path)
    path = save_beat(tmp_path)
    path.with_suffix(".wav").write_bytes(b"RIFF")
    with pytest.raises(SpeechError):
        one(tmp_path)
