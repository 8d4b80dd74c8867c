"""What is all that remains where a feeling is gone: "no fear left in her. Only the job."."""

from collections.abc import Sequence

from .segments import Segment

_MOST_WORDS = 4
_ARTICLES = frozenset("the a an his her its their my your our this that".split())


def is_all_that_remains(segments: Sequence[Segment], number: int) -> bool:
    """Whether a segment names a thing but no feeling and says that it alone is there, behind a feeling that is not;
    "it was only the cat" tells what happened."""
    here, before = segments[number], segments[max(number - 1, 0)]
    only = here.only and not (here.names or here.denied or here.hits)
    only = only and not _ARTICLES.isdisjoint(here.words[:1])
    return only and 0 < len(here.telling) <= _MOST_WORDS and before.denied and bool(before.hits)


def something_remains(segments: Sequence[Segment]) -> bool:
    return any(is_all_that_remains(segments, number) for number in range(1, len(segments)))
