"""What keeps a speaking face alive: blinks, glances, brow accents on stressed syllables, breath, and a head that moves.

All of it is seeded and repeatable, and yields to the direction: shut eyes stay shut, a directed gaze stays.
Figures: blinks 15-20 a minute in conversation (Bentivoglio et al. 1997), closing in 80 ms and opening in 160 ms
(Doane 1980); fixations of 0.6-3 s and saccades of a few degrees (Lee, Badler, Badler 2002); brows and head
rise with pitch accents (Cave et al. 1996; Munhall et al. 2004); speakers breathe in for about half a second, in most
pauses, deeper in longer ones (Winkworth et al. 1995; Rochet-Capellan and Fuchs 2013). Blinks mark where a thought ends
(Nakano et al. 2013), so a turn of the feeling comes with one.
"""

import numpy as np
from scipy.signal import find_peaks

from ...rigs import arkit
from ..settings import AnimateSettings
from ..voice import RATE, Voice
from .cues import Cues

CLOSING, SHUT, OPENING = 0.08, 0.04, 0.17
BLINK = CLOSING + SHUT + OPENING
BLINK_GAP, SHORTEST_BLINK_GAP = 3.4, 0.9
FIXATION, SHORTEST_FIXATION, SACCADE = 1.5, 0.5, 0.05
GAZE_WEIGHT = 0.26
ACCENT_WEIGHT = 0.28
ACCENT_SECONDS = 0.14
ACCENT_GAP = int(0.6 * RATE)
HEAD_SWAY = np.array([0.060, 0.040, 0.028])
HEAD_NOD = 0.045
BREATH_SECONDS, SHORTEST_PAUSE, LONG_PAUSE = 0.5, 0.35, 1.2
BREATH_ENDS, BREATH_LET_GO = 0.06, 0.3
BREATH_WEIGHTS = {
    "noseSneerLeft": 0.07, "noseSneerRight": 0.07, "jawOpen": 0.015,
    "browInnerUp": 0.07, "browOuterUpLeft": 0.03, "browOuterUpRight": 0.03,
}  # fmt: skip
BREATH_NOD = 0.016
SWAY_SECONDS = 1.0
"""Over which the head comes to rest when nobody speaks."""
_DIRECTED_GAZE = 0.25


def enliven(weights: np.ndarray, fps: float, cues: Cues, settings: AnimateSettings) -> np.ndarray:
    """Lays life over weights (frames, 52), in place because an hour of them is large, and returns the head's motion.

    The head is float32 (frames, 3): yaw, pitch, roll in radians. `settings` give the strengths and the seed; `life`
    scales all but the blinks, which come or do not. What an edited phone changes lies around it.
    """
    seconds, each, seed = np.arange(len(weights)) / fps, settings.life_parts, (settings.seed, cues.number())
    accents = _accents(seconds, cues.voice) * (each.accents * settings.life)
    breath = _breaths(seconds, cues.phrases(), seed) * (each.breath * settings.life)
    _glance(weights, seconds, np.random.default_rng((*seed, 1)), each.glances * settings.life)
    _raise_brows(weights, accents)
    _breathe(weights, breath)
    if settings.life > 0 and each.blinks > 0:
        _blink(weights, seconds, _blink_times(len(weights) / fps, cues, np.random.default_rng((*seed, 2)), each.blinks))
    head = _sway(seconds, cues, np.random.default_rng((*seed, 3))) * np.float32(each.head * settings.life)
    head[:, 1] += HEAD_NOD * each.head * accents + BREATH_NOD * breath
    return head


def _blink_times(end: float, cues: Cues, random: np.random.Generator, rate: float) -> list[float]:
    """At every turn of the feeling; between, random gaps, each drawn towards an end of a phrase: people blink there."""
    times: list[float] = []
    for turn in cues.turns:
        if not times or turn - times[-1] > SHORTEST_BLINK_GAP:
            times.append(turn)
    ends = cues.phrases()[:, 1]
    at = random.uniform(0.4, 2.0)
    while at < end:
        near = ends[np.abs(ends - at) < 0.7]
        drawn = float(near[np.abs(near - at).argmin()]) if len(near) else at
        if all(abs(drawn - time) > SHORTEST_BLINK_GAP for time in times):
            times.append(drawn)
        at += (SHORTEST_BLINK_GAP + random.gamma(2.0, (BLINK_GAP - SHORTEST_BLINK_GAP) / 2.0)) / rate
    return [time for time in times if not any(start < time + BLINK and time < past for start, past in cues.stares)]


