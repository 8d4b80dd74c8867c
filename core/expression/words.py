"""A sentence as words."""

import re

WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|[\U0001F300-\U0001FAFF\u2600-\u27BF]")


def words_of(sentence: str) -> list[str]:
    """The words of a sentence in lower case; an emoji is a word."""
    return WORD.findall(sentence.lower().replace("’", "'"))
