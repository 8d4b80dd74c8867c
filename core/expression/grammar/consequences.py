"""What follows from a feeling: it tells how strong that is, and takes nothing of it away.

"So happy that she could sing", "too angry to speak", "in such a fury that the crows have left the tree". The words are
data: presets/prompt_words.toml, [consequences].
"""

from collections.abc import Sequence

from .muscle_words import DETERMINERS
from .phrases import Phrases
from .wording import TABLE

_TABLE = TABLE["consequences"]
_SO, _TOO, _CLAUSE = (frozenset(_TABLE[name]) for name in ("so", "too", "clause"))
_OF_SO, _OF_TOO = (Phrases((phrase, True) for phrase in _TABLE[name]) for name in ("of_so", "of_too"))


def follows(degree: str, after: Sequence[str]) -> bool:
    """Whether words behind a feeling that has such a degree tell what follows from it."""
    consequences = _OF_SO if degree in _SO else _OF_TOO if degree in _TOO else None
    plain = [word for word in after if word in _CLAUSE or word not in DETERMINERS]
    return consequences is not None and len(plain) > 1 and bool(consequences.longest(plain, 0)[0])


def words_behind(words: Sequence[str], count: int) -> Sequence[str]:
    """The words behind so many that are no determiners."""
    places = [place for place, word in enumerate(words) if word not in DETERMINERS]
    return words[places[count - 1] + 1 :]


def stands_in_consequence(said: Sequence[str]) -> bool:
    """Whether the words that were said lead into a clause of what follows: "in such a fury that the crows have"."""
    first = next((at for at, word in enumerate(said) if word in _SO), len(said))
    return not _CLAUSE.isdisjoint(said[first + 2 :])
