"""Faces that are typed with signs, ":P", "T_T", "-_-", as the emoji that they stand for.

They are data: presets/prompt_words.toml, [emoticons].
"""

import re

from .wording import TABLE

_EMOJI = {typed: emoji for emoji, all_typed in TABLE["emoticons"].items() for typed in all_typed}


def with_emoji(prompt: str) -> str:
    return _TYPED.sub(lambda found: f" {_EMOJI[found[0]]} ", prompt)


def _pattern(typed: str) -> str:
    """One that ends in a colon ends the prompt: "option D: happy" names an option."""
    return re.escape(typed) + (r"(?=\W*$)" if typed.endswith(":") else "")


_BEFORE, _AFTER = r"(?<![^\s(\"'“*])", r"(?![^\s)\"'”*.,;!?…])(?!\.\w)"
"""One stands between spaces, brackets or quotation marks: ":|}^9" is no face."""
_TYPED = re.compile(rf"{_BEFORE}(?:{'|'.join(map(_pattern, sorted(_EMOJI, key=len, reverse=True)))}){_AFTER}")
