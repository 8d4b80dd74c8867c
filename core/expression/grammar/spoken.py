"""What is spoken in a prompt: lines in quotes and behind a name in capitals, how they are acted and what they hide.

A line says what is spoken, not how: '"delicious!", revolted' is disgust. Where nothing else is told, the line is read;
but who says that nothing is wrong ("I'm fine") or denies a feeling ("I'm not angry") hides one. The words are data:
presets/prompt_words.toml, [spoken].
"""

import re
from collections.abc import Sequence

from ..words import words_of
from .clauses import take_apart
from .named import names_something
from .phrases import Phrases, pattern_of, spellings
from .segments import PLEASANT
from .wording import TABLE

_WORDS: dict = TABLE["spoken"]
_ELIDED = r"(?:bout|cause|cos|em|n|round|til|till|tis|twas)\b"
_LINE = re.compile(
    r"\"([^\"]+)\"|“([^”]+)”|„([^“”]+)[“”]|«([^»]+)»|"
    rf"(?<!\w)'(?!{_ELIDED})((?:[^']|(?<=\w)'(?=\w)){{2,}})'(?!\w)|"
    r"(?<!\w)‘((?:[^‘’]|(?<=\w)’(?=\w)){2,})’(?!\w)"
)
_HOW = r"(?:\(([^()\n]+)\)[ \t]*)?"
_CUE = re.compile(
    rf"^[ \t]*([A-Z][A-Z'.-]+(?: [A-Z][A-Z'.-]*){{0,2}})[ \t]*{_HOW}(?::|(?=\n))\s*{_HOW}\s*([^\"“”„«»\n]+)$",
    re.MULTILINE,
)
"""A line of a script: "ANNA: (smiling) I'm fine."."""
_PAUSE = re.compile(r"[.,;:!?…—–]+|\s-+\s")
_CALLING = re.compile(rf"(?:^|\s)(?:{pattern_of(_WORDS['calling'])})\s+$", re.IGNORECASE)
_LONGEST_NAME = 2
_ASIDE = " ; "
_BELYING = re.compile(rf"\b(?:{pattern_of(_WORDS['belying'])})\b", re.IGNORECASE)
_LOUD = rf"\b(?:{pattern_of(_WORDS['voices'])})\b"
_OWN_SENTENCE = r"(?-i:[\s,]*(?:He|She|They)\b)"
_VOICE = re.compile(
    rf"(?<={_ASIDE})(?!{_OWN_SENTENCE})[\s,]*(?:(?:[\w']+\s+){{1,3}}?{_LOUD}|{_LOUD}(?:\s+[\w']+){{1,3}})|"
    rf"{_LOUD}(?=[\s,:]*{_ASIDE})",
    re.IGNORECASE,
)
_MANNERS = {said: direction for direction, phrases in _WORDS["manners"].items() for said in spellings(phrases)}
_MANNER = re.compile(rf"\b(?:{pattern_of(_MANNERS)})\b", re.IGNORECASE)
_CONFIRMING = re.compile(r"\b(?:am|are|did|do|does|is|was|were)\W*$", re.IGNORECASE)
_OWN = frozenset(_WORDS["own"])
_SPEAKING = frozenset(_WORDS["speaking"])
_NOT_HIDDEN = PLEASANT.union(_WORDS["plain"])
_POLITE, _PRAISE, _FILLERS = (
    Phrases(((phrase, True) for phrase in _WORDS[kind]), _WORDS["lists"]) for kind in ("polite", "praise", "fillers")
)


def with_lines_acted(prompt: str) -> str:
    """The prompt without what is spoken in it, where the rest names something; else with what its lines hide."""
    prompt = _CUE.sub(_quoted, prompt)
    lines = [line for line in _LINE.finditer(prompt) if not _calls_a_thing(line)]
    if not lines:
        return prompt
    rest = _MANNER.sub(_named, _filled(prompt, lines, [""] * len(lines)))
    if names_something(_VOICE.sub(_ASIDE, rest)):
        return _VOICE.sub(_aside(_WORDS["acted_aloud"]), rest)
    return _delivered(prompt, lines, rest)


