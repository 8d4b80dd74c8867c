"""How right a list of phones is: frames right over 39 phones, 12 mouth and 6 lip classes, and the phone error rate.

Frames at 50 Hz; a list is read at the middle of each frame. "Speech frames" leave out what the reference calls silence.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ..speech.phones import ARPABET, INDEX, LABELS, LIP_CLASS, MOUTH_CLASS, SILENCE, Phone, frame_labels

FPS = 50
VIEWS: dict[str, dict[str, str]] = {"39 phones": ARPABET, "12 mouth classes": MOUTH_CLASS, "6 lip classes": LIP_CLASS}
"""What counts as the same phone, finest first."""
CONTACTS = frozenset({"pbm", "fv"})


@dataclass(frozen=True)
class Compared:
    """Two lists of phones of one clip: what is `true`, what was `heard`, in a clip of `seconds`; in the spans of
    `unknown`, seconds from and to, nothing is judged."""

    true: Sequence[Phone]
    heard: Sequence[Phone]
    seconds: float
    unknown: Sequence[tuple[float, float]] = ()


@dataclass(frozen=True)
class PhoneScore:
    """Shares of frames right by view, over all frames and over speech frames; errors a phone of the reference;
    `found` and `meant` are, for p b m and f v, the share of true frames heard as such and the reverse."""

    all_frames: dict[str, float]
    speech_frames: dict[str, float]
    error_rate: float
    found: dict[str, float]
    meant: dict[str, float]
    speech_seconds: float


def score_phones(clips: Iterable[Compared]) -> PhoneScore:
    """All clips together: each frame and each phone counts the same. NaN where there is nothing to count."""
    true_frames, heard_frames = [], []
    errors, phones = 0, 0
    for clip in clips:
        frames = int(clip.seconds * FPS)
        judged = np.ones(frames, bool)
        for first, last in clip.unknown:
            judged[int(first * FPS) : int(np.ceil(last * FPS))] = False
        true_frames.append(frame_labels(clip.true, frames, FPS)[judged])
        heard_frames.append(frame_labels(clip.heard, frames, FPS)[judged])
        wanted = spoken(clip.true)
        errors += edit_distance(wanted, spoken(phone for phone in clip.heard if not _within(phone, clip.unknown)))
        phones += len(wanted)
    true = np.concatenate([np.zeros(0, np.int64), *true_frames])
    heard = np.concatenate([np.zeros(0, np.int64), *heard_frames])
    speaking = true != INDEX[SILENCE]
    right = {name: _numbers(view)[true] == _numbers(view)[heard] for name, view in VIEWS.items()}
    lips = np.array([LIP_CLASS[label] for label in LABELS])
    return PhoneScore(
        all_frames={name: _share(hit) for name, hit in right.items()},
        speech_frames={name: _share(hit[speaking]) for name, hit in right.items()},
        error_rate=errors / phones if phones else float("nan"),
        found={name: _share(lips[heard][lips[true] == name] == name) for name in sorted(CONTACTS)},
        meant={name: _share(lips[true][lips[heard] == name] == name) for name in sorted(CONTACTS)},
        speech_seconds=float(speaking.sum()) / FPS,
    )


def spoken(phones: Iterable[Phone]) -> list[str]:
    """The English view of the phones in order, without silence."""
    return [ARPABET[phone.label] for phone in phones if phone.label != SILENCE]


def edit_distance(wanted: Sequence[str], got: Sequence[str]) -> int:
    """Fewest insertions, deletions and substitutions that turn one sequence into the other (Levenshtein)."""
    names = {name: number for number, name in enumerate({*wanted, *got})}
    columns = np.array([names[name] for name in got], int)
    steps = np.arange(len(got) + 1)
    row = steps.copy()
    for number, name in enumerate(wanted, 1):
        best = np.minimum(row[1:] + 1, row[:-1] + (columns != names[name]))
        # An insertion costs one step to the right of any better cell: a running minimum of cost minus column.
        row = np.minimum.accumulate(np.concatenate([[number], best]) - steps) + steps
    return int(row[-1])


def _numbers(view: dict[str, str]) -> np.ndarray:
    classes = {name: number for number, name in enumerate(dict.fromkeys(view.values()))}
    return np.array([classes[view[label]] for label in LABELS])


def _within(phone: Phone, spans: Sequence[tuple[float, float]]) -> bool:
    middle = 0.5 * (phone.start + phone.end)
    return any(first <= middle < last for first, last in spans)


def _share(hits: np.ndarray) -> float:
    return float(hits.mean()) if len(hits) else float("nan")
