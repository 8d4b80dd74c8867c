"""From the channels of a file, in any order and spelling, to the 52 of a take."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ...rigs import arkit
from ...rigs.detection import detect
from ..errors import TakeError

_TOLD = 3
"""Of many blendshapes that are missing so many are named."""
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
    if not seen or (len(seen) < arkit.COUNT / 2 and other_rig(names) is not None):
        raise lacking([name for name in arkit.NAMES if arkit.INDEX[name] not in seen], names, path)
    return weights, left_out


def lacking(missing: Sequence[str], names: Sequence[str], path: Path) -> TakeError:
    """What is wrong with a file that has `names`, and of the 52 blendshapes not the `missing` ones."""
    title = other_rig(names) if len(missing) > arkit.COUNT / 2 else None
    if title is not None:
        return TakeError(f"'{path}' holds the curves of {title}", "choose the take with ARKit names that they are of")
    if len(missing) == arkit.COUNT:
        return TakeError(f"'{path}' has none of the 52 ARKit blendshapes", "export it with ARKit names")
    more = f" and {len(missing) - _TOLD} more" if len(missing) > _TOLD else ""
    told = f"{', '.join(missing[:_TOLD])}{more}"
    return TakeError(f"'{path}' has no column {told}", "export it again with all 52 blendshapes")


def other_rig(names: Sequence[str]) -> str | None:
    """What the rig is called that these channels belong to, or None where they are ARKit's or nobody's."""
    rig = detect(names)
    if rig is None or all(plain(name) in ARKIT_CHANNEL for name in rig.found.values()):
        return None
    return rig.rig_map.title
