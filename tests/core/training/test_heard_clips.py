import numpy as np
import pytest

pytest.importorskip("torch")

from expclip.core.speech.phones import COUNT
from expclip.core.training import heard_clips
from expclip.core.training.clips import Clips
from expclip.core.training.heard_clips import is_complete, make_heard_clips, read_heard_clips
from expclip.core.training.shards import Shard


def clips(arpabet: bool = False) -> Clips:
    pcm = (np.random.default_rng(0).standard_normal(8 * 16000) * 3000).astype(np.int16)
    label = np.tile(np.array([1, 40, 2], np.uint8), 10)
    start = np.arange(30, dtype=np.float32) * 0.25
    shard = Shard(pcm, label, start, start + 0.2, ("somebody",), arpabet=arpabet)
    return Clips([shard], seconds=1.0, speechless=0.2)


def hear(samples: np.ndarray) -> np.ndarray:
    """Ears that hear how loud it is, as if it were a phone."""
    loud = np.abs(samples.reshape(-1, 320)).mean(1)
    return np.stack([loud, 1.0 - loud, *[0.0 * loud] * (COUNT - 2)], 1)


def make(folder, count, monkeypatch, **options):
    monkeypatch.setattr(heard_clips, "_CLIPS_A_FILE", 4)
    make_heard_clips(clips(**options), count, hear, folder, 5, lambda done, message: None)
    return read_heard_clips(folder)


def test_what_was_heard_comes_back(tmp_path, monkeypatch):
    made = make(tmp_path, 8, monkeypatch)
    assert len(made) == 8 and is_complete(tmp_path, 8) and not is_complete(tmp_path, 9)
    drawn = [clips().draw(np.random.default_rng([5, 2, number])) for number in range(8)]
    for clip, source in zip(made, drawn, strict=True):
        np.testing.assert_allclose(clip.heard, hear(source.samples), atol=1e-3)
        assert [phone.label for phone in clip.phones] == [phone.label for phone in source.phones]
        assert clip.decibels.shape == clip.clean_decibels.shape == (50,)
    assert any(clip.phones for clip in made) and not all(clip.phones for clip in made)


def test_synthesisers_are_late_and_people_are_not(tmp_path, monkeypatch):
    synthetic = make(tmp_path / "a", 4, monkeypatch)
    recorded = make(tmp_path / "b", 4, monkeypatch, arpabet=True)
    pairs = [(a, b) for one, other in zip(synthetic, recorded, strict=True)
             for a, b in zip(one.phones, other.phones, strict=True)]
    assert pairs
    assert all(b.start - a.start == pytest.approx(0.012, abs=1e-5) for a, b in pairs)


def test_files_that_are_there_are_kept(tmp_path, monkeypatch):
    make(tmp_path, 4, monkeypatch)
    first = (tmp_path / "heard-0000.npz").stat().st_mtime_ns
    assert len(make(tmp_path, 8, monkeypatch)) == 8
    assert (tmp_path / "heard-0000.npz").stat().st_mtime_ns == first
