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


def _tone(hertz, seconds=2.0):
    times = np.arange(int(seconds * 16000)) / 16000
    return sum(0.05 / k * np.sin(2 * np.pi * hertz * k * times) for k in range(1, 6))


def test_rumble_louder_than_the_voice_hides_no_pitch_and_has_none(tmp_path):
    rumble = 0.6 * np.sin(2 * np.pi * 13 * np.arange(32000) / 16000)
    voice = hear(_speech(tmp_path, _tone(120) + rumble))
    assert np.abs(voice.pitch[15:-5] - 120).max() < 4
    assert not hear(_speech(tmp_path, rumble)).pitch[25:].any()


def test_noise_that_falls_with_frequency_has_no_pitch_at_the_bound(tmp_path):
    noise = np.random.default_rng(0).normal(0, 1.0, 64000)
    brown = np.convolve(noise, 0.97 ** np.arange(300), "same") * 0.02
    assert (hear(_speech(tmp_path, brown)).pitch > 430).mean() < 0.03


def test_level_changes_no_pitch(tmp_path):
    samples = np.concatenate([_tone(120), np.zeros(8000), 0.3 * _tone(180)])
    loud, faint = (hear(_speech(tmp_path, gain * samples)).pitch for gain in (1.0, 0.1))
    np.testing.assert_allclose(loud, faint, rtol=0.03)
    assert (loud > 0).sum() > 150


def test_a_pitch_far_from_the_lines_usual_is_no_voice(tmp_path):
    hear_of = hear(_speech(tmp_path, np.concatenate([_tone(100, 3.0), _tone(420, 0.5)]))).pitch
    assert 0 < hear_of.max() < 110


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
