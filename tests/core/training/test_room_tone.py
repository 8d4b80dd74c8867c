import numpy as np

from expclip.core.speech.phones import Phone
from expclip.core.training.room_tone import between, joined, pauses, room_tone

RATE = 16000


def recording() -> tuple[np.ndarray, list[Phone]]:
    """A soft room; a loud voice from 1 to 2 s and from 2.2 to 3 s; a second of digital zero at the end."""
    rng = np.random.default_rng(0)
    samples = rng.normal(0.0, 0.001, 5 * RATE).astype(np.float32)
    for first, past in ((1.0, 2.0), (2.2, 3.0)):
        samples[int(first * RATE) : int(past * RATE)] += 0.3
    samples[4 * RATE :] = 0.0
    return samples, [Phone("ɑ", 1.0, 2.0), Phone("ɑ", 2.2, 3.0)]


def test_pauses_hold_the_room_and_no_voice():
    samples, phones = recording()
    found = pauses(samples, between(phones, 5.0))
    assert len(found) == 2, "the 0.2 s between the words are too short"
    assert all(np.abs(stretch).max() < 0.01 and stretch.all() for stretch in found)
    assert abs(len(found[1]) - 0.88 * RATE) < 2, "from 0.12 s after the voice to the digital zero"


def test_a_pause_with_a_word_that_nobody_labelled_is_none():
    samples, phones = recording()
    samples[int(0.4 * RATE) : int(0.5 * RATE)] += 0.1
    assert len(pauses(samples, between(phones, 5.0))) == 1
    samples[int(0.4 * RATE) : int(0.5 * RATE)] -= 0.08
    assert len(pauses(samples, between(phones, 5.0))) == 2, "a breath or a rustle belongs to the room"


def test_a_loud_room_is_a_room():
    samples, phones = recording()
    samples += np.random.default_rng(1).normal(0.0, 0.1, len(samples)).astype(np.float32)
    assert len(pauses(samples, between(phones, 5.0))) == 2


def test_a_room_lasts_as_long_as_is_asked():
    tone = room_tone(*recording(), 10 * RATE, np.random.default_rng(1))
    assert tone.shape == (10 * RATE,) and tone.dtype == np.float32
    level = np.sqrt(np.mean(tone.reshape(100, -1) ** 2, axis=1))
    assert level.min() > 0.0005 and level.max() < 0.0015


def test_no_pause_no_room():
    samples, _ = recording()
    assert room_tone(samples, [Phone("ɑ", 0.0, 5.0)], RATE, np.random.default_rng(0)) is None


def test_joints_do_not_click():
    up, down = np.full(RATE, 0.5, np.float32), np.full(RATE, -0.5, np.float32)
    sound = joined([up, down, up])
    assert np.abs(np.diff(sound)).max() < 0.01
    assert len(sound) == 3 * RATE - 2 * RATE // 50
