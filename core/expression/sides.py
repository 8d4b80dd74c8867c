"""Left and right in a prompt: the reader hears one side only, so that both are exact mirrors of each other."""

from collections.abc import Sequence

_OTHER = {"left": "right", "right": "left", "leftward": "rightward", "rightward": "leftward"}
_LEFT = ("left", "leftward")


def lefthand(words: Sequence[str]) -> tuple[list[str], bool]:
    """The words with the side that is named first as "left", and whether the face must be mirrored for it."""
    first = next((word for word in words if word in _OTHER), "left")
    if first in _LEFT:
        return list(words), False
    return [_OTHER.get(word, word) for word in words], True
