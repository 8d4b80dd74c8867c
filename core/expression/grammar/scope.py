"""How far a word reaches in its clause: where what is denied, expected or nearly there ends, and who is left out."""

from collections.abc import Sequence

from .graded import Feels
from .muscle_words import DETERMINERS
from .phrases import Phrases, spellings
from .segments import SUBJECTS, Segment, moves
from .tokens import tokens_of
from .wording import TABLE

_SUBJECTS_THAT_ARE = frozenset("he's she's they're it's i'm you're we're that's".split())
_SUBORDINATE = frozenset("that because if when what how as than like where why while though before after until".split())
_NEGATION = TABLE["negation"]
_FRONTED = frozenset(spellings(_NEGATION["fronted"]))
_COMPARING = frozenset(spellings(_NEGATION["comparing"]))
_WHENEVER = frozenset(("when", "whenever"))
_FIRST_TWO = frozenset("i i'm you you're we we're".split())
_STEM = 4
_ENDING_WITH_AS = frozenset(("not so much", "about as"))
_THERE = frozenset(("there", "there's"))
_MEANWHILE = frozenset(("until", "till"))
_NAYS = frozenset(("no", "nope"))
_WITHIN = frozenset(("in", "to", "about", "behind", "within"))
HOLLOW = frozenset(_NEGATION["hollow"])
_SIDES = frozenset(("left", "right", "side", "half"))
_TRAILING: Phrases[bool] = Phrases(
    (phrase, ended) for ended in (False, True) for phrase in _NEGATION["trailing_ended" if ended else "trailing"]
)
_OF_ALL = frozenset(_NEGATION["of_all"])
_POINTING = frozenset(("it", "it's", "its", "that", "that's", "this"))
_TOWARDS = frozenset("about at by for of over with".split())
"""Words that end "it isn't the dog he's scared of"."""
_LONGEST_EXCEPTION = 6
_LEAVING = frozenset(("leave", "leaves", "leaving"))


def ends_denial(here: Segment, denial: str, before: str, words: Sequence[str]) -> bool:
    """ "Rather than cry she laughs", "not so much sad as empty": a denial ends at `words` without a word for it;
    before: the word before them."""
    if interjects(denial, words):
        return not here.words
    if denial in _FRONTED and words[0] in SUBJECTS | _THERE:
        return bool(here.hits) or moves(here.words) or (denial in _COMPARING and bool(here.words))
    if words[0] in _WHENEVER and here.names and _tells_of_same(words[1:]):
        return not _name_alike(here.words, words[1:])
    return (denial in _ENDING_WITH_AS and words[0] == "as") or _begins_anew(here, before, words)


def interjects(denial: str, words: Sequence[str]) -> bool:
    """ "No he's furious", "no, I said sad": such a "no" denies nothing that follows."""
    return denial in _NAYS and bool(words) and words[0] in SUBJECTS | _SUBJECTS_THAT_ARE


def _tells_of_same(words: Sequence[str]) -> bool:
    """Whether words behind "when" tell of the same face: "when you smile", not "when they shout"."""
    return names_something(words[1:] if words[0:1] and words[0] in _FIRST_TWO else words[:1])


def _name_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """ "Never smiles when others smile"."""
    return any(word[:_STEM] == near[:_STEM] for word in one for near in other if min(len(word), len(near)) >= _STEM)


def tells_of_what(clause: Sequence[str], at: int) -> bool:
    """Whether a clause denies of what somebody feels something, not that it is felt: "it isn't the dog he's scared
    of"; at: where its feeling is told."""
    subject = clause[at] in _SUBJECTS_THAT_ARE or clause[at] in SUBJECTS
    points = clause[0] in _POINTING and clause[-1] in _TOWARDS
    before, told = clause[1:at], clause[at + 1 :]
    return points and subject and bool(before) and names_something(told) and not names_something(before)


def _begins_anew(here: Segment, before: str, words: Sequence[str]) -> bool:
    """ "He isn't sad he's furious"."""
    subject = words[0] in _SUBJECTS_THAT_ARE or words[0] in SUBJECTS
    return subject and before not in _SUBORDINATE and here.names and names_something(words[1:])


def stands_apart(here: Segment, words: Sequence[str]) -> bool:
    """What is expected, nearly there or denied ends where something else is told: "where you'd expect a smile there
    is a snarl", "was about to grin until the phone rang", "no joy in that laugh"."""
    if here.mask in ("expected", "supposed") and words[0] in _THERE:
        return here.names
    if here.mask == "almost" and words[0] in _MEANWHILE:
        return here.names
    hollow = here.denied and words[0] in _WITHIN and not HOLLOW.isdisjoint(here.words)
    return hollow and Segment(list(words[1:])).may_be_worn and names_something(words[1:])


def nothing_after(words: Sequence[str]) -> tuple[bool, bool]:
    """Whether a denial ends its clause ("she doesn't", "she doesn't any more"), and whether it was otherwise before."""
    rest = [word for word in words if word not in DETERMINERS]
    length, ended = _TRAILING.longest(rest, 0)
    return length == len(rest), any(ended)


def leaves_somebody_out(said: Sequence[str], words: Sequence[str]) -> bool:
    """ "Everybody laughs except for him"; "pleased, except with the soup" is none."""
    someone = len(words) <= _LONGEST_EXCEPTION and not (names_something(words) or _names_part(words))
    return someone and not _OF_ALL.isdisjoint(said)


def names_something(words: Sequence[str]) -> bool:
    """Whether words name a feeling or a muscle."""
    return moves(words) or any(isinstance(one.value, Feels) and not one.value.loose for one in tokens_of(words))


def _names_part(words: Sequence[str]) -> bool:
    """Whether words speak of a part of the face, or of a side of it."""
    return moves([*words, "still"]) or not _SIDES.isdisjoint(words)


def is_left(words: Sequence[str]) -> bool:
    """ "Leave the forehead alone" does not say that the forehead is alone on the face."""
    return not _LEAVING.isdisjoint(words)
