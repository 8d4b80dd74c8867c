"""The likeliest face: what faces have in common with features is found again, what is noise is shrunk."""

import pytest

torch = pytest.importorskip("torch")

from expclip.core.training.likely_face import fit_likely_face  # noqa: E402
from expclip.rigs import arkit  # noqa: E402

from ..tiny_text import TINY, tiny_side  # noqa: E402


def test_faces_that_follow_features_are_found_again():
    torch.manual_seed(0)
    side, features = tiny_side("happy"), torch.randn(40000, TINY.width)
    faces = 0.4 + 0.3 * torch.nn.functional.normalize(features, dim=1) @ torch.randn(TINY.width, arkit.COUNT) * 0.3
    fit_likely_face(side, features, faces)
    found = side.likely_face(3.0 * features).detach()
    assert found.shape == faces.shape and (found - faces.clamp(0, 1)).abs().max() < 0.02


def test_a_side_that_was_not_fitted_says_nothing():
    side = tiny_side("happy")
    assert not side.likely_face(torch.randn(2, TINY.width)).any()


def test_few_texts_give_about_the_mean_face():
    torch.manual_seed(0)
    side, features = tiny_side("happy"), torch.randn(12, TINY.width)
    faces = torch.rand(12, arkit.COUNT)
    fit_likely_face(side, features, faces)
    assert (side.likely_face(features) - faces.mean(0)).abs().max() < 0.1
