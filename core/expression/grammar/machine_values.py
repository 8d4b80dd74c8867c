"""Values as machines write them, as words and numbers: "{joy: 0.15f}", "fear: 0x20", "smile at -12 dB", "rage, velocity
90", '{"emotion": "joy", "value": 0.2}', '<emotion name="joy" intensity="0.2"/>', "setWeight('jawOpen', 0.1)", "10-20%".
"""

import re

from .amounts import NUMBER, percent, value_of
from .named_beside import named_before
from .phrases import pattern_of
from .shares import STRONGEST
from .wording import TABLE

_WORDS: dict = TABLE["scales"]["machines"]
_KEY = rf"(?:{pattern_of(_WORDS['named'])})"
_VALUE = rf"(?:{pattern_of(_WORDS['valued'])})"
_FIGURE = r"-?\d*\.?\d+%?"
_FIELDS = re.compile(
    rf"<?[\w{{\s]*[\"']?\b{_KEY}[\"']?\s*[:=]\s*[\"'](?P<name>[\w ]+)[\"']\s*,?\s*"
    rf"[\"']?\b{_VALUE}[\"']?\s*[:=]\s*[\"']?(?P<value>{_FIGURE})[\"']?\s*/?[>}}]*",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\{?\s*[\"'](?P<name>[A-Za-z_ ]+)[\"']\s*(?:[:,]|=>)\s*(?P<value>-?\d*\.?\d+)f?\b\s*\}?")
_CALLED = re.compile(rf"\b[a-z_.]+\s*\(\s*{_QUOTED.pattern}\s*\)\s*;?", re.IGNORECASE)
_FLOAT = re.compile(r"(?<![\w.])(\d*\.?\d+)f\b")
_HEX = re.compile(r"(?P<led>\s*(?:[:=@]|\bat|\bto)\s*)0x(?P<digits>[0-9a-f]{1,2})\b", re.IGNORECASE)
_LOUDNESS = re.compile(
    r"(?<![\w.])(?P<sign>[+−–-]?)\s?(?P<count>\d{1,2}(?:\.\d+)?)\s?dB\b(?=\s*(?:$|[,.;!)\n]))", re.IGNORECASE
)
_PLAYED = re.compile(
    r"\b(?:MIDI(?:\s+(?:value|velocity|note))?|velocity|vel|CC\s?#?\d{1,3}(?=\s*(?:at|=|:)))"
    r"\s*(?:=|:|at|of)?\s*(?P<count>\d{1,3})\b(?!\s*[/%.])",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?<![\w.])(?P<low>\d{1,3})\s?%?\s?[-–]\s?(?P<high>\d{1,3})\s?%")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_ROMANS = re.compile(r"\b(?P<count>[IVX]{1,4})\s?(?P<of>/|out of|of)\s?(?P<whole>V|X)\b")
_TIER = re.compile(r"\b(?P<tier>tier|level|lvl|stage|grade|rank)\s+(?P<count>[IVX]{1,4})\b(?!\s?(?:/|out\b|of [VX]\b))")
_TIERS, _MORE_TIERS = 5, 10
_SIDED = re.compile(r"\b(?P<name>[a-z]{4,})_?(?P<side>[LR])\b(?=\s*(?:[=:@]|at|to|by)?\s*[\d.])")
_SIDES = {"L": "left", "R": "right"}
_KNOB = re.compile(
    rf"(?P<knob>\b(?:knob|dial|pot|potentiometer)\b[^.;,]{{0,12}}?\bat\s+)(?P<hour>{NUMBER})\s?o['’]clock",
    re.IGNORECASE,
)
_OTHERS = r"\b(?:(?:everything|all|anything)\s+else|the\s+rest|all\s+(?:the\s+)?others?)"
_ZERO = r"\s*(?:(?:is|are|at|to|on|stays?|=|:)\s*)*(?:zero(?:ed)?|0(?:\.0*)?%?|nil)(?=\s*(?:[.,;!)]|$))"
_REST_ZERO = re.compile(_OTHERS + _ZERO, re.IGNORECASE)
_PART_OF_ONE = re.compile(r"(?<![\d.,])0?\.\d")
_ONE = re.compile(r"(?<=[:=\s])1(?=\s*(?:[.,;]\s|[.,;]?$))")
_FIRST_HOUR, _HOURS = 7, 10
"""A knob begins at seven o'clock and ends at five."""


def with_machine_values(prompt: str) -> str:
    """The prompt with such values as words beside numbers."""
    prompt = _SIDED.sub(_on_its_side, prompt)
    prompt = _FIELDS.sub(_named_with_value, prompt)
    prompt = _QUOTED.sub(_named_with_value, _CALLED.sub(_named_with_value, prompt))
    prompt = _HEX.sub(_of_a_byte, _FLOAT.sub(r"\1", prompt))
    prompt = _LOUDNESS.sub(_amplitude, prompt)
    prompt = _PLAYED.sub(r"\g<count>/127", prompt)
    prompt = _BETWEEN.sub(lambda found: percent((int(found["low"]) + int(found["high"])) / 200), prompt)
    prompt = _with_whole_ones(prompt)
    prompt = _TIER.sub(_of_its_tiers, _ROMANS.sub(_in_figures, prompt))
    return _KNOB.sub(_turned, prompt)


def _named_with_value(found: re.Match[str]) -> str:
    """ "Joy 0.2" for a name that means something."""
    name = found["name"]
    named = named_before(name, 0, len(name))
    if named is None:
        return found[0]
    value = found["value"]
    whole = ".0" if value == "1" else ""
    return f"{name} {value}{whole} " if named.coded else f"{name}: {value}{whole} "


def _of_a_byte(found: re.Match[str]) -> str:
    """ "Fear: 0xF0" as 240 of 255, not "mov ax, 0x4C"."""
    named = named_before(found.string, 0, found.start())
    return f"{found['led']}{int(found['digits'], 16)}/255" if named else found[0]


def _with_whole_ones(prompt: str) -> str:
    """Beside parts of one, and where all else is zero, "1" is the whole."""
    prompt, others = _REST_ZERO.subn("nothing else", prompt)
    return _ONE.sub("1.0", prompt) if others or _PART_OF_ONE.search(prompt) else prompt


def _amplitude(found: re.Match[str]) -> str:
    loudness = float(found["count"]) * (-1 if found["sign"] in ("-", "−", "–") else 1)
    return percent(min(10 ** (loudness / 20), STRONGEST))


def _in_figures(found: re.Match[str]) -> str:
    count, whole = (_ROMAN.get(found[said].lower(), 0) for said in ("count", "whole"))
    return f"{count}/{whole}" if 0 < count <= whole else found[0]


def _on_its_side(found: re.Match[str]) -> str:
    """ "SmileL 0.2" as "smile left 0.2"."""
    named = named_before(found["name"], 0, len(found["name"]))
    return f"{found['name']} {_SIDES[found['side']]}" if named else found[0]


def _of_its_tiers(found: re.Match[str]) -> str:
    """ "Tier II" is the second of five, "tier VII" the seventh of ten."""
    count = _ROMAN.get(found["count"].lower(), 0)
    return f"{found['tier']} {count}/{_TIERS if count <= _TIERS else _MORE_TIERS}" if count else found[0]


def _turned(found: re.Match[str]) -> str:
    hours = (value_of(found["hour"]) - _FIRST_HOUR) % 12
    return f"{found['knob']}{percent(hours / _HOURS)}" if hours <= _HOURS else found[0]
