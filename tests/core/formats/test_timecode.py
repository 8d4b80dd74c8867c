"""Timecodes and the frame rate that they tell."""

from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from expclip.core.formats.timecode import frame_grid, seconds_from_timecodes, timecodes

HERE = Path("take.csv")


def test_timecodes_count_sixtieths_with_thousandths():
    assert list(timecodes(4, 24)) == ["00:00:00:00.000", "00:00:00:02.500", "00:00:00:05.000", "00:00:00:07.500"]
    assert list(timecodes(3, 29.97, 30))[2] == "00:00:00:02.002"


def test_timecodes_pass_minutes_hours_and_midnight():
    def at(second):
        return next(islice(timecodes(second + 1, 1), second, None))

    assert at(61) == "00:01:01:00.000"
    assert at(3600) == "01:00:00:00.000"
    assert at(86400) == "00:00:00:00.000"


@pytest.mark.parametrize("timecode_fps", [24, 29.97, 30, 59.94, 60])
def test_seconds_come_back(timecode_fps):
    stamps = list(timecodes(5000, 50, timecode_fps))
    seconds = seconds_from_timecodes(stamps, timecode_fps, HERE)
    np.testing.assert_allclose(seconds, np.arange(5000) / 50, atol=0.51e-3 / timecode_fps)


@pytest.mark.parametrize("fps", [23.976, 24, 25, 29.97, 30, 47.952, 48, 50, 59.94, 60, 119.88, 120])
@pytest.mark.parametrize("drift", [-2e-5, 0, 2e-5])
def test_dropped_rows_and_a_drifting_clock_leave_the_rate(fps, drift):
    kept = np.flatnonzero(np.random.default_rng(2).random(2000) > 0.1)
    seconds = (kept - kept[0]) / fps * (1 + drift)
    rate, position = frame_grid(seconds, 60, HERE)
    assert rate == pytest.approx(fps, rel=2e-5)
    np.testing.assert_allclose(position, kept - kept[0], atol=0.05)


def test_a_clock_that_is_slow_by_half_a_thousandth_is_still_at_60():
    rate, position = frame_grid(np.arange(400) / 59.963, 60, HERE)
    assert rate == 60
    assert position[-1] == pytest.approx(399 * 60 / 59.963)
