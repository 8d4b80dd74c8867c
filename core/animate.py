"""The main job: a voice line and a direction become a take."""

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

import numpy as np

from ..rigs import arkit
from . import arousal
from .animation.cues import Cues
from .animation.faithful import restored
from .animation.life import enliven
from .animation.mixing import mix
from .animation.windows import Stretch, StyleAt, stream_weights
from .audio import SAMPLE_RATE, Speech
from .expression.grammar.sequences import spread
from .expression.style import feel_track
from .expression.turns import stares_of, turns_of
from .job import AnimateJob
from .lips.closures import closures_reached
from .networks import Networks
from .settings import MOST_INTENSITY
from .speech.encoder import FPS
from .speech.loudness import line_decibels, loudness_channels, speech_level
from .speech.phones import SILENCE
from .spoken import Spoken, spoken
from .take import Take, frame_count
from .voice import RATE, Voice, hear

BLOCK_SAMPLES = 10 * SAMPLE_RATE
_LISTENING = 0.7
"""The share of the work that is done when the phones are known."""


def animate(job: AnimateJob, speech: Speech, networks: Networks, report: Callable[[float, str], None]) -> Take:
    """Animates the speech under the style of the job's direction track: its phones, as they are heard or as the job's
    script has them, move the mouth.

    speech: what open_speech gives for the job. The same job on the same device gives the same take.
    `report(done, message)` may raise to stop the job. Memory grows with the take and its phones alone: sound and faces
    pass through in windows. Raises SpeechError when the sound changes meanwhile, PromptError for an unknown preset,
    PhonesError, SettingsError or MissingPartError for a script that cannot be followed.
    """
    track = spread(job.track, speech.seconds)
    felt = feel_track(track, networks.space, networks.bundle)
    notes = dict.fromkeys((*speech.notes, *_unheard(job, speech.seconds), *_covered(job), *felt.notes))
    said = spoken(job.script, speech, networks, lambda done, message: report(_LISTENING * done, message))
    notes.update(dict.fromkeys((*said.notes, *_unspoken(said, speech))))
    voice = hear(speech)
    followed = _followed(job, voice, said)

    def style_at(seconds: np.ndarray) -> np.ndarray:
        return networks.space.embed(felt.weights(seconds, followed(seconds)))

    decibels = line_decibels(speech.blocks(BLOCK_SAMPLES), len(said.phonogram))
    stretches = stream_weights(
        said.phonogram, loudness_channels(decibels, speech_level(decibels)), style_at, networks.decoder,
        lambda done, message: report(_LISTENING + (1.0 - _LISTENING) * done, message),
    )
    whole = _restored(stretches, style_at, networks)
    mixed = (mix(stretch, job.settings) for stretch in whole)
    weights = at_rate(mixed, frame_count(speech.seconds, job.settings.fps), job.settings.fps)
    cues = Cues(voice, said.phones, turns_of(felt, speech.seconds), stares_of(track, speech.seconds))
    head = enliven(weights, job.settings.fps, cues, job.settings) if job.settings.life else None
    closures = closures_reached(said.phones, weights, job.settings.fps)
    return Take(weights, job.settings.fps, head, made_by=_made_by(job, networks, tuple(notes), closures))


def at_rate(stretches: Iterable[np.ndarray], frames: int, fps: float) -> np.ndarray:
    """Consecutive stretches (n, 52) of model frames, frame j at (j + 0.5) / 50 s -> (frames, 52), frame i at i / fps.

    Linear in between; the first and the last model frame are held outwards.
    """
    weights = np.zeros((frames, arkit.COUNT), np.float32)
    position = np.maximum(np.arange(frames) * (FPS / fps) - 0.5, 0.0)
    laid, held = 0, np.zeros((0, arkit.COUNT), np.float32)
    for first, held in _with_last_frame(stretches):
        past = int(np.searchsorted(position, first + len(held) - 1, "right"))
        at = position[laid:past] - first
        before = np.minimum(at.astype(int), max(len(held) - 2, 0))
        after = np.minimum(before + 1, len(held) - 1)
        share = (at - before)[:, None].astype(np.float32)
        weights[laid:past] = held[before] + share * (held[after] - held[before])
        laid = past
    if len(held):
        weights[laid:] = held[-1]
    return weights


def _with_last_frame(stretches: Iterable[np.ndarray]) -> Iterator[tuple[int, np.ndarray]]:
    """Each stretch behind the last frame of the one before it, with the number of its first frame."""
    first, last = 0, np.zeros((0, arkit.COUNT), np.float32)
    for stretch in stretches:
        held = np.concatenate([last, stretch])
        if len(held):
            yield first, held
            first, last = first + len(held) - 1, held[-1:]


def _restored(stretches: Iterable[Stretch], style_at: StyleAt, networks: Networks) -> Iterator[Stretch]:
    first, reach = 0, networks.decoder.config.reach
    for stretch in stretches:
        past = first + len(stretch)
        style = style_at((np.arange(first - reach, past + reach) + 0.5) / FPS)
        yield restored(stretch, style, networks.space, networks.decoder)
        first = past


def _followed(job: AnimateJob, voice: Voice, said: Spoken) -> Callable[[np.ndarray], np.ndarray]:
    """Seconds (n,) -> factors on the strength of the expression, which takes no intensity above 2."""
    highest = max((direction.intensity for direction in job.track.directions), default=1.0) * job.settings.intensity
    factors = arousal.strength(voice, said.phones, job.settings.follow_voice)
    factors = np.minimum(factors, max(1.0, MOST_INTENSITY / highest))
    return lambda seconds: np.interp(seconds, np.arange(len(factors)) / RATE, factors)


def _unheard(job: AnimateJob, seconds: float) -> list[str]:
    """Notes on directions that begin when the line is over."""
    starts = (direction.start for direction in job.track.directions)
    late = sorted({start for start in starts if start >= seconds})
    return [f"A direction starts at {start:g} s, after the end of the line at {seconds:.2f} s" for start in late]


def _covered(job: AnimateJob) -> list[str]:
    """Notes on directions of parts that hold at the same time."""
    return [
        f"From {after.start:g} to {min(before.end, after.end or before.end):g} s '{after.value[:30]}' is shown in the "
        f"place of '{before.value[:30]}', which holds there too"
        for before, after in combinations(job.track.directions, 2)
        if before.end is not None and before.start <= after.start < before.end
    ]


def _unspoken(said: Spoken, speech: Speech) -> list[str]:
    """A note where there is sound and nobody speaks."""
    if speech.is_silent or any(phone.label != SILENCE for phone in said.phones):
        return []
    return [f"Nobody is heard to speak in '{speech.path.name}', so that the mouth rests"]


def _made_by(job: AnimateJob, networks: Networks, notes: tuple[str, ...], closures: tuple[int, int]) -> dict:
    return {
        "model": networks.bundle.name,
        "model_id": networks.bundle.id,
        "device": networks.device.type,
        "job": job.to_json(),
        "notes": list(notes),
        "closures": list(closures),
    }
