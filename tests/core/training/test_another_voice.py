import numpy as np
import pytest

from expclip.core.speech.phones import Phone
from expclip.core.training.another_voice import Pace, VoicePlan, another_voice, shouted

STILL = {
    "changed": 1.0, "tape": (1.0, 1.000001), "wobble": 0.0, "formants": (1.0, 1.000001), "bend": 0.0, "drift": 0.0,
    "tilt": (0.0, 0.0), "stress": 0.0, "peaks": (1.0, 1.000001), "smear": (0.01, 0.011), "whispered": 0.0,
    "revoiced": 0.0,
}  # fmt: skip


def vowel(pitch: float, formants: tuple[float, ...], seconds: float = 1.0) -> np.ndarray:
    """Harmonics of `pitch` under resonances 120 Hz wide."""
    time = np.arange(int(seconds * 16000)) / 16000
    sound = np.zeros(len(time))
    for hertz in np.arange(pitch, 7500.0, pitch):
        strength = sum(1 / (1 + ((hertz - formant) / 120.0) ** 2) for formant in formants) + 0.003
        sound += strength * np.cos(2 * np.pi * hertz * time + hertz)
    return (0.1 * sound).astype(np.float32)


def pitch_of(samples: np.ndarray) -> float:
    middle = samples[4000:12000]
    match = np.fft.irfft(np.abs(np.fft.rfft(middle, 1 << 15)) ** 2)
    return 16000 / (40 + int(match[40:250].argmax()))


def formant_of(samples: np.ndarray, low: float, high: float) -> float:
    """The centre of gravity of the strongest harmonics between two frequencies, in Hz."""
    power = np.abs(np.fft.rfft(samples[4000:12000])) ** 4
    hertz = np.fft.rfftfreq(8000, 1 / 16000)
    inside = (hertz > low) & (hertz < high)
    return float((power * hertz)[inside].sum() / power[inside].sum())


def onset(samples: np.ndarray) -> float:
    energy = np.cumsum(samples.astype(np.float64) ** 2)
    return float(np.searchsorted(energy, energy[-1] * 0.5)) / 16000


def test_a_plan_without_change_keeps_every_sample():
    sound = vowel(120, (600, 1500))
    assert np.abs(another_voice(sound, [], np.random.default_rng(0), VoicePlan(**STILL)) - sound).max() < 1e-4


@pytest.mark.parametrize("factor", [0.85, 1.2])
def test_formants_move_and_the_pitch_stays(factor):
    sound = vowel(120, (1500,))
    plan = VoicePlan(**STILL | {"formants": (factor, factor * 1.000001)})
    heard = another_voice(sound, [], np.random.default_rng(0), plan)
    assert pitch_of(heard) == pytest.approx(pitch_of(sound), rel=0.01)
    assert formant_of(heard, 700, 2600) == pytest.approx(1500 * factor, rel=0.05)


def test_the_pitch_moves_and_formants_stay():
    """The tape goes faster, the vocal tract is brought back."""
    plan = VoicePlan(**STILL | {"tape": (1.2, 1.200001)})
    pace = Pace.draw(1.0, np.random.default_rng(0), plan)
    sound = vowel(120, (1500,), 1.3)
    heard = another_voice(pace.samples(sound, 16000), [], np.random.default_rng(0), plan, pace.tape)
    assert pitch_of(heard) == pytest.approx(144, rel=0.02)
    assert formant_of(heard, 700, 2600) == pytest.approx(1500, rel=0.05)


def test_a_whisper_has_no_pitch():
    sound = vowel(120, (600, 1500))
    plan = VoicePlan(**STILL | {"whispered": 1.0})
    whisper = another_voice(sound, [Phone("ɑ", 0.0, 1.0)], np.random.default_rng(0), plan)

    def periodic(samples: np.ndarray) -> float:
        match = np.fft.irfft(np.abs(np.fft.rfft(samples[4000:12000], 1 << 15)) ** 2)
        return float(match[100:170].max() / match[0])

    assert periodic(sound) > 0.9
    assert periodic(whisper) < 0.4
    assert formant_of(whisper, 1000, 2200) == pytest.approx(1500, rel=0.06)
    assert np.std(whisper) == pytest.approx(np.std(sound), rel=0.15)


