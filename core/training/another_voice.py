"""The same words from another mouth: formants, pitch, pace and voice quality changed, each apart from the others.

The vocal tract is the smooth part of each short spectrum, as a cosine series of its logarithm (a cepstrum); changing
the frequencies at which the series is read moves formants and leaves the pitch. The voice below it is kept, or
replaced by pulses of a made-up melody, by breath, or by both. Phone times follow exactly. Sound is mono at 16 kHz.
"""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from ..speech.phones import KIND, Phone

SAMPLE_RATE = 16000
_WINDOW, _HOP = 512, 128
_LEAD = _WINDOW - _HOP
_BINS = _WINDOW // 2 + 1
_TERMS = 64
_ROWS = 12
_PACE_RATE = 100.0
_VOICED = frozenset("bmβvðdnlzɾɡŋjʒɹrw") | {"dʒ"} | {label for label, kind in KIND.items() if kind == "vowel"}


@dataclass(frozen=True)
class VoicePlan:
    """How often (0..1) and how far a voice is changed; factors are drawn evenly on a logarithmic scale.

    tape: pitch, formants and pace together; wobble: how much the pace wanders within a clip (standard deviation of its
    logarithm); formants: all formants together, the tape's included; bend: single formants against each other
    (standard deviation); drift: how much they wander in a clip; tilt: decibels an octave, mean and standard deviation;
    peaks: formants flatter or sharper; smear: milliseconds over which neighbouring sounds are blended; stress: decibels
    by which the loudness wanders from syllable to syllable and from phrase to phrase (the largest standard deviation);
    whispered, revoiced: shares of clips with another excitation. Synthesisers are duller and flatter than people, hence
    the mean of tilt, and stress.
    """

    changed: float = 0.85
    tape: tuple[float, float] = (0.8, 1.25)
    wobble: float = 0.08
    formants: tuple[float, float] = (0.82, 1.25)
    bend: float = 0.035
    drift: float = 0.02
    tilt: tuple[float, float] = (1.0, 2.5)
    peaks: tuple[float, float] = (0.75, 1.2)
    smear: tuple[float, float] = (1.0, 14.0)
    stress: float = 5.0
    whispered: float = 0.05
    revoiced: float = 0.3


@dataclass(frozen=True)
class Pace:
    """Where in the source each moment of a clip lies: `source` (times,) seconds from 0, `_PACE_RATE` times a second."""

    source: np.ndarray
    tape: float

    @classmethod
    def draw(cls, seconds: float, rng: np.random.Generator, plan: VoicePlan) -> "Pace":
        """A tape speed that wanders in the clip: slowly as people hurry and linger, quickly as a voice shakes."""
        count = round(seconds * _PACE_RATE) + 1
        tape = float(np.exp(rng.uniform(*np.log(plan.tape))))
        wander = np.zeros(count)
        for knots_a_second, share in ((2.0, 0.9), (12.0, 0.3)):
            knots = rng.standard_normal(int(seconds * knots_a_second) + 2) * plan.wobble * rng.random() * share
            wander += np.interp(np.linspace(0, len(knots) - 1, count), np.arange(len(knots)), knots)
        steps = tape * np.exp(wander) / _PACE_RATE
        return cls(np.concatenate([[0.0], np.cumsum((steps[1:] + steps[:-1]) / 2)]), tape)

    @property
    def source_seconds(self) -> float:
        return float(self.source[-1])

    def samples(self, source: np.ndarray, length: int) -> np.ndarray:
        """(n,) source samples from source time 0 -> (length,) of the clip; faster is higher, as on a tape."""
        times = np.arange(length) * (_PACE_RATE / SAMPLE_RATE)
        positions = np.interp(times, np.arange(len(self.source)), self.source * SAMPLE_RATE)
        before = np.minimum(positions.astype(np.int64), len(source) - 4)
        return _between(source, before, (positions - before).astype(np.float32))

    def phones(self, phones: list[Phone]) -> list[Phone]:
        """Phones of the source at their times in the clip; edges outside the clip are kept outside it."""
        edges = np.array([(phone.start, phone.end) for phone in phones]).reshape(-1, 2)
        clip = np.arange(len(self.source)) / _PACE_RATE
        inside = np.interp(edges, self.source, clip)
        outside = np.where(edges < 0, edges, np.maximum(edges - self.source[-1], 0.0)) / self.tape
        return [Phone(phone.label, *times) for phone, times in zip(phones, (inside + outside).tolist(), strict=True)]


