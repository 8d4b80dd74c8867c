"""Whole clips, through every change of voice, room and line: what is labelled is what sounds."""

import numpy as np
import pytest

from expclip.core.speech import phones
from expclip.core.training.augmentation import Augmentation
from expclip.core.training.clips import Clips
from expclip.core.training.shards import Shard

SECONDS = 40.0


@pytest.fixture(scope="module")
def shard() -> Shard:
    """Buzzes of 0.1-0.4 s, labelled as vowels, with silence between them."""
    rng = np.random.default_rng(0)
    sound, start, end = np.zeros(int(SECONDS * 16000), np.float32), [], []
    at = 0.3
    while at < SECONDS - 1.0:
        length = rng.uniform(0.1, 0.4)
        first, past = int(at * 16000), int((at + length) * 16000)
        time = np.arange(past - first) / 16000
        sound[first:past] = 0.2 * sum(np.cos(2 * np.pi * 130 * n * time + n) / n for n in range(1, 30))
        start.append(at)
        end.append(at + length)
        at += length + rng.uniform(0.15, 0.5)
    pcm = np.round(sound.clip(-1, 1) * 32767).astype(np.int16)
    label = np.full(len(start), phones.INDEX["ɑ"], np.uint8)
    return Shard(pcm, label, np.array(start, np.float32), np.array(end, np.float32), ("buzz",))


@pytest.mark.parametrize("seed", range(40))
def test_labels_are_where_the_sound_is(shard, seed):
    """Sounds begin where their labels begin, within 8 ms, and end where these end, but for what rings on."""
    plan = Augmentation(noise=0.0, crowd=0.0, echo=0.0, breaths=0.0, gated=0.0, offset=0.0, coded=0.0, coarse=0.0)
    clip = Clips([shard], 4.0, 0.0, plan).draw(np.random.default_rng(seed))
    begins, ends = [], []
    for phone in clip.phones:
        if phone.start < 0.08 or phone.end > 3.92:
            continue
        first, past = round((phone.start - 0.06) * 16000), round((phone.end + 0.06) * 16000)
        piece = np.abs(clip.samples[first:past])
        loud = np.flatnonzero(piece > 0.2 * np.quantile(piece, 0.9))
        begins.append(loud[0] / 16.0 - 60.0)
        ends.append((loud[-1] - len(piece)) / 16.0 + 60.0)
    assert len(begins) > 3
    assert abs(np.median(begins)) < 8.0
    assert -12.0 < np.median(ends) < 20.0


def test_clips_without_speech_have_no_phones(shard):
    clips = [Clips([shard], 1.0, 1.0).draw(np.random.default_rng(seed)) for seed in range(10)]
    assert not any(clip.phones for clip in clips)
    assert not any(clip.clean.any() for clip in clips)


def test_a_breath_begins_where_nobody_speaks(shard):
    clips, spoken = Clips([shard], 4.0, 0.0), shard.phones(10.0, 14.0)
    for seed in range(20):
        samples = np.zeros(64000, np.float32)
        clips._breathe(samples, spoken, np.random.default_rng(seed))
        begins = int(np.argmax(samples != 0)) / 16000
        assert samples.any()
        assert not any(phone.start <= begins < phone.end for phone in spoken)


def test_the_seed_decides(shard):
    clips = Clips([shard], 2.0, 0.1)
    for seed in range(5):
        first, second = (clips.draw(np.random.default_rng(seed)) for _ in range(2))
        assert np.array_equal(first.samples, second.samples) and first.phones == second.phones
