"""Who does not even flinch keeps a still face, whatever happens: "a gun goes off beside him, he doesn't even flinch".

The words are data: presets/prompt_words.toml, [unmoved].
"""

from .segments import Segment
from .wording import TABLE

_TABLE = TABLE["unmoved"]
_REACTIONS, _SMALLEST = tuple(_TABLE["reactions"]), tuple(_TABLE["smallest"])
_EVEN = frozenset(_TABLE["even"])


def stays_unmoved(segment: Segment) -> bool:
    """Whether it denies a reaction: "doesn't flinch", "doesn't even blink"; "doesn't blink" is a stare."""
    words = {*segment.denial.split(), *segment.words}
    reacts = any(word.startswith(_REACTIONS) for word in segment.words)
    smallest = any(word.startswith(_SMALLEST) for word in segment.words) and not _EVEN.isdisjoint(words)
    return segment.denied and not segment.hits and (reacts or smallest)
