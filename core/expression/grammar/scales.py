"""Numbers beside a feeling or a muscle that tell its degree, written as percentages: "smile dial at 2", "lvl 5 rage",
"fear: 2", "joy=0.3", "a 9 on the panic scale", "scared, easily an 8".

A number counts beside a word for a feeling or a muscle alone; one without a dial, level or sign for it ("he smiles at
5") only where it ends its clause and the clause tells nothing else. The words are data: presets/prompt_words.toml,
[scales].
"""

import re

from .amounts import AMOUNT, OVER_TEN, percent, says_of_what, share_in, value_of
from .named_beside import Named, named_before, named_behind
from .phrases import pattern_of
from .wording import TABLE

_WORDS: dict = TABLE["scales"]
_MARKED = rf"\b(?:{pattern_of(_WORDS['markers'])})\b\.?"
_MARKER = re.compile(_MARKED, re.IGNORECASE)
_SET = rf"\b(?:{pattern_of(_WORDS['set'])})\b"
_LED = re.compile(rf"(?:[\s,;:=@(\[+–—-]|->|→|{_MARKED}|{_SET}|\b(?:{pattern_of(_WORDS['links'])})\b)*$", re.IGNORECASE)
"""What may stand between a name and its number."""
_SIGN = re.compile(rf"[=@:(\[+]|->|→|\s[-–—]\s|{_SET}|\ban?\s*$", re.IGNORECASE)
_OF_ONE = re.compile(rf"\b(?:{pattern_of(_WORDS['of_one'])})\b", re.IGNORECASE)
_TURNED = re.compile(r"\b(?P<way>up|down)\b(?P<to>.*\bto\b)?|\bto\s*$", re.IGNORECASE)
_RAISED = re.compile(
    rf"(?:^|[,;:.\n(])\s*(?:(?:{pattern_of(_WORDS['raised'])})\s+)*(?P<brow>(?:eye)?brows?)$", re.IGNORECASE
)
_PLACED = re.compile(r"[=:@(\[]|\b(?:at|to|on)\b", re.IGNORECASE)
_HUNDREDTHS = re.compile(r"(?:[=:@(]|\b(?:at|to))\s?(?:1[3-9]|[2-9]\d|100)(?![\w%.:/]|\s?(?:%|/|of\b|out\b))")
"""A value that makes a smaller one beside it a part of a hundred as well: "AU12 at 60, AU4 at 10"."""
_GIVEN = re.compile(r"[=:@(]|->|→|\b(?:at|to)\b", re.IGNORECASE)
"""Before the value of a code: "AU4 at 60", "AU12 = 35 of 100"."""
_ENDS = re.compile(
    r"\s*(?:$|[,;.!?)\]}|/\n+])|\s+[-–—]\s|\s+AU\s?\d|\s+(?:on|at|by|from|to|till)\s+frames?\s+\d|"
    rf"\s+(?:{pattern_of(_WORDS['following'])})\b",
    re.IGNORECASE,
)
_AT_A_TIME = re.compile(r"\s+(?:on|over|across|through|for|during|in)\s+(?:the|this|that|every|each|one|a|line)\b")
""" "AU24 to .2 on the beat"."""
_PLACES = re.compile(rf"\s+(?:{pattern_of(_WORDS['placing'])})\b", re.IGNORECASE)
"""Behind "9 out of 10": "on the chart"."""
_LEADS = re.compile(
    r"[\s:,-]+(?:(?:on|in|of|worth of)\s+)?(?:(?:the|an?|his|her|their|my|your|pure|usual|normal|possible)\s+)*",
    re.IGNORECASE,
)
_UNIT = re.compile(rf"(?:\s+{_MARKED})?", re.IGNORECASE)
_TRAVELLED = re.compile(
    rf"\s+of\s+(?:the|its)\s+(?:{pattern_of(_WORDS['travel'])})\b(?:\s+(?:{pattern_of(_WORDS['travelled'])})\b)?",
    re.IGNORECASE,
)
"""Behind "a quarter": "of the way along"."""
_SCALE_FOLLOWS = re.compile(rf"[\s-]*{_MARKED}", re.IGNORECASE)
_SAID_ANEW = re.compile(rf"\ban?\s+$|{_SET}", re.IGNORECASE)
"""Behind a comma: "scared, maybe a 3", "panic, dialled up to ten"."""
_OF = re.compile(r"\bof\b", re.IGNORECASE)
_ARTICLE = re.compile(r"\ban?\s+$", re.IGNORECASE)
_IDIOMATIC = re.compile("half|quarter|half way|halfway|½", re.IGNORECASE)
"""A half smile is no half of one."""
_SET_TO = re.compile(rf"{_SET}.*\bto\s*$", re.IGNORECASE)
_FARTHEST = 80
"""Letters between the begin of a name and its number."""
_TEN_OF_CODE = 10
_LEVELS = frozenset(_WORDS["levels"])
_VERBAL = ("s", "ed", "ing")


def with_scales(prompt: str) -> str:
    """The prompt with each degree that a number tells as a percentage beside what it is the degree of."""
    made, past = "", 0
    for amount in AMOUNT.finditer(prompt):
        if amount.start() < past:
            continue
        near = max(past, amount.start() - _FARTHEST)
        degree = _behind_its_name(prompt, near, amount) or _before_its_name(prompt, near, amount)
        if degree:
            begin, end, written = degree
            made, past = made + prompt[past:begin] + written, end
    return made + prompt[past:]


