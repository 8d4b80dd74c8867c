"""What on a picture of a person is skin, hair, clothes and what is behind: by place and by colour."""

import numpy as np
from scipy.ndimage import gaussian_filter, grey_closing

from .art_guides import about_head, features, person, skin, width_of

REGIONS = ("skin", "hair", "body", "behind")
_BINS = 12  # of each colour
_ALIKE = 0.9  # of these bins: colours nearer than that are one
_LEAST = 40  # pixels from which a region's colours are known
_SOFT = 0.012  # of the borders, in widths of the face
_STREAK = 0.16  # width of streaks in the hair, in widths of the face
_UNKNOWN = 2e-5
_OFTEN = 5 / _BINS**3  # a colour that is one of a region's


def regions_on(pixels: np.ndarray, landmarks: np.ndarray) -> np.ndarray:
    """pixels: uint8 (height, width, 3); landmarks (478, 3) -> float64 (height, width, 4), shares in REGIONS' order.

    Colours are learned where each region lies on nearly everybody: the cheeks, over the forehead, below the neck, and
    far from the person. What is worn on the head counts as hair.
    """
    size = pixels.shape[:2]
    head, above, below, aside = about_head(landmarks, size)
    on_face, on_person = skin(landmarks, size), person(landmarks, size)
    bins = np.minimum(pixels.astype(int) * _BINS // 256, _BINS - 1)
    flat = (bins[..., 0] * _BINS + bins[..., 1]) * _BINS + bins[..., 2]
    bare = _likely(flat, (on_face > 0.9) & (features(landmarks, size) < 0.3))
    behind = _likely(flat, on_person < 0.02)
    clothes = _likely(flat, (below > 0.45) & (aside < 0.25 + 0.5 * (below - 0.45)))
    crown = (above > 0.08) & (head > 0.12) & (aside < 0.35)
    not_skin = crown & (np.maximum(bare, behind) < _OFTEN)  # a high forehead, or a wall beside a small head
    hair = _likely(flat, not_skin if np.count_nonzero(not_skin) > 0.2 * np.count_nonzero(crown) else crown)
    neck = np.clip(1.5 - 4 * np.abs(below - 0.12), 0, 1) * np.clip(4 * (0.42 - aside), 0, 1)
    on_head = np.clip(0.5 + 4 * head, 0.02, 1.0)
    under_face = np.clip(8 * (below + 0.35), 0, 1) * np.clip(8 * (0.45 - aside), 0, 1)
    priors = (
        np.maximum(on_face, np.maximum(0.5 * neck, np.where(above < 0.1, 0.15, 0.02) * on_head)),
        (1 - on_face) * on_head * (1 - 0.95 * under_face) + 0.01,
        np.clip(2.5 * below, 0.0, 1.0) * on_person * (1 - 0.6 * neck) + 0.02 * (below > 0) + 1e-4,
        1 - on_person + np.where(head < 0.1, 0.04, 0.002),
    )
    shares = np.stack([p * seen for p, seen in zip(priors, (bare, hair, clothes, behind), strict=True)], axis=-1)
    shares = gaussian_filter(shares / shares.sum(-1, keepdims=True), (_SOFT * width_of(landmarks),) * 2 + (0,))
    return _with_streaks(shares / shares.sum(-1, keepdims=True), landmarks)


def _with_streaks(shares: np.ndarray, landmarks: np.ndarray) -> np.ndarray:
    """Streaks of light that have the colour of skin, or of what is behind, belong to the hair about them."""
    hair = REGIONS.index("hair")
    side = max(3, round(_STREAK * width_of(landmarks)))
    closed = grey_closing(shares[..., hair], (side, side))
    shares *= ((1 - closed) / np.maximum(1 - shares[..., hair], 1e-6))[..., None]
    shares[..., hair] = closed
    return shares / shares.sum(-1, keepdims=True)


def _likely(flat: np.ndarray, seed: np.ndarray) -> np.ndarray:
    """How often the colours of pixels, as numbers of bins, are among those of the seed."""
    if np.count_nonzero(seed) < _LEAST:
        return np.full(flat.shape, 1 / _BINS**3)
    counts = np.bincount(flat[seed], minlength=_BINS**3).reshape((_BINS,) * 3).astype(np.float64)
    return (gaussian_filter(counts / counts.sum(), _ALIKE, mode="constant") + _UNKNOWN).ravel()[flat]
