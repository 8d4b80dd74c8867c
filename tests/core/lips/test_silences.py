import numpy as np
import pytest

from expclip.core.lips.silences import GAP_SECONDS, room_tone, silences, with_gaps
from expclip.core.speech.phones import Phone


def decibels(sound: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(sound.astype(float) ** 2)))


def test_the_same_sounds_each_time():
    first, second = silences(), silences()
    assert first.keys() == second.keys() and len(first) == 7
    for name, sound in first.items():
        assert np.array_equal(sound, second[name]) and len(sound) == 80000
        assert np.abs(sound).max() < 1 and sound.dtype == np.float32


def test_levels_are_what_the_names_say():
    sounds = silences()
    assert decibels(sounds["pink noise, -50 dBFS"]) == pytest.approx(-50, abs=0.1)
    assert decibels(sounds["pink noise, -40 dBFS"]) == pytest.approx(-40, abs=0.1)
    assert not sounds["digital zero"].any()
    assert np.ptp(sounds["an offset"]) == 0 and sounds["an offset"].mean() > 0.01


def test_room_tone_comes_from_pauses_alone():
    samples = np.ones(5 * 16000, np.float32)
    samples[16000:32000] = 0.001
    samples[48000:52000] = 0.5
    phones = [Phone("a", 0.0, 1.0), Phone("sil", 1.0, 2.0), Phone("a", 2.0, 3.0), Phone("sil", 3.0, 3.25)]
    tone = room_tone([(samples, phones)])
    assert len(tone) == pytest.approx(0.76 * 16000, abs=2) and tone.max() < 0.0011


def test_gaps_are_where_they_are_said_to_be():
    clip = (np.full(16000, 0.1, np.float32), [Phone("a", 0.2, 0.8)])
    samples, phones, gaps = with_gaps([clip, clip])
    assert gaps == [1.0, 3.0]
    for gap in gaps:
        assert not samples[int(gap * 16000) : int((gap + GAP_SECONDS) * 16000)].any()
    assert [(phone.start, phone.end) for phone in phones] == [(0.2, 0.8), (2.2, 2.8)]
