"""Lips where the picture has them: under beards and in shade, landmarks lie beside the line between them."""

import numpy as np
from scipy.ndimage import gaussian_filter1d, map_coordinates

from .landmark_motion import LOWER_LIP, UPPER_LIP
from .portrait import Portrait

# Lengths are in widths of the face.
_REACH = 0.055  # how far from the landmarks the lines are looked for
_STEP = 0.0025
_BESIDE = 0.013  # where an edge is, it is so far above and below it lighter and darker
_PARTED = 0.03  # gap of lips from which each has an edge of its own
_ACROSS = np.linspace(0.2, 0.8, 25)  # of the mouth; towards the corners lips are thin
_TRUSTED = 0.05  # distance at which a line has to be twice as clear as at the landmarks
_LEAST, _CLEARER = 0.03, 1.5  # of what a line stands out by: least, and over that at the landmarks


def lips_in_picture(portrait: Portrait) -> np.ndarray:
    """The portrait's landmarks (478, 3) with the lips on the line between them, or on the edges of a dark opening."""
    points = portrait.landmarks
    upper, lower = (points[list(rows[-1]), :2] for rows in (UPPER_LIP, LOWER_LIP))
    across = upper[-1] - upper[0]
    across = across / np.linalg.norm(across)
    down = np.array([-across[1], across[0]])
    width = portrait.face_width
    light = portrait.pixels[..., :3].mean(-1) / 255.0
    steps = np.arange(-_REACH - 2 * _BESIDE, _REACH + 2 * _BESIDE, _STEP) * width

    def profile(edge: np.ndarray) -> np.ndarray:
        """Light at `steps` from an edge of landmarks, in the middle of the mouth, (steps,)."""
        along = np.linspace(0, 1, len(edge))
        line = np.stack([np.interp(_ACROSS, along, edge[:, axis]) for axis in (0, 1)], axis=1)
        places = line[None] + steps[:, None, None] * down
        seen = map_coordinates(light, [places[..., 1], places[..., 0]], order=1, mode="nearest")
        return gaussian_filter1d(np.median(seen, axis=1), 1.0)

    beside = round(_BESIDE / _STEP)
    if float(((lower - upper) @ down).max()) < _PARTED * width:
        seen = profile((upper + lower) / 2)
        both = _clearest(np.minimum(np.roll(seen, beside), np.roll(seen, -beside)) - seen, seen, steps / width)
        shifts = (both, both)
    else:
        above, below = profile(upper), profile(lower)
        shifts = (
            min(0.0, _clearest(np.roll(above, beside) - np.roll(above, -beside), above, steps / width)),
            max(0.0, _clearest(np.roll(below, -beside) - np.roll(below, beside), below, steps / width)),
        )
    moved = points.copy()
    for rows, shift in zip((UPPER_LIP, LOWER_LIP), shifts, strict=True):
        for row in rows:
            inner = list(row[1:-1])
            eased = np.sin(np.pi * np.arange(1, len(row) - 1) / (len(row) - 1)) ** 0.5
            moved[inner, :2] += (shift * width * eased)[:, None] * down
    return moved


def _clearest(stands_out: np.ndarray, light: np.ndarray, steps: np.ndarray) -> float:
    """The one of `steps` where a line stands out most, 0 where it does so at the landmarks or nowhere."""
    stands_out = stands_out / max(float(light.mean()), 1e-3)
    near = np.abs(steps) <= _REACH
    here = max(float(stands_out[np.abs(steps) <= 2 * _STEP].max()), _LEAST)
    best = np.argmax(np.where(near, stands_out / (1 + (steps / _TRUSTED) ** 2), -np.inf))
    return float(steps[best]) if stands_out[best] > _CLEARER * here else 0.0