def _behind_its_name(prompt: str, past: int, amount: re.Match[str]) -> tuple[int, int, str] | None:
    """Where the words about a number that follows its name begin and end, and what they become."""
    led = _led(prompt, past, amount)
    named = named_before(prompt, past, led.start()) or _raised_brow(prompt, past, led.start())
    share = share_in(amount, _is_of_one(led[0]), _is_of_hundred(prompt, led[0], amount, named))
    end = _end_of(prompt, led[0], amount)
    if named is None or share is None or not _counts(led[0] + prompt[amount.end() : end], amount, named):
        return None
    follows = _another_follows(prompt, end)
    placed = amount["whole"] and _PLACES.match(prompt, end)
    timed = named.coded and _AT_A_TIME.match(prompt, end)
    if not (follows or placed or timed or _ENDS.match(prompt, end)):
        return None
    if not round(share, 2) and named.felt:
        return named.begin, end, f"no {prompt[named.begin : named.end]}"
    turned = _TURNED.search(led[0])
    told_on = "," if re.match(r"\s+\w", prompt[end:]) else ""
    return led.start(), end, f" {_way_of(turned, prompt[past : led.start()])}{percent(share)}{told_on}"


def _raised_brow(prompt: str, begin: int, end: int) -> Named | None:
    """ "Inner brows" in a clause that tells no motion: to raise them is meant."""
    brow = _RAISED.search(prompt[begin:end])
    return Named(begin + brow.start("brow"), end) if brow else None


def _way_of(turned: re.Match[str] | None, before: str) -> str:
    """ "Up to" of a brow that goes "up to about seventy", and of "inner brows 30", which can be raised alone."""
    if turned is None or not turned["way"]:
        return "up to " if _RAISED.search(before) else "to " if turned else ""
    return f"{turned['way']} {'to ' if turned['to'] else ''}"


def _is_of_one(led: str) -> bool:
    """Whether "1" is the whole: "slider at 1", "joy=1", not "level=1"; "--level 1"."""
    return bool(_OF_ONE.search(led)) or "--" in led or ("=" in led and not _MARKER.search(led))


def _is_of_hundred(prompt: str, led: str, amount: re.Match[str], named: Named | None) -> bool:
    """Beside a value that can be nothing else, and of a code from ten on: "AU7 at 10"."""
    coded = named is not None and named.coded and not _MARKER.search(led)
    ten_or_more = coded and bool(amount["count"]) and value_of(amount["count"]) >= _TEN_OF_CODE
    return ten_or_more or bool(_HUNDREDTHS.search(prompt))


def _end_of(prompt: str, led: str, amount: re.Match[str]) -> int:
    """Behind "weight" of "0.9 weight", and the bracket that closes."""
    travelled = _TRAVELLED.match(prompt, amount.end()) if amount["part"] else None
    end = _UNIT.match(prompt, travelled.end() if travelled else amount.end()).end()  # type: ignore[union-attr]
    closes = not {"(", "["}.isdisjoint(led) and prompt[end : end + 1] in (")", "]")
    return end + 1 if closes else end


def _led(prompt: str, past: int, amount: re.Match[str]) -> re.Match[str]:
    led = _LED.search(prompt, past, amount.start())
    assert led is not None
    return led


def _counts(led: str, amount: re.Match[str], named: Named) -> bool:
    """Whether what leads from a name to an amount makes it a degree."""
    if _MARKER.search(led):
        return True
    if named.coded:
        return bool(_GIVEN.search(led)) and not amount["reading"]
    if amount["reading"]:
        return bool(_PLACED.search(led) or _MARKER.search(led))
    if says_of_what(amount):
        return True
    if led.lstrip().startswith((",", ";")) or _OF.search(led):
        return bool(_SAID_ANEW.search(led)) and not _OF.search(led)
    return bool(_SIGN.search(led)) or (named.alone and _is_plain(led, amount, named))


def _is_plain(led: str, amount: re.Match[str], named: Named) -> bool:
    """ "Anger at 70", "joy 8", not "tired at 30" nor "hateful eight"."""
    figures = amount["count"][0].isdigit()
    return (figures or bool(led.strip())) and (named.noun or value_of(amount["count"]) <= OVER_TEN)


def _another_follows(prompt: str, at: int) -> bool:
    """ "Joy 0.3 fear 0.8"."""
    named = named_behind(prompt, at + 1) if prompt[at : at + 1] == " " else None
    return named is not None and bool(AMOUNT.match(prompt[named.end :].lstrip(" :=@")))


def _before_its_name(prompt: str, past: int, amount: re.Match[str]) -> tuple[int, int, str] | None:
    """The same of one that its name follows."""
    leads = _LEADS.match(prompt, amount.end())
    named = named_behind(prompt, leads.end()) if leads else None
    if leads is None or named is None or _IDIOMATIC.fullmatch(amount[0]):
        return None
    led = _led(prompt, past, amount)
    share = share_in(amount, _is_of_one(led[0]))
    name = prompt[named.begin : named.end]
    if share == 0.0 and named.felt:
        return amount.start(), named.begin, "no "
    if share is None or amount["unit"] == "%" or ("," in leads[0] and not _SET_TO.search(led[0])):
        return None
    if amount["reading"]:
        level = named.felt and not leads[0].strip() and _is_level(amount["reading"], name)
        return (amount.start(), named.begin, f"{percent(share)} ") if level else None
    scale = _SCALE_FOLLOWS.match(prompt, named.end)
    if scale or _MARKER.search(led[0]) or _SET_TO.search(led[0]):
        begin = led.end() - len(led[0].lstrip(" ,"))
        return begin, scale.end() if scale else named.end, f"{percent(share)} {name}"
    plain = says_of_what(amount) or bool(_ARTICLE.search(led[0]))
    return (amount.start(), named.begin, f"{percent(share)} ") if plain else None


def _is_level(reading: str, name: str) -> bool:
    """ "Max anger", not "Max cries" nor "full rage"."""
    return reading.lower() in _LEVELS and not name.lower().endswith(_VERBAL)
