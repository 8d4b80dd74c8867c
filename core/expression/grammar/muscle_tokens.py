"""The words of a segment about muscles: parts, motions, acts, sides and amounts, each with its place."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .adverbs import adverbs_behind
from .events import is_done_by_thing
from .muscle_words import ACTS, DETERMINERS, EFFECTS, PARTS_OF_THINGS, VOCABULARY, Token
from .shares import share_of

TURNS = {"eye", "gaze", "jaw", "chin", "mouth", "lips"}
"""Parts that go to a side as a whole; their other motions do not speak against it."""
_OTHER_SIDE = frozenset(("side", "one", "way", "half", "stays", "remains", "does", "doesn't", "not", "at", "in", "on"))
ONE_OF_TWO = {"brow", "outerbrow", "innerbrow", "eye", "lid", "upperlid", "lowerlid", "cheek", "nostril", "corner"}
_WHOLES = {
    "innerbrow": {"brow"}, "outerbrow": {"brow"}, "corner": {"mouth", "lips"}, "lid": {"eye"}, "upperlid": {"eye"},
    "lowerlid": {"eye"}, "upperlip": {"mouth", "lips"}, "lowerlip": {"mouth", "lips"},
}  # fmt: skip
"""What a part may be said to be of: "the outer ends of both brows" move no inner ones."""
_WHERE = frozenset(("at", "in", "on"))
"""Before a part of a part that moves alone: "the mouth turned down at its left corner"."""
SAME = "same"
"""Side of "that corner", the one that was spoken of before."""
_GAZES = {"61", "62", "63", "64"}
_SIDES = {"left": "L", "right": "R", "one": "L"}
OTHER = {"L": "R", "R": "L"}
_HOW_FAR = frozenset(("hard", "far", "full", "fully", "well"))


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
    leading: list[str] = field(default_factory=list)
    """Words before the first part."""
    first: int = 0
    """Place of the first part."""
    of_act_before: bool = False
    """Whether its parts, of no side, are those of the act of the segment before: "blinks with both eyes"."""

    def takes_side(self, after: "Found") -> None:
        """The side that follows by itself ("a wink, the left"), unless it turns the eyes, jaw or mouth."""
        turning = self.looks() or any(part.name in TURNS for part in self.parts)
        sided = self.side or self.direction or any(part.side for part in self.parts)
        if after.side and (self.parts or self.acts) and not (turning or sided):
            self.side, after.side, after.direction = after.side, "", ""

    def looks(self) -> bool:
        """Whether an act turns the eyes."""
        return any(_GAZES & set(ACTS[act]) for act in self.acts)

    def tells(self) -> bool:
        """Whether it says that something moves, or how."""
        return bool(self.motions or self.acts or self.direction)


def find(words: Sequence[str]) -> Found:
    return _Finder(words).found


class _Finder:
    """Goes over the words of a segment once."""

    def __init__(self, words: Sequence[str]):
        spoken = [place for place, word in enumerate(words) if word not in DETERMINERS]
        self._places, degree = adverbs_behind(words, spoken)
        self._words, self._kept = words, [words[place] for place in self._places]
        self._sides: list[tuple[int, int, str]] = []
        self._part_end = -1
        self.found = Found(degree=degree)
        at = 0
        while at < len(self._kept):
            at += self._read(at)
        self._place_sides()

    def _read(self, at: int) -> int:
        """How many words were read."""
        of_thing = PARTS_OF_THINGS.longest(self._kept, at)[0]
        if of_thing and {"eye", "eyes"}.isdisjoint(self._kept[at + 1 :]):
            return of_thing
        length, tokens = self._sided_part(at) or VOCABULARY.longest(self._kept, at)
        if self._is_no_motion(at, length) or is_done_by_thing(self._kept[:at], self._kept[at : at + length]):
            length, tokens = 0, []
        kinds = dict(reversed(tokens))
        share = share_of(self._kept[at])
        self.found.degree *= float(str(kinds.get("extent", 1.0)))
        if share is not None or "share" in kinds:
            self.found.share = float(str(kinds["share"])) if share is None else share
            length = max(length, 1)
        elif "act" in kinds:
            self.found.acts.append(int(str(kinds["act"])))
        elif "part" in kinds:
            length = self._part(str(kinds["part"]), at, length)
        elif "sides" in kinds:
            self._side(str(kinds["sides"]), at, length)
        elif "motion" in kinds:
            motions = [str(name) for kind, name in tokens if kind == "motion"]
            self.found.motions.append((at, motions, float(str(kinds["degree"])) if "degree" in kinds else None))
        elif "degree" in kinds:
            self.found.degree *= float(str(kinds["degree"]))
        elif "adjective" in kinds and "act" in dict(VOCABULARY.longest(self._kept, at + length)[1]):
            self.found.degree *= float(str(kinds["adjective"]))
        self.found.places.extend(self._places[at : at + length])
        return max(length, 1)

    def _sided_part(self, at: int) -> tuple[int, list[Token]] | None:
        """ "Tail of the left brow": a part whose whole has a side."""
        if self._kept[at + 1 : at + 2] != ["of"]:
            return None
        side_length, sides = VOCABULARY.longest(self._kept, at + 2)
        named = dict(sides).get("sides")
        length, tokens = VOCABULARY.longest(
            [*self._kept[at : at + 2], *self._kept[at + 2 + side_length :]], 0
        )  # fmt: skip
        if named is None or length < 3 or "part" not in dict(tokens):
            return None
        self._sides.append((at, at, _SIDES.get(str(named), "")))
        return length + side_length, tokens

    def _is_no_motion(self, at: int, length: int) -> bool:
        """ "Mouth open in horror", "fear in both eyes", "keep your nose out of my business"."""
        said, after = self._kept[at : at + length], self._kept[at + length :]
        if said == ["out", "of"]:
            return bool(after) and after[0] != "it"
        following, tokens = VOCABULARY.longest(after, 0)
        if "sides" in dict(tokens):
            following, tokens = VOCABULARY.longest(after[following:], 0)
        return said == ["in"] and bool(after) and (not following or "part" in dict(tokens))

    def _part(self, name: str, at: int, length: int) -> int:
        """How many words are a part; 0 for the ends of a rope, the corner that somebody looks to."""
        kept, sides = self._kept, self._sides
        if kept[at] == "corner" and any(part.name in ("gaze", "eye") for part in self.found.parts):
            return 0
        if (
            name in _WHOLES
            and kept[at + length : at + length + 1] == ["of"]
            and not self._names_a_face(at + length + 1)
        ):
            return 0
        if name == "twin" and self._words[self._places[at] - 1] != "its":
            return 0
        side = sides[-1][2] if sides and sides[-1][1] == at else ""
        whole = self.found.parts[-1] if self.found.parts else None
        if whole and name in _WHOLES.get(whole.name, ()) and self._is_of(at):
            whole.side = whole.side or side
            if side or (sides and sides[-1][1] == at):
                sides.pop()
            return length
        if whole and self._alone_moves(name, whole) and kept[self._before_side(at)] in _WHERE:
            self.found.parts.pop()
            side = side or whole.side
        if not side and name in ("brow", "outerbrow") and at and kept[at - 1] in ("a", "an"):
            side = "L"
        if side == "L" and sides and sides[-1][2] == "L" and sides[-1][1] == at and name not in ONE_OF_TWO:
            side = "L" if kept[sides[-1][0]].startswith(("left", "right")) else ""
        if not side and name in ONE_OF_TWO and self._words[self._places[at] - 1 : self._places[at]] == ["that"]:
            side = SAME
        if not self.found.parts:
            self.found.leading, self.found.first = kept[:at], self._places[at]
        self.found.parts.append(Part(name, at, side))
        self._part_end = at + length
        if sides and sides[-1][1] == at:
            sides.pop()
        return length

    def _names_a_face(self, at: int) -> bool:
        """ "The inner ends of it", not "of a rope"."""
        words = self._kept[at : at + 3]
        return not {"it", "them"}.isdisjoint(words[:1]) or any(
            kind in ("part", "act", "sides")
            for place in range(len(words))
            for kind, _ in VOCABULARY.longest(words, place)[1]
        )

    def _is_of(self, at: int) -> bool:
        """Whether only "of" and a side stand between the part before and this one."""
        between = range(self._part_end, at)
        sided = {place for begin, end, _ in self._sides for place in range(begin, end)}
        words = [self._kept[place] for place in between if place not in sided]
        return words == ["of"]

    def _alone_moves(self, name: str, whole: Part) -> bool:
        """Whether a part may be told of in place of the whole that was named before it."""
        told = [motion for _, motions, _ in self.found.motions for motion in motions]
        can = not told or any(f"{name}.{motion}" in EFFECTS for motion in told)
        return can and whole.name in _WHOLES.get(name, ())

    def _before_side(self, at: int) -> int:
        """Place of the word before a part and its side."""
        return next((begin for begin, end, _ in reversed(self._sides[-1:]) if end == at), at) - 1

    def _side(self, named: str, at: int, length: int) -> None:
        if self._kept[at : at + length] == ["other"] and not self._is_a_side(at):
            return
        before = next((part.side for part in reversed(self.found.parts) if part.side), "L")
        self._sides.append((at, at + length, OTHER[before] if named == "other" else _SIDES.get(named, "")))

    def _is_a_side(self, at: int) -> bool:
        """ "The other side", "the other brow", not "the other boys" nor "we hold each other"."""
        if at and self._kept[at - 1] == "each":
            return False
        after = self._kept[at + 1 : at + 2]
        return set(after) <= _OTHER_SIDE or any(token != ("part", "twin") for token in VOCABULARY.longest(after, 0)[1])

    def _place_sides(self) -> None:
        """Sides that no part has taken are the segment's, and directions where nothing but them is said."""
        for begin, end, side in self._sides:
            *before, word = self._kept[begin:end]
            if word.startswith(("left", "right")) and _HOW_FAR.issuperset(before):
                self.found.direction = "left" if word.startswith("left") else "right"
            self.found.side = side or self.found.side
