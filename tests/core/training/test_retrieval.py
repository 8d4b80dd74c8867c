"""Ranks of retrieval, on a space whose texts are faces with noise."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from expclip.core.expression import tead  # noqa: E402
from expclip.core.expression.space import ExpressionSpace  # noqa: E402
from expclip.core.training.retrieval import retrieve  # noqa: E402

ROWS = tuple(row for row in tead.rows() if row.language == "en" and row.weights.any())[::40]


class Heard(ExpressionSpace):
    """Hears the face itself in a row's text, and `noise`."""

    def __init__(self, noise: float):
        super().__init__()
        self.noise = noise
        self.face_of = {row.text: row.weights for row in ROWS}

    def project_text(self, sentences):
        faces = torch.from_numpy(np.stack([self.face_of[sentence] for sentence in sentences]))
        embedding = self.encode(faces)
        return embedding + self.noise * embedding.norm(dim=1).mean() * torch.randn_like(embedding)


def measured(noise: float):
    torch.manual_seed(0)
    return retrieve(Heard(noise).eval(), ROWS)


def test_what_is_heard_rightly_is_found_first():
    for found in measured(0.0):
        assert found.median == 1 and found.within(1) > 0.97
    to_face, to_text = measured(0.0)
    faces = len({row.action_units for row in ROWS})
    assert to_face.among <= faces and to_text.among == len(ROWS) == len(to_face.ranks)


def test_noise_costs_ranks_and_the_shares_rise_with_them():
    for clear, noisy in zip(measured(0.02), measured(2.0), strict=True):
        assert noisy.median > 10 * clear.median
        assert noisy.within(1) < noisy.within(10) < clear.within(10)
        assert f"median rank {noisy.median:g} of {noisy.among}" in str(noisy)
