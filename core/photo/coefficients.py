"""From blendshape weights to the expression coefficients of a face model, as a small file that is fitted once.

exp = rest + M w. M comes from the user's own face model (bfm_registration.py) or from what the user's tracker says of
frames whose weights are known.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...rigs import arkit
from ..errors import ModelError, SettingsError
from ..whole_file import whole_file
from .bfm import EXPRESSION, open_expression_model
from .bfm_registration import ModelFit, fit_to_model

COUNT = 73
"""What drives PIRenderer on each frame: 64 of expression, 3 angles in radians, 3 of translation, 3 of the crop (scale,
x, y).
"""
SUFFIX = ".safetensors"
RIDGE = 1e-3
"""In squares of a weight, against the variance of the weights."""
_MAKE = "make it with 'expclip train coefficients'"


@dataclass(frozen=True)
class Coefficients:
    """matrix: M, float32 (64, 52) in ARKit order; rest: float32 (64,), of a face whose weights are 0."""

    matrix: np.ndarray
    rest: np.ndarray

    def __post_init__(self) -> None:
        check_shape("The matrix from weights to coefficients", self.matrix, (EXPRESSION, arkit.COUNT))
        check_shape("The coefficients at rest", self.rest, (EXPRESSION,))

    def of(self, weights: np.ndarray) -> np.ndarray:
        """(..., 52) -> (..., 64)."""
        return self.rest + weights @ self.matrix.T


def from_model(path: Path) -> tuple[Coefficients, ModelFit]:
    """Over the user's face model, see bfm.py: a model's own zero is its face at rest. Raises ModelError."""
    fit = fit_to_model(open_expression_model(path))
    return Coefficients(fit.matrix, np.zeros(EXPRESSION, np.float32)), fit


def from_pairs(weights: np.ndarray, expression: np.ndarray, ridge: float = RIDGE) -> Coefficients:
    """By ridge regression over frames of which a tracker gave both, (frames, 52) and (frames, 64).

    A weight that never varies moves nothing. Raises SettingsError.
    """
    if len(weights) < 2 or len(weights) != len(expression):
        raise SettingsError(
            f"There are {len(weights)} frames of weights and {len(expression)} of coefficients",
            "give two or more frames, with both for each",
        )
    check_shape("The pairs' weights", weights, (len(weights), arkit.COUNT))
    check_shape("The pairs' coefficients", expression, (len(weights), EXPRESSION))
    middle, answer = weights.mean(0, dtype=np.float64), expression.mean(0, dtype=np.float64)
    moved, answered = weights - middle, expression - answer
    spread = moved.T @ moved / len(moved) + ridge * np.eye(arkit.COUNT)
    matrix = np.linalg.solve(spread, moved.T @ answered / len(moved)).T
    return Coefficients(matrix.astype(np.float32), (answer - matrix @ middle).astype(np.float32))


def read_pairs(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Weights (frames, 52) and coefficients (frames, 64), which from_pairs learns from.

    .npz with `weights` and `coefficients`, or .csv whose rows are the 52 weights in ARKit order, then the
    coefficients; a first row of names is passed over. Of PIRenderer's 73 coefficients the first 64 are taken.
    Raises SettingsError.
    """
    if path.suffix.lower() == ".npz":
        arrays = _npz(path, ("weights", "coefficients"))
        weights, told = arrays["weights"], arrays["coefficients"]
    else:
        rows = _csv(path)
        weights, told = rows[:, : arkit.COUNT], rows[:, arkit.COUNT :]
    if told.ndim != 2 or told.shape[1] not in (EXPRESSION, COUNT):
        raise SettingsError(
            f"'{path}' holds pairs of shape {weights.shape} and {told.shape}",
            f"give {arkit.COUNT} weights and {EXPRESSION} coefficients for each frame",
        )
    return weights, told[:, :EXPRESSION]


def read_portrait_coefficients(path: Path) -> np.ndarray:
    """The 73 coefficients that the user's tracker gives for the portrait: .npz with `coefficients`, or a .csv row.

    In PIRenderer's order, see pirenderer.py. Raises SettingsError.
    """
    npz = path.suffix.lower() == ".npz"
    values = (_npz(path, ("coefficients",))["coefficients"] if npz else _csv(path)).reshape(-1)
    check_shape(f"The coefficients in '{path}'", values, (COUNT,))
    return values.astype(np.float32)


def save_coefficients(path: Path, coefficients: Coefficients, source: str) -> None:
    """source: what they were fitted to, which the file tells. Raises OutputError."""
    from safetensors.numpy import save

    data = save({"matrix": coefficients.matrix, "rest": coefficients.rest}, {"source": source})
    with whole_file(path) as temporary:
        temporary.write_bytes(data)


def open_coefficients(path: Path) -> Coefficients:
    """Raises ModelError and SettingsError."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        arrays = load(path.read_bytes())
        return Coefficients(arrays["matrix"], arrays["rest"])
    except OSError as error:
        raise ModelError(f"The coefficients '{path}' cannot be read", f"check the name, or {_MAKE}") from error
    except (SafetensorError, KeyError, ValueError) as error:
        raise ModelError(f"'{path}' holds no coefficients for blendshapes", _MAKE) from error


def check_shape(what: str, values: np.ndarray, shape: tuple[int, ...]) -> None:
    """Raises SettingsError."""
    if values.shape != shape:
        raise SettingsError(f"{what} have the shape {values.shape} instead of {shape}", "give them in that shape")
    if not np.isfinite(values).all():
        raise SettingsError(f"{what} are not all finite", "give numbers alone")


def _npz(path: Path, names: tuple[str, ...]) -> dict[str, np.ndarray]:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            read = {name: np.asarray(arrays[name], np.float64) for name in names}
    except OSError as error:
        raise SettingsError(f"'{path}' cannot be read", "check its name") from error
    except Exception as error:  # a damaged archive raises whatever its bytes lead to
        raise SettingsError(f"'{path}' holds no numbers named {' and '.join(names)}", "save it with them") from error
    return read


def _csv(path: Path) -> np.ndarray:
    """(rows, columns)."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file) if row]
        numbers = [[float(cell) for cell in row] for row in rows[1 if rows and not _is_number(rows[0][0]) else 0 :]]
        return np.array(numbers, np.float64).reshape(len(numbers), -1)
    except OSError as error:
        raise SettingsError(f"'{path}' cannot be read", "check its name") from error
    except (ValueError, UnicodeDecodeError) as error:
        raise SettingsError(f"'{path}' is no table of numbers", "give rows of equally many numbers") from error


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
