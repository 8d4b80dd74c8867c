"""Which rig map fits a character, told by the names of its shape keys, with a score and the reason. No bpy.

Names are compared without case, separators and numbering, with one spelling for sides (_L, .l, Left), and without what
importers put around them ("Face.", "c_head_", "bs", "Shape", ".001"). Several maps share names: the one that leaves the
fewest of the rig's own keys unexplained wins. What is found must speak of a face: gaze or vowels alone are no face.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from .rig_map import NAMES, RigMap, Row, load_map

_SIDES = {"l": "left", "r": "right", "left": "left", "right": "right"}
_IDLE_KEYS = frozenset({"basis", "base", "neutral", "reference"})
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+")
_NUMBERING = re.compile(r"^[A-Za-z]?\d+[ _\-.]+|[ _.]0*\d{1,3}$")
_SEPARATED = re.compile(r"[ _.:|\-]+")
_SHAPE = re.compile(r"(?<=[^ _.:|\-])Shape\d*$")
"""What Maya adds to the name of a mesh."""
_FACE_PARTS = frozenset({"eye", "jaw", "mouth", "brow", "cheek", "nose", "tongue", "lip", "lips"})
_OF_THE_MOUTH = frozenset({"mouth", "mth", "lip", "lips", "viseme", "phoneme", "vowel"})
"""Words of a key that make a single letter a vowel."""
_MOVES_A_FACE = re.compile(r"jaw|mouth|lips|tongue|eyeBlink")
"""Inputs that a face alone shows; eyeLook may turn a lamp."""

_OTHER_CASE, _OTHERWISE_SPELLED = 0.99, 0.97
"""What a name counts that is not spelled as the map does, leaving aside what an importer put around it."""
_SHARED_AFFIX = 0.6
"""Share of the keys that begin or end alike, for that part to be the importer's."""
_GLUED_AFFIX = 0.9
"""The same where no separator ends that part: bsJawOpen, jawOpenShape."""
_FEW_KEYS = 4
_OWN_PREFIX_WORDS = 3
"""How many words a single key may carry before a map's name, where the mesh's keys carry different ones."""
_EVIDENCE = 3.0
"""Evidence that convinces, in whole names: a name of several words counts 1, a single word or vowel less."""
_LITTLE_EVIDENCE, _MOST_KEYS = 1.0, 0.5
"""Less evidence convinces where the map explains most keys of the mesh: a jaw's mesh has jawOpen alone."""
_OF_FACE_KEYS, _OF_THE_MAP = 0.45, 0.75
"""Where a map explains less of the keys that name a part of the face, and has less of its own names there, the keys are
another family's that shares some names."""


@dataclass(frozen=True)
class Detection:
    """A map that fits. found: target -> the rig's own name; missing: targets that the rig lacks; score: 0..1, the mean
    of how much of the map is there and how many of the rig's keys it explains; reason: a sentence without full stop."""

    rig_map: RigMap
    found: dict[str, str]
    missing: tuple[str, ...]
    score: float
    reason: str

    def bound(self, bones: Iterable[str] = ()) -> RigMap:
        """The map with the rig's own names, without what it lacks."""
        return self.rig_map.bound(self.found, bones)


def detect(key_names: Iterable[str]) -> Detection | None:
    """The map that fits best, or None where none does."""
    return next(iter(ranked(key_names)), None)


def ranked(key_names: Iterable[str]) -> list[Detection]:
    """All maps that fit, best first; of equal ones the more general first (the order of rig_map.NAMES)."""
    readings = _read(key_names)
    fits = [_fit(_known(name), readings) for name in NAMES]
    return sorted((fit.detection for fit in fits if fit.convinces), key=lambda detection: -detection.score)


def fitted(rig_map: RigMap, key_names: Iterable[str]) -> Detection:
    """What a map that was chosen finds among the keys, however little that is."""
    return _fit(_spelled(rig_map), _read(key_names)).detection


@dataclass(frozen=True)
class _Known:
    """A map with its names spelled plainly: plain -> (target, spelling), and the plain markers."""

    rig_map: RigMap
    targets: dict[str, tuple[str, str]]
    markers: frozenset[str]


