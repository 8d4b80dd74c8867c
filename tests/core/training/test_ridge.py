"""Ridge regression: what faces have in common with features is found again, what is noise is shrunk."""

import pytest

torch = pytest.importorskip("torch")

from expclip.core.training.ridge import ridge_map  # noqa: E402
from expclip.rigs import arkit  # noqa: E402

from ..tiny_text import TINY, tiny_side  # noqa: E402


def test_faces_that_follow_features_are_found_again():
    torch.manual_seed(0)
    side, features = tiny_side("happy"), torch.randn(40000, TINY.width)
    faces = 0.4 + 0.3 * torch.nn.functional.normalize(features, dim=1) @ torch.randn(TINY.width, arkit.COUNT) * 0.3
    side.face_map = ridge_map(features, faces)
    found = side.likely_face(3.0 * features).detach()
    assert found.shape == faces.shape and (found - faces.clamp(0, 1)).abs().max() < 0.02


def test_strength_that_follows_features_is_found_again():
    torch.manual_seed(0)
    side, features = tiny_side("happy"), torch.randn(40000, TINY.width)
    told = 3.0 + 0.5 * torch.nn.functional.normalize(features, dim=1) @ torch.randn(TINY.width, 1)
    side.strength_map = ridge_map(features, told)
    found = side.likely_strength(3.0 * features).detach()
    assert found.shape == (40000,) and (found - told[:, 0]).abs().max() < 0.1


def test_a_side_that_was_not_fitted_says_nothing():
    side, features = tiny_side("happy"), torch.randn(2, TINY.width)
    assert not side.likely_face(features).any()
    assert (side.likely_strength(features) == 3.0).all()


def test_few_texts_give_about_the_mean_face():
    torch.manual_seed(0)
    features, faces = torch.randn(12, TINY.width), torch.rand(12, arkit.COUNT)
    found = ridge_map(features, faces)(torch.nn.functional.normalize(features, dim=1))
    assert (found - faces.mean(0)).abs().max() < 0.1
