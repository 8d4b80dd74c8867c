"""Sentences for the text side of the ExpCLIP space, each with the face that it should become.

The written corpus: the open TEAD, the seed rows, the words of emotions and what happens to people. GoEmotions where
its folder is given. What is drawn of them is augmented as in the paper (section 3.2): stop words dropped, synonyms,
sentence order, faces perturbed and mixed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from ..expression import corpus, tead
from ..expression.happenings import Happening, happenings
from ..expression.neighbours import plain_entry
from ..expression.nuances import Nuance, nuances
from .goemotions import Felt, read_goemotions

FRAMES = (
    "{}", "{}", "{}", "she looks {}", "he is {}", "looking {}", "feeling {}", "{} face", "a {} expression",
    "sounding {}", "the character is {}", "they seem {}", "say it {}", "I am {}", "he said {}",
)  # fmt: skip
STOP_WORDS = frozenset(
    "a an and as at for had has he her his i in is it its my of on or our she so that the their them they this to was "
    "we were with you your".split()
)
SHOWS, LEAKS = 0.65, 0.35
"""Shares of the two emotions of a mixed row."""
NO_FEELING = ""
"""Stands for an emotion in sentences that tell of none."""
HAPPENINGS_TOGETHER, HAPPENINGS_SHARE = 600, 0.03
"""Of each so many happenings the last ones, this share, are held out: a set of one topic is on one side."""
NUANCES_TOGETHER = 40
"""Of each so many nuances the last one is held out."""
HELD_OUT, HELD_OUT_SHARE = ("emotions", "game", "situations", "slang", "stage"), 0.05
"""Files of the TEAD whose texts tell a feeling in a sentence of their own, and the share of each that is held out."""
FELT_WORTH, LONGEST_FELT, NEUTRAL_KEPT = 0.4, 110, 0.25
"""GoEmotions: what its sentences count, letters of those that are read, and the share of its neutral ones."""


@dataclass(frozen=True, eq=False)
class Sentence:
    """A text and its face, float32 (52,).

    emotions: names with shares, none where muscles alone are told; labels: numbers of GoEmotions labels, None in the
    written corpus; worth: what its losses count; after: a sentence that may follow it; strength: 1 to 5 where a row
    tells how strong the feeling is; happens: it is a happening, so small words count; nuance: the number of the nuance
    that it is a wording of.
    """

    text: str
    weights: np.ndarray
    emotions: tuple[tuple[str, float], ...]
    tags: tuple[str, ...] = ()
    labels: tuple[int, ...] | None = None
    worth: float = 1.0
    after: str = ""
    strength: float | None = None
    happens: bool = False
    nuance: int | None = None


@cache
def held_out_rows() -> tuple[tead.Row, ...]:
    """The last rows of each of HELD_OUT's files: no text side learns from them, so that retrieval can be measured."""
    rows = []
    for category in HELD_OUT:
        of_file = [row for row in tead.rows() if row.category == category]
        rows += of_file[len(of_file) - round(HELD_OUT_SHARE * len(of_file)) :]
    return tuple(rows)


@cache
def held_out_happenings() -> tuple[Happening, ...]:
    """No text side learns from them. It hangs on their places: a row of the table is replaced, never taken away."""
    kept = HAPPENINGS_TOGETHER * (1.0 - HAPPENINGS_SHARE)
    return tuple(row for number, row in enumerate(happenings()) if number % HAPPENINGS_TOGETHER >= kept)


def written_sentences(left_out: frozenset[str] = frozenset()) -> list[Sentence]:
    """Every text of the written corpus but what is held out, and what is of emotions that are left out."""
    held = set(held_out_rows())
    rows = [
        sentence for row in tead.rows() if row not in held and not left_out & set(row.emotions)
        for sentence in _of_tead(row)
    ]  # fmt: skip
    seed = [sentence for row in corpus.rows() if row.emotion not in left_out for sentence in _of_seed(row)]
    words = [
        sentence for emotion in corpus.emotions().values() if emotion.name not in left_out
        for sentence in _of_emotion(emotion)
    ]  # fmt: skip
    held_happenings = set(held_out_happenings())
    told = [
        _of_happening(row) for row in happenings()
        if row not in held_happenings and not left_out & set(row.emotions)
    ]  # fmt: skip
    return [*rows, *seed, *words, *told, *_wordings(left_out)]


def held_out_nuances() -> tuple[Nuance, ...]:
    """No text side learns from them; it hangs on their places, as that of happenings."""
    return nuances()[NUANCES_TOGETHER - 1 :: NUANCES_TOGETHER]


def _wordings(left_out: frozenset[str]) -> Iterator[Sentence]:
    held = set(held_out_nuances())
    for number, nuance in enumerate(nuances()):
        if nuance.emotion not in left_out and nuance not in held:
            for wording in nuance.told:
                yield replace(_of_happening(wording), happens=False, nuance=number)


def _of_happening(row: Happening) -> Sentence:
    """One that tells nothing is felt has no strength."""
    shares = (SHOWS, LEAKS) if len(row.emotions) > 1 else (1.0,)
    named = tuple(zip(row.emotions or (NO_FEELING,), shares, strict=True))
    strength = float(row.strength) if row.emotions else None
    return Sentence(row.text, row.weights, named, strength=strength, happens=True)