@dataclass(frozen=True)
class _Fit:
    """evidence: in whole names; share, of_face: how many of the rig's keys, and of those that name a part of the face,
    the map explains, 0..1."""

    detection: Detection
    evidence: float
    share: float
    of_face: float

    @property
    def convinces(self) -> bool:
        found = len(self.detection.found)
        if self.of_face < _OF_FACE_KEYS and found < _OF_THE_MAP * (found + len(self.detection.missing)):
            return False
        return self.evidence >= _EVIDENCE or (self.evidence >= _LITTLE_EVIDENCE and self.share >= _MOST_KEYS)


@lru_cache(maxsize=len(NAMES))
def _known(name: str) -> _Known:
    return _spelled(load_map(name))


def _spelled(rig_map: RigMap) -> _Known:
    targets: dict[str, tuple[str, str]] = {}
    for row in rig_map.shapes:
        for spelling in (row.target, *row.also):
            for plain in plain_spellings(spelling):
                targets.setdefault(plain, (row.target, spelling))
    markers = {plain for marker in rig_map.markers for plain in plain_spellings(marker)}
    return _Known(rig_map, targets, frozenset(markers - set(targets)))


def _read(key_names: Iterable[str]) -> dict[str, dict[str, str]]:
    """What each key may mean, see _readings; keys that no map drives are left out."""
    keys = [name for name in dict.fromkeys(key_names) if _plain(name) not in _IDLE_KEYS]
    starts, ends = _shared(keys, _starts_of), _shared(keys, _ends_of)
    return {name: _readings(name, starts, ends) for name in keys}


def _fit(known: _Known, readings: Mapping[str, Mapping[str, str]]) -> _Fit:
    found: dict[str, str] = {}
    likeness: dict[str, float] = {}
    explained: list[str] = []
    for key, plains in readings.items():
        plain = next((plain for plain in plains if plain in known.targets), None)
        if plain is not None or any(plain in known.markers for plain in plains):
            explained.append(key)
        if plain is None:
            continue
        target, spelling = known.targets[plain]
        alike = _likeness(plains[plain], spelling)
        if alike > likeness.get(target, 0.0):
            found[target], likeness[target] = key, alike
    rows = [row for row in known.rig_map.shapes if not row.instead_of or row.target in found]
    missing = tuple(row.target for row in rows if row.target not in found and row.acts)
    share = len(explained) / max(len(readings), 1)
    shared = sum(map(_names_face, explained))
    of_face = shared / sum(map(_names_face, readings)) if shared else 1.0
    score = (sum(likeness.values()) / max(len(rows), 1) + share) / 2
    detection = Detection(known.rig_map, found, missing, score, _reason(known.rig_map, found, missing))
    return _Fit(detection, _evidence([row for row in rows if row.target in found], found), share, of_face)


def _likeness(read: str, spelling: str) -> float:
    if read == spelling:
        return 1.0
    return _OTHER_CASE if read.lower() == spelling.lower() else _OTHERWISE_SPELLED


def _reason(rig_map: RigMap, found: dict[str, str], missing: Sequence[str]) -> str:
    told = f"{len(found)} names of {rig_map.title}"
    odd = next(((key, target) for target, key in found.items() if key != target), None)
    if odd is not None:
        told += f", such as '{odd[0]}' for {odd[1]}"
    if missing:
        told += f"; {len(missing)} are not there: {', '.join(missing[:4])}{' ...' if len(missing) > 4 else ''}"
    return told


def _evidence(rows: Sequence[Row], found: Mapping[str, str]) -> float:
    """In whole names; none where nothing that was found is of a face, or only single letters are."""
    telling = [
        row for row in rows if len(row.target) > 1 or _OF_THE_MOUTH.intersection(_lower_words(found[row.target]))
    ]
    if not any(row.acts and (_names_face(row.target) or _MOVES_A_FACE.search(" ".join(row.drives))) for row in telling):
        return 0.0
    return sum(_weight(row) for row in rows)


def _names_face(name: str) -> bool:
    return not _FACE_PARTS.isdisjoint(_lower_words(name))


def _lower_words(name: str) -> list[str]:
    return [word.lower() for word in _words(name)]


