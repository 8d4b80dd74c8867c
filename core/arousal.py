"""How aroused a voice sounds from moment to moment, so that the strength of an expression can follow it.

Arousal is heard in loudness, pitch and pace (Banse and Scherer 1996; Juslin and Laukka 2003). TalkCLIP (section 5)
names it as missing: its intensity comes from words alone. Each is measured against the line's own usual, because levels
of recordings and pitches of people differ; a line livelier or flatter than speech usually is shifts as a whole.
"""

from collections.abc import Sequence

import numpy as np
from scipy.ndimage import gaussian_filter1d

from .speech.phones import SILENCE, Phone
from .voice import RATE, Voice

SMOOTH_SECONDS = 0.7
"""Width of the window (at half its height) in which the voice is judged: longer than a word, shorter than a phrase."""
LOUDNESS_DECIBELS, PITCH_SEMITONES, PACE_OCTAVES = 5.0, 4.0, 0.6
"""How far above the line's usual counts as 1."""
LOUDNESS, PITCH, PACE = 0.5, 0.3, 0.2
"""Their shares."""
USUAL_SPREAD, USUAL_PACE = 3.6, 11.6
"""Of speech: standard deviation of the pitch in semitones, phones a second; medians of eight LibriSpeech readers."""
_MOVED, _SHIFTED = 0.6, 0.25
_FAINT = 0.05
_BELOW_LOUD_DECIBELS = 25.0


def strength(voice: Voice, phones: Sequence[Phone], follow: float) -> np.ndarray:
    """Factors on the strength of an expression, (values,) float32 at the voice's RATE, about 0.5 to 2.

    follow: 0 (all factors are 1) to 1. phones: of the line, in seconds.
    """
    moved, shifted = arousal(voice, phones)
    return np.exp(follow * (_MOVED * np.tanh(moved) + _SHIFTED * np.tanh(shifted))).astype(np.float32)


def arousal(voice: Voice, phones: Sequence[Phone]) -> tuple[np.ndarray, float]:
    """Above 0 where the voice is more aroused than the line usually is, (values,), and how the line is beside usual
    speech; both 0 where nobody speaks. Pauses fade to 0."""
    spoken = [phone for phone in phones if phone.label != SILENCE]
    seconds = voice.seconds()
    speaking, pace = np.zeros(len(seconds), bool), np.zeros(len(seconds))
    for phone in spoken:
        inside = slice(*np.searchsorted(seconds, (phone.start, phone.end)))
        speaking[inside], pace[inside] = True, -np.log2(max(phone.end - phone.start, 0.02))
    if not speaking.any():
        return np.zeros(len(seconds)), 0.0
    speaking &= voice.loudness > np.percentile(voice.loudness[speaking], 95) - _BELOW_LOUD_DECIBELS
    voiced = speaking & (voice.pitch > 0)
    height = 12.0 * np.log2(np.maximum(voice.pitch, 1.0))
    height = np.clip(height - (np.median(height[voiced]) if voiced.any() else 0.0), -12.0, 12.0)
    moved = np.zeros(len(seconds))
    for share, values, unit, where in (
        (LOUDNESS, voice.loudness, LOUDNESS_DECIBELS, speaking),
        (PITCH, height, PITCH_SEMITONES, voiced),
        (PACE, pace, PACE_OCTAVES, speaking),
    ):
        if where.any():
            moved += share * _smooth((values - values[where].mean()) / unit, where)
    usual_pace = len(spoken) / sum(phone.end - phone.start for phone in spoken)
    spread = float(height[voiced].std()) if voiced.sum() >= RATE else USUAL_SPREAD
    return moved, float(np.log2(max(spread, 0.5) / USUAL_SPREAD) + 0.5 * np.log2(usual_pace / USUAL_PACE))


def _smooth(values: np.ndarray, where: np.ndarray) -> np.ndarray:
    """The mean of the values around each moment where they hold; towards 0 where they hold nowhere near."""
    width = SMOOTH_SECONDS * RATE / 2.355
    held = gaussian_filter1d(where.astype(np.float64), width, mode="constant")
    return gaussian_filter1d(np.where(where, values, 0.0), width, mode="constant") / (held + _FAINT)
