"""What the pieces of a prompt would be if it were FACS notation: codes, and the small words about them.

"12R only, about a C" is a code, a word that tells nothing new, a break, two such words and an amount. Whether a number
is a code at all is decided in facs.py. The vocabulary is data: presets/muscle_words.toml, [notation] and [share].
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ....rigs.action_units import INTENSITIES
from .numerals import SPELT, number_of
from .phrases import Phrases, pattern_of
from .shares import share_of

_TABLE = tomllib.loads((Path(__file__).parents[3] / "presets" / "muscle_words.toml").read_text(encoding="utf-8"))
_NOTATION = _TABLE["notation"]
_IN_WORDS = re.compile(rf"\b(AUs?|action units?)\s+({SPELT})\b", re.IGNORECASE)
_ADDED = re.compile(
    r"(?P<last>\bAU[^\s,;]*\d[A-E]?[LR]?)[,;]?\s+(?:and\s+)?(?:add|plus|layer|stack)\s+(?:an?\s+)?"
    r"(?P<code>\d{1,2}[A-E]?)(?=\s*(?:$|[,.;])|\s+(?:so|for|to|and|at)\b)",
    re.IGNORECASE,
)
_BY_SIDES = re.compile(
    rf"\b(?P<factor>{pattern_of(_NOTATION['times'])})\s+on\s+(?:the\s+)?(?P<side>left|right)\b",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"(?P<code>(?<![\w.])(?P<mark>(?:(?:FACS|AUs?|action units?)(?:[\s:]+|(?=[LRU]?\d)))*)U?(?P<before>[LR]?)"
    r"(?P<digits>\d{1,2})(?P<middle>[LR]?)(?P<letter>[A-E]?)(?P<after>[LR]?)(?P<trace>i?)(?![\w%]|\.\d))"
    r"|(?P<share>\d{1,3}%|[01]?\.\d+)|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*|\d+(?:[.,]\d+)?\w*)|(?P<plus>\+)|(?P<joint>[&/])"
    r"|(?P<comma>[,()\[\]:—–]|--|(?<=\s)-(?=\s))|(?P<stop>[.;!?\n…]+)|(?P<dash>-(?=[^\W\d_]))|(?P<sign>[^\s\w])",
    re.IGNORECASE,
)
_LETTERED = {"at", "a", "an", "all", "level", "intensity", "@", "("}
"""What stands before a letter that is an intensity."""
_PLACES = frozenset(_NOTATION["numbered"])
TRACE = INTENSITIES["A"]


@dataclass(frozen=True)
class Code:
    """An action unit as it is written; letter: its intensity, marked: "AU" stands before it."""

    number: str
    side: str = ""
    letter: str = ""
    marked: bool = False
    capital: bool = True


@dataclass(frozen=True)
class Token:
    """A piece of the prompt from `begin` to `end`.

    kind: "code", "letter", "plus", "joint", "comma", "stop", a list of [notation] ("side", "amount", "times", "deny",
    "denied", "fix", "place", "part", "only", "filler"), or "other" for all that has no business in notation.
    """

    kind: str
    value: object
    begin: int
    end: int

    @property
    def parts(self) -> bool:
        """Whether it ends a clause."""
        return self.kind in ("comma", "stop")


def spelt_out(prompt: str) -> str:
    """ "AU fourteen" as "AU 14", "AU6+12, add 25" as "AU6+12+AU25", "stronger on the left" as "left stronger"."""
    figures = _IN_WORDS.sub(lambda said: f"{said[1]} {number_of(said[2])}", prompt)
    return _BY_SIDES.sub(r"\g<side> \g<factor>", _ADDED.sub(r"\g<last>+AU\g<code>,", figures))


def tokens_of(prompt: str) -> list[Token]:
    matches = [match for match in _TOKEN.finditer(prompt.replace("’", "'")) if not match["dash"]]
    words = [match[0].lower() if match["word"] else f"<{match.lastgroup}>" for match in matches]
    tokens: list[Token] = []
    at = 0
    while at < len(matches):
        match = matches[at]
        length, kinds = _WORDS.longest(words, at)
        if match["code"] and not (at and _numbers_a_place(match, words[at - 1])):
            token = Token("code", _code(match), match.start(), match.end())
        elif match["share"]:
            token = Token("amount", share_of(match[0]) or 0.0, match.start(), match.end())
        elif _is_intensity(matches, at):
            token = Token("letter", INTENSITIES[match[0].upper()], match.start(), match.end())
        elif match[0] in ("L", "R"):
            token = Token("side", match[0], match.start(), match.end())
        elif length:
            kind, value = kinds[0]
            if kind == "part" and tokens and _counts(tokens[-1]):
                tokens[-1] = Token("other", tokens[-1].value, tokens[-1].begin, tokens[-1].end)
            token = Token(kind, value, match.start(), matches[at + length - 1].end())
            at += length - 1
        else:
            kind = next((name for name in ("plus", "joint", "comma", "stop") if match[name]), "other")
            token = Token(kind, match[0], match.start(), match.end())
        tokens.append(token)
        at += 1
    return tokens


def _numbers_a_place(match: re.Match[str], before: str) -> bool:
    """ "The man in 14B", "seat 12A"."""
    return not match["mark"] and (before in _PLACES or (before == "in" and bool(match["letter"])))


def _code(match: re.Match[str]) -> Code:
    side = (match["before"] or match["middle"] or match["after"]).upper()
    written = match["before"] + match["middle"] + match["letter"] + match["after"]
    letter = match["letter"].upper() or ("A" if match["trace"] else "")
    return Code(match["digits"].lstrip("0"), side, letter, bool(match["mark"]), written == written.upper())


def _counts(token: Token) -> bool:
    """ "2 eyes, 1 nose": a plain number before a part of the face."""
    code = token.value
    return isinstance(code, Code) and not (code.marked or code.letter or code.side)


def _is_intensity(matches: list[re.Match[str]], at: int) -> bool:
    """ "B" to "E" alone, "a" to "e" after "at", "level" or the like."""
    said = matches[at][0]
    if said.upper() not in INTENSITIES:
        return False
    after = matches[at + 1][0].lower() if at + 1 < len(matches) else ""
    led = at > 0 and matches[at - 1][0].lower() in _LETTERED
    if said.upper() == "A":
        return led and (not after or not matches[at + 1]["word"])
    return said.isupper() or led


def _entries() -> Iterator[tuple[str, tuple[str, object]]]:
    for kind in ("joint", "comma", "deny", "denied", "fix", "place", "part", "only", "filler"):
        yield from ((phrase, (kind, phrase)) for phrase in _NOTATION[kind])
    for kind, table in (("amount", _TABLE["share"]), ("amount", _NOTATION["amount"]), ("times", _NOTATION["times"])):
        yield from ((phrase, (kind, value)) for phrase, value in table.items())
    for side, phrases in _NOTATION["side"].items():
        yield from ((phrase, ("side", side)) for phrase in phrases)


_WORDS: Phrases[tuple[str, object]] = Phrases(_entries())
