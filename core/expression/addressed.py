"""Who is spoken to: "you're not cross, love, you're heartbroken" tells of no love. The words are data:
presets/prompt_words.toml, [address].
"""

from collections.abc import Sequence

from .parting import Clause
from .wording import TABLE

_NAMES, _BESIDE, _SPEECH = (frozenset(TABLE["address"][name]) for name in ("names", "beside", "speech"))


def without_addressed(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses of a prompt that speaks to somebody, but for those that only say to whom."""
    spoken = any(not _SPEECH.isdisjoint(clause.words) for clause in clauses)
    return [clause for clause in clauses if not (spoken and len(clauses) > 1 and _only_addresses(clause))]


def _only_addresses(clause: Clause) -> bool:
    return not _NAMES.isdisjoint(clause.words) and (_NAMES | _BESIDE).issuperset(clause.words)
