"""Expression models of the Basel Face Model family, from the files that a user of PIRenderer has. None ships here.

Read are `BFM_model_front.mat`, as Deep3DFaceReconstruction (Deng et al., CVPRW 2019) makes it, or what it is made from:
`01_MorphableModel.mat` (Paysan et al., AVSS 2009), `Exp_Pca.bin` and `std_exp.txt` (Guo et al., TPAMI 2018), and the
index files BFM_exp_idx.mat, BFM_front_idx.mat and facemodel_info.mat beside them.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..errors import ModelError

EXPRESSION = 64
"""Components of expression that PIRenderer's coefficients count, the first of the file's."""
KEYPOINTS = 68
FRONT = "BFM_model_front.mat"
_SHAPE, _BASIS, _SPREAD = "01_MorphableModel.mat", "Exp_Pca.bin", "std_exp.txt"
_TO_BASIS, _TO_FRONT, _INFO = "BFM_exp_idx.mat", "BFM_front_idx.mat", "facemodel_info.mat"
_TO_DECIMETRES = 1e-5  # the files hold micrometres
_GET = "give Deep3DFaceReconstruction's BFM_model_front.mat, or the folder with the files that it is made from"


@dataclass(frozen=True)
class ExpressionModel:
    """Decimetres; x to the person's left, y up, z towards the camera.

    mean: (vertices, 3) at rest; basis: (64, vertices, 3), the motion at coefficient 1;
    keypoints: (68,) vertices of the 68 landmarks of Multi-PIE, in their order.
    """

    mean: np.ndarray
    basis: np.ndarray
    keypoints: np.ndarray


def open_expression_model(path: Path) -> ExpressionModel:
    """path: BFM_model_front.mat under any name, or a folder. Nothing in the files is run. Raises ModelError."""
    if path.is_dir():
        return _front(path / FRONT) if (path / FRONT).is_file() else _from_parts(path)
    return _front(path)


def _front(path: Path) -> ExpressionModel:
    arrays = _matlab(path, ("meanshape", "exBase", "keypoints"))
    mean = _points(path, arrays["meanshape"])
    if arrays["exBase"].shape[0] != mean.size or arrays["exBase"].shape[1] < EXPRESSION:
        raise _of_another_shape(path, "exBase", arrays["exBase"])
    basis = arrays["exBase"][:, :EXPRESSION].T.reshape(EXPRESSION, -1, 3)
    return _checked(path, mean, basis, arrays["keypoints"])


def _from_parts(folder: Path) -> ExpressionModel:
    shape = _points(folder / _SHAPE, _matlab(folder / _SHAPE, ("shapeMU",))["shapeMU"]) * _TO_DECIMETRES
    to_basis = _matlab(folder / _TO_BASIS, ("trimIndex",))["trimIndex"].ravel().astype(int) - 1
    front = _matlab(folder / _TO_FRONT, ("idx",))["idx"].ravel().astype(int) - 1
    motions = _guo_basis(folder, len(to_basis))
    if not (_within(front, len(to_basis)) and _within(to_basis, len(shape))):
        raise _of_another_shape(folder / _TO_FRONT, "idx", front)
    keypoints = _matlab(folder / _INFO, ("keypoints",))["keypoints"]
    return _checked(folder / _INFO, shape[to_basis][front], motions[:, front], keypoints)


def _guo_basis(folder: Path, vertices: int) -> np.ndarray:
    """Exp_Pca.bin: an int32 count, float32 mean, then `count` components -> (64, vertices, 3) in decimetres."""
    path = folder / _BASIS
    try:
        data = path.read_bytes()
        spread = np.loadtxt(folder / _SPREAD, dtype=np.float64).ravel()
    except (OSError, ValueError) as error:
        raise ModelError(f"'{path}' or '{_SPREAD}' beside it cannot be read", _GET) from error
    count = int(np.frombuffer(data, "<i4", 1)[0]) if len(data) >= 4 else 0
    if not EXPRESSION <= count <= len(spread) or len(data) != 4 + 4 * 3 * vertices * (count + 1):
        raise ModelError(f"'{path}' does not hold the motion of {vertices} vertices", _GET)
    components = np.frombuffer(data, "<f4", 3 * vertices * EXPRESSION, 4 + 4 * 3 * vertices)
    return components.reshape(EXPRESSION, vertices, 3) * (spread[:EXPRESSION, None, None] * _TO_DECIMETRES)


def _matlab(path: Path, names: tuple[str, ...]) -> dict[str, np.ndarray]:
    from scipy.io import loadmat

    try:
        arrays = loadmat(path, variable_names=names)
    except NotImplementedError as error:  # what scipy says of MATLAB 7.3, which is HDF5
        raise ModelError(f"'{path}' is of MATLAB 7.3", "save it with MATLAB's option -v7") from error
    except Exception as error:  # scipy raises whatever the bytes lead it to
        raise ModelError(f"'{path}' cannot be read as a MATLAB file", _GET) from error
    for name in names:
        if not (isinstance(arrays.get(name), np.ndarray) and arrays[name].dtype.kind in "fiu"):
            raise ModelError(f"'{path}' holds no numbers '{name}'", _GET)
    return {name: arrays[name] for name in names}


def _points(path: Path, values: np.ndarray) -> np.ndarray:
    if values.size < 3 * KEYPOINTS or values.size % 3:
        raise _of_another_shape(path, "shape", values)
    return values.reshape(-1, 3).astype(np.float64)


def _checked(path: Path, mean: np.ndarray, basis: np.ndarray, keypoints: np.ndarray) -> ExpressionModel:
    vertices = keypoints.ravel().astype(int) - 1
    if len(vertices) != KEYPOINTS or not _within(vertices, len(mean)):
        raise _of_another_shape(path, "keypoints", keypoints)
    if not (np.isfinite(mean).all() and np.isfinite(basis).all()):
        raise ModelError(f"'{path}' holds values that are not numbers", "get it again")
    return ExpressionModel(mean, np.ascontiguousarray(basis, np.float64), vertices)


def _within(indices: np.ndarray, count: int) -> bool:
    return bool(len(indices)) and 0 <= indices.min() and indices.max() < count


def _of_another_shape(path: Path, name: str, values: np.ndarray) -> ModelError:
    return ModelError(f"'{path}' has '{name}' of shape {values.shape}, which is no face of this model", _GET)
