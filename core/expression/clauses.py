"""A prompt taken apart: segments of words with what the small words around them say, and the feelings they name.

"not angry, just a bit tired" is a denied segment (anger) and one of strength 0.5 (fatigue). Words that hold a feeling
in, feign it or lay another over it mark their segment. The vocabulary is data: presets/prompt_words.toml and
feeling_words.toml.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .afterthoughts import with_afterthoughts
from .figures import with_figures
from .graded import Feels
from .hits import Hit
from .muscles import DETERMINERS
from .places import is_instrument
from .tokens import DOUBTS, LATE, kinds_of
from .wording import SILENT, STRENGTHS, TABLE

_TOKEN = re.compile(
    r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+(?:\.\d+)?%?|\.\d+|[:;=]-?[)(DPpOo|/]|xD|[\U0001F300-\U0001FAFF\u2600-\u27BF]|[.,;:!?…()\[\]\n/—–*\"]"
)
_BREAK = re.compile(r"[.,;:!?…()\[\]\n/—–*\"]")
_WHAT = re.compile(r"\b(?:WHAT(?=\s*(?:[?!.]|$))|[Ww]hat(?=\s*(?:[?!]{2}|!)))")
"""A cry, no question."""
_LONG_DRAWN = re.compile(r"([^\W\d])\1{2,}")
SHOUTED, EXCLAIMED, DRAWN_OUT = 1.2, 1.15, 1.15
_COMPARED = {"ier": 1.2, "iest": 1.4}
OUTDONE = 1.2
"""Of "so tired that he can hardly stand"."""
FAINT = 0.3
"""Of "hardly a smile"."""
_NEGATION = TABLE["negation"]
_TURNS = frozenset(_NEGATION["turns"])
_PASSING = frozenset(_NEGATION["passing"]["of"])
_JUDGED = dict.fromkeys(_NEGATION["too_strong"], 0.4) | dict.fromkeys(_NEGATION["understated"], 1.3)
"""How much of a feeling there is whose name is too strong or too weak."""
_ENDED = frozenset(_NEGATION["ended"]["denials"])
_ATTEMPTED = frozenset(_NEGATION["attempted"])
_MERRY = tuple(TABLE["masks"]["overdone_of"])
_OVERDONE = Feels(*TABLE["masks"]["overdone_feels"])
_DISGUISE = Feels(*TABLE["masks"]["disguised_feels"])
_CONTRARY = Feels(*TABLE["regions"]["contrary_feels"])
_SPARED = {"contrary": "eyes", "unreached": "eyes", "spared": ""}
"""What takes no part; "" where the words say which."""
_DISOWNED_ALONE = frozenset(_NEGATION["disowned_alone"])
_FRONTED = frozenset(_NEGATION["fronted"])
_BEING = frozenset("am is are was were feels feel felt looks look looked seems seemed".split())
_SAYING_WORDS = 3
_ABLE = frozenset(("can", "could"))
_SUBJECTS = frozenset("he she they it i you we".split())
_TRAILING = frozenset("in with a an of".split())
_LEADING = _TRAILING | _SUBJECTS
_WEAKENED = {"held": TABLE["masks"]["strength"], "nearing": TABLE["masks"]["nearing_strength"]}


@dataclass
class Segment:
    """Words that belong together.

    words: all but the small ones that were understood; strength: of what is felt; mask: "held", "nearing" or "feigned";
    link: "under" or "through" where it lies under or beside what came before; turned: it stands behind "but", "then" or
    the like; denial: the words that deny it; ellipsis: it denies with nothing behind the denial; ended: what is denied
    was there before; failed: it tells that an attempt before it fails; attempted: it is a vain attempt;
    refused: it is demanded and does not come; spared: what takes no part, "eyes", "upper" or "lower" face;
    disowned: it judges the word for a feeling before it, and how much of that there is if nothing else is told.
    """

    words: list[str] = field(default_factory=list)
    strength: float = 1.0
    denied: bool = False
    mask: str = ""
    link: str = ""
    hits: list[Hit] = field(default_factory=list)
    spared: str = ""
    only: bool = False
    turned: bool = False
    denial: str = ""
    ellipsis: bool = False
    ended: bool = False
    failed: bool = False
    attempted: bool = False
    refused: bool = False
    disowned: float = 0.0
    clause: int = 0

    @property
    def telling(self) -> list[str]:
        return [word for word in self.words if word not in SILENT]

    @property
    def says_what_is_felt(self) -> bool:
        """Whether it is nothing but a word for a feeling, tells one of somebody ("I am terrified", "no longer afraid of
        the dog"), or is a saying."""
        return any(not hit.feels.loose and self._is_said(hit) for hit in self.hits)

    def _is_said(self, hit: Hit) -> bool:
        before = self.words[: hit.begin]
        said_of_somebody = len(before) > 1 and before[-1] in _BEING and before[-2] in _SUBJECTS
        alone = _LEADING.issuperset(before) and _TRAILING.issuperset(self.words[hit.end :])
        denied = self.denied and SILENT.issuperset(before)
        return alone or denied or said_of_somebody or hit.end - hit.begin >= _SAYING_WORDS

    @property
    def may_be_worn(self) -> bool:
        """Whether it laughs or smiles, or tells nothing but how another does."""
        return not self.telling or any(word.startswith(_MERRY) for word in self.words)

    @property
    def denies_what_happens(self) -> bool:
        """ "He can't find the keys": not what is felt."""
        return self.denied and bool(self.telling) and not (self.hits or self.ellipsis)

    @property
    def is_gone(self) -> bool:
        """Whether a feeling was there, was tried or was demanded, and is not."""
        named = any(not hit.feels.loose for hit in self.hits)
        return self.denied and (self.refused or (named and (self.ended or self.attempted)))


@dataclass(frozen=True)
class TakenApart:
    """A prompt's segments in order; strength: how it is written (capitals, "!!!", "sooo"); told: what that was."""

    segments: tuple[Segment, ...]
    strength: float
    told: tuple[str, ...]


def take_apart(prompt: str) -> TakenApart:
    strength, told = _written(prompt)
    segments: list[Segment] = []
    asked = False
    for number, (words, ending) in enumerate(_clauses(prompt)):
        segments.extend(_segments(words, number, asked))
        asked = ending == "?"
    return TakenApart(with_figures(with_afterthoughts(segments)), strength, tuple(told))


def _written(prompt: str) -> tuple[float, list[str]]:
    strength, told = 1.0, []
    if any(word.isupper() for word in re.findall(r"[^\W\d_]{4,}", prompt)):
        strength *= SHOUTED
        told.append("strength: capitals")
    if "!!" in prompt:
        strength *= EXCLAIMED
        told.append("strength: !!")
    if _LONG_DRAWN.search(prompt):
        strength *= DRAWN_OUT
        told.append("strength: drawn-out letters")
    return strength, told


def _clauses(prompt: str) -> Iterator[tuple[list[str], str]]:
    """The words of each clause, and the sign that ends it."""
    text = _LONG_DRAWN.sub(r"\1", _WHAT.sub("what on earth", prompt.replace("’", "'")))
    words: list[str] = []
    for token in _TOKEN.findall(text):
        if _BREAK.fullmatch(token):
            if words:
                yield words, token
            words = []
        else:
            words.append(token.lower())
    if words:
        yield words, ""


def _segments(words: Sequence[str], clause: int, asked: bool) -> Iterator[Segment]:
    """One clause; what is denied stays so to the next turn or segment. asked: the clause before was a question."""
    here = Segment(clause=clause)
    denial = ""
    compared = too = False
    for begin, end, kind, value in kinds_of(words):
        if kind in ("only", "strength") and here.denied and value in _TURNS:
            kind = "turn"
        if here.denied and _is_turn(words[begin], denial, here):
            kind = "turn"
        compared = compared or words[begin] == "more"
        too = too or words[begin] == "too"
        if kind == "disowned" and not _is_disowned(here, str(value), end == len(words)):
            kind = ""
        if kind in ("overdone", "worn") and not here.may_be_worn:
            kind = ""
        if kind == "passes":
            kind = "passed" if here.telling and here.telling[-1] in _PASSING else ""
        if kind == "segment" and value == "with" and is_instrument(words[end:]):
            kind = ""
        if kind == "disguised" and not here.hits:
            kind = ""
        if kind == "segment" or (kind == "turn" and here.denied):
            yield here
            here = Segment(clause=clause, turned=value in _TURNS)
        elif here.hits and ((kind == "turn" and value == "than" and compared) or (too and words[begin] == "to")):
            yield here
            here = Segment(clause=clause, denied=True)
        elif kind == "passed":
            here.denied = here.ended = True
            yield here
            here = Segment(clause=clause)
        elif kind == "failed":
            yield here
            here = Segment(clause=clause, failed=True)
        elif kind == "disowned":
            yield here
            here = Segment(clause=clause, disowned=_JUDGED.get(str(value), 1.0))
        elif kind in ("overdone", "worn"):
            here.mask = here.mask or "feigned"
            if here.hits and kind == "overdone":
                yield here
                here = Segment(clause=clause, link="through", hits=[Hit(_OVERDONE, 0, 0)])
        elif kind == "ended":
            here.ended = here.denied
        elif kind == "deny":
            denial = str(value)
            late = DETERMINERS.issuperset(words[end:]) and (denial in LATE or (asked and denial == "no"))
            if here.words or here.hits:
                yield here
                here = Segment(clause=clause, denied=here.denied and not here.hits)
            here.denied, here.ellipsis, here.denial = not here.denied, late, " ".join(words[begin:end])
            here.ended, here.attempted = denial in _ENDED, denial in _ATTEMPTED
        elif kind in ("under", "through"):
            yield here
            here = Segment(clause=clause, link=kind)
        elif kind in ("held", "nearing", "feigned"):
            if here.hits or here.telling:
                yield here
                here = Segment(clause=clause, denied=here.denied)
            here.mask = kind
            here.strength *= _WEAKENED.get(kind, 1.0)
        elif kind == "strength" and value in DOUBTS and here.hits and words[begin - 1] in _ABLE:
            here.strength *= 1.0 if here.denied else OUTDONE
            yield here
            here = Segment(list(words[begin:end]), FAINT, clause=clause)
        elif kind == "strength":
            here.strength *= STRENGTHS.get(str(value), FAINT)
        elif kind == "only":
            here.only = True
        elif kind in _SPARED:
            here.spared = _SPARED[kind] or str(value)
            here.words += [] if kind == "unreached" else [words[begin]]
            if kind == "contrary":
                here.hits.append(Hit(_CONTRARY, len(here.words), len(here.words)))
        elif kind == "disguised":
            yield here
            here = Segment(clause=clause, link="under", hits=[Hit(_DISGUISE, 0, 0)])
        if kind in ("", "feels", "strength", "only", "turn") and not (kind == "turn" and here.denied):
            here.turned = here.turned or kind == "turn"
            if isinstance(value, Feels):
                here.strength *= _compared(words[begin])
                here.hits.append(Hit(value, len(here.words), len(here.words) + end - begin))
            if kind in ("", "feels"):
                here.words.extend(words[begin:end])
    yield here


def _is_disowned(here: Segment, phrase: str, at_end: bool) -> bool:
    """ "Hate is too strong", "angry isn't the word": a word is judged that stands in no sentence."""
    if phrase in _DISOWNED_ALONE:
        return at_end and (here.words == ["is"] or any(hit.begin == 0 for hit in here.hits))
    return True


def _compared(word: str) -> float:
    """ "Happier", "angriest"."""
    return next((factor for ending, factor in _COMPARED.items() if word.endswith(ending)), 1.0)


def _is_turn(word: str, denial: str, here: Segment) -> bool:
    """ "Rather than cry she laughs", "not so much sad as empty": where the denial ends without a word for it."""
    if denial in _FRONTED and word in _SUBJECTS:
        return bool(here.hits)
    return denial in ("not so much", "about as") and word == "as"