def _weight(row: Row) -> float:
    """How much a name tells: two words are no chance, a single vowel or a gaze without eyes (LookUp) nearly are."""
    if row.acts and all(name.startswith("eyeLook") for name in row.drives) and not _names_face(row.target):
        return 0.2
    words = _words(row.target)
    if len(words) > 1 or not words:
        return 1.0
    if not words[0].isascii():
        return 0.4
    return 0.2 if len(words[0]) == 1 else 0.4


def _words(name: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", name))


def _plain(name: str) -> str:
    """One spelling for eyeBlinkLeft, Eye_Blink_L and EYE.BLINK.LEFT. A single side goes to the end; where there are two
    (Eye_L_Look_R) each stays where it is, for they mean different things."""
    words = [word.lower() for word in _words(name)]
    places = [place for place, word in enumerate(words) if word in _SIDES]
    if len(words) > 1 and len(places) == 1:
        words.append(words.pop(places[0]))
    if len(words) > 1:
        words = [_SIDES.get(word, word) for word in words]
    return "".join(words)


def plain_spellings(name: str) -> tuple[str, ...]:
    """The plain spelling, and for names in one case, where no words can be told, the letters as they stand."""
    letters = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).lower())
    return _plain(name), letters


def _readings(name: str, starts: Sequence[str], ends: Sequence[str]) -> dict[str, str]:
    """What a key may mean, the most literal first: plain spelling -> the part of the name that it was read from."""
    tails = [name, *(name[match.end() :] for match in re.finditer(r"[.:|]", name))]
    tails += [_unglued(start, name[len(start) :]) for start in starts if name.startswith(start)]
    tails += [tail[: -len(end)] for tail in tails for end in ends if tail.endswith(end)]
    tails += [_SHAPE.sub("", tail) for tail in tails]
    tails += [_NUMBERING.sub("", tail) for tail in tails]
    readings: dict[str, str] = {}
    for tail in tails:
        for plain in plain_spellings(tail):
            if plain:
                readings.setdefault(plain, tail)
    for tail in [tail for whole in (name, _SHAPE.sub("", name)) for tail in _without_own_prefix(whole)]:
        readings.setdefault(_plain(tail), "")
    return readings


def _without_own_prefix(name: str) -> Iterator[str]:
    """The name without its first words, the longest rest first, as long as those name neither side nor part of a face
    (mouthClose_jawOpen is no jawOpen), and the rest tells something: jawLeft does, or two words besides a side."""
    words = list(_WORD.finditer(name))
    for before, word in zip(words[:_OWN_PREFIX_WORDS], words[1:], strict=False):
        if before[0].lower() in _SIDES or before[0].lower() in _FACE_PARTS:
            return
        rest = name[word.start() :]
        rest_words = _lower_words(rest)
        if len(rest_words) > 1 and (rest_words[0] in _FACE_PARTS or not _SIDES.keys() & set(rest_words[:2])):
            yield rest


def _unglued(start: str, rest: str) -> str:
    """bsJawOpen may have been jawOpen: the capital tells where the prefix ended."""
    return rest[0].lower() + rest[1:] if start[-1].islower() and rest[1:2].islower() else rest


def _shared(keys: Sequence[str], parts_of: Callable[[str], Iterable[str]]) -> list[str]:
    """What most keys begin or end with, shortest first; nothing where there are few keys."""
    if len(keys) < _FEW_KEYS:
        return []
    counts = Counter(part for key in keys for part in parts_of(key))
    return sorted((part for part, count in counts.items() if count >= _needed(part) * len(keys)), key=len)


def _needed(part: str) -> float:
    """The share of keys that must have it: more where letters alone hold it to the rest."""
    return _SHARED_AFFIX if _SEPARATED.match(part) or _SEPARATED.match(part[::-1]) else _GLUED_AFFIX


def _starts_of(key: str) -> Iterator[str]:
    """Its beginnings up to each separator and each word, but for those that end with a side."""
    for word, after in pairwise(_WORD.finditer(key)):
        start = key[: after.start()]
        if _SEPARATED.search(key, word.end(), after.start()) or word[0].lower() not in _SIDES:
            yield start


def _ends_of(key: str) -> Iterator[str]:
    """Its ends from each separator and each word, but for a side and the words after it."""
    for word, after in pairwise(_WORD.finditer(key)):
        end = key[word.end() :]
        if _SEPARATED.search(key, word.end(), after.start()) or after[0].lower() not in _SIDES:
            yield end
