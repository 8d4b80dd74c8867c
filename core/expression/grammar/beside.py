"""What stands in a prompt beside its direction: the camera, plain matter.

The camera ("slow dolly in, low angle") has no face; neither have measures, addresses, code and goods. Camera words are
data: presets/prompt_words.toml, [camera].
"""

import re
from collections.abc import Iterable

from .named import names_something
from .wording import TABLE

_SLUG = re.compile(
    r"\b(?:INT|EXT|INT/EXT|I/E)\.\s[A-Z0-9' ,./-]+?(?:[-–—]\s*(?:DAY|NIGHT|DAWN|DUSK|LATER|CONTINUOUS)\b|$)"
)
_NUMBER = r"(?:\d+(?:[.,]\d+)?|half|one|two|three|four|five|six|eight|ten|twelve)"
_UNIT = (
    r"(?:m|cm|mm|kg|g|mg|l|ml|cl|ft|inch(?:es)?|lit(?:re|er)s?|met(?:re|er)s?|grams?|kilos?|pieces?|pcs|pairs?|w|v|"
    r"watts?|volts?|gb|mb|kb|tb|mhz|ghz|khz|dpi|px|°c|°f)"
)
_GOODS = re.compile(
    rf"(?:\w+ )?(?:{_NUMBER}\s*(?:by|x|×)\s*)*{_NUMBER}\s*{_UNIT}|(?:\w+ )?pack of {_NUMBER}|size [smlx\d]+|a[3-6]|"
    rf".*\bm\d+ x \d+|\d+ ?%\s*\w+|{_NUMBER} (?:rings|seats|doors|holes|shelves|legs|rungs|rows)",
    re.IGNORECASE,
)
_MACHINE = re.compile(
    r"https?://|www\.|\b\w+@\w+\.\w+|</?[a-z]\w*(?:\s[^<>]*)?/?>|\bSELECT\b.+\bFROM\b|[{\[]\s*\"\w+\"\s*:|#[0-9a-f]{6}\b|"
    r"\b0x[0-9a-f]+\b|\b(?:def|function)\s+\w+\(|\w+\([\w, ]*\)\s*[:{;]|\b(?:ISBN|GTIN|IBAN|EAN)\b|"
    r"\b(?:Tel|Fax|Str)\.\s*[\d+(]|\blorem ipsum\b|\bquick brown fox\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\W*\d{1,4}([./-])\d{1,2}\1\d{1,4}\W*$|"
    r"^\W*\d+(?-i:[A-Z]?\s(?:[A-Z]\w+\s){1,3}(?:Street|Road|Lane|Avenue|Square))\b(?:,\s*\w+)*\W*$|"
    r"^\W*(?:Mr|Mrs|Ms|Dr|Prof)\.? [A-Z]\w+(?: [A-Z]\w+)?\W*$|"
    r"^\W*(?-i:(?:[A-Z][a-z]+\s){1,3}[A-Z]{1,3}\d{1,4}[a-z]?)\W*$|"
    r"^\W*(?!au\b)[a-z]+ \d{1,4}[a-z]\W*$",
    re.IGNORECASE,
)
"""A date, an address, a name, a model or a numbered thing, and nothing else."""
_PERSON = re.compile(
    r"\b(?:i|me|my|you|your|he|him|his|she|her|it|its|we|us|our|they|them|their|who|someone|nobody|everyone|"
    r"is|are|was|were)\b",
    re.IGNORECASE,
)


def without_camera(prompt: str) -> str:
    """The prompt without scene headings and words about the camera; "" where nothing else is told."""
    rest = _CAMERA.sub(lambda said: said["other"] or " ; ", _SLUG.sub(" ; ", prompt))
    if rest == prompt:
        return prompt
    return rest if re.search(r"[^\W\d_]{2,}", _LEFT_BY_CAMERA.sub(" ", rest)) else ""


def is_plain_matter(prompt: str) -> bool:
    """Code, addresses, goods with their measures; labels that name no feeling ("Angry Guard A1" does)."""
    if _MACHINE.search(prompt):
        return True
    clauses = [clause.strip() for clause in re.split(r"[,;]\s", prompt)]
    goods = len(clauses) > 1 and any(_GOODS.fullmatch(clause) for clause in clauses) and not _PERSON.search(prompt)
    return (goods or bool(_LABEL.search(prompt))) and not names_something(prompt)


def _phrase(words: str) -> str:
    return re.escape(words).replace(r"\ ", r"[\s-]+").replace(r"\-", r"[\s-]?")


def _longest_first(phrases: Iterable[str]) -> str:
    return "|".join(sorted(map(_phrase, phrases), key=len, reverse=True))


_CAMERA = re.compile(
    rf"(?<!\w)(?:(?P<other>{_longest_first(TABLE['camera']['unlike'])})|{_longest_first(TABLE['camera']['phrases'])})(?!\w)",
    re.IGNORECASE,
)
_LEFT_BY_CAMERA = re.compile(
    r"\b(?:" + "|".join(TABLE["camera"]["beside"]) + r")\b|\b\d+\s?(?:mm|k|fps)\b", re.IGNORECASE
)
