"""Parts of the face that do not move: told to rest, denied, covered, or closed over an open jaw."""

from collections.abc import Sequence

from ....rigs import arkit
from .moves import Moves, shapes_of, sided, weights_of_moves
from .muscle_tokens import ONE_OF_TWO, OTHER, SAME, Found, Part
from .muscle_words import ACTS, COVERED, EFFECTS, KEEPING, LEADING_TO_REST, MUSCLES

_TWO_OF = {"teeth": "teeth", "upperteeth": "teeth", "lowerteeth": "teeth", "lid": "lid", "upperlid": "lid"}
_TWO_OF |= {"lowerlid": "lid", "lips": "lip", "upperlip": "lip", "lowerlip": "lip", "eye": "lid", "mouth": "lip"}
_ONES = {"upperone": "upper", "lowerone": "lower"}
"""What has an upper and a lower one."""
_OFF = {"aloof", "off", "still"}
"""Motions of a muscle that does nothing."""
_OPEN_BELOW = {"jaw.open", "jaw.agape", "jaw.down", "teeth.open"}
_CLOSED_ABOVE = {f"{part}.{motion}" for part in ("lips", "mouth") for motion in ("meet", "press", "still", "tighten")}
_OPENING = {"jawOpen", "mouthLowerDownLeft", "mouthLowerDownRight"}
_ONE_LIP = {"upperlip", "lowerlip"}
_PRESSED = shapes_of("24")
"""What one lip cannot do alone, nor leave undone."""
_SEALED = 0.9
"""Of an open jaw, how far the lips close over it."""


def rests(part: Part, motion: str) -> bool:
    return motion == "still" or (motion == "cover" and part.name in COVERED)


def shapes_at_rest(part: Part, side: str) -> set[str]:
    """The shapes that a part can move at all."""
    effects = [effect for name, effect in EFFECTS.items() if name.startswith(f"{part.name}.")]
    moved = {shape for effect in effects for code in effect for shape in shapes_of(sided(code, side))}
    return moved - _PRESSED if part.name in _ONE_LIP else moved


def hold_still(found: Sequence[Found], denied: Sequence[bool]) -> None:
    """ "Without the cheeks", "nothing happening in the brows", "the chin does not so much as stir", "keep the nose out
    of it"."""
    for here, here_denied in zip(found, denied, strict=True):
        kept_out = _all(here, "aloof") and not KEEPING.isdisjoint(here.leading)
        bare = here.parts and not here.motions and LEADING_TO_REST.issuperset(here.leading)
        if here_denied and not here.parts:
            _forget_rest(here)
        idle = here.leading[:1] == ["nothing"] and LEADING_TO_REST.issuperset(here.leading[1:])
        if not here.acts and (kept_out or idle or (here_denied and (bare or _all(here, "stir")))):
            here.motions = [(here.parts[-1].at + 1 if here.parts else 0, ["still"], None)]
            here.places.extend(range(here.first))


def _forget_rest(found: Found) -> None:
    """Somebody who is not relaxed holds no part still that was told of before."""
    found.motions = [motion for motion in found.motions if "still" not in motion[1]]


def idle_acts(found: Found, denied: bool) -> set[str]:
    """ "Frontalis off", "orbicularis oculi stays out of it", "no corrugator": the shapes of muscles that do nothing.
    Such muscles are told of no longer."""
    if not found.acts or found.parts or not MUSCLES.issuperset(found.acts):
        return set()
    off = any(not _OFF.isdisjoint(names) for _, names, _ in found.motions)
    if not off and not (denied and not found.motions):
        return set()
    shapes = {shape for act in found.acts for code in ACTS[act] for shape in shapes_of(sided(code, found.side))}
    found.acts, found.motions = [], []
    return shapes


def _all(found: Found, motion: str) -> bool:
    """Whether there are motions, and all of them are that one."""
    return bool(found.motions) and all(motion in names for _, names, _ in found.motions)


def name_referents(found: Sequence[Found]) -> None:
    """ "Its brother on the left" is the part that was spoken of before, on the other side, "that corner" on the same
    side; "the lower ones" are lower teeth behind teeth."""
    last: Part | None = None
    for here in found:
        here.parts = [named for part in here.parts for named in _referents(part, last)]
        for part in here.parts:
            if part.name in ONE_OF_TWO or last is None or last.name not in ONE_OF_TWO:
                last = Part(part.name, -1, part.side or here.side)


def _referents(part: Part, last: Part | None) -> list[Part]:
    if part.name == "twin":
        return [Part(last.name, part.at, part.side or OTHER.get(last.side, ""))] if last else []
    if part.side == SAME:
        return [Part(part.name, part.at, last.side if last and last.name == part.name else "")]
    if part.name in _ONES:
        two = _TWO_OF.get(last.name) if last else None
        return [Part(_ONES[part.name] + two, part.at, part.side)] if two else []
    return [part]


def seal_lips(moves: Sequence[Moves]) -> None:
    """ "Drop the jaw but keep the lips sealed": what the jaw opens the lips close. Where nothing opens it, a mouth that
    is told to be shut stays so whatever is felt."""
    below = [move for move in moves if move.named & _OPEN_BELOW]
    above = [move for move in moves if move.named & _CLOSED_ABOVE]
    if below and above:
        opened = max(float(weights_of_moves(move.activations)[arkit.INDEX["jawOpen"]]) for move in below)
        above[-1].activations["mouthClose"] = _SEALED * opened
        for move in below:
            move.activations.pop("25", None)
    elif above:
        above[-1].stilled |= _OPENING
