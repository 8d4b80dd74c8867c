"""The decoder learns on from captured faces: what it is given, and that it comes nearer to them."""

import json

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from expclip.core.animation.articulation import articulate  # noqa: E402
from expclip.core.animation.decoder import AnimationDecoder, DecoderConfig  # noqa: E402
from expclip.core.errors import TakeError  # noqa: E402
from expclip.core.expression.space import DIM, ExpressionSpace  # noqa: E402
from expclip.core.speech.encoder import EncoderConfig, SpeechEncoder  # noqa: E402
from expclip.core.speech.grammar import Counts, grammar_of  # noqa: E402
from expclip.core.speech.phones import COUNT, INDEX, Phone  # noqa: E402
from expclip.core.speech.phonogram import phonogram_of  # noqa: E402
from expclip.core.training.animation import AnimationLoss, AnimationTraining  # noqa: E402
from expclip.core.training.beat import Capture  # noqa: E402
from expclip.core.training.captures import (  # noqa: E402
    CapturedClip,
    CapturedLessons,
    beyond_speech,
    fit_to_captures,
    hear_captures,
    in_contact,
)
from expclip.core.training.heard_clips import HeardClip  # noqa: E402
from expclip.rigs import arkit  # noqa: E402

from ..conftest import write_wav  # noqa: E402

TRAINING = AnimationTraining(minutes=0.15, threads=1, clip_seconds=1.0, clips=4, warmup_steps=5)
PHONES = [Phone(label, 0.2 * number, 0.2 * number + 0.2) for number, label in enumerate(("m", "a", "s", "i", "p"))]
SECONDS = (np.arange(50) + 0.5) / 50
JAW, CLOSE, BROW = (arkit.INDEX[name] for name in ("jawOpen", "mouthClose", "browInnerUp"))


@pytest.fixture(scope="module")
def clips():
    """A face that speaks with a jaw of its own, and with its brows up."""
    made = []
    for number in range(6):
        phones = PHONES[number % 3 :] + PHONES[: number % 3]
        phones = [Phone(phone.label, place.start, place.end) for phone, place in zip(phones, PHONES, strict=True)]
        decibels = np.full(50, -25.0, np.float32)
        weights = np.zeros((50, 52), np.float32)
        weights[:, JAW] = 0.2 + 0.1 * np.sin(7 * SECONDS)
        weights[:, BROW] = 0.6
        made.append(CapturedClip(HeardClip(phones, phonogram_of(phones, 50), decibels, decibels), -25.0, weights))
    return made


@pytest.fixture(scope="module")
def space():
    torch.manual_seed(0)
    return ExpressionSpace(hidden=16).eval().requires_grad_(False)


def test_what_the_face_does_beyond_speech_is_its_expression():
    speech = articulate(PHONES, SECONDS)
    weights = speech.weights.copy()
    weights[:, BROW] = 0.5
    weights[:, JAW] += 0.01
    face = beyond_speech(weights, speech)
    assert face.shape == (52,) and face[BROW] == pytest.approx(0.5)
    assert not np.delete(face, BROW).any()


def test_lips_meet_where_the_sound_needs_them(clips):
    speech = articulate(PHONES, SECONDS)
    weights = clips[0].weights
    face = beyond_speech(weights, speech)
    target = in_contact(weights, speech, face)
    held, free = speech.closure > 0.99, speech.firmness == 0
    assert held.sum() > 5 and free.sum() > 5
    assert np.allclose(target[held, CLOSE], target[held, JAW], rtol=0.1, atol=0.01)
    assert np.array_equal(target[free], weights[free])
    assert np.array_equal(target[:, BROW], weights[:, BROW])


def test_sound_and_face_stay_together(tmp_path):
    torch.manual_seed(0)
    encoder = SpeechEncoder(EncoderConfig(bands=20, conv=24, hidden=32, layers=1, heads=2, feed_forward=32)).eval()
    silence, phone = INDEX["sil"], INDEX["a"]
    trigrams = np.array([(silence * COUNT + silence) * COUNT + phone, (silence * COUNT + phone) * COUNT + silence])
    grammars = {"en": grammar_of("en", Counts(trigrams.astype(np.int32), np.ones(2, np.int32)))}
    rng = np.random.default_rng(0)
    write_wav(tmp_path / "a.wav", 0.1 * rng.standard_normal(int(2.7 * 16000)))
    weights = rng.random((134, 52)).astype(np.float32)
    told = []
    captures = [Capture(tmp_path / "a.wav", weights, ())]
    first, second = hear_captures(captures, encoder, grammars, 1.0, told.append)
    assert told == captures
    assert np.array_equal(first.weights, weights[:50]) and np.array_equal(second.weights, weights[50:100])
    for clip in (first, second):
        assert clip.heard.heard.shape == (50, COUNT) and np.allclose(clip.heard.heard.sum(1), 1.0, atol=1e-3)
        assert clip.heard.decibels.shape == (50,) and np.allclose(clip.heard.decibels, -20.0, atol=1.5)
        assert all(phone.end > 0.0 and phone.start < 1.0 for phone in clip.heard.phones)
    with pytest.raises(TakeError, match="None of the recordings lasts 4 s"):
        hear_captures(captures, encoder, grammars, 4.0, told.append)


def test_every_other_lesson_is_captured(clips):
    lessons = CapturedLessons(clips, TRAINING)
    for number in range(6):
        lesson = lessons[number]
        assert lesson.phonogram.shape == (4, 50, COUNT) and lesson.targets.shape == (4, 50, 52)
        assert lesson.contacts.shape == (4, 50, 2) and lesson.loudness.shape[:2] == (4, 50)
        assert all(part.dtype == np.float32 for part in lesson)
        captured = np.allclose(lesson.targets[:, :, BROW], 0.6)
        assert captured == (number % 2 == 1)
        assert all(np.array_equal(one, two) for one, two in zip(lesson, lessons[number], strict=True))


def test_the_decoder_comes_nearer_and_goes_on_after_an_interruption(clips, space, tmp_path):
    torch.manual_seed(0)
    config = DecoderConfig(style=DIM, hidden=16, layers=1, heads=2, feed_forward=16, style_tokens=2, window=5)
    decoder = AnimationDecoder(config)
    loss_of = AnimationLoss(space, TRAINING)
    lesson = [torch.from_numpy(part) for part in CapturedLessons(clips, TRAINING)[10**6 + 1]]

    def loss(trained):
        phonogram, loudness, expressions, targets, contacts = lesson
        style = space.encode(expressions.flatten(0, 1)).unflatten(0, expressions.shape[:2])
        with torch.no_grad():
            weights, touched = trained(phonogram, loudness, style)
            return float(loss_of(weights, touched, targets, contacts))

    before = loss(decoder)
    fitted = fit_to_captures(decoder, clips, tmp_path, space, TRAINING, lambda done, message: None)
    assert not fitted.training and loss(fitted) < 0.8 * before
    steps = [json.loads(line)["step"] for line in (tmp_path / "captures.curve.jsonl").read_text().splitlines()]
    longer = AnimationTraining(minutes=0.3, threads=1, clip_seconds=1.0, clips=4)
    fit_to_captures(AnimationDecoder(config), clips, tmp_path, space, longer, lambda done, message: None)
    again = [json.loads(line)["step"] for line in (tmp_path / "captures.curve.jsonl").read_text().splitlines()]
    assert again[: len(steps)] == steps and again[-1] > steps[-1]
