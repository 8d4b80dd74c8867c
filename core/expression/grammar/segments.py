"""Clauses of a prompt and their segments: words that belong together, what they name, and whether it is there."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .graded import Feels
from .muscles import read_muscles
from .persons import OWN_SUBJECTS
from .wording import SILENT, TABLE

PLEASANT = frozenset(TABLE["opposite"]["pleasant"])
GONE = frozenset(("ended", "attempted", "missing", "reversed"))
"""Why something is absent that is spoken of for itself."""
MERRY = tuple(TABLE["masks"]["overdone_of"])
_BEING = frozenset("am is are was were feels feel felt looks look looked seems seemed".split())
_SAYING_WORDS = 3
SUBJECTS = OWN_SUBJECTS | {"they"}
_TRAILING = frozenset("in with a an of".split())
_TOWARDS = frozenset("about at over that".split())
_SOMEBODY = frozenset("her him his it me my our their them us you your".split())
_LEADING = _TRAILING | SUBJECTS


@dataclass(frozen=True)
class Clause:
    """The words between two signs, and the sign that ends them."""

    words: Sequence[str]
    ending: str = ""
    number: int = 0


@dataclass(frozen=True)
class Hit:
    """A feeling that is named by the words from `begin` to `end` of its segment."""

    feels: Feels
    begin: int
    end: int


@dataclass
class Segment:
    """Words that belong together.

    words: all but the small ones that were understood; strength: of what is felt; absence: why what is named is not
    there, "" where it is: "denied", "ended" (it was there before), "attempted" (in vain), "missing" (it was to come
    and does not), "refused" (it is demanded and does not come) or "reversed" (the opposite is named); denial: the words
    that say so; mask: "held", "nearing", "almost", "feigned", or "expected" and "supposed" until it is known whether it
    comes; spared: what takes no part, "eyes", "upper" or "lower" face; link: "under" or "through" where it lies under
    or beside what came before; turned: it stands behind "but", "then" or the like; verdict: what it says of what came
    before: "denied", "retort", "failed", "retracted", "passes", "missing", or of the word for it "wrong", "too strong",
    "too weak".
    """

    words: list[str] = field(default_factory=list)
    strength: float = 1.0
    absence: str = ""
    denial: str = ""
    mask: str = ""
    link: str = ""
    hits: list[Hit] = field(default_factory=list)
    spared: str = ""
    only: bool = False
    turned: bool = False
    verdict: str = ""
    clause: int = 0

    @property
    def denied(self) -> bool:
        return bool(self.absence)

    @property
    def telling(self) -> list[str]:
        return [word for word in self.words if word not in SILENT]

    @property
    def names(self) -> bool:
        """Whether it names a feeling or a muscle."""
        return any(not hit.feels.loose for hit in self.hits) or moves(self.words)

    @property
    def says_what_is_felt(self) -> bool:
        """Whether it is nothing but a word for a feeling, tells one of somebody ("I am terrified", "no longer afraid of
        the dog") or towards something, or is a saying."""
        return any(not hit.feels.loose and self._is_said(hit) for hit in self.hits)

    def _is_said(self, hit: Hit) -> bool:
        before = self.words[: hit.begin]
        said_of_somebody = len(before) > 1 and before[-1] in _BEING and before[-2] in SUBJECTS
        alone = _LEADING.issuperset(before) and _TRAILING.issuperset(self.words[hit.end :])
        denied = self.denied and SILENT.issuperset(before)
        towards = _LEADING.issuperset(before) and self._is_towards(self.words[hit.end : hit.end + 2])
        return alone or denied or towards or said_of_somebody or hit.end - hit.begin >= _SAYING_WORDS

    @staticmethod
    def _is_towards(after: Sequence[str]) -> bool:
        """ "Gutted that she is", "proud of her for leaving"; "joy of cooking" is a book."""
        return not _TOWARDS.isdisjoint(after[:1]) or (list(after[:1]) == ["of"] and not _SOMEBODY.isdisjoint(after))

    @property
    def may_be_worn(self) -> bool:
        """Whether it laughs or smiles, or tells nothing but how another does."""
        return not self.telling or any(word.startswith(MERRY) for word in self.words)

    @property
    def denies_what_happens(self) -> bool:
        """ "He can't find the keys": not what is felt."""
        return self.denied and bool(self.telling) and not (self.hits or self.verdict)

    @property
    def is_gone(self) -> bool:
        """Whether a feeling was there, was tried or was demanded, and is not."""
        named = any(not hit.feels.loose for hit in self.hits)
        return self.absence == "refused" or (named and self.absence in GONE)


def moves(words: Sequence[str]) -> bool:
    """Whether words name a muscle, or what one does."""
    return bool(words) and bool(read_muscles([words], [1.0])[0])
