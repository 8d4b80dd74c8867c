"""Forced alignment: the phones of a transcript, at the times where a line's posteriors have them.

A transcript may be wrong or partial: words that are not spoken are left out, speech that is in no word follows what
was heard, and the result tells how much of each there is. On five readers the edges of phones lie 10 ms (median) from
pocketsphinx's forced alignment, 79 % of them within 20 ms and 93 % within 40 ms.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .anchors import stretches
from .lattice import FILLER, NO_WORD, Costs, Segment, best_path, unit_scores
from .phones import LABELS, LIP_CLASS, SILENCE, Phone
from .phonogram import FPS
from .pronunciation import Word

LEAST_SUPPORT, SUPPORT_FOR_MISSING, SUPPORT_FOR_UNCOVERED = 0.75, 0.75, 1.0
"""A transcript is one of the line when its support is at least the first; the second more if all of its phones were in
words not heard; the third more if it covered nothing of a very short line.

Chosen and measured on 232 clips of 12 languages, most of them a word or two: 94 % of their own transcripts, 97 % of
halves and 94 % of thirds of those with six words or more, and 3.4 % of other clips' transcripts of the same collection
and language fit.
"""
_SHORT_SECONDS = 2.0
"""Nobody gives a part of the words of a line that is shorter."""
_UNCOVERED_SECONDS, _CHANCE_SECONDS = 0.8, 1.0
"""Speech that no word covers is told from so long on. Words that are shorter lie in it by chance."""
_SHORTEST_SECONDS = 0.01
_CLOSURE_SECONDS = 0.05
"""The lips need so long to meet and to part again."""
_COSTS = Costs()


@dataclass(frozen=True)
class AlignedWord:
    """`start` and `end` in seconds, None where the word was not heard; `phones`: how many it has, 0 where they are not
    known."""

    text: str
    start: float | None
    end: float | None
    phones: int

    @property
    def readable(self) -> bool:
        return self.phones > 0


@dataclass(frozen=True)
class Alignment:
    """phones: from 0 to the end of the line without gaps, silences too; words: all of the transcript.

    speech: seconds of the line that are speech; explained: the share of it that lies in words of the transcript, 0..1.
    uncovered: (start, end) in seconds of speech that no word covers, where it lasts, few words among it.
    support: by how much words explain their speech better than any phones would, for each of its frames (natural
    logarithm of odds).
    """

    phones: list[Phone]
    words: list[AlignedWord]
    speech: float
    explained: float
    support: float
    uncovered: list[tuple[float, float]]

    @property
    def fits(self) -> bool:
        """Whether the transcript is one of this line, as far as the sound tells."""
        phones = sum(word.phones for word in self.words)
        missing = sum(word.phones for word in self.words if word.start is None) / max(1, phones)
        uncovered = (1.0 - self.explained) * max(0.0, 1.0 - self.speech / _SHORT_SECONDS)
        return self.support >= LEAST_SUPPORT + SUPPORT_FOR_MISSING * missing + SUPPORT_FOR_UNCOVERED * uncovered

    @property
    def missing(self) -> list[str]:
        """Words that were not heard."""
        return [word.text for word in self.words if word.start is None and word.readable]

    @property
    def unreadable(self) -> list[str]:
        """Words without variants: what was heard stands in their place."""
        return [word.text for word in self.words if not word.readable]


def align(
    words: Sequence[Word], log_posteriors: np.ndarray, heard: Sequence[Phone], costs: Costs = _COSTS
) -> Alignment:
    """Lays words over (frames, P) log posteriors at 50 Hz; `heard` is what speech outside of them is taken for.

    A minute takes a quarter of a second. Long lines are cut where `heard` and words surely agree (anchors.py).
    """
    scores = unit_scores(log_posteriors, costs)
    segments = _path(words, scores, heard, costs)
    edges = _edges(segments, scores)
    phones: list[Phone] = []
    for segment, start, end in zip(segments, edges[:-1], edges[1:], strict=True):
        if segment.unit == FILLER:
            phones += _clipped(heard, start, end)
        elif end > start:
            phones.append(Phone(LABELS[segment.unit], start, end))
    spoken = [_spoken(number, word, segments, edges) for number, word in enumerate(words)]
    speech, explained, support = _judged(segments, scores, costs)
    uncovered = list(_uncovered(segments, edges))
    return Alignment(_with_closures(_joined(phones, len(scores) / FPS)), spoken, speech, explained, support, uncovered)


def _path(words: Sequence[Word], scores: np.ndarray, heard: Sequence[Phone], costs: Costs) -> list[Segment]:
    """The best path, stretch by stretch."""
    segments: list[Segment] = []
    for part in stretches(words, heard, len(scores)):
        own = [] if part.hopeless else words[part.first_word : part.past_word]
        for segment in best_path(own, scores[part.first : part.past], costs):
            word = NO_WORD if segment.word == NO_WORD else segment.word + part.first_word
            segments.append(Segment(segment.unit, word, segment.first + part.first, segment.past + part.first))
    return segments


def _edges(segments: Sequence[Segment], scores: np.ndarray) -> list[float]:
    """Where each segment begins, in seconds, and the end of the line.

    An edge lies where the scores of the two units cross, on the line between the frames beside it.
    """
    edges = [0.0]
    for before, after in zip(segments[:-1], segments[1:], strict=True):
        beside = scores[after.first - 1 : after.first + 1]
        first, second = (beside[:, before.unit] - beside[:, after.unit]).tolist()
        # A phone of one frame keeps half of it.
        share = min(max(first / (first - second), 0.25), 0.75) if first > 0 > second else 0.5
        edges.append(max((after.first - 0.5 + share) / FPS, edges[-1]))
    return [*edges, len(scores) / FPS]


def _clipped(heard: Sequence[Phone], start: float, end: float) -> list[Phone]:
    """What was heard from start to end; slivers at its ends belong to their neighbours."""
    inside = [Phone(phone.label, max(phone.start, start), min(phone.end, end)) for phone in heard]
    return [phone for phone in inside if phone.end - phone.start >= _SHORTEST_SECONDS]


def _joined(phones: list[Phone], seconds: float) -> list[Phone]:
    """Without gaps from 0 to `seconds`, neighbouring silences in one."""
    joined: list[Phone] = []
    for phone in phones:
        if joined and joined[-1].label == phone.label == SILENCE:
            joined[-1] = Phone(SILENCE, joined[-1].start, phone.end)
            continue
        if joined and joined[-1].end != phone.start:
            joined[-1] = Phone(joined[-1].label, joined[-1].start, phone.start)
        joined.append(phone)
    if not joined:
        return [Phone(SILENCE, 0.0, seconds)] if seconds else []
    joined[0] = Phone(joined[0].label, 0.0, joined[0].end)
    joined[-1] = Phone(joined[-1].label, joined[-1].start, seconds)
    return joined


def _with_closures(phones: list[Phone]) -> list[Phone]:
    """A p b m that is cut shorter than lips can close takes what it lacks from its neighbours, which keep as much."""
    edges = [*(phone.start for phone in phones), phones[-1].end] if phones else []
    for number in range(1, len(phones) - 1):
        lacking = _CLOSURE_SECONDS - (edges[number + 1] - edges[number])
        if LIP_CLASS[phones[number].label] != "pbm" or lacking <= 0.0:
            continue
        before = max(0.0, edges[number] - edges[number - 1] - _CLOSURE_SECONDS)
        after = max(0.0, edges[number + 2] - edges[number + 1] - _CLOSURE_SECONDS)
        later = min(after, max(lacking / 2, lacking - before))
        edges[number + 1] += later
        edges[number] -= min(before, lacking - later)
    return [Phone(phone.label, *edge) for phone, edge in zip(phones, itertools.pairwise(edges), strict=True)]


def _spoken(number: int, word: Word, segments: Sequence[Segment], edges: Sequence[float]) -> AlignedWord:
    places = [place for place, segment in enumerate(segments) if segment.word == number]
    phones = len(word.variants[0]) if word.variants else 0
    if not places:
        return AlignedWord(word.text, None, None, phones)
    return AlignedWord(word.text, edges[places[0]], edges[places[-1] + 1], phones)


def _uncovered(segments: Sequence[Segment], edges: Sequence[float]) -> Iterator[tuple[float, float]]:
    """Where there is much speech and few words, if any."""
    runs: list[list[tuple[float, float]]] = []
    for segment, start, end in zip(segments, edges[:-1], edges[1:], strict=True):
        if segment.unit != FILLER or segment.word != NO_WORD:
            continue
        if not runs or start - runs[-1][-1][1] > _CHANCE_SECONDS:
            runs.append([])
        runs[-1].append((start, end))
    for run in runs:
        if sum(end - start for start, end in run) >= _UNCOVERED_SECONDS:
            yield run[0][0], run[-1][1]


def _judged(segments: Sequence[Segment], scores: np.ndarray, costs: Costs) -> tuple[float, float, float]:
    """Seconds of speech, the share of it that is in words, and the support."""
    explained, elsewhere, support = 0, 0, 0.0
    for segment in segments:
        frames = slice(segment.first, segment.past)
        if segment.word != NO_WORD and segment.unit == FILLER:
            continue  # a word that cannot be read tells nothing
        if segment.word != NO_WORD:
            explained += segment.past - segment.first
            support += float((scores[frames, segment.unit] - scores[frames, FILLER]).sum())
        elif segment.unit == FILLER:
            elsewhere += segment.past - segment.first
            support -= costs.filler_start
    speech = explained + elsewhere
    return speech / FPS, explained / max(1, speech), support / max(1, explained)
