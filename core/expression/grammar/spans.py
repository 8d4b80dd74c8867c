"""How long something goes on, told in a clause of its own: "digging graves. Eleven hours now."

So an event may hold what is done in one clause and how long in the next one, or the other way round. The words are
data: presets/event_frames/lists.toml, [spans].
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from .frame_patterns import SPANS


def joined_by_spans(clauses: Sequence[Sequence[str]]) -> Iterator[tuple[int, list[str]]]:
    """Each two neighbours, in words, of which one tells only how long: the number of the first one, and both as one."""
    for number, (before, after) in enumerate(pairwise(clauses)):
        if _is_span(before) != _is_span(after):
            yield number, [*before, *after]


def _is_span(clause: Sequence[str]) -> bool:
    return bool(clause) and SPANS.longest(clause, 0)[0] == len(clause)
