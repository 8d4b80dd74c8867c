"""Feelings that words of a prompt name."""

from dataclasses import dataclass

from .graded import Feels


@dataclass(frozen=True)
class Hit:
    """A feeling that is named by the words from `begin` to `end` of its segment."""

    feels: Feels
    begin: int
    end: int
