"""Numbers in words, as far as prompts count: "fourteen", "twenty-five percent"."""

import re

_ONES = "one two three four five six seven eight nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMERALS = {word: number for number, word in enumerate(f"{_ONES} {_TEENS}".split(), 1)}
NUMERALS |= {word: 10 * number for number, word in enumerate(_TENS.split(), 2)}
SPELT = rf"(?:(?:{_TENS.replace(' ', '|')})[\s-]?(?:{_ONES.replace(' ', '|')})|{'|'.join(NUMERALS)})"
"""A pattern for each of them and for those in between."""
_WORD = re.compile("|".join(sorted(NUMERALS, key=len, reverse=True)))


def number_of(words: str) -> int:
    """Of words that match SPELT, in any case."""
    return sum(NUMERALS[word] for word in _WORD.findall(words.lower()))