def test_another_melody_is_sung_by_the_same_vocal_tract():
    sound = vowel(120, (600, 1500))
    plan = VoicePlan(**STILL | {"revoiced": 1.0})
    pitches = []
    for seed in range(8):
        heard = another_voice(sound, [Phone("ɑ", 0.0, 1.0)], np.random.default_rng(seed), plan)
        pitches.append(pitch_of(heard))
        assert formant_of(heard, 1000, 2200) == pytest.approx(1500, rel=0.1)
    assert max(pitches) > 1.3 * min(pitches)


@pytest.mark.parametrize("seed", range(20))
def test_sounds_keep_their_moment(seed):
    """A click at a phone's edge stays there, whatever the voice: within 5 ms of where its phone begins."""
    rng = np.random.default_rng(seed)
    plan = shouted(VoicePlan()) if seed % 4 == 0 else VoicePlan()
    pace = Pace.draw(2.0, rng, plan)
    edge = 0.4 * pace.source_seconds
    source = np.zeros(int(pace.source_seconds * 16000) + 10, np.float32)
    source[round(edge * 16000) : round(edge * 16000) + 4] = (0.5, -0.5, 0.5, -0.5)
    before, after = pace.phones([Phone("sil", 0.0, edge), Phone("t", edge, pace.source_seconds)])
    assert before.end == after.start
    heard = another_voice(pace.samples(source, 32000), [before, after], rng, plan, pace.tape)
    assert heard.shape == (32000,) and np.isfinite(heard).all()
    assert onset(heard) == pytest.approx(after.start, abs=0.005)


def test_phones_follow_the_pace_and_stay_in_order():
    rng = np.random.default_rng(4)
    pace = Pace.draw(4.0, rng, VoicePlan(wobble=0.3))
    edges = np.linspace(-0.1, pace.source_seconds + 0.1, 60)
    spoken = pace.phones([Phone("a", first, last) for first, last in zip(edges[:-1], edges[1:], strict=True)])
    assert all(phone.end > phone.start for phone in spoken)
    assert spoken[0].start < 0.0 and spoken[-1].end > 4.0
    lengths = [phone.end - phone.start for phone in spoken[2:-2]]
    assert max(lengths) > 1.1 * min(lengths)


def test_a_faster_tape_is_shorter_and_higher():
    plan = VoicePlan(**STILL | {"tape": (1.25, 1.2500001)})
    pace = Pace.draw(0.8, np.random.default_rng(0), plan)
    assert pace.source_seconds == pytest.approx(1.0, abs=1e-4)
    assert pitch_of(pace.samples(vowel(120, (1500,), 1.1), 12800)) == pytest.approx(150, rel=0.02)


def test_stress_changes_the_loudness_slowly():
    plan = VoicePlan(**STILL | {"stress": 8.0})
    sound = vowel(120, (600, 1500), 4.0)
    spreads = []
    for seed in range(8):
        heard = another_voice(sound, [], np.random.default_rng(seed), plan)
        levels = 20 * np.log10(np.sqrt(np.mean(heard.reshape(-1, 640) ** 2, axis=1)))
        spreads.append(np.std(levels))
        assert np.abs(np.diff(levels)).max() < 15
    assert max(spreads) > 2.0 and min(spreads) < 2.0


def test_the_seed_decides():
    sound = vowel(120, (600, 1500))
    plan = VoicePlan(changed=1.0)
    first, second, third = (another_voice(sound, [], np.random.default_rng(seed), plan) for seed in (1, 1, 2))
    assert np.array_equal(first, second)
    assert not np.array_equal(first, third)