def another_voice(
    samples: np.ndarray, phones: list[Phone], rng: np.random.Generator, plan: VoicePlan, tape: float = 1.0
) -> np.ndarray:
    """(n,) clean speech -> (n,) the same words at the same times in another voice; `tape` tells how much the formants
    were already moved by Pace. The loudness of each 32 ms stays nearly as it was, but for tilt, smear and stress."""
    if rng.random() > plan.changed:
        return samples
    heard = _spectra(samples)
    loud = np.abs(heard) + np.float32(1e-5)
    tract = _times(np.log(loud), _analysis())  # (frames, terms)
    tract *= _below_pitch(loud)
    change = _another_tract(tract, rng, plan, tape)
    kind = rng.random()
    if kind < plan.whispered + plan.revoiced:
        breath = 1.0 if kind < plan.whispered else float(rng.beta(0.8, 5.0))
        source = _spectra(_excitation(len(samples), _voicing(phones, len(samples)), breath, rng))
        spoken = source * np.exp(change)
        kept = np.sqrt(np.sum(loud**2, axis=1) / (np.sum(np.abs(spoken) ** 2, axis=1) + 1e-12))
        voice = _as_sudden_as(samples, _sound(spoken * kept[:, None], len(samples)))
    else:
        spoken = heard * np.exp(np.clip(change - _times(tract, _cosines().T), -3.5, 3.5))
        voice = _sound(spoken, len(samples))
    return voice * _stress(len(samples), rng, plan)


def shouted(plan: VoicePlan) -> VoicePlan:
    """The plan with the clearer, higher and brighter voice of somebody who calls out."""
    stress, tilt = plan.stress * 0.6, (2.0, plan.tilt[1])
    return replace(
        plan, tape=(1.0, 1.35), tilt=tilt, stress=stress, peaks=(1.0, 1.3), smear=(1.0, 5.0), whispered=0.0
    )


def _another_tract(tract: np.ndarray, rng: np.random.Generator, plan: VoicePlan, tape: float) -> np.ndarray:
    """Cepstra (frames, terms) -> log spectra (frames, bins) of another vocal tract."""
    width = rng.uniform(*plan.smear) / 1000.0 * SAMPLE_RATE / _HOP
    reach = np.arange(-4, 5)
    kernel = np.exp(-0.5 * (reach / max(width, 0.1)) ** 2)
    kernel /= kernel.sum()
    padded = np.pad(tract, ((4, 4), (0, 0)), mode="edge")
    smeared = sum(weight * padded[4 + step : 4 + step + len(tract)] for step, weight in zip(reach, kernel, strict=True))
    smeared = smeared.astype(np.float32)
    smeared[:, 2:] *= np.float32(rng.uniform(*plan.peaks))
    factor = float(np.exp(rng.uniform(*np.log(plan.formants)))) / tape
    bends = rng.normal(0.0, plan.bend, 5)
    slow = np.interp(
        np.linspace(0, 1, len(tract)), np.linspace(0, 1, 9), np.clip(rng.normal(0.5, 0.35, 9), 0.0, 1.0)
    ).astype(np.float32)[:, None]
    low, high = (_read_at(factor * np.exp(side * plan.drift + bends)) for side in (-1.0, 1.0))
    change = _times(smeared * slow, low.T) + _times(smeared * (1 - slow), high.T)
    return change + np.float32(rng.normal(*plan.tilt) * np.log(10.0) / 20.0) * _octaves()


def _as_sudden_as(samples: np.ndarray, smeared: np.ndarray) -> np.ndarray:
    """`smeared`, made over windows of 32 ms, with the onsets and closures of `samples`: their loudness over 10 ms."""
    loud, blurred = (_loudness_around(sound) for sound in (samples, smeared))
    gain = np.minimum((loud + 1e-5) / (blurred + 1e-5), 2.0)
    return smeared * np.interp(np.arange(len(samples)), np.arange(len(gain)) * 40 + 20, gain).astype(np.float32)


