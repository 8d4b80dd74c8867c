"""Which shape key stands for which ARKit blendshape, told by its name alone. No bpy."""

import re
from collections.abc import Iterable
from functools import lru_cache

from ..rigs import arkit

_SIDES = {"l": "left", "r": "right"}


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


_CHANNELS = {_plain(name): name for name in arkit.NAMES}


def match_keys(key_names: Iterable[str]) -> dict[str, str]:
    """ARKit name -> shape key name, in ARKit order, for every blendshape that is found.

    Read as the same name: `eyeBlinkLeft`, `EyeBlinkLeft`, `eye_blink_left`, `eyeBlink_L`, `EyeBlink.L` and any of
    them behind a prefix that ends in a dot, a colon or a bar (`Face.eyeBlinkLeft`, as importers write it).
    Where several keys fit one blendshape, the one named exactly like it wins, else the first.
    """
    found: dict[str, str] = {}
    for key_name in key_names:
        channel = _channel_of(key_name)
        if channel is not None and (channel not in found or key_name == channel):
            found[channel] = key_name
    return {channel: found[channel] for channel in arkit.NAMES if channel in found}


@lru_cache(maxsize=4096)  # panels ask on every redraw
def _channel_of(key_name: str) -> str | None:
    tails = [key_name[match.end():] for match in re.finditer(r"[.:|]", key_name)]
    for candidate in (key_name, *tails):
        if channel := _CHANNELS.get(_plain(candidate)) or _CHANNELS.get(_plain(_with_whole_side(candidate))):
            return channel
    return None


def _with_whole_side(name: str) -> str:
    side = re.search(r"[ _.\-]([lrLR])$", name)
    return name[: side.start()] + _SIDES[side[1].lower()] if side else name
