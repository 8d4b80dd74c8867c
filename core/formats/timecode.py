"""Timecodes HH:MM:SS:FF.fff: to seconds, to a constant frame rate, and back."""

import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from ..errors import SettingsError, TakeError
from ..settings import DEFAULT_FPS

TIMECODE_FPS = 60.0
"""What the frame field of Live Link Face counts, in the recordings of the app at 30 as at 60 frames a second."""

_TIMECODE = re.compile(r"\s*(\d{1,2}):(\d{1,2}):(\d{1,2})([:;])(\d{1,4}(?:\.\d+)?)\s*")
_DROPPED = {30: 2, 60: 4, 120: 8}
"""Frame numbers that drop-frame timecode leaves out at the start of each minute but every tenth (SMPTE ST 12-1), by
what a second counts."""
_HOURS_A_DAY = 24
_PARTS = 1000  # of a counted frame: the three digits of the sub-frame
_NTSC_RATES = tuple(nominal * 1000 / 1001 for nominal in (24, 30, 48, 60, 120))
_DECIMAL_RATES = (23.976, 29.97, 47.952, 59.94, 119.88)  # 1e-6 from those of NTSC: only a long take's digits tell
_NTSC_TOLERANCE = 1e-4
_DRIFT_TOLERANCE = 7e-4  # a telephone's clock: 59.963 was recorded at 60; 24 and 30 are 1e-3 from their NTSC rates
_ON_FRAME = 0.02  # of a frame: nearer than this to a frame, a row is that frame; timecodes are rounded to 1/1000
_LONGEST_GAP_SECONDS = 10.0
_SAY_RATE = "say what its frame field counts (--timecode-fps)"


