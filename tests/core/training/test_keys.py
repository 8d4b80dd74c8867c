"""Keys by principal components: near texts stay near, and small encoders have fewer directions than keys are wide."""

import pytest

torch = pytest.importorskip("torch")

from expclip.core.expression.text_side import KEY  # noqa: E402
from expclip.core.training.keys import fit_key_map  # noqa: E402

from ..tiny_text import TINY, tiny_side  # noqa: E402

TEXTS = [f"{first} {second}" for first in ("happy", "sad", "odd", "calm") for second in ("day", "man", "dog", "sea")]


def test_keys_keep_the_angles_between_features():
    torch.manual_seed(0)
    side = tiny_side("happy", "sad", "day")
    features = side.encoder(TEXTS).detach()
    fit_key_map(side, features)
    centred = torch.nn.functional.normalize(features - features.mean(0), dim=1)
    keys = side.keys(features).detach()
    assert keys.shape == (len(TEXTS), KEY) and not keys[:, TINY.width :].any()
    assert torch.allclose(keys @ keys.T, centred @ centred.T, atol=1e-4)
    assert (keys.var(0)[: TINY.width - 1] >= keys.var(0)[1 : TINY.width] - 0.05).all(), "the widest come first"


def test_keys_of_the_old_map_are_dropped():
    side = tiny_side("happy")
    assert len(side.key_names)
    fit_key_map(side, side.encoder(TEXTS).detach())
    assert not len(side.key_names)
