import numpy as np
import pytest
import soundfile

from expclip.core.audio import open_speech
from expclip.core.voice import RATE, hear


def _speech(folder, samples, rate=16000):
    path = folder / "tone.wav"
    soundfile.write(path, samples, rate)
    return open_speech(path)


@pytest.mark.parametrize("hertz", [90, 150, 240, 400])
def test_pitch_of_a_voice_like_tone(tmp_path, hertz):
    seconds = np.arange(32000) / 16000
    voice = hear(_speech(tmp_path, sum(0.3 / k * np.sin(2 * np.pi * hertz * k * seconds) for k in range(1, 6))))
    inside = voice.pitch[5:-5]
    assert np.abs(inside - hertz).max() < 0.03 * hertz


def test_noise_and_silence_have_no_pitch(tmp_path):
    noise = np.random.default_rng(0).normal(0, 0.1, 32000)
    assert (hear(_speech(tmp_path, noise)).pitch > 0).mean() < 0.05
    assert not hear(_speech(tmp_path, np.zeros(16000))).pitch.any()


def test_loudness_follows_the_sound_in_time(tmp_path):
    samples = np.zeros(48000)
    samples[16000:32000] = 0.5 * np.sin(np.arange(16000) * 0.2)
    voice = hear(_speech(tmp_path, samples))
    assert len(voice.loudness) == pytest.approx(3 * RATE, abs=2)
    loud = np.flatnonzero(voice.loudness > -20)
    assert loud[0] / RATE == pytest.approx(1.0, abs=0.05)
    assert loud[-1] / RATE == pytest.approx(2.0, abs=0.05)
    assert voice.loudness[RATE + 25] == pytest.approx(20 * np.log10(0.5 / np.sqrt(2)), abs=0.5)


def test_a_long_line_is_the_same_as_its_pieces(tmp_path):
    samples = np.random.default_rng(1).normal(0, 0.1, 16000 * 25)
    whole = hear(_speech(tmp_path, samples)).loudness
    piece = hear(_speech(tmp_path, samples[: 16000 * 8])).loudness
    assert np.abs(whole[: 8 * RATE - 5] - piece[: 8 * RATE - 5]).max() < 1e-3
