"""Takes as CSV of the Live Link Face app: 63 columns, found by their names and timed by their timecodes.

Source: recordings of the app. Its columns are not in Apple's order (JawRight stands before JawLeft, MouthRight before
MouthLeft), its timecode HH:MM:SS:FF.fff counts sixtieths of a second whatever the rate of the data, rows are dropped
now and then, and the clock drifts against the frames. So a column is found by its name and a row by its timecode.
"""

import csv
from pathlib import Path

import numpy as np

from ...rigs import arkit
from ..errors import TakeError
from ..take import Take
from .channels import in_arkit_order, lacking, plain
from .timecode import TIMECODE_FPS, frame_grid, on_grid, seconds_from_timecodes, timecodes

__all__ = ["COLUMNS", "TIMECODE_FPS", "read", "write"]

TABLE_CORNER = "---"
"""How the first row of a Curve Table begins."""
_SWAPPED = {"jawLeft": "jawRight", "jawRight": "jawLeft", "mouthLeft": "mouthRight", "mouthRight": "mouthLeft"}
SHAPE_ORDER = tuple(_SWAPPED.get(name, name) for name in arkit.NAMES)
HEAD_COLUMNS = ("HeadYaw", "HeadPitch", "HeadRoll")
EYE_COLUMNS = ("LeftEyeYaw", "LeftEyePitch", "LeftEyeRoll", "RightEyeYaw", "RightEyePitch", "RightEyeRoll")
COLUMNS = (
    "Timecode",
    "BlendShapeCount",
    *(name[0].upper() + name[1:] for name in SHAPE_ORDER),
    *HEAD_COLUMNS,
    *EYE_COLUMNS,
)
_VALUE_COUNT = len(COLUMNS) - 2
_ROWS_AT_ONCE = 4096


def read(path: Path, timecode_fps: float = TIMECODE_FPS) -> Take:
    """The recording at a constant rate, found from its timecodes; dropped frames are interpolated.

    Frame 0 is the first row. Rotations that are 0 throughout were not recorded and become None.
    Raises TakeError for a file that is no such CSV, lacks one of the 52 blendshapes, is cut off, or holds NaN.
    """
    header, stamps, values = _table(path)
    if not stamps:
        raise TakeError(f"'{path}' has no frames", "record or export it again")
    names = [plain(name) for name in header]
    missing = [name for name in arkit.NAMES if plain(name) not in names]
    if missing:
        raise lacking(missing, header, path)
    if not np.isfinite(values).all():
        row = int(np.flatnonzero(~np.isfinite(values).all(axis=1))[0])
        raise TakeError(f"'{path}' has a value that is no number at {stamps[row]}", "record or export it again")
    seconds = seconds_from_timecodes(stamps, timecode_fps, path)
    fps, position = frame_grid(seconds, timecode_fps, path)
    frames = int(round(position[-1])) + 1
    values = on_grid(values, position, frames)
    weights, _ = in_arkit_order(header, values, path)
    eyes = _rotations(names, EYE_COLUMNS, values)
    return Take(
        weights=weights,
        fps=fps,
        head=_rotations(names, HEAD_COLUMNS, values),
        eyes=None if eyes is None else eyes.reshape(frames, 2, 3),
    )


def write(take: Take, path: Path, timecode_fps: float = TIMECODE_FPS) -> None:
    """Writes all 63 columns, zeros where the take has no rotations; the first row is at 00:00:00:00.000."""
    values = np.zeros((take.frames, _VALUE_COUNT), np.float32)
    values[:, : arkit.COUNT] = take.weights[:, [arkit.INDEX[name] for name in SHAPE_ORDER]]
    if take.head is not None:
        values[:, arkit.COUNT : arkit.COUNT + 3] = take.head
    if take.eyes is not None:
        values[:, arkit.COUNT + 3 :] = take.eyes.reshape(take.frames, 6)
    row = f"%s,{_VALUE_COUNT}" + ",%.10f" * _VALUE_COUNT + "\n"
    stamps = timecodes(take.frames, take.fps, timecode_fps)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(COLUMNS) + "\n")
        for start in range(0, take.frames, _ROWS_AT_ONCE):
            block = values[start : start + _ROWS_AT_ONCE].tolist()
            # The block comes first: zip takes no timecode for which there is no row.
            file.writelines(row % (stamp, *numbers) for numbers, stamp in zip(block, stamps, strict=False))


def _table(path: Path) -> tuple[list[str], list[str], np.ndarray]:
    """Names of the columns of numbers, the timecodes, and float32 (rows, columns of numbers)."""
    stamps: list[str] = []
    rows: list[np.ndarray] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            header = [name.strip() for name in next(reader, [])]
            lower = [name.lower() for name in header]
            if lower[:1] == [TABLE_CORNER]:
                raise TakeError(f"'{path}' is a Curve Table for Unreal", "choose the take that it was made from")
            if "timecode" not in lower:
                raise TakeError(f"'{path}' has no column Timecode", "choose a recording of Live Link Face")
            clock = lower.index("timecode")
            used = [column for column, name in enumerate(lower) if name not in ("timecode", "blendshapecount")]
            for line in reader:
                if not line:
                    continue
                if len(line) != len(header):
                    raise TakeError(
                        f"'{path}' has {len(line)} of {len(header)} values in line {reader.line_num}",
                        "copy or export it again, it may have been cut off",
                    )
                stamps.append(line[clock])
                rows.append(np.array([line[column] for column in used], np.float32))
    except (csv.Error, ValueError) as error:
        raise TakeError(f"'{path}' is no CSV of numbers, {error}", "record or export it again") from error
    return [header[column] for column in used], stamps, np.array(rows, np.float32).reshape(len(rows), len(used))


def _rotations(names: list[str], columns: tuple[str, ...], values: np.ndarray) -> np.ndarray | None:
    """(frames, len(columns)) in radians, or None where a column is missing or all are 0."""
    wanted = [plain(column) for column in columns]
    if not all(column in names for column in wanted):
        return None
    rotations = values[:, [names.index(column) for column in wanted]]
    return rotations if rotations.any() else None
