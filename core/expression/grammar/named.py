"""Whether words name a feeling, a muscle or an action unit, so that nothing has to be guessed."""

from .clauses import take_apart
from .facs import read_facs
from .muscles import read_muscles


def names_feeling(text: str) -> bool:
    return any(not hit.feels.loose for one in take_apart(text).segments for hit in one.hits)


def names_something(text: str) -> bool:
    """Loose words ("cold", "fine") name nothing by themselves."""
    notation = read_facs(text)
    segments = take_apart(notation.rest).segments
    moves = read_muscles([one.words for one in segments], [one.strength for one in segments])
    return bool(notation.units) or any(moves) or any(not hit.feels.loose for one in segments for hit in one.hits)


def names_muscle(text: str) -> bool:
    segments = take_apart(text).segments
    return any(read_muscles([one.words for one in segments], [one.strength for one in segments]))
