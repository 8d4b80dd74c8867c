"""How large the whole is to be played: "anger, chew the scenery", "Sad. Keep it tiny.", "her fear is an ocean".

Such notes are written as factors of a clause of their own, ", ×0.45,"; where no feeling and no muscle is named beside
them they stay as they are. The words are data: presets/display_words.toml, [played] and [measured].
"""

import re

from .displays import CLAUSE_END, TABLE, TO_THE_END, of_phrases
from .named import names_something
from .named_beside import named_before

_PLAYED, _MEASURED, _SIZED = (TABLE[name] for name in ("played", "measured", "sized"))
_LEADING = (
    r"(?:(?:(?:first|second|third|next|last|another|director's|my|one)\s+)?note:\s+)?"
    r"(?:(?:but|and|though|only|please|just|here|so|now|then)\s+)?"
)
_STEP = 1.2
_BREAKS = ".,;:!?()\n-–—"
_BEFORE = rf"(?:(?:{of_phrases(_PLAYED['before'])})\s+)*"
_AGAIN = rf"(?:\s+(?:{of_phrases(_PLAYED['again'])}))*"


def with_played(prompt: str) -> str:
    """The prompt with factors in place of notes about the size of the play."""
    prompt = _with_measures(prompt)
    for factor, note in _NOTES:
        prompt = _with_note(prompt, note, factor)
    return prompt


def _with_note(prompt: str, note: re.Pattern[str], factor: float) -> str:
    """The first such note counts, those behind it say the same."""
    found = next((one for one in note.finditer(prompt) if _is_apart(one)), None)
    if found is None or not names_something(note.sub(" ", prompt)):
        return prompt
    head, tail = prompt[: found.start()].rstrip(" ,;:-–—"), note.sub("", prompt[found.end() :])
    return f"{head}, ×{factor:.2f}{tail}" if head.strip(" .") else f"{tail.strip(' ,.;:')}, ×{factor:.2f}"


def _is_apart(note: re.Match[str]) -> bool:
    """Whether it begins a clause or follows what it grades: "joy fully charged", not "her eyes go big"."""
    before = note.string[: note.start()].rstrip()
    return not before or before[-1] in _BREAKS or named_before(before, 0, len(before)) is not None


def _with_measures(prompt: str) -> str:
    for factor, measure in _MEASURES:
        prompt = measure.sub(lambda found, factor=factor: _measured(found, factor), prompt)
    for size in ("small", "large"):
        prompt = _SIZES[size].sub(lambda found, size=size: _of_size(found, _SIZED[size]), prompt)
    return prompt


def _of_size(found: re.Match[str], factor: float) -> str:
    return f", ×{factor:.2f}" if names_something(found.string[: found.start()]) else found[0]


def _measured(found: re.Match[str], factor: float) -> str:
    named = named_before(found.string, 0, found.start())
    return f", ×{factor:.2f}" if named and not named.coded else found[0]


def _note(size: str) -> re.Pattern[str]:
    """A note that is a clause, or ends one."""
    said = rf"(?<!not )(?<!n't )(?<!never )(?<!\w)(?:{of_phrases(_PLAYED[f'{size}_said'])})(?!\w){CLAUSE_END}"
    return re.compile(rf"{_LEADING}{said}", re.IGNORECASE)


def _comparing(way: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<=[.!?;,—–])\s+{_BEFORE}(?:{of_phrases(_PLAYED[way])}){_AGAIN}{CLAUSE_END}", re.IGNORECASE
    )


def _measure(things: str, can: str) -> re.Pattern[str]:
    is_thing = rf"(?:is|was|feels\s+like|'s)\s+(?:an?|the)\s+(?:{of_phrases(_MEASURED[things])}){CLAUSE_END}"
    return re.compile(rf"\s+(?:{is_thing}|(?:could|would|can|will|might)\s+{can}{CLAUSE_END})", re.IGNORECASE)




def _sized(size: str) -> re.Pattern[str]:
    """ "By the thickness of a playing card"."""
    about = r"(?:(?:by|to|at|of|with|only|just|about|around|roughly|some|nearly|almost|easily|all)\s+)*"
    of_thing = rf"(?:the\s+)?(?:{of_phrases(_SIZED['sizes'])})\s+of\s+(?:an?|the|one|his|her)?\s*"
    return re.compile(rf"\s+{about}{of_thing}(?:{of_phrases(_SIZED[f'{size}_things'])}){CLAUSE_END}", re.IGNORECASE)


_HELD = r"(?:be\s+)?(?:fit|sit|go|hide|live|kept|held|carried|stored|put|poured|served|hidden|packed|drowned)"
_INTO = r"(?:in|on|into|inside|under|behind)\s+(?:an?|the|his|her)"
_FITS = rf"{_HELD}\s+{_INTO}\s+(?:{of_phrases(_MEASURED['holding_little'])})"
_FILLS = rf"(?:{of_phrases(_MEASURED['filling'])})\s+{TO_THE_END}"
_MEASURES = (
    (_MEASURED["small"], _measure("small_things", _FITS)), (_MEASURED["large"], _measure("large_things", _FILLS)),
)  # fmt: skip
_SIZES = {size: _sized(size) for size in ("small", "large")}
_NOTES = (
    (_PLAYED["small"], _note("small")), (_PLAYED["large"], _note("large")),
    (1 / _STEP**3, _comparing("smaller")), (_STEP, _comparing("larger")),
)  # fmt: skip
