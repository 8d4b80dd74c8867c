"""The ExpCLIP space: anchored at the neutral face, faithful, smooth, and the same after saving."""

import numpy as np
import pytest
import torch

from expclip.core.errors import ModelError
from expclip.core.expression import corpus, tead
from expclip.core.expression.space import DIM, ExpressionSpace
from expclip.core.expression.text_side import TextSide
from expclip.presets import expressions
from expclip.rigs import arkit

from ..tiny_text import tiny_side


@pytest.fixture
def presets() -> np.ndarray:
    """Faces that training has not seen."""
    return np.stack([expressions.load(name) for name in expressions.NAMES])


def test_the_neutral_face_is_the_origin(space):
    neutral = np.zeros((1, arkit.COUNT), np.float32)
    assert not space.embed(neutral).any()
    assert not space.face(np.zeros((1, DIM), np.float32)).any()


def test_faces_come_back_from_their_embeddings(space, presets):
    assert np.mean((space.face(space.embed(presets)) - presets) ** 2) < 1e-4


def test_every_single_shape_comes_back(space):
    shapes = np.eye(arkit.COUNT, dtype=np.float32)
    assert np.abs(space.face(space.embed(shapes)) - shapes).max() < 0.1


def test_a_stronger_face_lies_further_out(space, presets):
    told = presets[presets.any(1)]
    lengths = [np.linalg.norm(space.embed(told * strength), axis=1) for strength in (0.2, 0.4, 0.6, 0.8, 1.0)]
    assert (np.diff(lengths, axis=0) > 0).all()


def test_embeddings_of_the_corpus_are_of_unit_size(space):
    faces = np.stack([row.weights for row in corpus.rows()])
    assert np.sqrt(np.mean(space.embed(faces) ** 2)) == pytest.approx(1.0, abs=0.2)


def test_between_two_expressions_there_is_no_jump(space, presets):
    ends = space.embed(presets)
    share = np.linspace(0, 1, 41, dtype=np.float32)[:, None]
    for first, second in zip(ends[1:], ends[2:], strict=False):
        steps = np.linalg.norm(np.diff(space.face(first + share * (second - first)), axis=0), axis=1)
        assert steps.max() < 1.5 * steps.mean()


def test_rows_of_the_tead_come_back(space):
    faces = np.stack([row.weights for row in tead.rows()])
    assert np.mean((space.face(space.embed(faces)) - faces) ** 2) < 1e-4


def test_a_space_is_the_same_after_saving():
    torch.manual_seed(1)
    space, side = ExpressionSpace(hidden=16), tiny_side("happy")
    opened: list[TextSide] = []

    def open_text() -> TextSide:
        opened.append(TextSide.from_tensors(side.config(), side.tensors(), DIM))
        return opened[-1]

    again = ExpressionSpace.from_tensors(space.config(), space.tensors(), open_text)
    faces = torch.rand(3, arkit.COUNT)
    assert torch.allclose(again.encode(faces), space.encode(faces), atol=1e-2)
    assert not opened, "a line without a prompt needs no text side"
    assert again.project_text(["happy", "happy"]).shape == (2, DIM) and len(opened) == 1


def test_a_space_without_a_text_side_says_so():
    with pytest.raises(ModelError, match="no text side"):
        ExpressionSpace(hidden=16).project_text(["happy"])
