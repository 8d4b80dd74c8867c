"""Articulation and expression, each at its strength, in one face: the contacts that the sound needs are kept.

JALI (Edwards et al., SIGGRAPH 2016): bilabials must close the lips and labiodentals must touch the teeth, whatever the
face feels. The expression is free where the sound does not need the lips.
"""

import numpy as np

from ...rigs import arkit
from ...rigs.articulation import rules, sides
from ..settings import AnimateSettings
from .windows import Stretch

_JAW, _CLOSE = arkit.INDEX["jawOpen"], arkit.INDEX["mouthClose"]
_ROUNDING = [arkit.INDEX[name] for name in ("mouthPucker", "mouthFunnel")]
_SPREADING = [channel for name in ("mouthSmile", "mouthStretch", "mouthDimple") for channel in sides(name)]
_ROUND, _SPREAD_LEFT = 0.4, 0.25
"""Pucker and funnel together from which a mouth is round, and the share of a smile that it keeps."""


def mix(stretch: Stretch, settings: AnimateSettings) -> np.ndarray:
    """(frames, 52) in 0..1: the neutral run is the articulation, scaled by `lips`; what the style adds to it is the
    expression, scaled by `intensity`.

    Where the sound holds the lips (firmness), the expression opens the mouth no further than the articulation does;
    where they meet (closure), every opening but the jaw's goes and mouthClose takes the jaw's back. Where it rounds
    them (w, u), a smile yields, as it does in faces that speak: lips cannot be spread and round. Weak lips (`lips`
    below 1) hold less.
    """
    articulation = settings.lips * stretch.neutral
    mixed = np.clip(articulation + settings.intensity * (stretch.styled - stretch.neutral), 0.0, 1.0)
    hold = min(settings.lips, 1.0)
    firmness, closure = hold * stretch.firmness[:, None], hold * stretch.closure
    rounded = hold * np.clip(articulation[:, _ROUNDING].sum(1, keepdims=True) / _ROUND, 0.0, 1.0)
    spread = np.minimum(articulation[:, _SPREADING], 1.0)
    mixed[:, _SPREADING] -= (1.0 - _SPREAD_LEFT) * rounded * np.maximum(mixed[:, _SPREADING] - spread, 0.0)
    mixed[:, _ROUNDING] = np.maximum(mixed[:, _ROUNDING], np.minimum(articulation[:, _ROUNDING], 1.0))
    opens = rules().opening > 0
    spoken = np.minimum(articulation[:, opens], 1.0)
    mixed[:, opens] -= firmness * np.maximum(mixed[:, opens] - spoken, 0.0)
    opens[_JAW] = False
    mixed[:, opens] *= 1.0 - closure[:, None]
    mixed[:, _CLOSE] = np.maximum(mixed[:, _CLOSE], closure * mixed[:, _JAW])
    return mixed.astype(np.float32)
