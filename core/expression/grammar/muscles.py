"""Muscles in words: "left brow raised slightly, lips pressed" becomes action units.

The grammar is small: in each segment of a clause parts ("lip corners") meet motions ("turned down"), sides and degrees;
acts ("winks") are both at once. A part without a motion waits for the next segment's, a motion without a part takes the
part before it. The vocabulary is data: presets/muscle_words.toml.
"""

from collections.abc import Sequence

from .moves import Moves, add
from .muscle_tokens import TURNS, Found, Part, find
from .muscle_words import ACTS, DETERMINERS, EFFECTS, MUSCLES
from .resting import hold_still, idle_acts, name_referents, rests, seal_lips, shapes_at_rest

PLAIN_DEGREE = 0.7
"""Of an action unit that is described without a degree."""
FAINTEST, STRONGEST = 0.24, 1.43
"""Factors for the plain degree: what is described shows, and no unit passes 1."""
_LONE_WORDS = 3
_TURNING = {"lookaside", "lookup", "lookdown", "sideways", "forward", "open", "pucker", "purse", "funnel", "press"}
_NONE: frozenset[str] = frozenset()
_OVERRULED = {
    "curl": frozenset(("suck",)),
    "clench": frozenset(("sideways",)),
    "knit": frozenset(("suck",)),
    "agape": frozenset(("stretch",)),
    "bare": frozenset(("suck",)),
    "stretch": frozenset(("bare",)),
    "up": frozenset(("pucker", "purse", "funnel", "press", "suck")),
}
"""Motions that say little beside another one: "purse up", "curl the lip under the teeth"."""
_BY_ITSELF = "gaping"
"""A motion only where the part is told of no other: "the jaw all the way"."""
_IMPLIED = {"purse": "lips"}
_IN_VIEW = {"underfoot", "overhead"}
"""Where somebody looks, whatever is done with the face: "yawns at the ceiling"."""
_TEETH = {"teeth", "upperteeth", "lowerteeth"}
_HALVES = {"upperface", "lowerface"}
_TAKES_SIDE = {"lid", "upperlid", "lowerlid", "upperlip", "lowerlip", "corner", "nostril", "cheek"}
"""Parts that are on the side of the part that they belong to: "a dimple in the left cheek"."""


def read_muscles(
    segments: Sequence[Sequence[str]], strengths: Sequence[float], denied: Sequence[bool] = ()
) -> list[Moves]:
    """One Moves for each segment; strengths: factors that other words gave the segments. What is denied with no motion
    ("without the cheeks") is held still."""
    found = [find(words) for words in segments]
    denied = denied or [False] * len(found)
    name_referents(found)
    _raise_lone_brow(found, segments)
    _show_lone_teeth(found, denied)
    hold_still(found, denied)
    for number in range(1, len(found)):
        stays = number + 1 < len(found) and denied[number + 1] and not found[number + 1].parts
        if not denied[number]:
            _attach(found[number - 1], found[number], stays)
            _grade(found[number - 1], found[number], segments[number])
    idle = [idle_acts(here, here_denied) for here, here_denied in zip(found, denied, strict=True)]
    moves = _in_order(found, strengths)
    for move, here, shapes in zip(moves, found, idle, strict=True):
        move.silenced |= shapes
        move.used |= set(here.places if shapes else ())
        move.named |= {"muscle.still"} if shapes else set()
    seal_lips([move for move, here_denied in zip(moves, denied, strict=True) if not here_denied])
    return moves


def _attach(before: Found, here: Found, stays: bool) -> None:
    """What a segment says about the one before it: the side of a wink, the part that an act moves; stays: what comes
    after denies that this part moves."""
    if not (here.parts or here.acts or here.motions):
        before.takes_side(here)
    if here.parts and not (here.tells() or stays) and before.acts and not before.parts:
        side = here.parts[0].side or here.side
        before.side = before.side or side
        here.of_act_before = not side
        here.parts.clear()


def _grade(before: Found, here: Found, words: Sequence[str]) -> None:
    """What a segment says about how far the one before it goes: "eyes up, all the way"."""
    said = {place for place, word in enumerate(words) if word not in DETERMINERS}
    if said == set(here.places) and not (here.parts or here.acts or here.direction):
        before.degree, here.degree = before.degree * here.degree, 1.0


