import numpy as np
import pytest

pytest.importorskip("torch")

from expclip.core.speech.phones import COUNT, INDEX, Phone
from expclip.core.speech.phonogram import phonogram_of
from expclip.core.training.heard_clips import HeardClip
from expclip.core.training.mishearing import confusions, jittered, misheard

WORDS = [Phone("m", 0.1, 0.2), Phone("ɑ", 0.2, 0.4), Phone("p", 0.4, 0.5), Phone("i", 0.7, 0.9)]


def heard_as(share: float) -> np.ndarray:
    """A phonogram of WORDS in which `share` of every m is heard as n."""
    phonogram = phonogram_of(WORDS, 50)
    moved = share * phonogram[:, INDEX["m"]]
    phonogram[:, INDEX["n"]] += moved
    phonogram[:, INDEX["m"]] -= moved
    return phonogram


def instead() -> np.ndarray:
    return confusions([HeardClip(WORDS, heard_as(0.4), np.zeros(50), np.zeros(50))])


def test_confusions_are_what_was_heard():
    table = instead()
    np.testing.assert_allclose(table.sum(1), 1.0)
    assert not np.diag(table).any()
    assert table[INDEX["m"]].argmax() == INDEX["n"] and table[INDEX["m"], INDEX["n"]] > 0.9
    assert table[INDEX["t"]].max() < 0.1


def test_jitter_is_small_and_leaves_no_holes():
    random = np.random.default_rng(0)
    moves = []
    for _ in range(200):
        moved = jittered(WORDS, random)
        assert [phone.label for phone in moved] == [phone.label for phone in WORDS]
        assert moved[0].end == moved[1].start and moved[1].end == moved[2].start
        moves += [a.start - b.start for a, b in zip(moved, WORDS, strict=True)]
    assert 0.008 < np.std(moves) < 0.016 and abs(np.mean(moves)) < 0.003


def test_a_worse_ear_doubts_leaves_out_and_blurs():
    random = np.random.default_rng(0)
    table = instead()
    shares: list[float] = []
    for _ in range(300):
        phonogram = misheard(WORDS, 50, table, random)
        np.testing.assert_allclose(phonogram.sum(1), 1.0, atol=1e-5)
        assert phonogram.shape == (50, COUNT) and phonogram.min() >= -1e-6
        shares.append(phonogram[7, INDEX["m"]])
    surely = np.array(shares)
    assert 0.5 < surely.mean() < 0.9 and (surely > 0.95).mean() > 0.25 and (surely < 0.3).mean() > 0.05
