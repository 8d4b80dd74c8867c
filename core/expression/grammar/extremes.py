"""How far something goes by what comes of it, or by what it cannot outdo: "brows lowered till they cover the eyes",
"tongue out as far as ever it will go", "frowns with all his might".

All of these say the same, as far as can be; they are written so, and nothing of what comes of it is felt. The words are
data: presets/prompt_words.toml, [extremes].
"""

import re

from .business import acts_in
from .named import names_feeling, names_muscle, names_something
from .phrases import pattern_of
from .wording import TABLE

FARTHEST = "to the max"
"""Words of strength in place of what is said."""
_FAR = "×1.30"
_WORDS: dict[str, list[str]] = TABLE["extremes"]
_UNDENIED = r"(?<!not )(?<!n't )(?<!never )(?<!half )(?<!nearly )(?<!almost )(?<!quite )"
_CLAUSE_END = r"(?=\s*(?:[.,;:!?()—–]|$|\b(?:and|but|while|as|then|with)\b))"
_THE = r"(?:(?:the|his|her|their|its|my|your|our|both|all|an?)\s+)*"
_PART = rf"{_THE}(?:{pattern_of(_WORDS['parts'])})(?:\s(?:of|in|on|at)\s(?:the|his|her|their|its)\s\w+)?"
_TO_THE_END = r"(?:(?!\b(?:and|but(?! an?\b)|while|then)\b)[^.,;:!?()—–])*"
_WHO = rf"(?:he|she|they|it|you|i|we|one|{_PART})"
_NEARLY = rf"(?:(?:{pattern_of(_WORDS['nearly'])})\s+)*"


def with_extremes(prompt: str) -> str:
    prompt = _CAPABLE.sub(rf"\g<how>\g<where> {FARTHEST}", prompt)
    prompt = _POSSIBLE.sub(rf"\g<how>\g<where> {FARTHEST}", prompt)
    prompt = _SO_FAR.sub(rf"\g<how> {FARTHEST}", prompt)
    prompt = _ENOUGH.sub(rf"\g<how> {FARTHEST}", prompt)
    return _with_likeness(_with_utmost(_OUTCOME.sub(_outcome, prompt)))


def _outcome(found: re.Match[str]) -> str:
    """What comes of a move or a feeling; where it is a move itself, it is done as well ("till her teeth show")."""
    if not names_something(found.string[: found.start()]):
        return found[0]
    farthest = f"{found['so'] or ''} {FARTHEST}".strip()
    return f"{farthest}, {found['done']}" if found["done"] and names_muscle(found["done"]) else farthest


def _with_utmost(prompt: str) -> str:
    """Beside a muscle force says how far it goes; alone it is an effort."""
    found = _UTMOST.search(prompt)
    if not found:
        return prompt
    rest = prompt[: found.start()] + prompt[found.end() :]
    graded = names_muscle(rest) or any(acts_in(rest))
    return f"{prompt[: found.start()]}{FARTHEST}{prompt[found.end() :]}" if graded else prompt


def _with_likeness(prompt: str) -> str:
    """Whose part moves like that of a beast or a thing moves it far: "nostrils flared like a racehorse's"."""
    found = _LIKENED.search(prompt)
    if not found or FARTHEST in prompt or not names_muscle(found["move"]) or names_feeling(found["move"]):
        return prompt
    return f"{prompt[: found.start()]}{found['move']} {_FAR}{prompt[found.end() :]}"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_WHERE = rf"(?P<where>(?:\s(?:{pattern_of(_WORDS['directions'])}))?)"
_AS = rf"{_UNDENIED}\bas (?P<how>{pattern_of(_WORDS['measures'])}){_WHERE} as"
_POSSIBLE = _compiled(rf"{_AS}(?:\s(?:is|was|ever|humanly|physically|anatomically))*\spossible\b")
_CAPABLE = _compiled(
    rf"{_AS}(?:\sever)?\s{_WHO}(?:\sever)?"
    rf"(?:(?:'ll|'d|\s(?:will|would|can|could))(?:\s(?:ever|possibly|physically))*"
    rf"(?:\s(?:{pattern_of(_WORDS['reaching'])}))?(?:\s(?:it|them))?|\s(?:go|goes|stretch|stretches|reach|reaches))"
    rf"{_CLAUSE_END}"
)
""" "As wide as she can", not "as far as I can tell"."""
_ENOUGH = _compiled(
    r"(?<!just )(?<!only )(?<!barely )(?<!hardly )(?<!not )(?<!n't )"
    rf"\b(?P<how>{pattern_of(_WORDS['enough'])}) enough (?:for \w+(?: \w+)? )?to "
    rf"(?:{pattern_of(_WORDS['enough_to'])})\b{_TO_THE_END}"
)
""" "Wide enough to swallow a melon", not "just wide enough to see"."""
_SO_FAR = _compiled(
    rf"{_UNDENIED}\bso (?P<how>{pattern_of(_WORDS['measures'])})(?:\sthat)?"
    rf"(?=\s(?:an?|the|you|one|his|her|their|it|nobody|nothing|even)\b)(?:\s[\w'-]+){{1,5}}?"
    rf"\s(?:could|can|might|can't|couldn't|nearly|almost|practically|would)\b{_TO_THE_END}"
)
""" "So far that a bird could perch there"."""
_A_THING = r"(?:the|his|her|their|its|my|your|our|both|that|it|they)\b"
_COMES_OF_IT = rf"{_WHO}\s{_NEARLY}(?:{pattern_of(_WORDS['outcomes'])})"
_REMAINS = rf"{_NEARLY}(?:{pattern_of(_WORDS['remains'])})"
_OUTCOME = _compiled(
    rf"\b(?:(?:{pattern_of(_WORDS['leading'])})|(?P<so>so (?!{_A_THING})\w+)(?:\sthat)?|so(?=\s{_A_THING}))\s"
    rf"(?:(?P<done>{_COMES_OF_IT}\b{_TO_THE_END})|{_REMAINS}\b{_TO_THE_END})"
)
_UTMOST = _compiled(rf"\b(?:{pattern_of(_WORDS['utmost'])})\b")
_LIKENED = _compiled(
    rf"(?P<move>(?<!\w)(?:{pattern_of(_WORDS['parts'])})\s[^.,;:!?()—–]*?)\slike\san?\s"
    rf"(?!(?:{pattern_of(_WORDS['faint_likenesses'])})\b)[\w'’-]+(?:\s[\w'’-]+){{0,2}}{_CLAUSE_END}"
)
