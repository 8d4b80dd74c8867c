"""The older mesh, moved on to where the exact one has its points."""

import numpy as np
import pytest

from expclip.core.image import mesh
from expclip.core.image.older_mesh import as_exact, moved_on

ACROSS = mesh.rows_of(mesh.MIRRORED[mesh.READ])


@pytest.fixture
def faces() -> np.ndarray:
    """Upright landmarks (400, 146, 2) that vary in a few ways."""
    random = np.random.default_rng(0)
    ways = random.normal(size=(5, len(mesh.READ), 2)) * 0.05
    rest = random.normal(size=(len(mesh.READ), 2))
    return (rest + np.einsum("nk,kpc->npc", random.normal(size=(400, 5)), ways)).astype(np.float32)


def mirrored(points: np.ndarray) -> np.ndarray:
    return points[:, ACROSS] * np.array([-1.0, 1.0], np.float32)


def test_the_fit_finds_what_is_shown_too_little(faces):
    pytest.importorskip("torch")
    from expclip.core.training.older_mesh_fit import fit

    rest = np.concatenate([faces, mirrored(faces)]).mean(0)
    exact = rest + 1.5 * (faces - rest) + 0.01 * np.array([0.0, 1.0], np.float32)
    table = {name: values.astype(np.float32) for name, values in fit(faces, exact, modes=20).items()}
    left = np.abs(moved_on(faces, table) - exact).mean()
    assert left < 0.1 * np.abs(faces - exact).mean()


def test_a_mirrored_face_is_moved_likewise(faces):
    assert np.allclose(mirrored(as_exact(mirrored(faces))), as_exact(faces), atol=0.05)
