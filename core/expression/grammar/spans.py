"""How long something goes on, told in a clause of its own: "digging graves. Eleven hours now."

So an event may hold what is done in one clause and how long in the next one, or the other way round. The words are
data: presets/event_frames/lists.toml, [spans].
"""

from collections.abc import Sequence
from itertools import pairwise

from .frame_patterns import SPANS


def with_spans(clauses: Sequence[list[str]]) -> list[list[str]]:
    """The clauses, in words, and each two neighbours of which one tells only how long as one more."""
    told = [clause for clause in clauses if clause]
    joined = [before + after for before, after in pairwise(told) if _is_span(before) != _is_span(after)]
    return [*joined, *told]


def _is_span(clause: Sequence[str]) -> bool:
    return SPANS.longest(clause, 0)[0] == len(clause)
