"""From the channels of a file, in any order and spelling, to the 52 of a take."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ...rigs import arkit
from ..errors import TakeError

_SIDES = {"_l": "left", "_r": "right"}


def plain(name: str) -> str:
    """One spelling for eyeBlinkLeft, EyeBlinkLeft and eyeBlink_L."""
    name = name.strip().lower()
    return name[:-2] + _SIDES[name[-2:]] if name[-2:] in _SIDES else name


ARKIT_CHANNEL = {plain(name): channel for name, channel in arkit.INDEX.items()}


def in_arkit_order(names: Sequence[str], values: np.ndarray, path: Path) -> tuple[np.ndarray, list[str]]:
    """values (frames, len(names)) -> weights float32 (frames, 52), and the names that are no blendshape.

    Blendshapes that the file does not have stay at 0. Raises TakeError when the file has none, or one twice.
    """
    weights = np.zeros((len(values), arkit.COUNT), np.float32)
    left_out: list[str] = []
    seen: set[int] = set()
    for column, name in enumerate(names):
        channel = ARKIT_CHANNEL.get(plain(name))
        if channel is None:
            left_out.append(name)
            continue
        if channel in seen:
            raise TakeError(f"'{path}' has {arkit.NAMES[channel]} twice", "export it again")
        seen.add(channel)
        weights[:, channel] = values[:, column]
    if not seen:
        raise TakeError(f"'{path}' has none of the 52 ARKit blendshapes", "export it with ARKit names")
    return weights, left_out
