"""Takes as Audio2Face-style JSON.

Source: the export of NVIDIA Audio2Face: exportFps, trackPath, numPoses, numFrames, facsNames, and weightMat with one
row a frame and one column a name of facsNames, in any order and any subset.
What that format has no place for is added under names that its readers pass over: headRotations (frames x 3) and
eyeRotations (frames x 2 x 3) in radians, and madeBy.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ...rigs import arkit
from ..errors import TakeError
from ..take import Take
from .channels import in_arkit_order

_DIGITS = 7  # float32 holds no more
_ROWS_AT_ONCE = 1000


def read(content: dict, path: Path) -> Take:
    """The content of the file `path`. Blendshapes that it lacks stay at 0; names that are no blendshape are listed in
    made_by["left_out"].

    Raises TakeError for content that lacks its frame rate, or whose sizes do not agree.
    """
    fps = content.get("exportFps")
    if isinstance(fps, bool) or not isinstance(fps, int | float):
        raise TakeError(f"'{path}' does not say its frame rate", 'add "exportFps" with its frames a second')
    names = content.get("facsNames")
    if not (isinstance(names, list) and all(isinstance(name, str) for name in names)):
        raise TakeError(f"'{path}' has no list facsNames", "export it again from Audio2Face as JSON")
    values = _array(content, "weightMat", path)
    if values.ndim != 2 or values.shape[1] != len(names):
        raise TakeError(f"'{path}' has {len(names)} names for weights of shape {values.shape}", "export it again")
    for count, counted in (("numPoses", len(names)), ("numFrames", len(values))):
        if content.get(count, counted) != counted:
            raise TakeError(f"'{path}' promises {count} {content[count]} and holds {counted}", "export it again")
    made_by = content.get("madeBy", {})
    if not isinstance(made_by, dict):
        raise TakeError(f"'{path}' has a madeBy that is no object", "export it again")
    weights, left_out = in_arkit_order(names, values, path)
    return Take(
        weights=weights,
        fps=fps,
        head=_array(content, "headRotations", path) if "headRotations" in content else None,
        eyes=_array(content, "eyeRotations", path) if "eyeRotations" in content else None,
        made_by={**made_by, "left_out": left_out} if left_out else made_by,
    )


def write(take: Take, path: Path) -> None:
    content = {
        "exportFps": take.fps,
        "trackPath": str(take.made_by.get("speech", "")),
        "numPoses": arkit.COUNT,
        "numFrames": take.frames,
        "facsNames": arkit.NAMES,
    }
    if take.made_by:
        content["madeBy"] = take.made_by
    tables = {"weightMat": take.weights, "headRotations": take.head, "eyeRotations": take.eyes}
    # A file name that is no valid UTF-8 is written as JSON's own escapes.
    with path.open("w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(json.dumps(content, ensure_ascii=False).removesuffix("}"))
        for name, table in tables.items():
            if table is not None:
                file.write(f', "{name}": [')
                file.writelines(_rows(table))
                file.write("]")
        file.write("}")


def _rows(table: np.ndarray) -> Iterator[str]:
    """The rows of a table as JSON, few at a time: as Python's numbers hours of them would take a gigabyte."""
    for start in range(0, len(table), _ROWS_AT_ONCE):
        yield (", " if start else "") + json.dumps(_rounded(table[start : start + _ROWS_AT_ONCE]))[1:-1]


def _rounded(values: np.ndarray) -> list:
    return np.round(values.astype(np.float64), _DIGITS).tolist()


def _array(content: dict, name: str, path: Path) -> np.ndarray:
    """One of the file's tables of numbers as float32."""
    try:
        table = np.array(content[name])
    except KeyError as error:
        raise TakeError(f"'{path}' has no {name}", "export it again from Audio2Face as JSON") from error
    except ValueError as error:
        raise TakeError(f"'{path}' has rows of different lengths in {name}", "export it again") from error
    if table.dtype.kind not in "fiu":
        raise TakeError(f"'{path}' holds something else than numbers in {name}", "export it again")
    return table.astype(np.float32)
