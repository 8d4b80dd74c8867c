"""Words that close a direction: "left brow up, that's all". What they close is told whole, nothing is to be added."""

import re

from .muscle_words import CLOSINGS

_PHRASES = "|".join(re.escape(phrase) for phrase in sorted(CLOSINGS, key=len, reverse=True))
_CLOSING = re.compile(
    rf"(?:(?:^|(?<=[\s,.;:!(–—-]))(?:(?:and|but|with|then) )?(?:{_PHRASES})"
    r"(?:,? (?:please|pls|thanks|thank you|ok|okay))?[\s,.;:!)–—]*)+$",
    re.IGNORECASE,
)


def without_closing(prompt: str) -> tuple[str, bool]:
    """The prompt without such words, and whether it ends with any; "that's all he ever says" closes nothing."""
    rest = _CLOSING.sub("", prompt)
    return rest, rest != prompt
