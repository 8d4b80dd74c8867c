"""BEAT's captured faces as takes."""

import json

import numpy as np
import pytest

from expclip.core.errors import TakeError
from expclip.core.formats import read_take
from expclip.rigs import arkit

NAMES = sorted(name for name in arkit.NAMES if name != "tongueOut")


@pytest.fixture
def capture(tmp_path):
    """capture(times, **changes) -> a file of a jaw that opens with time; the data set's names are in another order."""

    def write(times, **changes):
        frames = [
            {"weights": [0.1 * time if name == "jawOpen" else 0.2 for name in NAMES], "time": time, "rotation": []}
            for time in times
        ]
        path = tmp_path / "1_wayne_0_1_1.json"
        path.write_text(json.dumps({"names": NAMES, "frames": frames} | changes))
        return path

    return write


def test_names_and_times_are_read(capture):
    take = read_take(capture([round(frame / 60, 4) for frame in range(300)]))
    assert (take.fps, take.frames) == (60, 300)
    np.testing.assert_allclose(take.channel("jawOpen"), 0.1 * np.arange(300) / 60, atol=1e-4)
    np.testing.assert_allclose(take.channel("mouthLeft"), 0.2)
    assert not take.channel("tongueOut").any()
    assert take.head is None


def test_dropped_frames_and_a_late_start_keep_the_time(capture):
    times = [frame / 60 for frame in range(6, 300) if frame not in (50, 51, 120)]
    take = read_take(capture(times))
    assert (take.fps, take.frames) == (60, 300)
    np.testing.assert_allclose(take.channel("jawOpen")[6:], 0.1 * np.arange(6, 300) / 60, atol=1e-4)
    np.testing.assert_allclose(take.channel("jawOpen")[:6], 0.01, atol=1e-4)


@pytest.mark.parametrize("changes, told", [
    ({"names": NAMES[:-1]}, "50 names"), ({"names": "jawOpen"}, "no list of names"), ({"frames": []}, "no list"),
    ({"frames": [{"time": 0.0, "weights": [float("nan")] * 51}]}, "no numbers"),
    ({"frames": [{"time": 0.0}]}, "no numbers"), ({"names": ["a"] * 51}, "none of the 52"),
])
def test_what_is_no_capture_is_refused(capture, changes, told):
    with pytest.raises(TakeError, match=told):
        read_take(capture([0.0, 0.1], **changes))


def test_times_that_stand_still_are_refused(capture):
    with pytest.raises(TakeError, match="do not rise"):
        read_take(capture([0.0, 0.1, 0.1]))
