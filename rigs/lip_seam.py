"""Where the lips of a mesh meet, how far its own shapes part them, and values that let them meet. numpy only.

For rigs whose shapes are not ARKit's: the map gives values to begin with, and where the take holds the lips together
while these values would leave them open on the rig's own geometry, the nearest values that close them are taken
(least squares inside the ranges of the rows).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from . import arkit
from .retarget import retarget
from .rig_map import RigMap

CLOSED = 0.08
"""Share of the opening at jawOpen 1 below which lips count as closed, as in ../core/lips."""
_WANTED = 0.03
_HELD, _LET_GO = 0.95, 0.25
"""Shares of jawOpen that mouthClose closes: from the first on lips are held together, below the second not at all."""
_SMALLEST_JAW = 0.02
_ROUNDS = 60
_LOWER, _UPPER = 0.55, 0.25
"""Share of the opening that lips move with the jaw: the lower one more than the first, the upper one less."""
_NEAR, _MIDDLE, _FRONT = 0.2, 0.3, 0.06
"""In openings: how near lips lie at rest, how far from the middle pairs are taken, how far behind the foremost."""
_PLACES = 5


@dataclass(frozen=True)
class LipSeam:
    """effect: (rows, places), how far each row at 1 opens the lips at places along their middle, where jawOpen 1 opens
    them by 1."""

    effect: np.ndarray

    def opening(self, values: np.ndarray) -> np.ndarray:
        """(frames, rows) -> (frames,): the widest opening along the middle of the lips, 0 where they meet."""
        return np.maximum(values @ self.effect, 0.0).max(1)


@dataclass(frozen=True)
class Lips:
    """Pairs of an upper and a lower vertex that touch at rest, (places, 2), along the middle of the mouth; down (3,);
    whole: (places,), how far jawOpen 1 parts them."""

    pairs: np.ndarray
    down: np.ndarray
    whole: np.ndarray

    def seam(self, deltas: np.ndarray) -> LipSeam:
        """The seam under rows that displace the mesh by `deltas` (rows, vertices, 3) at 1."""
        parted = (deltas[:, self.pairs[:, 1]] - deltas[:, self.pairs[:, 0]]) @ self.down
        return LipSeam(parted / self.whole)


def find_lips(rest: np.ndarray, opening: np.ndarray, up: np.ndarray) -> Lips | None:
    """The lips of a mesh at rest (vertices, 3) that jawOpen 1 displaces by `opening` (vertices, 3), upright along `up`
    (3,); None where no pair of vertices parts as lips do."""
    size = np.linalg.norm(opening, axis=1)
    if not size.max() > 1e-9:
        return None
    moved = size > 0.5 * size.max()
    down = -up / np.linalg.norm(up)
    pairs = _middle_pairs(rest, opening @ down, down, rest[moved].mean(0) - rest.mean(0))
    if not len(pairs):
        return None
    return Lips(pairs, down, (opening[pairs[:, 1]] - opening[pairs[:, 0]]) @ down)


def wide_open(rig_map: RigMap) -> np.ndarray:
    """The values of the map's rows at jawOpen 1, (rows,), as retarget gives them."""
    weights = np.zeros((1, arkit.COUNT))
    weights[0, arkit.INDEX["jawOpen"]] = 1.0
    return retarget(weights, rig_map).values[0].astype(np.float64)


def closures(allowed: np.ndarray, opening: np.ndarray) -> tuple[int, int]:
    """How many of the spans where lips are held together come to be closed, and of how many."""
    held = np.concatenate([[False], allowed <= _WANTED, [False]])
    starts, ends = (np.flatnonzero(held[1:] & ~held[:-1]), np.flatnonzero(held[:-1] & ~held[1:]))
    closed = sum(bool(opening[start:end].min() < CLOSED) for start, end in zip(starts, ends, strict=True))
    return closed, len(starts)


def together(weights: np.ndarray) -> np.ndarray:
    """How far the lips may be open, (frames,), for weights (frames, 52): little where mouthClose holds them together,
    and ever more where it does not."""
    jaw, close = (weights[:, arkit.INDEX[name]].astype(np.float64) for name in ("jawOpen", "mouthClose"))
    share = np.where(jaw > _SMALLEST_JAW, close / np.maximum(jaw, _SMALLEST_JAW), 0.0)
    free = np.clip((_HELD - share) / (_HELD - _LET_GO), 0.0, 1.0)
    return _WANTED + 2.0 * free


