"""What is told to people about a reading: the feelings and muscles that were understood, and what was ignored."""

from collections.abc import Sequence

from .composing import Composition
from .feeling import Feeling
from .grammar.clauses import TakenApart
from .grammar.frames import Event

NAMED_EMOTIONS = 3


def read_as(
    made: Composition, feeling: Feeling | None, notation: tuple[str, ...], apart: TakenApart
) -> tuple[str, ...]:
    shown = {emotion: degree for emotion, degree in sorted(made.shown, key=lambda item: item[1])}
    named = tuple(f"{emotion} at {min(degree, 1.3):.0%}" for emotion, degree in shown.items())
    muscles = dict.fromkeys(code for move in made.moves for code in move.activations if code not in made.resting)
    moved = (f"muscles: {', '.join(muscles)}",) if muscles and not notation else ()
    units = ", ".join(dict.fromkeys(made.resting))
    resting = (f"at rest, because it is denied: muscles {units}",) if units else ()
    heard = heard_in(feeling) if feeling else ()
    unknown = ignored(feeling.unknown if feeling else ())
    denied = (f"left out, because it is denied: {', '.join(dict.fromkeys(made.denied))}",) if made.denied else ()
    return (*notation, *moved, *named, *heard, *resting, *denied, *made.told, *apart.told, *unknown)


def heard_in(feeling: Feeling) -> tuple[str, ...]:
    """What happens, and the likeliest emotions."""
    happens = (_happens(feeling.event),) if feeling.event else ()
    return (*happens, *named_emotions(feeling.emotions))


def _happens(event: Event) -> str:
    return f"happens: {event.words}" if event.is_grave else f"a trifle, so it shows less: {event.words}"


def named_emotions(emotions: dict[str, float]) -> tuple[str, ...]:
    """The likeliest emotions with their shares, or that the prompt describes muscles."""
    shares = dict(emotions)
    muscles = shares.pop("", 0.0)
    best = sorted(shares.items(), key=lambda entry: -entry[1])[:NAMED_EMOTIONS]
    named = tuple(f"{name} {share:.0%}" for name, share in best if share >= 0.1)
    return (f"muscles {muscles:.0%}", *named) if muscles >= 0.1 else named


def ignored(unknown: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"ignored: {word}, an unknown word" for word in unknown[:5])
