"""What a director turns up or down, or sends back to rest: "dial down the anger", "turn the smile up", "take the edge
off her fear", "bring the brows back to neutral", "lose the brows".

The phrases are data: presets/prompt_words.toml, [dials].
"""

import re

from .phrases import pattern_of, spellings
from .wording import TABLE

_WORDS: dict[str, list[str]] = TABLE["dials"]
_STRONGER, _WEAKER = "really", "a bit of"
_OF = r"(?:(?:of|on|off|from|with)\s+)?(?:(?:the|his|her|their|its|your|that|this|all that|some of the|my)\s+)?"
_SHOWN = rf"(?:(?:{pattern_of(_WORDS['adjectives'])})\s+)?(?:{pattern_of(_WORDS['shown'])})\b"
_TO = r"(?:\s+(?:down\s+|up\s+)?to\s+(?P<to>\d+\s?(?:%|percent)))?"
_AMOUNT = rf"(?:\s+(?:{pattern_of(_WORDS['amounts'])}|by \d+ ?(?:%|percent)))?"
_UNDENIED = r"(?<!not )(?<!n't )(?<!never )(?<!to )"
_PART = rf"(?:{pattern_of(_WORDS['parts'])})"
_PARTS = rf"(?P<parts>{_PART}(?:(?:\s+and|,)\s+(?:the\s+)?{_PART})*)"
_REST = rf"(?:{pattern_of(_WORDS['rest'])})"


def with_dials(prompt: str) -> str:
    """The prompt with the strength that it dials for what it names, and with rest where it sends parts back."""
    prompt = _SENT_BACK.sub(lambda found: f"{found['parts']} at rest", prompt)
    prompt = _SWITCHED_OFF.sub(lambda found: f"{found['parts']} at rest", prompt)
    prompt = _UP.sub(lambda found: _dialled(found, _STRONGER), prompt)
    return _DOWN.sub(lambda found: _dialled(found, _WEAKER), prompt)


def _dialled(found: re.Match[str], share: str) -> str:
    (shown,) = _SHOWN_THERE.findall(found[0])[:1]
    return f"{shown} {found['to']}" if found["to"] else f"{share} {shown}"


def _turning(turned: str, alone: str) -> re.Pattern[str]:
    """turned: verbs with a particle, which may stand behind what is turned."""
    parts = [phrase.partition(" ") for phrase in spellings(_WORDS[turned])]
    verbs = pattern_of([*_WORDS[turned], *_WORDS[alone]])
    parted = "|".join(rf"{verb}\s+{_OF}{_SHOWN}\s+{particle}" for verb, _, particle in parts)
    turning = rf"{_UNDENIED}\b(?:(?:{verbs})\s+{_OF}{_SHOWN}|{parted})(?!\w)"
    return re.compile(rf"{turning}{_TO}{_AMOUNT}(?!\w)", re.IGNORECASE)


_SHOWN_THERE = re.compile(rf"\b{_SHOWN}", re.IGNORECASE)
_DOWN, _UP = _turning("turned_down", "weakening"), _turning("turned_up", "strengthening")
_SENT_BACK = re.compile(
    rf"(?:\b(?:{pattern_of(_WORDS['sending'])})\s+)?(?:\b(?:the|his|her|their|its|your|both|both the)\s+)?\b{_PARTS}"
    rf"\s+(?:(?:all the way|right|down|up|back|stay|go|need to go|should go|return|settle)\s+)*{_REST}(?!\w)",
    re.IGNORECASE,
)
_SWITCHED_OFF = re.compile(
    rf"{_UNDENIED}\b(?:{pattern_of(_WORDS['switching_off'])})\s+(?:(?:the|his|her|their|its|your)\s+)?{_PARTS}"
    r"(?=\s*(?:[.,;:!?()—–]|$|\b(?:and|but|please|completely|entirely|altogether|on|in|for)\b))",
    re.IGNORECASE,
)
