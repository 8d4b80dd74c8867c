"""Where the feeling of a line turns, and where its directions forbid the eyes to blink."""

from dataclasses import replace

import numpy as np

from ..direction import DirectionTrack
from .grammar.unblinking import is_unblinking
from .style import FeltTrack

_EDGE_SECONDS = 0.3
"""A feeling that begins with the line or ends with it does not turn."""
_SUDDEN_SECONDS = 0.002
_TURNED = 0.1
_GRID = 50


def turns_of(felt: FeltTrack, seconds: float) -> list[float]:
    """The seconds within a line at which a direction begins or ends and another face than before is felt."""
    bounds = {bound for direction in felt.track.directions for bound in (direction.start, direction.end)}
    moments = np.array(sorted(bound for bound in bounds if bound and _EDGE_SECONDS < bound < seconds - _EDGE_SECONDS))
    sudden = replace(felt, track=replace(felt.track, fade=_SUDDEN_SECONDS, fades=()))
    change = sudden.weights(moments + _SUDDEN_SECONDS) - sudden.weights(moments - _SUDDEN_SECONDS)
    return moments[np.abs(change).max(1) > _TURNED].tolist()


def stares_of(track: DirectionTrack, seconds: float) -> list[tuple[float, float]]:
    """The spans of a line in which a direction holds that says in words that the eyes do not blink."""
    staring = [direction.kind == "text" and is_unblinking(direction.value) for direction in track.directions]
    held = track.presence(np.arange(int(seconds * _GRID)) / _GRID)[:, staring].sum(1) > 0.5
    edges = np.flatnonzero(np.diff(np.concatenate([[0], held, [0]]))) / _GRID
    return [(float(start), float(end)) for start, end in edges.reshape(-1, 2)]