def _loudness_around(samples: np.ndarray) -> np.ndarray:
    """The RMS over 160 samples around the middle of every 40: (ceil(n / 40),)."""
    blocks = np.pad(samples, (0, -len(samples) % 40)).reshape(-1, 40)
    power = np.pad(np.mean(np.square(blocks), axis=1), 2, mode="edge")
    return np.sqrt((power[:-4] + 2 * (power[1:-3] + power[2:-2] + power[3:-1]) + power[4:]) / 8)


def _stress(length: int, rng: np.random.Generator, plan: VoicePlan) -> np.ndarray:
    """Gain of each sample, (length,) float32."""
    strength = plan.stress * rng.random() * np.log(10.0) / 20.0
    seconds = length / SAMPLE_RATE
    gain = np.zeros(length)
    for knots_a_second, share in ((5.0, 0.7), (0.8, 0.7)):
        knots = rng.standard_normal(int(seconds * knots_a_second) + 3) * strength * share
        gain += np.interp(np.linspace(0, len(knots) - 1, length), np.arange(len(knots)), knots)
    return np.exp(gain).astype(np.float32)


def _read_at(factors: np.ndarray) -> np.ndarray:
    """The cosines at the frequencies whose formants shall come to lie at each bin: (bins, terms).

    factors: (5,) how far formants near 0.3, 0.8, 1.6, 2.8 and 5 kHz move up.
    """
    hertz = np.arange(_BINS) * SAMPLE_RATE / _WINDOW
    bent = np.exp(np.interp(hertz, [300.0, 800.0, 1600.0, 2800.0, 5000.0], np.log(factors)))
    angle = np.pi * np.minimum(np.maximum.accumulate(hertz / bent) / (SAMPLE_RATE / 2), 0.96)
    return np.cos(angle.astype(np.float32)[:, None] * np.arange(_TERMS, dtype=np.float32))