def _blink(weights: np.ndarray, seconds: np.ndarray, times: list[float]) -> None:
    shut = np.zeros(len(seconds), np.float32)
    for time in times:
        first, past = np.searchsorted(seconds, (time, time + BLINK))
        after = seconds[first:past] - time
        blink = _smooth(after / CLOSING) * (1 - _smooth((after - CLOSING - SHUT) / OPENING))
        shut[first:past] = np.maximum(shut[first:past], blink)
    for side in ("Left", "Right"):
        lid, wide = arkit.INDEX["eyeBlink" + side], arkit.INDEX["eyeWide" + side]
        weights[:, lid] = np.maximum(weights[:, lid], shut)
        weights[:, wide] *= 1 - shut


def _glance(weights: np.ndarray, seconds: np.ndarray, random: np.random.Generator, strength: float) -> None:
    """Small saccades around where the direction looks; a directed gaze damps them."""
    sideways, upwards = _saccades(seconds, random)
    directed = np.zeros(len(seconds), np.float32)
    for name, channel in arkit.INDEX.items():
        if name.startswith("eyeLook"):
            np.maximum(directed, weights[:, channel], out=directed)
    free = np.clip(1 - directed / _DIRECTED_GAZE, 0, 1) * (GAZE_WEIGHT * strength)
    for name, motion, sign in (
        ("eyeLookOutLeft", sideways, 1), ("eyeLookInRight", sideways, 1),
        ("eyeLookInLeft", sideways, -1), ("eyeLookOutRight", sideways, -1),
        ("eyeLookUpLeft", upwards, 1), ("eyeLookUpRight", upwards, 1),
        ("eyeLookDownLeft", upwards, -1), ("eyeLookDownRight", upwards, -1),
    ):  # fmt: skip
        weights[:, arkit.INDEX[name]] += np.clip(sign * motion, 0, None) * free