def seconds_from_timecodes(stamps: Sequence[str], timecode_fps: float, path: Path) -> np.ndarray:
    """Timecodes -> float64 seconds since the first one, ascending; midnight may pass once.

    The frame field counts 1 / timecode_fps of a second; rates like 29.97 count to 30, as clips do. HH:MM:SS;FF, with a
    semicolon, is drop-frame: its field counts at 1000/1001 of 30, 60 or 120 and leaves numbers out, so that it stays
    with the clock. Raises TakeError for text that is no timecode, a frame field above what timecode_fps can count, or
    rows that go back in time.
    """
    nominal = _nominal(timecode_fps)
    drops = _drops(stamps, nominal, path)
    counted = np.empty(len(stamps))  # in frames of the timecode since midnight
    fields = np.empty(len(stamps))
    for row, stamp in enumerate(stamps):
        match = _TIMECODE.fullmatch(stamp)
        if not match:
            raise TakeError(f"'{path}' has '{stamp}' for a timecode", "export it again with HH:MM:SS:FF.fff")
        hours, minutes, seconds = (int(part) for part in match.groups()[:3])
        minutes += hours * 60
        fields[row] = float(match[5])
        counted[row] = (minutes * 60 + seconds) * nominal + fields[row] - drops * (minutes - minutes // 10)
    if fields.max() >= nominal:
        raise TakeError(f"'{path}' counts frames up to {fields.max():g} where {nominal} make a second", _SAY_RATE)
    day = _HOURS_A_DAY * 3600 * nominal - drops * _HOURS_A_DAY * (60 - 6)
    counted[1:] += day * np.cumsum(np.diff(counted) < -day / 2)
    back = np.flatnonzero(np.diff(counted) < 0)
    if len(back):
        raise TakeError(f"'{path}' goes back in time at {stamps[back[0] + 1]}", "record or export it again")
    # Time that is read from a field that counts less than said would jump at every second.
    unused = nominal - fields.max() - 2 * np.median(np.diff(counted, append=counted[-1]))
    if counted[-1] - counted[0] > 2 * nominal and unused > nominal / 10:
        raise TakeError(f"'{path}' never counts above {fields.max():g} where {nominal} make a second", _SAY_RATE)
    return (counted - counted[0]) * (1.001 / nominal if drops else 1 / timecode_fps)


def _drops(stamps: Sequence[str], nominal: int, path: Path) -> int:
    """How many frame numbers these timecodes leave out in a minute: 0 where they are no drop-frame."""
    with_drops = [stamp for stamp in stamps if ";" in stamp]
    if not with_drops:
        return 0
    if len(with_drops) < len(stamps):
        raise TakeError(f"'{path}' has '{with_drops[0]}' for a timecode among others without ';'", "export it again")
    if nominal not in _DROPPED:
        raise TakeError(f"'{path}' has drop-frame timecodes, where {nominal} frames make a second", _SAY_RATE)
    return _DROPPED[nominal]


def frame_grid(seconds: np.ndarray, timecode_fps: float, path: Path) -> tuple[float, np.ndarray]:
    """Seconds of the rows -> the constant frame rate they were taken at, and each row's place in such frames.

    A rate within a clock's drift of a whole number or of an NTSC rate is that rate. A single row tells no rate:
    it gets DEFAULT_FPS. Rows with the same time must not occur; dropped rows may.
    """
    if len(seconds) == 1:
        return DEFAULT_FPS, np.zeros(1)
    steps = np.diff(seconds)
    if (steps <= 0).any():
        raise TakeError(f"'{path}' has two rows with the same timecode", "record or export it again")
    if steps.max() > _LONGEST_GAP_SECONDS:
        row = int(steps.argmax())
        raise TakeError(
            f"'{path}' has a gap of {steps[row]:.0f} s after row {row + 1}", "cut it into two takes or export it again"
        )
    median = float(np.median(steps))
    whole = steps[steps < 1.6 * median].mean()  # without the steps over dropped rows
    frames = np.concatenate([[0.0], np.cumsum(np.maximum(np.round(steps / whole), 1))])
    slope = np.polyfit(frames, seconds, 1)[0] if len(frames) > 2 else steps[0]
    fps = _likely_rate(1.0 / float(slope), rounding=1.0 / (_PARTS * timecode_fps * float(seconds[-1])))
    position = seconds * fps
    nearest = np.round(position)
    return fps, np.where(np.abs(position - nearest) < _ON_FRAME, nearest, position)


def on_grid(values: np.ndarray, position: np.ndarray, frames: int) -> np.ndarray:
    """values (rows, n) at frame positions (rows,) -> (frames, n) at 0, 1, 2 ..., linear between rows."""
    grid = np.arange(frames)
    if len(position) == frames and (position == grid).all():
        return values
    return np.stack([np.interp(grid, position, column) for column in values.T], axis=1).astype(np.float32)


def timecodes(frames: int, fps: float, timecode_fps: float = TIMECODE_FPS) -> Iterator[str]:
    """The timecodes of frames at i / fps seconds, from 00:00:00:00.000, passing midnight after a day."""
    nominal = _nominal(timecode_fps)
    for frame in range(frames):
        parts = round(frame * timecode_fps * _PARTS / fps)
        seconds, part = divmod(parts, nominal * _PARTS)
        minutes, second = divmod(seconds, 60)
        hours, minute = divmod(minutes, 60)
        yield f"{hours % _HOURS_A_DAY:02d}:{minute:02d}:{second:02d}:{part // _PARTS:02d}.{part % _PARTS:03d}"


def _nominal(timecode_fps: float) -> int:
    if not (math.isfinite(timecode_fps) and 1 <= timecode_fps <= 1000):
        raise SettingsError(f"The timecode's rate is {timecode_fps:g}", "give a number from 1 to 1000")
    return math.ceil(timecode_fps - 1e-6)


def _likely_rate(fps: float, rounding: float) -> float:
    """The rate that was meant; `rounding` is the relative error that the timecodes' own digits explain."""
    candidates = [(rate, _NTSC_TOLERANCE) for rate in _NTSC_RATES]
    if round(fps) >= 1:
        candidates.append((float(round(fps)), _DRIFT_TOLERANCE))
    distances = [(abs(fps / rate - 1), rate, tolerance) for rate, tolerance in candidates]
    nearest = [min(distances)[:2], min((abs(fps / rate - 1), rate) for rate in _DECIMAL_RATES)]
    for distance, rate in nearest:
        if distance <= rounding:
            return rate
    for distance, rate, tolerance in distances:
        if distance < tolerance:
            return rate
    return fps