def _below_pitch(loud: np.ndarray) -> np.ndarray:
    """How much of each term belongs to the vocal tract, (terms,): those of a voice's pitch period and longer are its
    harmonics. loud: magnitudes (frames, bins), whose loudest frames tell the shortest period."""
    power = np.square(loud)
    loudest = power[np.argsort(power.sum(1))[-24:]]
    repeats = np.fft.irfft(loudest)[:, 40 : _WINDOW // 2] / _window_overlap()
    period = 40 + float(np.quantile(repeats.argmax(1), 0.25))
    end = np.clip(0.8 * period, 30.0, _TERMS)
    return np.cos(np.pi / 2 * np.clip(np.arange(_TERMS) / end, 0.0, 1.0)).astype(np.float32)


def _times(many: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """many @ matrix in pieces so small that OpenBLAS does them on one thread: on a machine where all cores work, its
    threads wait for each other ten times longer than the product takes."""
    rows = -(-len(many) // _ROWS) * _ROWS
    pieces = np.pad(many, ((0, rows - len(many)), (0, 0))).reshape(-1, _ROWS, many.shape[1])
    return (pieces @ np.ascontiguousarray(matrix)).reshape(rows, -1)[: len(many)]


def _voicing(phones: list[Phone], length: int) -> np.ndarray:
    """1 where a voiced phone lasts, 0 elsewhere, with edges of about 10 ms: (length,) float32."""
    voiced = np.zeros(length // _HOP + 2, np.float32)
    for phone in phones:
        if phone.label in _VOICED:
            first, past = (round(seconds * SAMPLE_RATE / _HOP) for seconds in (phone.start, phone.end))
            voiced[max(first, 0) : max(past, 0)] = 1.0
    return np.interp(np.arange(length) / _HOP, np.arange(len(voiced)), voiced).astype(np.float32)


def _excitation(length: int, voicing: np.ndarray, breath: float, rng: np.random.Generator) -> np.ndarray:
    """Glottal pulses of a made-up melody where the voice sounds, breath elsewhere, and a share `breath` of it there."""
    air = rng.standard_normal(length, np.float32)
    if breath >= 1.0:
        return air
    seconds = length / SAMPLE_RATE
    knots = max(3, int(seconds * rng.uniform(2.0, 5.0)))
    accents = np.interp(
        np.linspace(0, knots - 1, length), np.arange(knots), rng.normal(0.0, rng.uniform(0.5, 4.0), knots)
    )
    fall = np.linspace(rng.uniform(0.0, 3.0), rng.uniform(-4.0, 0.0), length)
    hertz = np.exp(rng.uniform(np.log(75.0), np.log(330.0))) * 2.0 ** ((accents + fall) / 12.0)
    hertz = np.clip(hertz, 55.0, 500.0)
    turns = np.cumsum(hertz / SAMPLE_RATE)
    count = int(turns[-1])
    if count < 2:
        return air
    jitter, shimmer = rng.uniform(0.0, 0.03), rng.uniform(0.0, 0.25)
    creak = rng.uniform(0.0, 0.6) * (rng.random() < 0.25)
    wanted = np.arange(1, count) + rng.normal(0.0, jitter, count - 1)
    at = np.clip(np.interp(wanted, turns, np.arange(length)), 0, length - 2)
    strength = np.sqrt(SAMPLE_RATE / hertz[at.astype(int)]) * np.exp(rng.normal(0.0, shimmer, count - 1))
    strength[::2] *= 1.0 - creak
    pulses = np.zeros(length, np.float32)
    whole = at.astype(int)
    np.add.at(pulses, whole, strength * (1 - (at - whole)))
    np.add.at(pulses, whole + 1, strength * (at - whole))
    voiced = voicing * np.float32(1.0 - breath)
    return pulses * voiced + air * (1.0 - voiced)


def _between(source: np.ndarray, before: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Catmull-Rom between the four samples around each position (Keys 1981, a = -0.5)."""
    p0, p1, p2, p3 = (source[np.maximum(before + step, 0)] for step in (-1, 0, 1, 2))
    return p1 + 0.5 * share * (p2 - p0 + share * (2 * p0 - 5 * p1 + 4 * p2 - p3 + share * (3 * (p1 - p2) + p3 - p0)))


def _spectra(samples: np.ndarray) -> np.ndarray:
    """(n,) -> complex64 (frames, bins); the first frame begins _LEAD before sample 0."""
    padded = np.pad(samples.astype(np.float32, copy=False), (_LEAD, 2 * _WINDOW))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::_HOP][: len(samples) // _HOP + 5]
    return np.fft.rfft(frames * _hann())


def _sound(spectra: np.ndarray, length: int) -> np.ndarray:
    """The inverse of _spectra by overlap-add; squared windows four hops to a window sum to 1.5."""
    pieces = np.fft.irfft(spectra, _WINDOW) * (_hann() / np.float32(1.5))
    parts = pieces.reshape(len(pieces), _WINDOW // _HOP, _HOP)
    sound = np.zeros((len(pieces) + _WINDOW // _HOP - 1, _HOP), np.float32)
    for number in range(_WINDOW // _HOP):
        sound[number : number + len(pieces)] += parts[:, number]
    return sound.reshape(-1)[_LEAD : _LEAD + length]


@cache
def _hann() -> np.ndarray:
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_WINDOW) / _WINDOW)).astype(np.float32)


@cache
def _cosines() -> np.ndarray:
    """(bins, terms), as _read_at without a change."""
    return _read_at(np.ones(5))


@cache
def _analysis() -> np.ndarray:
    """Log spectrum -> cepstrum: (bins, terms); the ends count half, as in the DCT of type I."""
    weight = np.full((_BINS, 1), 2.0 / (_BINS - 1))
    weight[[0, -1]] /= 2
    terms = np.cos(np.pi * np.arange(_BINS)[:, None] * np.arange(_TERMS) / (_BINS - 1)) * weight
    terms[:, 0] /= 2
    return terms.astype(np.float32)


@cache
def _window_overlap() -> np.ndarray:
    """The window's own autocorrelation at the lags of _below_pitch, which a periodic sound's is divided by."""
    return np.fft.irfft(np.square(np.abs(np.fft.rfft(_hann(), 2 * _WINDOW))))[40 : _WINDOW // 2].astype(np.float32)


@cache
def _octaves() -> np.ndarray:
    """Octaves above 1 kHz of each bin, from 250 Hz on: (bins,) float32."""
    hertz = np.arange(_BINS) * SAMPLE_RATE / _WINDOW
    return np.log2(np.maximum(hertz, 250.0) / 1000.0).astype(np.float32)