def held_together(
    values: np.ndarray, ranges: Sequence[tuple[float, float]], seam: LipSeam, allowed: np.ndarray
) -> np.ndarray:
    """(frames, rows) values, with the nearest ones in their place where the lips are further open than `allowed`.

    Each round projects onto the widest place's half-space, then into the ranges; rows that are at their end stay there.
    """
    low, high = np.array(ranges).T
    fitted = values.astype(np.float64)
    length = np.maximum((seam.effect**2).sum(0), 1e-12)
    for _ in range(_ROUNDS):
        beyond = fitted @ seam.effect - allowed[:, None]
        widest = beyond.argmax(1)
        too_far = np.maximum(beyond[np.arange(len(fitted)), widest], 0.0)
        if not (too_far > 1e-4).any():
            break
        step = (too_far / length[widest])[:, None] * seam.effect.T[widest]
        fitted = np.clip(fitted - step, np.minimum(low, values), np.maximum(high, values))
    return fitted.astype(np.float32)


def _middle_pairs(rest: np.ndarray, moves: np.ndarray, down: np.ndarray, forward: np.ndarray) -> np.ndarray:
    """Pairs (places, 2) of upper and lower vertices that touch in front, near the middle; `moves` is downward."""
    reach = moves.max()
    if not reach > 0:
        return np.zeros((0, 2), int)
    lower, upper = np.flatnonzero(moves > _LOWER * reach), np.flatnonzero(moves < _UPPER * reach)
    pairs, distance = _near(rest, upper, lower, _NEAR * reach)
    if not len(pairs):
        return pairs
    forward = forward - (forward @ down) * down
    forward = forward / max(float(np.linalg.norm(forward)), 1e-12)
    aside = np.cross(down, forward)
    middle = (rest[pairs[:, 0]] + rest[pairs[:, 1]]) / 2
    offset = middle @ aside
    offset = offset - (offset.min() + offset.max()) / 2
    chosen = []
    edges = np.linspace(-_MIDDLE, _MIDDLE, _PLACES + 1) * reach
    for left, right in zip(edges[:-1], edges[1:], strict=True):
        here = np.flatnonzero((offset >= left) & (offset < right))
        if not len(here):
            continue
        ahead = middle[here] @ forward
        here = here[ahead > ahead.max() - _FRONT * reach]
        chosen.append(pairs[here[distance[here].argmin()]])
    return np.array(chosen, int).reshape(-1, 2)


def _near(rest: np.ndarray, upper: np.ndarray, lower: np.ndarray, reach: float) -> tuple[np.ndarray, np.ndarray]:
    """Pairs (n, 2) of an upper and its nearest lower vertex within `reach`, and their distances."""
    if not len(lower):
        return np.zeros((0, 2), int), np.zeros(0)
    first, last = rest[lower].min(0) - reach, rest[lower].max(0) + reach
    upper = upper[((rest[upper] > first) & (rest[upper] < last)).all(1)]
    cells: dict[tuple[int, ...], list[int]] = {}
    for vertex, cell in zip(lower.tolist(), np.floor(rest[lower] / reach).astype(int).tolist(), strict=True):
        cells.setdefault(tuple(cell), []).append(vertex)
    around = [(x, y, z) for x in (-1, 0, 1) for y in (-1, 0, 1) for z in (-1, 0, 1)]
    pairs, distances = [], []
    for vertex, (x, y, z) in zip(upper.tolist(), np.floor(rest[upper] / reach).astype(int).tolist(), strict=True):
        near = [other for a, b, c in around for other in cells.get((x + a, y + b, z + c), ())]
        if not near:
            continue
        distance = np.linalg.norm(rest[near] - rest[vertex], axis=1)
        if distance.min() < reach:
            pairs.append((vertex, near[distance.argmin()]))
            distances.append(distance.min())
    return np.array(pairs, int).reshape(-1, 2), np.array(distances)
