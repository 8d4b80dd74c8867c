import numpy as np
import pytest
from safetensors import safe_open

from expclip.core.image.mesh import MIRRORED, SKIN_COUNT
from expclip.core.photo.landmark_motion import EYES, LOWER_LIP, TABLE, UPPER_LIP, landmark_motion
from expclip.core.photo.motion_fit import fit_motion
from expclip.rigs import arkit


def test_the_table_names_its_source_and_is_small():
    with safe_open(TABLE, "numpy") as table:
        source = table.metadata()["source"]
    assert "ICT-FaceKit" in source and "MIT" in source and "Apache-2.0" in source
    assert TABLE.stat().st_size < 300_000


def test_every_shape_but_the_tongue_moves_the_face_and_both_sides_match():
    deltas = landmark_motion().deltas
    assert deltas.shape == (arkit.COUNT, SKIN_COUNT, 3)
    extents = np.abs(deltas).max((1, 2))
    assert {name for name, extent in zip(arkit.NAMES, extents, strict=True) if extent < 0.05} == {"tongueOut"}
    mirrored = deltas[list(arkit.MIRROR_INDEX)][:, MIRRORED[:SKIN_COUNT]] * [-1, 1, 1]
    assert np.abs(mirrored - deltas).max() < 0.02


def test_the_rows_of_lips_and_lids_are_mirrored():
    for row in (*UPPER_LIP, *LOWER_LIP):
        assert [int(MIRRORED[number]) for number in row[::-1]] == list(row)
    right, left = EYES
    for name in ("upper", "lower", "upper_fold", "lower_fold"):
        assert [int(MIRRORED[number]) for number in getattr(left, name)[::-1]] == list(getattr(right, name))


def test_the_table_is_the_fit_to_the_data_pack(shared_data):
    path = shared_data / "landmarks" / "arkit_landmark_basis.npz"
    if not path.is_file():
        pytest.skip("the landmark basis is not in the data pack")
    with np.load(path) as basis:
        tables = fit_motion(basis["names"], basis["deltas"].astype(float), basis["neutral"].astype(float))
        deltas = (tables["shapes"].astype(float) @ tables["motions"].astype(float)).reshape(arkit.COUNT, -1, 3)
        for name, delta in zip(basis["names"], basis["deltas"], strict=True):
            assert np.abs(deltas[arkit.INDEX[str(name)]] - delta * [1, -1, -1]).max() < 0.1  # cm
    assert np.abs(deltas - landmark_motion().deltas).max() < 0.01