def _in_order(found: Sequence[Found], strengths: Sequence[float]) -> list[Moves]:
    """Parts and motions wait for each other across segments."""
    last: list[Part] = []
    side = last_side = ""
    moves = []
    for number, here in enumerate(found):
        looked = bool(number) and found[number - 1].looks()
        if not (here.parts or here.acts or here.motions or (here.direction and (last or looked))):
            side = here.side or side
            moves.append(Moves(used=set(here.places if here.of_act_before else ())))
            continue
        here.side = here.side or side
        if here.acts and not here.parts and any(_IN_VIEW.intersection(names) for _, names, _ in here.motions):
            here.parts = [Part("gaze", -1)]
        elif here.direction and not (here.parts or here.acts) and looked:
            here.parts = [Part("gaze", -1)]
        elif not here.parts and not here.acts and (here.motions or here.direction):
            here.parts = _implied(here, [Part(part.name, -1, here.side or part.side or last_side) for part in last])
        elif here.parts and not here.tells() and number + 1 < len(found):
            after = found[number + 1]
            if after.parts and after.motions:
                here.motions = after.motions
                here.side = here.side or after.side
        moves.append(_moves(here, strengths[number]))
        last, last_side = (here.parts, here.side) if here.parts else (last, last_side)
    return moves


def _implied(here: Found, last: list[Part]) -> list[Part]:
    """The parts before, or the one that moves so without being named ("pucker up")."""
    names = {name for _, motions, _ in here.motions for name in motions}
    if any(f"{part.name}.{name}" in EFFECTS for part in last for name in names):
        return last
    implied = [Part(part, -1) for motion, part in _IMPLIED.items() if motion in names]
    return implied or last


def _raise_lone_brow(found: Sequence[Found], segments: Sequence[Sequence[str]]) -> None:
    """ "One eyebrow." at the beginning says that it goes up, where no other part is told of."""
    parts = [part for here in found for part in here.parts]
    told = next(((here, words) for here, words in zip(found, segments, strict=True) if words), None)
    if len(parts) != 1 or told is None or not told[0].parts or any(here.motions or here.acts for here in found):
        return
    (brow,), (here, words) = parts, told
    if brow.name in ("brow", "outerbrow") and (brow.side or here.side) and len(words) <= _LONE_WORDS:
        here.motions.append((brow.at + 1, ["up"], None))


def _show_lone_teeth(found: Sequence[Found], denied: Sequence[bool]) -> None:
    """ "Jaw open, lower teeth" shows them, where another segment tells of muscles."""
    for here, here_denied in zip(found, denied, strict=True):
        names = {part.name for part in here.parts}
        row = names <= _TEETH and bool(names - {"teeth"})
        lone = row and not (here.leading or here.tells() or here_denied)
        if lone and any(other.tells() for other in found):
            here.parts = [part for part in here.parts if part.name != "teeth"]
            here.motions.append((here.parts[-1].at + 1, ["show"], None))


def _moves(found: Found, strength: float) -> Moves:
    moves = Moves()
    degree = found.degree
    idle = set(range(len(found.motions)))
    pairs: list[tuple[Part, str]] = []
    for part in found.parts:
        for number, (_, motions, _) in enumerate(found.motions):
            motion = next((name for name in motions if f"{part.name}.{name}" in EFFECTS or rests(part, name)), None)
            if motion == _BY_ITSELF and (len(found.motions) > 1 or found.direction or found.acts):
                continue
            if motion and motion not in part.motions and not (part.motions and found.motions[number][2]):
                part.motions.append(motion)
                pairs.append((part, motion))
                idle.discard(number)
        if found.direction and part.name in TURNS and set(part.motions) <= _TURNING:
            pairs = [pair for pair in pairs if pair[0] is not part or pair[1] not in ("lookaside", "sideways")]
            pairs.append((part, found.direction))
            found.side = ""
    pairs = [(part, motion) for part, motion in pairs if _OVERRULED.get(motion, _NONE).isdisjoint(part.motions)]
    for number in idle:
        degree *= found.motions[number][2] or 1.0
    factor = min(max(degree * strength, FAINTEST), STRONGEST) * PLAIN_DEGREE
    for part, motion in pairs:
        side = part.side or found.side or (_side_beside(part, found.parts) if part.name in _TAKES_SIDE else "")
        moves.named.add(f"{part.name}.{motion}")
        if rests(part, motion):
            (moves.silenced if part.name in _HALVES else moves.stilled).update(shapes_at_rest(part, side))
        else:
            add(moves, EFFECTS[f"{part.name}.{motion}"], side, factor, found.share)
    if found.direction and found.looks() and not found.parts:
        add(moves, EFFECTS[f"gaze.{found.direction}"], "", factor, found.share)
    for number in found.acts:
        side = found.side or next((part.side for part in found.parts if part.side), "")
        add(moves, ACTS[number], side, factor, found.share)
        if number in MUSCLES:
            moves.named.add("muscle.moves")
        if "24" in moves.activations.keys() - moves.beside and number not in MUSCLES:
            moves.named.add("lips.press")
    if moves or pairs or found.acts:
        moves.used = set(found.places)
    return moves


def _side_beside(part: Part, parts: Sequence[Part]) -> str:
    return next((other.side for other in sorted(parts, key=lambda one: abs(one.at - part.at)) if other.side), "")