def _saccades(seconds: np.ndarray, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Gaze to the character's left and up, each about -1..1: fixations joined by jumps of SACCADE seconds."""
    at, here = random.uniform(0.3, 1.2), np.zeros(2)
    moments, places = [0.0], [here]
    while len(seconds) and at < seconds[-1]:
        # Every second look goes back to the listener.
        there = np.zeros(2) if here.any() and random.random() < 0.5 else random.normal(0, (0.55, 0.3))
        moments += [at, at + SACCADE]
        places += [here, there]
        here = there
        at += SHORTEST_FIXATION + random.gamma(1.5, (FIXATION - SHORTEST_FIXATION) / 1.5)
    sideways, upwards = np.clip(places, -1.0, 1.0).T
    left, up = np.interp(seconds, moments, sideways), np.interp(seconds, moments, upwards)
    return left.astype(np.float32), up.astype(np.float32)


def _accents(seconds: np.ndarray, voice: Voice) -> np.ndarray:
    """0..1 bumps on the pitch peaks that stand out from the line's own pitch, (frames,)."""
    voiced = voice.pitch > 0
    if voiced.sum() < RATE // 2:
        return np.zeros(len(seconds))
    height = np.log2(np.maximum(voice.pitch, 1.0))
    middle, spread = np.median(height[voiced]), max(float(height[voiced].std()), 0.02)
    prominence = np.where(voiced, (height - middle) / spread, -9.0)
    accents = np.zeros(len(seconds), np.float32)
    peaks, _ = find_peaks(prominence, height=1.0, distance=ACCENT_GAP)
    for peak in peaks:
        size = min(1.0, 0.4 + 0.3 * (prominence[peak] - 1.0))
        first, past = np.searchsorted(seconds, peak / RATE + np.array([-3, 3]) * ACCENT_SECONDS)
        bump = size * np.exp(-np.square((seconds[first:past] - peak / RATE) / ACCENT_SECONDS))
        accents[first:past] = np.maximum(accents[first:past], bump)
    return accents


def _raise_brows(weights: np.ndarray, accents: np.ndarray) -> None:
    lowered = weights[:, [arkit.INDEX["browDownLeft"], arkit.INDEX["browDownRight"]]].max(1)
    for name, share in (("browInnerUp", 0.8), ("browOuterUpLeft", 1.0), ("browOuterUpRight", 1.0)):
        channel = arkit.INDEX[name]
        room = 1 - np.clip(weights[:, channel], 0, 1)
        weights[:, channel] += ACCENT_WEIGHT * share * accents * room * (1 - lowered)


def _breaths(seconds: np.ndarray, phrases: np.ndarray, seed: tuple[int, int]) -> np.ndarray:
    """0..1, in before each phrase that follows a pause, and out into its beginning; (frames,)."""
    breaths = np.zeros(len(seconds), np.float32)
    for ended, onset in zip([0.0, *phrases[:, 1]], phrases[:, 0], strict=False):
        pause = onset - ended
        if pause < SHORTEST_PAUSE:
            continue
        random = np.random.default_rng((*seed, 4, round(onset * RATE)))
        depth, length = random.uniform(0.75, 1.0), BREATH_SECONDS * random.uniform(0.8, 1.25)
        length = min(length, pause - 2 * BREATH_ENDS)
        depth *= 0.5 + 0.5 * min(1.0, (pause - SHORTEST_PAUSE) / (LONG_PAUSE - SHORTEST_PAUSE))
        full = onset - BREATH_ENDS
        first, past = np.searchsorted(seconds, (full - length, full + BREATH_LET_GO))
        at = seconds[first:past] - full
        breath = depth * _smooth(1 + at / length) * (1 - _smooth(at / BREATH_LET_GO))
        breaths[first:past] = np.maximum(breaths[first:past], breath)
    return breaths


def _breathe(weights: np.ndarray, breath: np.ndarray) -> None:
    """Nostrils, brows and a hair of the jaw; lips that the direction holds shut and brows it lowers stay so."""
    lowered = weights[:, [arkit.INDEX["browDownLeft"], arkit.INDEX["browDownRight"]]].max(1)
    held = weights[:, [arkit.INDEX[name] for name in ("mouthClose", "mouthPressLeft", "mouthPressRight")]].max(1)
    for name, size in BREATH_WEIGHTS.items():
        channel = arkit.INDEX[name]
        yields = {"brow": lowered, "jawO": np.clip(held / 0.1, 0.0, 1.0)}.get(name[:4], 0.0)
        weights[:, channel] += size * breath * (1 - np.clip(weights[:, channel], 0, 1)) * (1 - yields)


def _sway(seconds: np.ndarray, cues: Cues, random: np.random.Generator) -> np.ndarray:
    """Slow head motion, livelier while somebody speaks; yaw, pitch, roll in radians."""
    head = np.zeros((len(seconds), 3), np.float32)
    for axis in range(3):
        for hertz in (0.17, 0.31, 0.55, 0.9):
            phase, size = random.uniform(0, 2 * np.pi), random.uniform(0.4, 1.0) * (0.25 / (0.25 + hertz))
            head[:, axis] += size * np.sin(2 * np.pi * hertz * random.uniform(0.85, 1.15) * seconds + phase)
    head *= HEAD_SWAY.astype(np.float32)
    head *= (0.35 + 0.65 * _speaking(seconds, cues)[:, None]).astype(np.float32)
    return head


def _speaking(seconds: np.ndarray, cues: Cues) -> np.ndarray:
    """The share of SWAY_SECONDS around each moment that is spoken, eased; (frames,)."""
    reach = SWAY_SECONDS / 2
    shares = np.zeros(len(seconds))
    for start, end in cues.phrases():
        first, past = np.searchsorted(seconds, (start - reach, end + reach))
        at = seconds[first:past]
        shares[first:past] += np.minimum(at + reach, end) - np.maximum(at - reach, start)
    return _smooth(shares / SWAY_SECONDS)


def _smooth(x: np.ndarray) -> np.ndarray:
    x = np.clip(x, 0.0, 1.0)
    return x * x * (3.0 - 2.0 * x)
