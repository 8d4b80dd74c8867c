"""Emote commands of games: "/blowkiss", "emote: wave", "anim_thumbsup_02" say what is done in a word of their own.

The words are data: presets/prompt_words.toml, [commands].
"""

import re

from .wording import TABLE

_DONE: dict[str, str] = TABLE["commands"]
_COMMAND = re.compile(
    r"(?:(?<![\w/])/|\b(?:emote|anim|animation|gesture)s?(?:\s*:\s*|_)/?)("
    + "|".join(sorted(map(re.escape, _DONE), key=len, reverse=True))
    + r")(?![^\W\d_]|/)",
    re.IGNORECASE,
)


def with_commands(prompt: str) -> str:
    """The prompt with what its emote commands do."""
    return _COMMAND.sub(lambda command: f" {_DONE[command[1].lower()]} ", prompt)
