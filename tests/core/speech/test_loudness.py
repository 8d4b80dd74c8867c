import numpy as np
import pytest

from expclip.core.speech.loudness import CHANNELS, frame_decibels, line_decibels, loudness_channels, speech_level


def noise(seconds: float, decibels: float) -> np.ndarray:
    samples = np.random.default_rng(0).standard_normal(int(seconds * 16000))
    return (samples * 10 ** (decibels / 20)).astype(np.float32)


def test_a_level_is_measured_in_each_frame():
    decibels = frame_decibels(np.concatenate([noise(1.0, -20.0), np.zeros(16000, np.float32)]))
    assert decibels.shape == (100,) and decibels.dtype == np.float32
    assert np.allclose(decibels[:50], -20.0, atol=2.0) and np.allclose(decibels[50:], -100.0)


@pytest.mark.parametrize("length", [100, 320, 4567, 10**6])
def test_the_size_of_blocks_does_not_matter(length):
    samples = noise(1.013, -30.0)
    blocks = (samples[at : at + length] for at in range(0, len(samples), length))
    np.testing.assert_array_equal(line_decibels(blocks, 51), frame_decibels(samples))


def test_a_line_has_the_frames_that_are_wanted():
    assert len(line_decibels([noise(1.0, -30.0)], 53)) == 53
    assert line_decibels([noise(1.0, -30.0)], 53)[-1] == -100.0
    assert len(line_decibels([noise(1.0, -30.0)], 20)) == 20
    assert (line_decibels([], 4) == -100.0).all()


def test_pauses_do_not_move_the_level():
    speech, pause = frame_decibels(noise(2.0, -25.0)), frame_decibels(noise(6.0, -70.0))
    assert speech_level(speech) == pytest.approx(-25.0, abs=0.5)
    assert speech_level(np.concatenate([speech, pause])) == pytest.approx(speech_level(speech), abs=0.1)


def test_silence_has_no_speech_that_is_loud():
    silence = np.full(100, -100.0, np.float32)
    assert loudness_channels(silence, speech_level(silence))[:, 1].max() == -4.0
    assert speech_level(np.zeros(0, np.float32)) == -60.0


def test_gain_moves_the_absolute_channel_only():
    decibels = frame_decibels(noise(1.0, -30.0))
    plain, louder = (loudness_channels(each, speech_level(each)) for each in (decibels, decibels + 12.0))
    assert plain.shape == (50, CHANNELS)
    np.testing.assert_allclose(louder[:, 1], plain[:, 1], atol=1e-5)
    np.testing.assert_allclose(louder[:, 0] - plain[:, 0], 0.6, atol=1e-5)
