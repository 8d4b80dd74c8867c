"""Whether the lips do what the phones need: closures of p b m, the lower lip at the teeth in f v, rounding.

A phone is judged where it lasts 40 ms or more, over its frames and half a frame to either side.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ..speech.phones import ARPABET, Phone
from .geometry import CLOSED, Lips

SHORTEST_SECONDS = 0.04
BILABIALS = frozenset({"p", "b", "m"})
LABIODENTALS = frozenset({"f", "v"})
OTHER_CONSONANTS = frozenset({"t", "d", "n", "s", "z", "k", "g", "ng", "hh", "l", "th", "dh"})
ROUNDED = frozenset({"uw", "ow", "w"})
SPREAD = frozenset({"iy", "eh"})


@dataclass(frozen=True)
class Spoken:
    """A mouth and the phones that were truly said meanwhile."""

    phones: Sequence[Phone]
    lips: Lips


@dataclass(frozen=True)
class ContactScore:
    """closed, other_closed: share of p b m and of other consonants whose smallest opening is below 8 %;
    closure_auc, teeth_auc: chance that a p b m is more closed, an f v nearer to the teeth, than another consonant;
    rounding_auc: chance that uw ow w are rounder than iy eh; closures: how many p b m were judged."""

    closed: float
    other_closed: float
    closure_auc: float
    teeth_auc: float
    rounding_auc: float
    closures: int

    @property
    def net(self) -> float:
        return self.closed - self.other_closed


def score_contacts(clips: Iterable[Spoken]) -> ContactScore:
    """All clips together, each phone counts the same. NaN where there is nothing to count."""
    clips = list(clips)
    judged_teeth = all(np.isfinite(clip.lips.teeth).all() for clip in clips)
    opening = _each(clips, BILABIALS, lambda lips, inside: lips.widest[inside].min())
    other_opening = _each(clips, OTHER_CONSONANTS, lambda lips, inside: lips.widest[inside].min())
    teeth = _each(clips, LABIODENTALS, lambda lips, inside: lips.teeth[inside].min())
    other_teeth = _each(clips, OTHER_CONSONANTS, lambda lips, inside: lips.teeth[inside].min())
    round_ = _each(clips, ROUNDED, lambda lips, inside: lips.rounding[inside].mean())
    spread = _each(clips, SPREAD, lambda lips, inside: lips.rounding[inside].mean())
    return ContactScore(
        closed=_share(opening < CLOSED),
        other_closed=_share(other_opening < CLOSED),
        closure_auc=chance_below(opening, other_opening),
        teeth_auc=chance_below(teeth, other_teeth) if judged_teeth else float("nan"),
        rounding_auc=chance_below(spread, round_),
        closures=len(opening),
    )


def frames_of(phone: Phone, lips: Lips) -> np.ndarray:
    """The numbers of the frames that a phone covers, half a frame added to either side."""
    first = np.ceil((phone.start - lips.first_seconds) * lips.fps - 0.5)
    last = np.floor((phone.end - lips.first_seconds) * lips.fps + 0.5)
    return np.arange(max(0, int(first)), min(len(lips.columns), int(last) + 1))


def chance_below(low: np.ndarray, high: np.ndarray) -> float:
    """The chance that a value of `low` is below one of `high`, equal ones counted half (the area under the ROC)."""
    if not len(low) or not len(high):
        return float("nan")
    ordered = np.sort(high)
    above = len(ordered) - np.searchsorted(ordered, low, "right")
    equal = np.searchsorted(ordered, low, "right") - np.searchsorted(ordered, low, "left")
    return float((above + 0.5 * equal).mean() / len(ordered))


def _each(
    clips: Sequence[Spoken], wanted: frozenset[str], measure: Callable[[Lips, np.ndarray], float]
) -> np.ndarray:
    values = []
    for clip in clips:
        for phone in clip.phones:
            # Times of alignments are sums of hundredths: 0.04 may be a hair less.
            if ARPABET[phone.label] in wanted and phone.end - phone.start >= SHORTEST_SECONDS - 1e-6:
                inside = frames_of(phone, clip.lips)
                if len(inside):
                    values.append(measure(clip.lips, inside))
    return np.array(values)


def _share(hits: np.ndarray) -> float:
    return float(hits.mean()) if len(hits) else float("nan")
