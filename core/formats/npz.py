"""Takes as NPZ: everything that a Take holds, in NumPy arrays.

weights float32 (frames, 52), names (52,), fps, head (frames, 3) and eyes (frames, 2, 3) where there are any,
made_by as a JSON string. Read without pickle.
"""

import json
import zipfile
import zlib
from pathlib import Path

import numpy as np

from ...rigs import arkit
from ..errors import TakeError
from ..take import Take
from .channels import in_arkit_order

_DAMAGE = (zipfile.BadZipFile, zlib.error, ValueError, EOFError, OSError, NotImplementedError, TypeError)


def read(path: Path) -> Take:
    """Raises TakeError for a file that is no NPZ, is damaged, or holds no take."""
    arrays = _arrays(path)
    missing = [name for name in ("weights", "names", "fps") if name not in arrays]
    if missing:
        raise TakeError(f"'{path}' has no array {', '.join(missing)}", "choose a take that was written by ExpCLIP")
    try:
        names = [str(name) for name in arrays["names"].tolist()]
        values = np.asarray(arrays["weights"], np.float32)
        if values.ndim != 2 or values.shape[1] != len(names):
            raise TakeError(f"'{path}' has {len(names)} names for weights of shape {values.shape}", "make it again")
        made_by = json.loads(str(arrays["made_by"])) if "made_by" in arrays else {}
        if not isinstance(made_by, dict):
            raise TakeError(f"'{path}' has no record of how it was made in made_by", "make it again")
        weights, _ = in_arkit_order(names, values, path)
        return Take(weights, float(arrays["fps"]), arrays.get("head"), arrays.get("eyes"), made_by)
    except (ValueError, TypeError) as error:
        raise TakeError(f"'{path}' is damaged, {error}", "make it again") from error


def write(take: Take, path: Path) -> None:
    arrays = {
        "weights": take.weights,
        "names": np.array(arkit.NAMES),
        "fps": np.array(take.fps, np.float64),
        "made_by": np.array(json.dumps(take.made_by)),
    }
    if take.head is not None:
        arrays["head"] = take.head
    if take.eyes is not None:
        arrays["eyes"] = take.eyes
    with path.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]  # the stubs take one of the names for an option


def _arrays(path: Path) -> dict[str, np.ndarray]:
    with path.open("rb") as file:
        if not zipfile.is_zipfile(file):
            raise TakeError(f"'{path}' is no NPZ file, or the end of it is missing", "make or copy it again")
        file.seek(0)
        try:
            with np.load(file, allow_pickle=False) as archive:
                return {name: archive[name] for name in archive.files}
        except _DAMAGE as error:
            raise TakeError(f"'{path}' is damaged, {error}", "make or copy it again") from error
