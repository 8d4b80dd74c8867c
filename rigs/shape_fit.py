"""ARKit shapes made of a rig's own: for keys that no map knows, the sums of them that look as ARKit's do. numpy only.

The demo head's face is laid onto the rig's (face_front.py); its 52 shapes, as large as they are there, are what sums of
the rig's shapes are fitted to by least squares, inside the ranges of their sliders.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from . import arkit
from .face_front import demo_pattern, front_of, layout_on, relief_likeness
from .lip_seam import find_lips, held_together
from .rig_map import LIPS_OPEN, LIPS_TOGETHER

SHOWN = 0.5
"""Likeness, a cosine, from which on a sum counts as that shape."""
_FACE = 0.5
"""Less likeness of the relief: what the keys move is no face."""
_SPARING, _RIDGE = 0.1, 0.02
"""What a key costs, so that one does where several are hardly better; what two cost that work against each other."""
_HIDDEN = 2.0
"""Keys that move what cannot be seen, such as the tongue, so many times as far as what can, are left out."""
_SWEEPS = 200
_LEAST_GAIN = 0.04
_SEALED = 0.02
"""Share of the opening that is left of it where mouthClose closes the lips."""
_JAW, _CLOSE = arkit.INDEX["jawOpen"], arkit.INDEX["mouthClose"]


@dataclass(frozen=True)
class Fit:
    """gains: (keys, 52), the value of each key while a shape is full; likeness: (52,), the cosine between what these
    values show and the shape, 0 for what the keys cannot show."""

    gains: np.ndarray
    likeness: np.ndarray

    @property
    def shown(self) -> tuple[str, ...]:
        return tuple(name for name, likeness in zip(arkit.NAMES, self.likeness, strict=True) if likeness > 0)

    def drives(self, key: int) -> dict[str, float]:
        """What drives a key, small gains left out."""
        gains = self.gains[key]
        return {arkit.NAMES[at]: round(float(gains[at]), 3) for at in np.flatnonzero(np.abs(gains) > _LEAST_GAIN)}


def fit_shapes(
    rest: np.ndarray, deltas: np.ndarray, ranges: Sequence[tuple[float, float]], up: np.ndarray,
    known: Sequence[Mapping[str, float]] = (), shown: Collection[str] = (),
) -> Fit | None:  # fmt: skip
    """The gains of a mesh's keys: rest (vertices, 3), deltas (keys, vertices, 3), the keys' ranges, upright along `up`
    (3,). None where the keys do not move as a face does.

    known: what drives each key already, or nothing; shown: inputs of rig_map that need no key any more. A shape that
    the keys cannot show in full is shown smaller, not otherwise.
    """
    pattern = demo_pattern()
    front = front_of(rest, deltas, up)
    if front is None:
        return None
    layout = layout_on(front, pattern)
    if relief_likeness(layout, front, pattern) < _FACE:
        return None
    places, larger = pattern.on(layout)
    own = front.motion_at(places).reshape(len(deltas), -1)
    own[front.hidden_motion() > _HIDDEN] = 0.0
    wanted = (pattern.deltas * larger).reshape(arkit.COUNT, -1)
    wanted[arkit.INDEX["tongueOut"]] = 0.0
    gains, likeness = _fitted(own, wanted, ranges)
    settled = [arkit.INDEX[name] for name in _settled(shown)]
    gains[:, settled], likeness[settled] = 0.0, 1.0
    for key, drives in enumerate(known):
        for name in arkit.INDEX.keys() & drives.keys():
            gains[key, arkit.INDEX[name]] = drives[name]
    if _CLOSE not in settled and likeness[_JAW]:
        jaw, likeness[_CLOSE] = gains[:, _JAW], 1.0
        nearly, _ = _fitted(own, wanted[[_JAW]] + wanted[[_CLOSE]], ranges)
        lips = find_lips(rest, np.tensordot(jaw, deltas, 1), up)
        sealed = held_together(nearly.T, ranges, lips.seam(deltas), np.array([_SEALED]))[0] if lips else 0.0
        gains[:, _CLOSE] = sealed - jaw  # a corrective; without lips on the mesh, what it closes is the jaw
    return Fit(gains, likeness)


def _settled(shown: Collection[str]) -> set[str]:
    """ARKit names that need no fitting where these inputs of rig_map are shown."""
    closing = {"mouthClose"} if {LIPS_OPEN, LIPS_TOGETHER}.intersection(shown) else set()
    opening = {"jawOpen"} if LIPS_OPEN in shown else set()
    return (arkit.INDEX.keys() & set(shown)) | closing | opening


def _fitted(
    own: np.ndarray, wanted: np.ndarray, ranges: Sequence[tuple[float, float]]
) -> tuple[np.ndarray, np.ndarray]:
    """(keys, n), (shapes, n), (keys, 2) -> gains (keys, shapes) inside the ranges, and the likeness of each shape;
    what is not alike is nothing."""
    low, high = np.array(ranges, np.float64).T
    gains = _least_squares(own, wanted, np.where(low < 0, -np.inf, 0.0), np.full(len(high), np.inf))
    shown = gains.T @ own
    gains = gains * ((shown * wanted).sum(1) / np.maximum((shown**2).sum(1), 1e-12))  # sparing made them smaller
    above, below = gains / np.maximum(high, 1e-6)[:, None], gains / np.minimum(low, -1e-6)[:, None]
    reach = np.where(gains < 0, below, above).max(0)
    gains = gains / np.maximum(reach, 1.0)
    likeness = _cosines(gains.T @ own, wanted)
    likeness[likeness < SHOWN] = 0.0
    gains[:, likeness == 0.0] = 0.0
    return gains, likeness


def _least_squares(own: np.ndarray, wanted: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """(keys, n), (shapes, n), (keys,) bounds -> (keys, shapes), coordinate by coordinate; the fewer keys the better."""
    gram, shared = own @ own.T, own @ wanted.T
    sizes = np.sqrt(np.diag(gram))
    price = _SPARING * sizes[:, None] * np.linalg.norm(wanted, axis=1)
    gram += np.diag(_RIDGE * np.diag(gram) + 1e-30)
    values = np.zeros(shared.shape)
    for _ in range(_SWEEPS):
        before = values.copy()
        for key in range(len(values)):
            left = shared[key] - gram[key] @ values + gram[key, key] * values[key]
            worth = np.sign(left) * np.maximum(np.abs(left) - price[key], 0.0)
            values[key] = np.clip(worth / gram[key, key], low[key], high[key])
        if np.abs(values - before).max() < 1e-4:
            break
    return values


def _cosines(shown: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    sizes = np.linalg.norm(shown, axis=1) * np.linalg.norm(wanted, axis=1)
    return (shown * wanted).sum(1) / np.maximum(sizes, 1e-12)