def _delivered(prompt: str, lines: Sequence[re.Match[str]], rest: str) -> str:
    """The prompt with what its lines tell of their speaker; rest: what stands beside them and names nothing."""
    said = [_said(line) for line in lines]
    hidden = [_hidden_by(line) for line in said]
    if _BELYING.search(rest):
        feigned = [hides or f"{_WORDS['pretending']} {line}" for line, hides in zip(said, hidden, strict=True)]
        return _BELYING.sub(" ", _filled(prompt, lines, feigned))
    if _VOICE.search(rest):
        return rest if any(hidden) else _VOICE.sub(_aside(_WORDS["said_aloud"]), _filled(prompt, lines, said))
    if not any(hidden) or _answers(rest):
        return prompt
    return _filled(prompt, lines, [hides or line for line, hides in zip(said, hidden, strict=True)])


def _filled(prompt: str, lines: Sequence[re.Match[str]], filling: Sequence[str]) -> str:
    """The prompt with other words in the place of each line."""
    made, kept_from = "", 0
    for line, words in zip(lines, filling, strict=True):
        made += prompt[kept_from : line.start()] + _aside(words)
        kept_from = line.end()
    return made + prompt[kept_from:]


def _named(manner: re.Match[str]) -> str:
    """ "Flatly" as "deadpan"."""
    return f", {_MANNERS[manner[0].lower()]}"


def _aside(words: str) -> str:
    return f"{_ASIDE}{words}{_ASIDE}" if words else _ASIDE


def _said(line: re.Match[str]) -> str:
    return next(filter(None, line.groups()))


def _quoted(cue: re.Match[str]) -> str:
    """A line of a script in quotes behind its parentheses; what speaks to nobody stays ("MOOD: furious")."""
    name, before, behind, line = cue.groups()
    speaks = _is_polite(line) or not _SPEAKING.isdisjoint(words_of(line))
    if not speaks or _is_heading(name, before or ""):
        return cue[0]
    acting = [f"({how})" for how in (before, behind) if how and not how.isupper()]
    return " ".join((*acting, f'"{line.strip()}"'))


def _is_heading(name: str, how: str) -> bool:
    """ "EYES (wide)": a part of the face, no person."""
    return names_something(f"{name} {how}") and not names_something(how)


def _calls_a_thing(line: re.Match[str]) -> bool:
    """ "The 'smile' of a shark" is no speech."""
    short = len(words_of(line[0])) <= _LONGEST_NAME and not _PAUSE.search(line[0])
    called = short and bool(_CALLING.search(line.string[: line.start()]))
    return called and (names_something(_said(line)) or _is_polite(_said(line)))


def _answers(rest: str) -> bool:
    """Whether what is told beside a line denies or confirms it: "it isn't", "yes, he is"."""
    return bool(_CONFIRMING.search(rest)) or any(one.denied for one in take_apart(rest).segments)


def _hidden_by(line: str) -> str:
    """What hides behind a line, "" where nothing does."""
    hidden = _WORDS["hurt"] if _is_polite(line) else _denied_by(line)
    return f"{_WORDS['hiding']} {hidden}" if hidden else ""


def _is_polite(line: str) -> bool:
    """Whether a line says that nothing is wrong and nothing else, nor asks it; praise that is exclaimed is meant."""
    pieces = [words for words in map(words_of, _PAUSE.split(line)) if words]
    known = [_covers(_POLITE, words) or ("!" not in line and _covers(_PRAISE, words)) for words in pieces]
    rest = [words for words, polite in zip(pieces, known, strict=True) if not polite]
    return "?" not in line and any(known) and all(_covers(_FILLERS, words) for words in rest)


def _covers(phrases: Phrases[bool], words: Sequence[str]) -> bool:
    return phrases.longest(words, 0)[0] == len(words)


def _denied_by(line: str) -> str:
    """The feelings that a speaker denies to have, where the line tells no other."""
    told = take_apart(line).segments
    if _OWN.isdisjoint(words_of(line)) or any(one.names and not one.denied for one in told):
        return ""
    denied = [one for one in told if one.denied]
    hits = [(one, hit) for one in denied for hit in one.hits if not hit.feels.loose]
    named = [" ".join(one.words[hit.begin : hit.end]) for one, hit in hits if hit.feels.emotion not in _NOT_HIDDEN]
    meant = [_WORDS["denied"][word] for one in denied for word in one.words if word in _WORDS["denied"]]
    return " and ".join(named + meant)
