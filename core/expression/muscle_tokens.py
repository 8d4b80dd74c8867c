"""The words of a segment about muscles: parts, motions, acts, sides and amounts, each with its place."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .muscle_words import ACTS, DETERMINERS, VOCABULARY
from .shares import share_of

_OTHER_SIDE = frozenset(("side", "one", "way", "half", "stays", "remains", "does", "doesn't", "not", "at", "in", "on"))
_ONE_OF_TWO = {"brow", "outerbrow", "innerbrow", "eye", "lid", "upperlid", "lowerlid", "cheek", "nostril", "corner"}
TURNS = {"eye", "gaze", "jaw", "chin", "mouth", "lips"}
"""Parts that go to a side as a whole; their other motions do not speak against it."""
_TURNING = {"lookaside", "lookup", "lookdown", "sideways", "forward", "open"}
_GAZES = {"61", "62", "63", "64"}
_SIDES = {"left": "L", "right": "R", "one": "L"}
_OTHER = {"L": "R", "R": "L"}


@dataclass
class Part:
    name: str
    at: int
    side: str = ""
    motions: list[str] = field(default_factory=list)


@dataclass
class Found:
    """The tokens of a segment."""

    parts: list[Part] = field(default_factory=list)
    motions: list[tuple[int, list[str], float | None]] = field(default_factory=list)
    acts: list[int] = field(default_factory=list)
    degree: float = 1.0
    share: float | None = None
    side: str = ""
    direction: str = ""
    places: list[int] = field(default_factory=list)

    def takes_side(self, after: "Found") -> None:
        """The side that follows by itself ("a wink, the left"), unless it turns the eyes, jaw or mouth."""
        turning = self.looks() or any(part.name in TURNS for part in self.parts)
        sided = self.side or self.direction or any(part.side for part in self.parts)
        if after.side and (self.parts or self.acts) and not (turning or sided):
            self.side, after.side, after.direction = after.side, "", ""

    def looks(self) -> bool:
        """Whether an act turns the eyes."""
        return any(_GAZES & set(ACTS[act]) for act in self.acts)


def find(words: Sequence[str]) -> Found:
    places = [place for place, word in enumerate(words) if word not in DETERMINERS]
    kept = [words[place] for place in places]
    found, at = Found(), 0
    sides: list[tuple[int, int, str]] = []
    while at < len(kept):
        length, tokens = VOCABULARY.longest(kept, at)
        if kept[at : at + length] == ["in"] and at + 1 < len(kept) and not VOCABULARY.longest(kept, at + 1)[0]:
            length, tokens = 0, []  # "mouth open in horror"
        share = share_of(kept[at])
        if share is not None:
            found.share = share
            found.places.append(places[at])
        kinds = dict(reversed(tokens))
        if "act" in kinds:
            found.acts.append(int(str(kinds["act"])))
        elif "part" in kinds and kept[at : at + 2] == ["lid", "of"] and {"eye", "eyes"}.isdisjoint(kept[at:]):
            length = 0
        elif "part" in kinds:
            side = sides[-1][2] if sides and sides[-1][1] == at else ""
            name = str(kinds["part"])
            if not side and name in ("brow", "outerbrow") and at and kept[at - 1] in ("a", "an"):
                side = "L"
            if side == "L" and sides and sides[-1][2] == "L" and sides[-1][1] == at and name not in _ONE_OF_TWO:
                side = "L" if kept[sides[-1][0]].startswith(("left", "right")) else ""
            found.parts.append(Part(name, at, side))
            if sides and sides[-1][1] == at:
                sides.pop()
        elif "sides" in kinds and not _names_others(kept, at, length):
            named = str(kinds["sides"])
            before = next((part.side for part in reversed(found.parts) if part.side), "L")
            sides.append((at, at + length, _OTHER[before] if named == "other" else _SIDES.get(named, "")))
        elif "motion" in kinds:
            motions = [str(name) for kind, name in tokens if kind == "motion"]
            found.motions.append((at, motions, float(str(kinds["degree"])) if "degree" in kinds else None))
        elif "degree" in kinds:
            found.degree *= float(str(kinds["degree"]))
        if length:
            found.places.extend(places[at : at + length])
        at += max(length, 1)
    for begin, end, side in sides:
        word = kept[begin]
        if word.startswith(("left", "right")) and end - begin == 1:
            found.direction = "left" if word.startswith("left") else "right"
        found.side = side or found.side
    return found


def _names_others(words: Sequence[str], at: int, length: int) -> bool:
    """ "With the other boys", not "the other side" or "the other brow"."""
    other, after = words[at : at + length] == ["other"], words[at + length : at + length + 1]
    return other and not (set(after) <= _OTHER_SIDE or VOCABULARY.longest(after, 0)[0])
