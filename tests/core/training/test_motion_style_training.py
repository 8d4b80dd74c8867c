"""E_sa learns to hear an expression through speech."""

from dataclasses import replace
from itertools import count
from types import SimpleNamespace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from expclip.core.animation.decoder import AnimationDecoder, DecoderConfig  # noqa: E402
from expclip.core.bundle import open_bundle  # noqa: E402
from expclip.core.expression.space import DIM  # noqa: E402
from expclip.core.networks import load_space  # noqa: E402
from expclip.core.speech.phones import COUNT  # noqa: E402
from expclip.core.training import checkpoint  # noqa: E402
from expclip.core.training.expression import Faces  # noqa: E402
from expclip.core.training.motion_style import (  # noqa: E402
    STEP,
    StyleLessons,
    StyleTraining,
    spoken_clips,
    style_loss,
    train_motion_style,
)
from expclip.core.training.shards import read_shards  # noqa: E402
from expclip.presets import expressions  # noqa: E402
from expclip.rigs import arkit  # noqa: E402

PLAN = StyleTraining(minutes=0.1, clip_seconds=1.0, spoken_clips=4, batch=4, warmup_steps=2)
FACES = np.stack([expressions.load(name) for name in ("joy", "anger", "fear")])


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    import soundfile

    folder = tmp_path_factory.mktemp("noise")
    random = np.random.default_rng(0)
    start = np.arange(20, dtype=np.float32) * 0.4
    soundfile.write(folder / "train-0000.flac", random.standard_normal(9 * 16000) * 0.05, 16000)
    np.savez(
        folder / "train-0000.npz", label=random.integers(1, COUNT, 20).astype(np.uint8), start=start,
        end=start + np.float32(0.3), voice=np.array(["noise"]), clip_start=np.zeros(1, np.float32),
    )  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def networks(tiny_bundle):
    torch.manual_seed(0)
    config = DecoderConfig(style=DIM, hidden=16, layers=1, heads=2, feed_forward=16, style_tokens=2)
    decoder, space = AnimationDecoder(config).eval().requires_grad_(False), load_space(open_bundle(tiny_bundle))
    return SimpleNamespace(decoder=decoder, space=space)


@pytest.mark.parametrize("decoded", [0.0, 1.0])
def test_lessons_are_motion_over_known_faces(corpus, networks, decoded):
    plan = replace(PLAN, decoded=decoded, neutral=0.0)
    clips = spoken_clips(read_shards(corpus, "train"), 3, plan)
    lessons = StyleLessons(clips, Faces(FACES), networks.decoder, networks.space, plan)
    motion, faces = lessons.draw(np.random.default_rng(1))
    again, _ = lessons.draw(np.random.default_rng(1))
    assert motion.shape == (4, 50 // STEP, arkit.COUNT) and faces.shape == (4, arkit.COUNT)
    assert motion.dtype == faces.dtype == np.float32 and np.array_equal(motion, again)
    brows = [arkit.INDEX["browDownLeft"], arkit.INDEX["mouthSmileLeft"], arkit.INDEX["eyeWideLeft"]]
    if not decoded:
        apart = np.abs(np.median(motion, axis=1) - faces)[:, brows]
        assert apart.max() < 0.35 and apart.mean() < 0.12


def test_the_loss_is_none_where_the_face_is_found(networks):
    faces = torch.from_numpy(FACES)
    assert style_loss(faces, faces, networks.space, 0.02) < 1e-6
    assert style_loss(0.5 * faces, faces, networks.space, 0.02) > 0.01


def test_it_learns_and_goes_on_after_an_interruption(corpus, networks, tmp_path, monkeypatch):
    ticks = count()
    monkeypatch.setattr(checkpoint, "time", SimpleNamespace(monotonic=lambda: 0.02 * next(ticks)))
    told: list[str] = []

    def train(minutes: float):
        plan = replace(PLAN, minutes=minutes)
        return train_motion_style(
            [corpus], FACES, tmp_path, networks.decoder, networks.space, plan, lambda done, words: told.append(words)
        )

    train(0.05)
    steps = torch.load(tmp_path / "style.checkpoint.pt", weights_only=True)["step"]
    network = train(0.1)
    gone_on = torch.load(tmp_path / "style.checkpoint.pt", weights_only=True)["step"]
    assert 0 < steps < gone_on and not network.training
    assert all(torch.isfinite(value).all() for value in network.state_dict().values())
