"""FACS notation in a prompt: "AU4+24", "AU1+2+R12D": action units with side and intensity letter."""

import re

from ...rigs.action_units import ACTION_UNITS, INTENSITIES

PLAIN_INTENSITY = 0.8
"""Of a unit without a letter; the plain face descriptions of the corpus have the same."""
_UNIT = r"[LR]?\d{1,2}[A-E]?"
_NOTATION = re.compile(rf"\bAUs?\s*{_UNIT}(?:\s*[+,&]\s*(?:AU\s*)?{_UNIT})*\b", re.IGNORECASE)
_PARTS = re.compile(r"([LR]?)(\d{1,2})([A-E]?)", re.IGNORECASE)
_NEEDS_SIDE = {"30"}


def read_facs(prompt: str) -> tuple[dict[str, float], str, tuple[str, ...]]:
    """Activations of the action units in a prompt, the prompt without them, and what was read."""
    activations: dict[str, float] = {}
    told: list[str] = []
    for notation in _NOTATION.findall(prompt):
        for side, number, letter in _PARTS.findall(re.sub(r"(?i)AUs?", "", notation)):
            code = side.upper() + number.lstrip("0")
            unit = ACTION_UNITS.get(number.lstrip("0"))
            if unit is None:
                told.append(f"ignored: AU {code}, which moves nothing here")
            elif unit.number in _NEEDS_SIDE and not side:
                told.append(f"ignored: AU {code}, which needs a side, L{code} or R{code}")
            else:
                activations[code] = INTENSITIES[letter.upper()] if letter else PLAIN_INTENSITY
                told.append(f"AU {code}: {unit.name}")
    return activations, _NOTATION.sub(" ", prompt), tuple(told)