def _of_tead(row: tead.Row) -> Iterator[Sentence]:
    """The text, the text as the reader hands it on, its situation, and its tags alone."""
    shares = (1.0,) if len(row.emotions) < 2 else (SHOWS, LEAKS)
    whole = Sentence(
        row.text,
        row.weights,
        tuple(zip(row.emotions, shares, strict=bool(row.emotions))),
        row.tags,
        after=row.situation,
    )
    yield whole
    words, face = plain_entry(row.text, row.weights)
    if row.language == "en" and row.category != "situations" and words:
        yield replace(whole, text=" ".join(words), weights=face)
    if row.situation:
        yield replace(whole, text=row.situation, after="")
    if row.emotions:
        yield replace(whole, text=", ".join(row.tags), after="", worth=0.5)


def _of_seed(row: corpus.Row) -> Iterator[Sentence]:
    yield Sentence(row.text, row.weights, ((row.emotion, 1.0),) if row.emotion else (), row.tags)


def _of_emotion(emotion: corpus.Emotion) -> Iterator[Sentence]:
    named = ((emotion.name, 1.0),)
    for number, (word, strength) in enumerate(emotion.words):
        face = np.clip(emotion.weights * strength, 0.0, 1.0)
        yield Sentence(word, face, named)
        yield Sentence(FRAMES[number % len(FRAMES)].format(word), face, named)
    for situation in emotion.situations:
        yield Sentence(situation, emotion.weights, named)


def felt_sentences(folder: Path, left_out: frozenset[str] = frozenset(), split: str = "train") -> list[Sentence]:
    """GoEmotions' short texts; most of the neutral ones are passed over. Raises as read_goemotions."""
    felt, random = read_goemotions(folder, split, left_out), np.random.default_rng(0)
    return [
        sentence for row, sentence in enumerate(_of_felt(felt))
        if len(sentence.text) <= LONGEST_FELT and (felt.shares[row, -1] < 0.5 or random.random() < NEUTRAL_KEPT)
    ]  # fmt: skip


def _of_felt(felt: Felt) -> Iterator[Sentence]:
    names = [*corpus.emotions(), NO_FEELING]
    for text, face, shares, labels in zip(felt.texts, felt.faces, felt.shares, felt.labels, strict=True):
        emotions = tuple((names[number], float(shares[number])) for number in np.flatnonzero(shares))
        told = tuple(int(number) for number in np.flatnonzero(labels))
        yield Sentence(text, face.astype(np.float32), emotions, labels=told, worth=FELT_WORTH)


def augmented(sentence: Sentence, random: np.random.Generator) -> Sentence:
    """The paper's augmentations: the situation before or after, synonyms, words dropped; the face perturbed.

    What happens hangs on small words ("not", "again", "to his brother") and on what words mean in their place ("the dog
    was lost" is not baffled): it is left as it is told.
    """
    text = sentence.text
    if sentence.after and random.random() < 0.1:
        text = f"{sentence.after} {text}" if random.random() < 0.5 else f"{text} {sentence.after}"
    if random.random() < 0.35 and not sentence.happens:
        text = _thinned(text, random)
    if random.random() < 0.15 and not sentence.happens:
        text = _with_synonym(text, random)
    touched = random.random(len(sentence.weights)) < 0.03
    weights = sentence.weights * random.uniform(0.92, 1.08) + touched * random.uniform(0.0, 0.1)
    return replace(sentence, text=text, weights=np.clip(weights, 0.0, 1.0).astype(np.float32))


def _thinned(text: str, random: np.random.Generator) -> str:
    """Half of the stop words dropped, and a few others."""
    words = text.split()
    left = [word for word in words if random.random() > (0.5 if word.lower() in STOP_WORDS else 0.08)]
    return " ".join(left or words)


def _with_synonym(text: str, random: np.random.Generator) -> str:
    words = text.split()
    able = [place for place, word in enumerate(words) if word.lower() in _synonyms()]
    if able:
        place = able[random.integers(len(able))]
        others = _synonyms()[words[place].lower()]
        words[place] = others[random.integers(len(others))]
    return " ".join(words)


@cache
def _synonyms() -> dict[str, list[str]]:
    """Single words of one emotion and one strength, for each other."""
    alike: dict[tuple[str, float], list[str]] = defaultdict(list)
    for emotion in corpus.emotions().values():
        for word, strength in emotion.words:
            if word.isalpha():
                alike[emotion.name, strength].append(word)
    of_word: dict[str, list[str]] = defaultdict(list)
    for words in alike.values():
        for word in words:
            of_word[word] += [other for other in words if other != word]
    return {word: others for word, others in of_word.items() if others}


def frequent_tags(sentences: list[Sentence], seen_at_least: int = 4) -> tuple[str, ...]:
    counts = Counter(tag for sentence in sentences for tag in sentence.tags)
    return tuple(sorted(tag for tag, count in counts.items() if count >= seen_at_least))
