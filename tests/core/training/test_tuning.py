"""What the text side is taught: losses that fall, on few sentences, with the encoder's own weights."""

from dataclasses import replace
from itertools import count

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from expclip.core.expression.space import ExpressionSpace  # noqa: E402
from expclip.core.training import checkpoint  # noqa: E402
from expclip.core.training.batches import Draw  # noqa: E402
from expclip.core.training.sentences import NO_FEELING, Sentence  # noqa: E402
from expclip.core.training.tuning import Lesson, Tuning, _attracted, tune  # noqa: E402
from expclip.rigs import arkit  # noqa: E402

from ..tiny_text import tiny_side  # noqa: E402


def sentence(text: str, shape: str, emotion: str, **more) -> Sentence:
    weights = np.zeros(arkit.COUNT, np.float32)
    weights[arkit.INDEX[shape]] = 0.8
    return Sentence(text, weights, ((emotion, 1.0),), **more)


WRITTEN = [
    sentence(text, shape, emotion, tags=(tag,))
    for text, shape, emotion, tag in [
        ("happy", "mouthSmileLeft", "joy", "glad"), ("so happy", "mouthSmileLeft", "joy", "glad"),
        ("sad", "mouthFrownLeft", "grief", "low"), ("very sad", "mouthFrownLeft", "grief", "low"),
        ("happy day", "mouthSmileLeft", "joy", "glad"), ("sad day", "mouthFrownLeft", "grief", "low"),
    ]
] * 4
FELT = [
    Sentence("a chair", np.zeros(arkit.COUNT, np.float32), ((NO_FEELING, 1.0),), labels=(2,), worth=0.4),
    sentence("how dare you", "browDownLeft", "grief", labels=(0,), worth=0.4),
]


@pytest.fixture
def space() -> ExpressionSpace:
    torch.manual_seed(0)
    return ExpressionSpace(hidden=8).eval().requires_grad_(False)


def test_every_loss_has_its_sentences(space):
    lesson = Lesson(space, tiny_side("happy", "sad"), ["glad", "low"], 3, Tuning())
    parts = lesson.loss([*WRITTEN, *FELT])
    assert set(parts) == {"naming", "demands", "emb", "cross", "nearness", "groups", "tags", "labels", "strength"}
    assert all(torch.isfinite(part) and part > 0 for name, part in parts.items() if name != "strength")
    assert parts["strength"] == 0 < lesson.loss([replace(WRITTEN[0], strength=4.0)])["strength"]
    alone = lesson.loss(FELT[:1])
    assert "nearness" not in alone and alone["emb"] == alone["cross"] == alone["tags"] == 0


def test_attraction_of_unlike_emotions_leaves_those_of_the_same_one_alone():
    """Joy, joy, ecstasy, and grief of another group; the two of joy lie near each other already."""
    near = torch.zeros(4, 4)
    near[0, 1] = near[1, 0] = 9.0
    near.requires_grad_()
    of_group = torch.tensor([[1.0, 1.0, 1.0, 0.0]] * 3 + [[0.0, 0.0, 0.0, 1.0]])
    of_emotion = torch.block_diag(torch.ones(2, 2), torch.eye(2)).bool()
    (all_drawn,) = torch.autograd.grad(_attracted(near, of_group, torch.eye(4).bool()), near)
    (across,) = torch.autograd.grad(_attracted(near, of_group, of_emotion), near)
    assert all_drawn[0, 2] < 0 < all_drawn[0, 1]
    assert across[0, 1] == 0 and across[0, 2] < 0 < across[0, 3]


def test_e_and_d_are_no_part_of_the_lesson(space):
    lesson = Lesson(space, tiny_side("happy", "sad"), ["glad"], 3, Tuning())
    theirs = {id(weight) for weight in space.parameters()}
    assert not theirs & {id(weight) for weight in lesson.parameters()}


@pytest.fixture
def clock_of_steps(monkeypatch):
    """A clock that goes on when it is read, so that a run has as many steps on a busy machine as on an idle one."""
    reading = count(step=0.01)
    monkeypatch.setattr(checkpoint.time, "monotonic", lambda: next(reading))


def test_tuning_learns_and_leaves_the_pieces_alone(space, tmp_path, clock_of_steps):
    side = tiny_side("happy", "sad")
    lesson = Lesson(space, side, ["glad", "low"], 3, Tuning())
    pieces, before = side.encoder.piece.weight.clone(), lesson.loss(WRITTEN)["naming"].item()
    plan = Tuning(minutes=0.1, draw=Draw(size=16, round=64), rate=1e-2, head_rate=1e-2, frozen_layers=0)
    tune(space, side, WRITTEN, FELT, plan, tmp_path, lambda done, message: None)
    assert lesson.loss(WRITTEN)["naming"].item() < 0.7 * before
    assert torch.equal(side.encoder.piece.weight, pieces) and not side.training
    assert (tmp_path / "text.checkpoint.pt").exists() and (tmp_path / "text.curve.jsonl").exists()


def test_wordings_of_a_nuance_attract_each_other(space):
    """Others of the same emotion neither attract nor repel them by it."""
    glad = [replace(one, nuance=number) for one, number in zip(WRITTEN[:2], (1, 1), strict=True)]
    other = [replace(WRITTEN[4], nuance=2), *WRITTEN[2:4]]
    lesson = Lesson(space, tiny_side("happy", "sad"), ["glad"], 3, Tuning(attraction=0.0, groups=0.0, nuances=1.0))
    apart, near = lesson.loss([glad[0], *other])["groups"], lesson.loss([*glad, *other])["groups"]
    assert apart == 0 < near
    otherwise = lesson.loss([*glad, replace(WRITTEN[4], nuance=3), *WRITTEN[2:4]])["groups"]
    assert otherwise.item() == pytest.approx(near.item())


def test_pieces_are_hidden_while_it_learns_alone(space):
    lesson = Lesson(space, tiny_side("happy", "sad"), ["glad"], 3, Tuning())
    text = "happy sad " * 10
    whole = list(lesson.side.encoder.piece_numbers(text))
    lesson.train()
    drawn = [lesson._pieces(text) for _ in range(400)]
    hidden = np.array([[one != other for one, other in zip(pieces, whole, strict=True)] for pieces in drawn])
    assert 0.4 < hidden.any(axis=1).mean() < 0.6 and 0.04 < hidden.mean() < 0.08
    assert not hidden[:, [0, -1]].any()
    assert lesson.eval()._pieces(text) == whole
