"""What a game writes in figures, as one says it: "-480 HP" is "loses much health", "sanity: 3/100"
"sanity nearly gone".

Event frames tell what that feels like (presets/event_frames/game_figures.toml), where the names of the bars stand too.
"""

import re

from .frame_patterns import TABLES
from .phrases import pattern_of

_WORDS: dict[str, list[str]] = next(table["figures"] for table in TABLES() if "figures" in table)
_COUNT = r"(?P<count>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?:\s?(?P<kilo>k\b))?"
_SECOND = _COUNT.replace("count", "second").replace("kilo", "second_kilo")
_HEALTH, _HARM = (rf"(?:{pattern_of(_WORDS[name])})" for name in ("health", "harm"))
_BAR = rf"(?P<bar>{_HEALTH}|{pattern_of(_WORDS['bars'])})"
_PER_TICK = rf"(?:per|every|each|a|/)\s?(?:{pattern_of(_WORDS['ticks'])})"
_LOST = re.compile(
    rf"(?<![\w.])[-−–]\s?{_COUNT}\s*(?:{_HEALTH}\b|{_PER_TICK}\b)|"
    rf"\b(?:{pattern_of(_WORDS['over_time'])})\b[\s:=(]*[-−–:=]\s?{_SECOND}"
)
_DEALT = re.compile(
    rf"(?:\b{_HARM}\s*(?:taken|received|dealt)?\s*[=:]\s*|\b{_HARM}\s+)[-−–]?{_COUNT}(?![\w%])|"
    rf"(?<![\w.,]){_SECOND}[\s-]*"
    rf"(?:[a-z]+\s+)?{_HARM}\b"
)
_FILLED = re.compile(
    rf"\b{_BAR}(?:\s+(?:bar|meter|gauge|level|integrity))?\s*"
    r"(?:=|:|\(|\b(?:at|is|down to|up to|falls to|drops to|on)\b)?\s*"
    r"(?P<count>\d+(?:\.\d+)?)(?:\s?/\s?(?P<whole>\d+)|\s?(?:%|percent\b)|(?<=[:=]\s\d)(?=\s*(?:$|[.,;!)]))"
    r"|(?<=[:=]\s\d\d)(?=\s*(?:$|[.,;!)])))\)?"
)
_LEVELS = ((0.0, "empty"), (0.13, "nearly gone"), (0.35, "low"), (0.65, "half full"), (1.0, "nearly full"))
"""Up to which share of its whole a bar is called so."""
_PERCENT = 100
_SMALL, _LARGE = 9.0, 100.0
"""Hit points: up to and from which on a blow is small and large."""


def figures_said(text: str) -> str:
    """The text with such figures in words; others stay."""
    text = _FILLED.sub(_level, text)
    return _DEALT.sub(_harm, _LOST.sub(_harm, text))


def _level(bar: re.Match[str]) -> str:
    whole = float(bar["whole"] or _PERCENT)
    share = float(bar["count"]) / whole if whole else 2.0
    level = next((said for most, said in _LEVELS if share <= most), None)
    return f"{bar['bar']} {level}" if level else bar[0]


def _harm(found: re.Match[str]) -> str:
    count = float((found["count"] or found["second"]).replace(",", ""))
    count *= 1000 if found["kilo"] or found["second_kilo"] else 1
    much = "little" if count <= _SMALL else "much" if count >= _LARGE else "some"
    return f"loses {much} health" if count else found[0]
