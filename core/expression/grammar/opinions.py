"""What somebody thinks of a thing: "thinks it's hilarious" muses on nothing, "thinks of what is to come" does."""

from collections.abc import Sequence

from .wording import TABLE

_TABLE = TABLE["opinions"]
_THINKING = frozenset(_TABLE["thinking"])
_BEING = frozenset(_TABLE["being"])
_MUSED_ON = frozenset(_TABLE["mused_on"])
_UP_TO_BEING = 4


def is_opinion(verb: str, after: Sequence[str]) -> bool:
    """Whether a verb of thinking tells what something is thought to be."""
    being = next((at for at, word in enumerate(after[: _UP_TO_BEING + 1]) if word in _BEING), None)
    return verb in _THINKING and being is not None and _MUSED_ON.isdisjoint(after[:being])
