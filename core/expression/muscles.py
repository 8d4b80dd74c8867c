"""Muscles in words: "left brow raised slightly, lips pressed" becomes action units.

The grammar is small: in each segment of a clause parts ("lip corners") meet motions ("turned down"), sides and degrees;
acts ("winks") are both at once. A part without a motion waits for the next segment's, a motion without a part takes the
part before it. The vocabulary is data: presets/muscle_words.toml.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ...rigs import arkit
from ...rigs.action_units import ACTION_UNITS, weights_from_action_units
from .phrases import Phrases
from .shares import share_of

_TABLE = tomllib.loads((Path(__file__).parents[2] / "presets" / "muscle_words.toml").read_text(encoding="utf-8"))
_EFFECTS: dict[str, dict[str, float]] = _TABLE["effect"]
PLAIN_DEGREE = 0.7
"""Of an action unit that is described without a degree."""
FAINTEST, STRONGEST = 0.24, 1.43
"""Factors for the plain degree: what is described shows, and no unit passes 1."""
DETERMINERS = frozenset(
    "the his her their its my your our this that these those is are was were be been being he she they".split()
)
_DRAWN = 0.35
_LONE_WORDS = 3
_OTHER_SIDE = frozenset(("side", "one", "way", "half", "stays", "remains", "does", "doesn't", "not", "at", "in", "on"))
_ONE_OF_TWO = {"brow", "outerbrow", "innerbrow", "eye", "lid", "upperlid", "lowerlid", "cheek", "nostril", "corner"}
_TURNS = {"eye", "gaze", "jaw", "chin", "mouth", "lips"}
"""Parts that go to a side as a whole; their other motions do not speak against it."""
_TURNING = {"lookaside", "lookup", "lookdown", "sideways", "forward", "open"}
_GAZES = {"61", "62", "63", "64"}
_HALVES = {"upperface", "lowerface"}
_SIDES = {"left": "L", "right": "R", "one": "L"}
_OTHER = {"L": "R", "R": "L"}
_TAKES_SIDE = {"lid", "upperlid", "lowerlid", "upperlip", "lowerlip", "corner", "nostril", "cheek"}
"""Parts that are on the side of the part that they belong to: "a dimple in the left cheek"."""

Token = tuple[str, object]


def _entries() -> Iterator[tuple[str, Token]]:
    for kind in ("part", "motion", "sides"):
        for name, phrases in _TABLE[kind].items():
            yield from ((phrase, (kind, name)) for phrase in phrases)
    for number, act in enumerate(_TABLE["act"]):
        yield from ((phrase, ("act", number)) for phrase in act["words"])
    yield from ((phrase, ("degree", factor)) for phrase, factor in _TABLE["degree"].items())


_VOCABULARY: Phrases[Token] = Phrases(_entries())


@dataclass
class Moves:
    """What a segment moves: activations by action unit ("4", "L12") or ARKit shape; shapes that it holds still, if
    nothing else moves them (stilled) or in any case (silenced); places in the segment of the words that said so."""

    activations: dict[str, float] = field(default_factory=dict)
    stilled: set[str] = field(default_factory=set)
    silenced: set[str] = field(default_factory=set)
    used: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.activations or self.stilled or self.silenced)


@dataclass
class _Part:
    name: str
    at: int
    side: str = ""
    motions: list[str] = field(default_factory=list)


@dataclass
class _Found:
    """The tokens of a segment."""

    parts: list[_Part] = field(default_factory=list)
    motions: list[tuple[int, list[str], float | None]] = field(default_factory=list)
    acts: list[int] = field(default_factory=list)
    degree: float = 1.0
    share: float | None = None
    side: str = ""
    direction: str = ""
    places: list[int] = field(default_factory=list)

    def takes_side(self, after: "_Found") -> None:
        """The side that follows by itself ("a wink, the left"), unless it turns the eyes, jaw or mouth."""
        turning = self.looks() or any(part.name in _TURNS for part in self.parts)
        sided = self.side or self.direction or any(part.side for part in self.parts)
        if after.side and (self.parts or self.acts) and not (turning or sided):
            self.side, after.side, after.direction = after.side, "", ""

    def looks(self) -> bool:
        """Whether an act turns the eyes."""
        return any(_GAZES & set(_TABLE["act"][act]["moves"]) for act in self.acts)


def read_muscles(
    segments: Sequence[Sequence[str]], strengths: Sequence[float], denied: Sequence[bool] = ()
) -> list[Moves]:
    """One Moves for each segment; strengths: factors that other words gave the segments. What is denied with no motion
    ("without the cheeks") is held still."""
    found = [_find(words) for words in segments]
    _raise_lone_brow(found, segments)
    for number, here in enumerate(found):
        here_denied = number < len(denied) and denied[number]
        if number and not (here_denied or here.parts or here.acts or here.motions):
            found[number - 1].takes_side(here)
        bare = not here.parts or here.parts[0].at == 0
        if here_denied and here.parts and bare and not (here.motions or here.acts):
            here.motions.append((here.parts[-1].at + 1, ["still"], None))
        before = found[number - 1] if number else _Found()
        if here.parts and not (here.motions or here.acts or here.direction) and before.acts and not before.parts:
            before.side = before.side or here.parts[0].side or here.side
            here.parts.clear()
    last: list[_Part] = []
    side = last_side = ""
    moves = []
    for number, here in enumerate(found):
        looked = bool(number) and found[number - 1].looks()
        if not (here.parts or here.acts or here.motions or (here.direction and (last or looked))):
            side = here.side or side
            moves.append(Moves())
            continue
        here.side = here.side or side
        if here.direction and not (here.parts or here.acts) and number and found[number - 1].looks():
            here.parts = [_Part("gaze", -1)]
        elif not here.parts and not here.acts and (here.motions or here.direction):
            here.parts = [_Part(part.name, -1, here.side or part.side or last_side) for part in last]
        elif here.parts and not (here.motions or here.acts or here.direction) and number + 1 < len(found):
            after = found[number + 1]
            if after.parts and after.motions:
                here.motions = after.motions
                here.side = here.side or after.side
        moves.append(_moves(here, strengths[number]))
        last, last_side = (here.parts, here.side) if here.parts else (last, last_side)
    return moves


def _raise_lone_brow(found: Sequence[_Found], segments: Sequence[Sequence[str]]) -> None:
    """ "One eyebrow." at the beginning says that it goes up, where no other part is told of."""
    parts = [part for here in found for part in here.parts]
    told = next(((here, words) for here, words in zip(found, segments, strict=True) if words), None)
    if len(parts) != 1 or told is None or not told[0].parts or any(here.motions or here.acts for here in found):
        return
    (brow,), (here, words) = parts, told
    if brow.name in ("brow", "outerbrow") and (brow.side or here.side) and len(words) <= _LONE_WORDS:
        here.motions.append((brow.at + 1, ["up"], None))


def weights_of_moves(activations: Mapping[str, float]) -> np.ndarray:
    """Activations of action units and ARKit shapes ("mouthLeft", "L:noseSneer*") -> weights float32 (52,)."""
    units = {code: value for code, value in activations.items() if code.lstrip("LR") in ACTION_UNITS}
    weights = weights_from_action_units(units).astype(np.float32)
    for code, value in activations.items():
        for name in () if code in units else _shapes(code):
            weights[arkit.INDEX[name]] = max(weights[arkit.INDEX[name]], value)
    return weights


def shapes_of(code: str) -> set[str]:
    """The shapes that an action unit or a shape of an effect moves for the most part."""
    if code.lstrip("LR") in ACTION_UNITS:
        moved = weights_from_action_units({code: 1.0})
        return {name for name, weight in zip(arkit.NAMES, moved, strict=True) if weight >= 0.5}
    return set(_shapes(code))


def _shapes(code: str) -> Iterator[str]:
    side, _, name = code.rpartition(":")
    if name.endswith("*"):
        yield from (name[:-1] + end for end in ("Left", "Right") if not side or end[0] == side)
    else:
        yield name


def _find(words: Sequence[str]) -> _Found:
    places = [place for place, word in enumerate(words) if word not in DETERMINERS]
    kept = [words[place] for place in places]
    found, at = _Found(), 0
    sides: list[tuple[int, int, str]] = []
    while at < len(kept):
        length, tokens = _VOCABULARY.longest(kept, at)
        behind = _VOCABULARY.longest(kept, at + 1)[1] if kept[at : at + length] == ["in"] else []
        if kept[at : at + length] == ["in"] and at + 1 < len(kept) and "part" in dict(behind or [("part", "")]):
            length, tokens = 0, []  # "mouth open in horror", "panic in the eyes"
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
            found.parts.append(_Part(name, at, side))
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
    return other and not (set(after) <= _OTHER_SIDE or _VOCABULARY.longest(after, 0)[0])


def _moves(found: _Found, strength: float) -> Moves:
    moves = Moves()
    degree = found.degree
    idle = set(range(len(found.motions)))
    pairs: list[tuple[_Part, str]] = []
    for part in found.parts:
        for number, (_, motions, _) in enumerate(found.motions):
            motion = next((name for name in motions if f"{part.name}.{name}" in _EFFECTS or name == "still"), None)
            if motion and motion not in part.motions and not (part.motions and found.motions[number][2]):
                part.motions.append(motion)
                pairs.append((part, motion))
                idle.discard(number)
        if found.direction and part.name in _TURNS and set(part.motions) <= _TURNING:
            pairs = [pair for pair in pairs if pair[0] is not part or pair[1] not in ("lookaside", "sideways")]
            pairs.append((part, found.direction))
            found.side = ""
    for number in idle:
        degree *= found.motions[number][2] or 1.0
    factor = min(max(degree * strength, FAINTEST), STRONGEST) * PLAIN_DEGREE
    for part, motion in pairs:
        side = part.side or found.side or (_side_beside(part, found.parts) if part.name in _TAKES_SIDE else "")
        if motion == "still":
            effects = [effect for name, effect in _EFFECTS.items() if name.startswith(f"{part.name}.")]
            rests = {shape for effect in effects for code in effect for shape in shapes_of(_sided(code, side))}
            (moves.silenced if part.name in _HALVES else moves.stilled).update(rests)
        else:
            _add(moves, _EFFECTS[f"{part.name}.{motion}"], side, factor, found.share)
    if found.direction and found.looks() and not found.parts:
        _add(moves, _EFFECTS[f"gaze.{found.direction}"], "", factor, found.share)
    for number in found.acts:
        side = found.side or next((part.side for part in found.parts if part.side), "")
        _add(moves, _TABLE["act"][number]["moves"], side, factor, found.share)
    if moves or pairs:
        moves.used = set(found.places)
    return moves


def _side_beside(part: _Part, parts: Sequence[_Part]) -> str:
    return next((other.side for other in sorted(parts, key=lambda one: abs(one.at - part.at)) if other.side), "")


def _add(moves: Moves, effect: Mapping[str, float], side: str, factor: float, share: float | None) -> None:
    """share: what the strongest shape is to have, where a number says so. Where no shape of the effect has a side, the
    mouth goes to it a little: a bite, a puffed cheek."""
    if share is not None:
        most = max(effect.values())
        factor = share / most / float(weights_of_moves({code: gain / most for code, gain in effect.items()}).max())
    for code, gain in effect.items():
        sided = _sided(code, side)
        moves.activations[sided] = max(moves.activations.get(sided, 0.0), min(1.0, gain * factor))
    if side and not any(name.endswith(("Left", "Right")) for code in effect for name in shapes_of(code)):
        moves.activations.setdefault("mouthLeft" if side == "L" else "mouthRight", _DRAWN * factor)


def _sided(code: str, side: str) -> str:
    """The code on one side; the midline and the gaze have none."""
    if not side or code.lstrip("LR") in ("30", "61", "62", "63", "64"):
        return code
    bare = code.lstrip("LR") if code.lstrip("LR") in ACTION_UNITS else code
    if bare in ACTION_UNITS:
        return side + bare
    return f"{side}:{code}" if code.endswith("*") else code
