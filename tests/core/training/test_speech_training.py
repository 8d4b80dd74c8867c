"""The speech encoder is trained for a few steps on a made-up corpus: it learns, stops in time, and goes on."""

import json
from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from expclip.core.speech import phones  # noqa: E402
from expclip.core.speech.encoder import EncoderConfig, SpeechEncoder  # noqa: E402
from expclip.core.speech.loudness import frame_decibels  # noqa: E402
from expclip.core.training.another_voice import VoicePlan  # noqa: E402
from expclip.core.training.augmentation import Augmentation  # noqa: E402
from expclip.core.training.checkpoint import GO_ON, Run  # noqa: E402
from expclip.core.training.clips import Clips  # noqa: E402
from expclip.core.training.shards import read_shards  # noqa: E402
from expclip.core.training.speech import SpeechBatches, SpeechTraining, train_speech  # noqa: E402

ENCODER = EncoderConfig(bands=20, conv=24, hidden=32, layers=1, heads=2, feed_forward=32)
SPEECH = SpeechTraining(
    minutes=0.3, threads=1, clip_seconds=1.0, clips=4, warmup_steps=5, average=0.9, checkpoint_minutes=0.1
)


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


def curve(folder, name):
    return [json.loads(line) for line in (folder / f"{name}.curve.jsonl").read_text().splitlines()]


def test_speech_learns_and_goes_on_after_an_interruption(corpus, tmp_path):
    kept = []
    encoder = train_speech([corpus], tmp_path, SPEECH, lambda done, told: None, SpeechEncoder(ENCODER), kept.append)
    assert not encoder.training
    first = curve(tmp_path, "speech")
    assert first[-1][corpus.name] > 0.5
    assert kept and all(isinstance(part, SpeechEncoder) for part in kept)
    longer = SpeechTraining(minutes=0.7, threads=1, clip_seconds=1.0, clips=4)
    train_speech([corpus], tmp_path, longer, lambda done, message: None, SpeechEncoder(ENCODER))
    last = curve(tmp_path, "speech")[-1]
    assert last["step"] > first[-1]["step"] and last["minutes"] < 1.2


def test_an_interrupted_training_goes_on_from_its_last_step(corpus, tmp_path):
    """Before any checkpoint was due."""
    patient = replace(SPEECH, minutes=60.0, checkpoint_minutes=30.0)

    def interrupt(done, message):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as stopped:
        train_speech([corpus], tmp_path, patient, interrupt, SpeechEncoder(ENCODER))
    assert stopped.value.__notes__ == [GO_ON]
    assert not (tmp_path / "speech.curve.jsonl").exists()
    train_speech([corpus], tmp_path, replace(patient, minutes=1e-6), lambda done, told: None, SpeechEncoder(ENCODER))
    assert curve(tmp_path, "speech")[-1]["step"] == 50


def test_on_a_gpu_a_step_takes_more_clips(corpus):
    gpu = SPEECH.on(torch.device("cuda"))
    assert SPEECH.on(torch.device("cpu")) is SPEECH
    assert SpeechBatches(Clips(read_shards(corpus, "train"), 1.0, 0.1), gpu)[0][0].shape == (16, 16000)
    assert gpu.rate == pytest.approx(2 * SPEECH.rate) and gpu.workers >= SPEECH.workers
    assert gpu.average == pytest.approx(SPEECH.average**4)  # reaches back over as many clips
    assert (gpu.minutes, gpu.seed, gpu.clip_seconds) == (SPEECH.minutes, SPEECH.seed, SPEECH.clip_seconds)


def test_where_a_gpu_is_it_is_trained_on(corpus, tmp_path, monkeypatch):
    """A pretended one: what is sent to it stays here."""
    sent = []

    class Pretended(SpeechEncoder):
        def to(self, device):
            assert device == torch.device("cuda")
            raise KeyboardInterrupt

    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(SpeechTraining, "on", lambda training, device: sent.append(device) or training)
    with pytest.raises(KeyboardInterrupt):
        train_speech([corpus], tmp_path, SPEECH, lambda done, told: None, Pretended(ENCODER))
    assert sent == [torch.device("cuda")]


def test_a_batch_is_decided_by_its_number(corpus):
    batches = SpeechBatches(Clips(read_shards(corpus, "train"), 1.0, 0.1), SPEECH)
    samples, labels, arpabet = batches[4]
    assert samples.shape == (4, 16000) and labels.shape == (4, 50)
    assert not arpabet.any()
    again, _, _ = batches[4]
    assert np.array_equal(samples, again)
    assert not np.array_equal(samples, batches[5][0])


def test_clips_without_speech_are_silence(corpus):
    batches = SpeechBatches(Clips(read_shards(corpus, "train"), 1.0, 1.0), SPEECH)
    assert (batches[0][1] == phones.INDEX[phones.SILENCE]).all()


def test_recordings_are_drawn_by_their_share(corpus):
    tones = read_shards(corpus, "train")
    people = replace(tones[0], arpabet=True, is_recorded=True)
    clips = Clips(tones, 1.0, 0.0, recordings=(people,), real=0.3)
    drawn = [clips.draw(np.random.default_rng(seed)).arpabet for seed in range(200)]
    assert 0.2 < np.mean(drawn) < 0.4


def test_untouched_clips_keep_their_sound(corpus):
    clip = Clips(read_shards(corpus, "train"), 1.0, 0.0, untouched=1.0).draw(np.random.default_rng(3))
    level = np.abs(clip.samples).max() / np.abs(clip.clean).max()
    assert np.allclose(clip.samples, clip.clean * level, atol=1e-4)


def test_phones_stay_where_they_sound_at_any_speed(corpus):
    same_voice = Augmentation(voice=VoicePlan(changed=0.0))
    clips = Clips(read_shards(corpus, "train"), 2.0, 0.0, same_voice)
    for seed in range(8):
        clip = clips.draw(np.random.default_rng(seed))
        labels = phones.frame_labels(clip.phones, 100, 50)
        loud = frame_decibels(clip.clean) > -40
        assert np.mean(loud == (labels != 0)) > 0.9


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
