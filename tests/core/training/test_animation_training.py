"""The decoder is trained for a few steps on a made-up corpus: it learns, and goes on; lessons are what they say."""

from dataclasses import replace
from itertools import count
from types import SimpleNamespace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from expclip.core.animation.articulation import articulate, effort_of  # noqa: E402
from expclip.core.animation.decoder import CLOSURE, FIRMNESS, DecoderConfig  # noqa: E402
from expclip.core.bundle import open_bundle  # noqa: E402
from expclip.core.networks import load_encoder, load_grammars, load_space  # noqa: E402
from expclip.core.speech.phones import COUNT, INDEX, Phone  # noqa: E402
from expclip.core.speech.phonogram import phonogram_of  # noqa: E402
from expclip.core.training import checkpoint  # noqa: E402
from expclip.core.training.animation import (  # noqa: E402
    AnimationLessons,
    AnimationLoss,
    AnimationTraining,
    hearing,
    train_animation,
)
from expclip.core.training.expression import Faces  # noqa: E402
from expclip.core.training.heard_clips import HeardClip  # noqa: E402
from expclip.rigs import arkit  # noqa: E402

SMALL = DecoderConfig(hidden=32, layers=2, heads=2, feed_forward=48, style_tokens=2, window=6)
PLAN = AnimationTraining(
    minutes=0.15, threads=1, clip_seconds=1.0, clips=4, heard_clips=8, warmup_steps=5, checkpoint_minutes=0.1
)
SMILE = arkit.INDEX["mouthSmileLeft"]


def clip() -> HeardClip:
    phones = [Phone("m", 0.2, 0.3), Phone("ɑ", 0.3, 0.5), Phone("f", 0.5, 0.6), Phone("u", 0.6, 0.8)]
    decibels = np.full(50, -20.0, np.float32)
    nothing = phonogram_of([], 50)
    return HeardClip(phones, nothing, decibels, decibels)


def lessons(**changes) -> AnimationLessons:
    faces = np.zeros((3, arkit.COUNT), np.float32)
    faces[:, SMILE] = 0.6
    return AnimationLessons([clip()], Faces(faces), replace(PLAN, **changes))


def test_a_lesson_is_the_same_for_the_same_seed():
    first, again, other = lessons()[7], lessons()[7], lessons()[8]
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert not all(a.shape == b.shape and np.array_equal(a, b) for a, b in zip(first, other, strict=True))


def test_targets_are_the_teachers():
    lesson = lessons(neutral=1.0)[0]
    speaking = phonogram_of(clip().phones, 50)[:, INDEX["sil"]] < 0.5
    taught = articulate(clip().phones, (np.arange(50) + 0.5) / 50, effort_of(clip().clean_decibels, speaking, 50))
    np.testing.assert_allclose(lesson.targets[0], taught.weights, atol=1e-5)
    np.testing.assert_allclose(lesson.contacts[0, :, CLOSURE], taught.closure, atol=1e-6)
    np.testing.assert_allclose(lesson.contacts[0, :, FIRMNESS], taught.firmness, atol=1e-6)
    assert not lesson.expressions.any()


@pytest.mark.parametrize("exact, misheard, silence", [(1.0, 0.0, False), (0.0, 1.0, False), (0.0, 0.0, True)])
def test_phonograms_are_exact_misheard_or_heard(exact, misheard, silence):
    """These ears hear nothing at all."""
    lesson = lessons(exact=exact, misheard=misheard)[0]
    assert lesson.phonogram.shape == (PLAN.clips, 50, COUNT)
    assert (lesson.phonogram[:, :, INDEX["sil"]].min() > 0.99) == silence


def test_a_missed_closure_costs_more_than_a_missed_vowel(tiny_bundle):
    loss = AnimationLoss(load_space(open_bundle(tiny_bundle)), PLAN)
    wanted, contacts = torch.zeros(1, 10, arkit.COUNT), torch.zeros(1, 10, 2)
    wrong = wanted.clone()
    wrong[..., arkit.INDEX["jawOpen"]] = 0.2
    free = loss(wrong, contacts, wanted, contacts)
    contacts[..., FIRMNESS] = 1.0
    assert loss(wanted, contacts, wanted, contacts) < 1e-6
    assert loss(wrong, contacts, wanted, contacts) > 1.5 * free


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


def test_ears_hear_with_and_without_a_grammar(tiny_bundle):
    bundle = open_bundle(tiny_bundle)
    samples = np.random.default_rng(0).standard_normal(16000).astype(np.float32) * 0.1
    for grammars in ({}, load_grammars(bundle)):
        phonogram = hearing(load_encoder(bundle), grammars)(samples)
        assert phonogram.shape == (50, COUNT)
        np.testing.assert_allclose(phonogram.sum(1), 1.0, atol=1e-3)


def test_the_decoder_learns_and_goes_on_after_an_interruption(tiny_bundle, corpus, tmp_path, monkeypatch):
    ticks = count()
    clock = SimpleNamespace(monotonic=lambda: 0.02 * next(ticks))  # steps, not seconds, end this training
    monkeypatch.setattr(checkpoint, "time", clock)
    bundle = open_bundle(tiny_bundle)
    encoder, space = load_encoder(bundle), load_space(bundle)
    told: list[str] = []

    def report(done, message):
        told.append(message)

    decoder = train_animation([corpus], tmp_path, encoder, space, PLAN, report, SMALL)
    assert not decoder.training
    losses = [float(message.rpartition(" ")[2]) for message in told if "loss" in message]
    assert losses[-1] < 0.8 * losses[0]
    steps = [int(message.split()[1].rstrip(",")) for message in told if "loss" in message]
    heard = list(tmp_path.glob("heard-*/*.npz"))
    assert len(heard) == 1
    train_animation([corpus], tmp_path, encoder, space, replace(PLAN, minutes=0.25), report, SMALL)
    more = [int(message.split()[1].rstrip(",")) for message in told if "loss" in message]
    assert min(more[len(steps) :], default=10**6) > steps[-1]
    assert list(tmp_path.glob("heard-*/*.npz")) == heard
