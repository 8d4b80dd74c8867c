"""A take as the curves of a rig: the map by name or file, and the file in CSV, JSON or NPZ.

CSV is as Live Link Face's: Timecode, BlendShapeCount and a column a curve, then the rotations of head and eyes where
the take has them. JSON is as Audio2Face's: exportFps, facsNames, weightMat. NPZ holds weights (frames, curves), names,
fps and the rotations. NAME.curvetable.csv is what Unreal's importer of Curve Tables reads: a row a curve, first its
name, then a value for each time; the first row has the times in seconds. Shapes are in the range of their row, bones
("CC_Base_JawRoot.rotation_z") and rotations in radians.
"""

import json
from pathlib import Path

import numpy as np

from ..rigs.retarget import Curves, retarget
from ..rigs.rig_map import NAMES, RigMap, RigMapError, load_map, read_map
from .errors import OutputError, SettingsError, TakeError
from .formats import SUFFIXES
from .formats.live_link import EYE_COLUMNS, HEAD_COLUMNS, TABLE_CORNER, TIMECODE_FPS
from .formats.timecode import timecodes
from .take import Take
from .whole_file import whole_file

MAP_SUFFIX = ".toml"
TABLE_SUFFIX = ".curvetable.csv"
_DIGITS = 7  # float32 holds no more


def rig_map_of(rig: str) -> RigMap:
    """A rig's name of rigs.rig_map.NAMES, or the path of a map file. Raises SettingsError."""
    try:
        return load_map(rig) if rig in NAMES else read_map(Path(rig))
    except RigMapError as error:
        raise SettingsError(error.sentence, error.remedy) from error


def write_retargeted(take: Take, rig_map: RigMap, path: str | Path, timecode_fps: float = TIMECODE_FPS) -> Curves:
    """Writes the take as curves of the rig, whole or not at all, and gives them back.

    timecode_fps: what the frame field of the CSV's timecode counts in a second.
    Raises OutputError where the file cannot be written, TakeError when the take has no frames, SettingsError for a map
    that drives nothing.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise OutputError(f"'{path}' names no take format", f"end it in {', '.join(SUFFIXES)}")
    if not take.frames:
        raise TakeError("The take has no frames", "make it again from a longer line")
    driven = rig_map.driven()
    if not driven.rows:
        raise SettingsError(f"The rig map '{rig_map.name}' drives nothing", "give its rows gains in drives")
    curves = retarget(take.weights, driven, take.head)
    with whole_file(path) as temporary:
        if is_curve_table(path):
            _write_curve_table(curves, take, temporary)
        elif suffix == ".csv":
            _write_csv(curves, take, temporary, timecode_fps)
        elif suffix == ".json":
            _write_json(curves, take, temporary, rig_map.name)
        else:
            _write_npz(curves, take, temporary, rig_map.name)
    return curves


def is_curve_table(path: str | Path) -> bool:
    return str(path).lower().endswith(TABLE_SUFFIX)


def _write_curve_table(curves: Curves, take: Take, path: Path) -> None:
    names, values = _with_rotations(curves, take)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join((TABLE_CORNER, *(f"{frame / take.fps:.6f}" for frame in range(take.frames)))) + "\n")
        for name, curve in zip(names, values.T.tolist(), strict=True):
            file.write(",".join((_quoted(name), *(f"{value:.6f}" for value in curve))) + "\n")


def _with_rotations(curves: Curves, take: Take) -> tuple[list[str], np.ndarray]:
    """Names and values (frames, names) of the curves, and of head and eyes where the take has them."""
    names, tables = list(curves.channels), [curves.values]
    if take.head is not None:
        names += HEAD_COLUMNS
        tables.append(take.head)
    if take.eyes is not None:
        names += EYE_COLUMNS
        tables.append(take.eyes.reshape(take.frames, len(EYE_COLUMNS)))
    return names, np.concatenate(tables, axis=1)


def _write_csv(curves: Curves, take: Take, path: Path, timecode_fps: float) -> None:
    columns, values = _with_rotations(curves, take)
    row = f"%s,{len(columns)}" + ",%.7f" * len(columns) + "\n"
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(("Timecode", "BlendShapeCount", *map(_quoted, columns))) + "\n")
        for numbers, stamp in zip(values, timecodes(take.frames, take.fps, timecode_fps), strict=True):
            file.write(row % (stamp, *numbers.tolist()))


def _quoted(name: str) -> str:
    """A name as CSV: shape keys may hold commas and quotes."""
    return '"' + name.replace('"', '""') + '"' if any(mark in name for mark in ',"\r\n') else name


def _write_json(curves: Curves, take: Take, path: Path, rig: str) -> None:
    content = {
        "exportFps": take.fps,
        "trackPath": str(take.made_by.get("speech", "")),
        "numPoses": len(curves.channels),
        "numFrames": take.frames,
        "facsNames": curves.channels,
        "weightMat": _rounded(curves.values),
        "madeBy": {**take.made_by, "rig": rig},
    }
    if take.head is not None:
        content["headRotations"] = _rounded(take.head)
    if take.eyes is not None:
        content["eyeRotations"] = _rounded(take.eyes)
    with path.open("w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(json.dumps(content, ensure_ascii=False))


def _rounded(values: np.ndarray) -> list:
    return np.round(values.astype(np.float64), _DIGITS).tolist()


def _write_npz(curves: Curves, take: Take, path: Path, rig: str) -> None:
    arrays = {
        "weights": curves.values,
        "names": np.array(curves.channels),
        "fps": np.array(take.fps, np.float64),
        "made_by": np.array(json.dumps({**take.made_by, "rig": rig})),
    }
    if take.head is not None:
        arrays["head"] = take.head
    if take.eyes is not None:
        arrays["eyes"] = take.eyes
    with path.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]  # the stubs take one of the names for an option
