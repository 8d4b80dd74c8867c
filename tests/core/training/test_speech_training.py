"""Speech and animation are trained for a few steps on a made-up corpus: they learn, stop in time, and go on."""

import json

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from expclip.core.animation.decoder import DecoderConfig  # noqa: E402
from expclip.core.expression.space import DIM, ExpressionSpace  # noqa: E402
from expclip.core.expression.text import TextEncoder  # noqa: E402
from expclip.core.speech import phones  # noqa: E402
from expclip.core.speech.encoder import EncoderConfig, SpeechEncoder  # noqa: E402
from expclip.core.training.animation import (  # noqa: E402
    AnimationBatches,
    AnimationLoss,
    AnimationTraining,
    corpus_faces,
    train_animation,
)
from expclip.core.training.checkpoint import Run  # noqa: E402
from expclip.core.training.clips import Clips, loudness  # noqa: E402
from expclip.core.training.corpus import read_shards  # noqa: E402
from expclip.core.training.expression import Faces  # noqa: E402
from expclip.core.training.speech import SpeechBatches, SpeechTraining, train_speech  # noqa: E402
from expclip.rigs import arkit  # noqa: E402

ENCODER = EncoderConfig(bands=20, conv=24, hidden=32, layers=1, heads=2, feed_forward=32, position_kernel=16)
DECODER = DecoderConfig(
    features=32, style=DIM, hidden=16, layers=1, heads=2, feed_forward=16, style_tokens=2, window=5
)
SPEECH = SpeechTraining(minutes=0.1, threads=1, clip_seconds=1.0, clips=4, warmup_steps=5, checkpoint_minutes=0.03)
ANIMATION = AnimationTraining(minutes=0.1, threads=1, clip_seconds=1.0, clips=4, warmup_steps=5)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """Two kinds of tones stand for two phones, so that a tiny network learns them in seconds."""
    import soundfile

    folder = tmp_path_factory.mktemp("tones")
    rng = np.random.default_rng(0)
    for name in ("train-0000", "dev-0000"):
        samples, label, start, end = np.zeros(24 * 16000, np.float32), [], [], []
        for number in range(60):
            kind = int(rng.integers(2))
            at = 0.4 * number
            time = np.arange(3200) / 16000
            samples[int(at * 16000) : int(at * 16000) + 3200] = 0.3 * np.sin(2 * np.pi * (300, 2000)[kind] * time)
            label.append(phones.INDEX[("m", "i")[kind]])
            start.append(at)
            end.append(at + 0.2)
        soundfile.write(folder / f"{name}.flac", samples, 16000)
        np.savez(
            folder / f"{name}.npz", label=np.array(label, np.uint8), start=np.array(start, np.float32),
            end=np.array(end, np.float32), voice=np.array(["tone"]), clip_start=np.zeros(1, np.float32),
        )  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def space():
    torch.manual_seed(0)
    return ExpressionSpace(TextEncoder(["blank"], 1, 8, 8), (), hidden=16).eval().requires_grad_(False)


def curve(folder, name):
    return [json.loads(line) for line in (folder / f"{name}.curve.jsonl").read_text().splitlines()]


def test_speech_learns_and_goes_on_after_an_interruption(corpus, tmp_path):
    encoder = train_speech(corpus, tmp_path, SPEECH, lambda done, message: None, ENCODER)
    assert not encoder.training
    first = curve(tmp_path, "speech")
    assert first[-1]["dev_frames_right"] > 0.5
    longer = SpeechTraining(minutes=0.15, threads=1, clip_seconds=1.0, clips=4)
    train_speech(corpus, tmp_path, longer, lambda done, message: None, ENCODER)
    last = curve(tmp_path, "speech")[-1]
    assert last["step"] > first[-1]["step"] and last["minutes"] < 0.4


def test_a_batch_is_decided_by_its_number(corpus):
    batches = SpeechBatches(Clips(read_shards(corpus, "train"), 1.0, 0.1), SPEECH)
    samples, labels = batches[4]
    assert samples.shape == (4, 16000) and labels.shape == (4, 50)
    again, _ = batches[4]
    assert np.array_equal(samples, again)
    assert not np.array_equal(samples, batches[5][0])


def test_clips_without_speech_are_silence(corpus):
    batches = SpeechBatches(Clips(read_shards(corpus, "train"), 1.0, 1.0), SPEECH)
    assert (batches[0][1] == phones.INDEX[phones.SILENCE]).all()


def test_phones_stay_where_they_sound_at_any_speed(corpus):
    clips = Clips(read_shards(corpus, "train"), 2.0, 0.0)
    for seed in range(8):
        clip = clips.draw(np.random.default_rng(seed))
        labels = phones.frame_labels(clip.phones, 100, 50)
        loud = loudness(clip.clean) > -40
        assert np.mean(loud == (labels != 0)) > 0.9


def test_animation_learns(corpus, space, tmp_path):
    torch.manual_seed(0)
    encoder = SpeechEncoder(ENCODER)
    decoder = train_animation(corpus, tmp_path, encoder, space, ANIMATION, lambda done, message: None, DECODER)
    assert not decoder.training
    assert (tmp_path / "animation.checkpoint.pt").exists()
    assert curve(tmp_path, "animation")[-1]["step"] > 3
    batches = AnimationBatches(Clips(read_shards(corpus, "dev"), 1.0, 0.1), Faces(corpus_faces()), ANIMATION)
    loss = AnimationLoss(space, ANIMATION)
    samples, faces, targets, firmness = (torch.from_numpy(part) for part in batches[10**6])
    with torch.no_grad():
        made = decoder(encoder.eval()(samples)[0], space.encode(faces.flatten(0, 1)).unflatten(0, faces.shape[:2]))
        blank = loss(torch.full_like(targets, 0.047), targets, firmness)
        assert loss(made, targets, firmness) < blank
        assert loss(targets, targets, firmness) < 1e-6


def test_targets_hold_speech_and_expression(corpus):
    """Brows and lids come from the expression alone; the tones called m close the lips whatever it is."""
    batches = AnimationBatches(Clips(read_shards(corpus, "train"), 1.0, 0.0), Faces(corpus_faces()), ANIMATION)
    upper = [number for number, name in enumerate(arkit.NAMES) if name.startswith(("brow", "eye"))]
    jaw, close = arkit.INDEX["jawOpen"], arkit.INDEX["mouthClose"]
    shapes = set()
    for number in range(12):
        _, faces, targets, firmness = batches[number]
        assert targets.shape == (4, 50, 52) and firmness.shape == (4, 50)
        assert targets.min() >= 0.0 and targets.max() <= 1.0
        assert np.allclose(targets[:, :, upper], np.broadcast_to(faces, targets.shape)[:, :, upper], atol=1e-6)
        held = targets[firmness > 0.99]
        assert len(held) and np.allclose(held[:, close], held[:, jaw], rtol=0.05, atol=1e-3)
        shapes.add(faces.shape[1])
    assert shapes == {1, 50}


def test_run_counts_all_its_parts(tmp_path):
    part = torch.nn.Linear(2, 2)
    run = Run(tmp_path, "thing", 1.0, {"part": part})
    run.step = 7
    run.save({"loss": 1.0})
    with torch.no_grad():
        kept = part.weight.clone()
        part.weight.zero_()
    again = Run(tmp_path, "thing", 1.0, {"part": part})
    assert again.step == 7
    assert torch.equal(part.weight, kept)
    assert 0.0 <= again.done <= 1.0
