"""Real rooms in which nobody speaks: the pauses of recordings, joined."""

from collections.abc import Iterable, Sequence

import numpy as np

from ..speech.phones import Phone
from .shards import SAMPLE_RATE

_SHORTEST_PAUSE_SECONDS, _EDGE_SECONDS = 0.35, 0.12
_FADE = SAMPLE_RATE // 50
_NEAR_SPEECH, _ABOVE_ROOM = 10.0 ** (-15.0 / 20.0), 4.0
"""Beside the speech of the recording, and beside the pause itself: a moment louder than both is speech that the labels
lack, as an aligner leaves it there where somebody starts a word twice."""


def pauses(samples: np.ndarray, silences: Iterable[tuple[float, float]]) -> list[np.ndarray]:
    """What samples (n,) hold in stretches without speech, begin and end in seconds: short ones, those with a word that
    was not labelled, and all edges left away.

    Digital zero is no room.
    """
    silences = list(silences)
    speech = _speech_level(samples, silences)
    stretches = []
    for begin, end in silences:
        if end - begin >= _SHORTEST_PAUSE_SECONDS:
            stretch = samples[int((begin + _EDGE_SECONDS) * SAMPLE_RATE) : int((end - _EDGE_SECONDS) * SAMPLE_RATE)]
            sounding = stretch[stretch != 0.0]
            if len(sounding) > 2 * _FADE and not _holds_a_word(sounding, speech):
                stretches.append(sounding)
    return stretches


def _speech_level(samples: np.ndarray, silences: Iterable[tuple[float, float]]) -> float:
    """The root mean square of what lies outside of the silences; infinite where nothing does."""
    spoken = np.ones(len(samples), bool)
    for begin, end in silences:
        spoken[int(begin * SAMPLE_RATE) : int(end * SAMPLE_RATE)] = False
    return float(np.sqrt(np.mean(samples[spoken] ** 2))) if spoken.any() else np.inf


def _holds_a_word(pause: np.ndarray, speech: float) -> bool:
    levels = np.sqrt(np.mean(pause[: len(pause) // _FADE * _FADE].reshape(-1, _FADE) ** 2, axis=1))
    return bool(levels.max() > max(_NEAR_SPEECH * speech, _ABOVE_ROOM * np.median(levels)))


def between(phones: Sequence[Phone], seconds: float) -> list[tuple[float, float]]:
    """The stretches that no phone covers, of a sound of `seconds`."""
    return list(zip([0.0, *(p.end for p in phones)], [*(p.start for p in phones), seconds], strict=True))


def room_tone(samples: np.ndarray, phones: Sequence[Phone], length: int, rng: np.random.Generator) -> np.ndarray | None:
    """`length` samples of the room between the phones, pauses in a random order, each forwards or backwards; None where
    there are no pauses."""
    found = pauses(samples, between(phones, len(samples) / SAMPLE_RATE))
    if not found:
        return None
    parts: list[np.ndarray] = []
    while sum(len(part) - _FADE for part in parts) < length + _FADE:
        part = found[rng.integers(len(found))]
        parts.append(part[:: rng.choice((-1, 1))])
    return joined(parts)[:length]


def joined(parts: Iterable[np.ndarray]) -> np.ndarray:
    """One after another with cross-fades of 20 ms."""
    sound = np.zeros(0, np.float32)
    for part in parts:
        fade = min(_FADE, len(sound), len(part))
        rise = np.linspace(0, 1, fade, dtype=np.float32)
        seam = sound[len(sound) - fade :] * (1 - rise) + part[:fade] * rise
        sound = np.concatenate([sound[: len(sound) - fade], seam, part[fade:]])
    return sound
