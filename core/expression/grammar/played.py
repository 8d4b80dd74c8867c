"""How large the whole is to be played: "anger, chew the scenery", "Sad. Keep it tiny.", "her fear is an ocean".

Such notes are written as factors of a clause of their own, ", ×0.45,"; where no feeling and no muscle is named beside
them they stay as they are. The words are data: presets/display_words.toml, [played] and [measured].
"""

import re
from functools import partial

from .displays import CLAUSE_END, TABLE, TO_THE_END, of_phrases
from .named import names_something
from .named_beside import named_before, named_behind
from .phrases import pattern_of

_PLAYED, _MEASURED, _SIZED, _RETAKES = (TABLE[name] for name in ("played", "measured", "sized", "retaken"))
_LEADING = (
    r"(?:(?:(?:first|second|third|next|last|another|director's|my|one)\s+)?note(?:\s\d)?:\s+)?"
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
    head, tail = prompt[: found.start()].rstrip(" .,;:-–—"), note.sub("", prompt[found.end() :])
    return f"{head}, ×{factor:.2f}{tail}" if head else f"{tail.strip(' ,.;:')}, ×{factor:.2f}"


def _is_apart(note: re.Match[str]) -> bool:
    """Whether it begins a clause or follows what it grades: "joy fully charged", not "her eyes go big"."""
    before = note.string[: note.start()].rstrip()
    return not before or before[-1] in _BREAKS or named_before(before, 0, len(before)) is not None


def _with_measures(prompt: str) -> str:
    for size in _SIZE_NAMES:
        factor = _MEASURED[size]
        prompt = _MEASURES[size].sub(partial(_behind_feeling, factor=factor), prompt)
        prompt = _SIZES[size].sub(partial(_at_size, factor=factor), prompt)
        prompt = _SHARES[size].sub(partial(_before_feeling, factor=factor), prompt)
    return _RETAKEN.sub(lambda found: _behind_anything(found, _times(found)), prompt)


def _behind_feeling(found: re.Match[str], factor: float) -> str:
    named = named_before(found.string, 0, found.start())
    return f", ×{factor:.2f}" if named and not named.coded else found[0]


def _at_size(found: re.Match[str], factor: float) -> str:
    """ "Lifts by the width of a coin", "a grin the size of a bus", not "a house the size of a matchbox"."""
    return _behind_anything(found, factor) if found["by"] else _behind_feeling(found, factor)


def _behind_anything(found: re.Match[str], factor: float) -> str:
    return f", ×{factor:.2f}" if names_something(found.string[: found.start()]) else found[0]


def _before_feeling(found: re.Match[str], factor: float) -> str:
    named = named_behind(found.string, found.end())
    return f"×{factor:.2f} " if named else found[0]


def _times(found: re.Match[str]) -> float:
    share = found["share"]
    return max(float(share) / 100, _LEAST) if share else _RETAKES["times"][" ".join(found["times"].lower().split())]


def _note(size: str) -> re.Pattern[str]:
    """A note that is a clause, or ends one."""
    said = rf"(?<!not )(?<!n't )(?<!never )(?<!\w)(?:{of_phrases(_PLAYED[f'{size}_said'])})(?!\w){CLAUSE_END}"
    return re.compile(rf"{_LEADING}{said}", re.IGNORECASE)


def _comparing(way: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<=[.!?;,—–])\s+{_BEFORE}(?:{of_phrases(_PLAYED[way])}){_AGAIN}{CLAUSE_END}", re.IGNORECASE
    )


def _measure(size: str) -> re.Pattern[str]:
    """ "Is an ocean", "could fill a stadium", ", bathtub size", ": lightning strike", "up to the neck"."""
    can, deep = (_FITS, "shallow") if size == "small" else (_FILLS, "deep")
    is_thing = rf"(?:is|was|feels\s+like|'s)\s+(?:an?|the)\s+{_THINGS[size]}"
    formed = rf"[,:–—-]*\s*(?:an?\s+|the\s+)?{_THINGS[size]}\s+(?:{of_phrases(_MEASURED['forms'])})"
    said = rf"(?:,\s+(?:an?|one|the|the\s+whole)|[:–—]\s+(?:an?|one|the|the\s+whole)?)\s*{_THINGS[size]}"
    could = rf"(?:could|would|can|will|might)\s+{can}"
    tall = rf"(?:(?:at|about|only|right|just|all\s+the\s+way)\s+)*(?:{of_phrases(_MEASURED[deep])})"
    return re.compile(rf"\s*(?:\b{is_thing}|{formed}|{said}|\b{could}|\b{tall}){CLAUSE_END}", re.IGNORECASE)


def _sized(size: str) -> re.Pattern[str]:
    """ "By the thickness of a playing card"."""
    about = r"(?P<by>\b(?:by|to|about|at)\s+)?(?:(?:at|of|only|just|about|around|roughly|some|nearly|almost|all)\s+)*"
    of_thing = rf"(?:the\s+)?(?:{of_phrases(_SIZED['sizes'])})\s+of\s+(?:an?|the|one|his|her)?\s*"
    return re.compile(rf"\s+{about}{of_thing}{_THINGS[size]}{CLAUSE_END}", re.IGNORECASE)


def _share(size: str) -> re.Pattern[str]:
    """ "A thimble of pity"."""
    return re.compile(rf"\b(?:an?|one)\s+{_THINGS[size]}\s+of\s+(?:an?\s+|pure\s+)?", re.IGNORECASE)


_SIZE_NAMES = ("small", "large")
_HOLDING = {"small": _MEASURED["holding_little"], "large": []}
_THINGS = {
    size: rf"(?:{of_phrases([*_MEASURED[f'{size}_things'], *_SIZED[f'{size}_things'], *_HOLDING[size]])})"
    for size in _SIZE_NAMES
}
_HELD = r"(?:be\s+)?(?:fit|sit|go|hide|live|kept|held|carried|stored|put|poured|served|hidden|packed|drowned)"
_INTO = r"(?:in|on|into|inside|under|behind)\s+(?:an?|the|his|her)"
_FITS = rf"{_HELD}\s+{_INTO}\s+(?:{of_phrases(_MEASURED['holding_little'])})"
_FILLS = rf"(?:{of_phrases(_MEASURED['filling'])})\s+{TO_THE_END}"
_MEASURES = {size: _measure(size) for size in _SIZE_NAMES}
_SIZES = {size: _sized(size) for size in _SIZE_NAMES}
_SHARES = {size: _share(size) for size in _SIZE_NAMES}
_LEAST = 0.2
_RETAKEN = re.compile(
    rf",?\s+(?:at\s+|with\s+|by\s+)?(?:(?P<times>{pattern_of(_RETAKES['times'])})"
    rf"|(?P<share>\d{{1,3}})\s?(?:%|per\s?cent))\s+(?:of\s+|as\s+much\s+as\s+)?"
    rf"(?:{of_phrases(_RETAKES['retakes'])}){TO_THE_END}",
    re.IGNORECASE,
)
"""How much of what was played before."""
_NOTES = (
    (_PLAYED["small"], _note("small")), (_PLAYED["large"], _note("large")),
    (1 / _STEP**3, _comparing("smaller")), (_STEP, _comparing("larger")),
)  # fmt: skip
