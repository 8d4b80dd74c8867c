"""Timecodes and the frame rate that they tell."""

from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from expclip.core.errors import TakeError
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


def drop_frame(frame, nominal, dropped):
    """The drop-frame timecode of a frame, counted one by one as SMPTE ST 12-1 says: minutes leave numbers out."""
    per_minute, per_ten = 60 * nominal - dropped, 600 * nominal - 9 * dropped
    tens, rest = divmod(frame, per_ten)
    minute = 0 if rest < 60 * nominal else 1 + (rest - 60 * nominal) // per_minute
    number = frame + dropped * (9 * tens + minute)
    seconds, field = divmod(number, nominal)
    return f"{seconds // 3600 % 24:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d};{field:02d}"


@pytest.mark.parametrize(("nominal", "dropped"), [(30, 2), (60, 4)])
def test_drop_frame_timecodes_stay_with_the_clock(nominal, dropped):
    first, frames = 9 * 60 * nominal, 4000 * nominal // 30
    stamps = [drop_frame(first + frame, nominal, dropped) for frame in range(frames)]
    assert f"00:10:00;{0:02d}" in stamps and not any(stamp.endswith("11:00;00") for stamp in stamps)
    seconds = seconds_from_timecodes(stamps, nominal, HERE)
    np.testing.assert_allclose(seconds, np.arange(frames) * 1.001 / nominal, atol=1e-9)
    assert frame_grid(seconds, nominal, HERE)[0] == pytest.approx(nominal / 1.001)


def test_drop_frame_passes_midnight():
    day = 24 * 6 * (600 * 30 - 9 * 2)
    stamps = [drop_frame(frame, 30, 2) for frame in (day - 2, day - 1, 0, 1)]
    assert stamps[1] == "23:59:59;29" and stamps[2] == "00:00:00;00"
    np.testing.assert_allclose(seconds_from_timecodes(stamps, 30, HERE), np.arange(4) * 1.001 / 30, atol=1e-7)


def test_drop_frame_is_refused_where_it_does_not_exist_or_is_mixed():
    with pytest.raises(TakeError, match="25 frames"):
        seconds_from_timecodes(["00:00:01;00", "00:00:01;01"], 25, HERE)
    with pytest.raises(TakeError, match="among others"):
        seconds_from_timecodes(["00:00:01;00", "00:00:01:01"], 30, HERE)


@pytest.mark.parametrize("fps", [23.976, 24000 / 1001, 47.952, 48000 / 1001, 119.88, 120000 / 1001])
def test_a_long_take_tells_a_decimal_rate_from_that_of_ntsc(fps):
    """They differ by 1e-6: .02 of a frame after 20,000 frames."""
    seconds = seconds_from_timecodes(list(timecodes(20_000, fps)), 60, HERE)
    rate, position = frame_grid(seconds, 60, HERE)
    assert rate == fps
    np.testing.assert_array_equal(position, np.arange(20_000))
