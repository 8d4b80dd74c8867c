"""The lattice of a text: every way its words may be spoken, and the best of them through a line's phone posteriors.

Words follow each other with optional silences; a word may be spoken in any of its variants, or be left out; speech
that is in no word is taken by a filler, which any phone suits a bit worse than the right one.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from .phones import COUNT, INDEX, SILENCE
from .pronunciation import Word

FILLER = COUNT
"""The number of the filler among the units: it comes after the phones of the inventory."""
NO_WORD = -1
MOST_VARIANTS = 5
_NEVER = np.float32(-1e30)


@dataclass(frozen=True)
class Costs:
    """Natural logarithms of odds, by which the paths through a lattice compete.

    filler: for each frame of it; filler_start: to begin one; skip and skip_phone: for a word that is left out, and
    for each of its phones; silence_start, pause_start: to begin a silence, and where punctuation asks for it;
    beam: paths that are so much worse than the best are given up; flattened: the share of an even distribution that
    is mixed into the posteriors, which never are as sure as they say.
    """

    filler: float = 1.5
    filler_start: float = 4.0
    skip: float = 3.5
    skip_phone: float = 1.0
    hurry: float = 2.0
    silence_start: float = 2.0
    pause_start: float = 0.5
    beam: float = 1500.0
    flattened: float = 0.02


@dataclass(frozen=True)
class Segment:
    """Frames `first` up to `past` of one unit (an inventory number, or FILLER), within word `word` or NO_WORD."""

    unit: int
    word: int
    first: int
    past: int


def unit_scores(log_posteriors: np.ndarray, costs: Costs) -> np.ndarray:
    """(frames, P) log posteriors -> (frames, P + 1) log scores of the units.

    A phone scores by itself and by what it is heard as (heard_as.csv), the filler by the best phone or silence.
    """
    posteriors = np.exp(log_posteriors.astype(np.float32))
    posteriors += costs.flattened / COUNT
    scores = np.empty((len(posteriors), COUNT + 1), np.float32)
    np.log(posteriors @ _likeness(), out=scores[:, :COUNT])
    scores[:, FILLER] = np.log(posteriors.max(1)) - costs.filler
    return scores


def best_path(words: Sequence[Word], scores: np.ndarray, costs: Costs) -> list[Segment]:
    """The segments of the best path through (frames, P + 1) unit scores, from the first frame to the last.

    Viterbi (1967), within a beam over the words; about 0.1 s for a minute of 150 words.
    """
    return _Search(words, costs).run(scores)


class _Search:
    """States in a row: for each gap between words a silence and a filler, then the variants of the word.

    Gap k is before word k, the last one after all words. A phone is two states, the second of which lasts; `hurry`
    leads past it. Silence and filler have as many states as they have frames at least.
    """

    def __init__(self, words: Sequence[Word], costs: Costs):
        self.words, self.costs = words, costs
        self.exits = np.full((len(words) + 1, 2 + 2 * MOST_VARIANTS), -1)
        self.exit_cost = np.array([0.0] * (2 + MOST_VARIANTS) + [costs.hurry] * MOST_VARIANTS, np.float32)
        unit: list[int] = []
        word_of: list[int] = []
        starts: list[bool] = []
        loops: list[bool] = []
        entry_gap: list[int] = []
        entry_cost: list[float] = []

        def chain(units: Sequence[int], word: int, gap: int, cost: float) -> int:
            for number, name in enumerate(units):
                for part in range(frames := 3 if name == INDEX[SILENCE] else 2):
                    unit.append(name)
                    word_of.append(word)
                    starts.append(part == 0)
                    loops.append(part == frames - 1)
                    entry_gap.append(gap if number == part == 0 else -1)
                    entry_cost.append(cost if number == part == 0 else 0.0)
            return len(unit) - 1

        self.first_state = np.zeros(len(words) + 2, int)
        for gap in range(len(words) + 1):
            self.first_state[gap] = len(unit)
            pause = gap == len(words) or gap == 0 or words[gap].pause
            start = costs.pause_start if pause else costs.silence_start
            self.exits[gap, 0] = chain([INDEX[SILENCE]], NO_WORD, gap, start)
            self.exits[gap, 1] = chain([FILLER], NO_WORD, gap, costs.filler_start)
            if gap < len(words):
                variants = [[INDEX[label] for label in labels] for labels in words[gap].variants[:MOST_VARIANTS]]
                for number, units in enumerate(variants or [[FILLER]]):
                    last = chain(units, gap, gap, 0.0)
                    self.exits[gap + 1, [2 + number, 2 + MOST_VARIANTS + number]] = last, last - 1
        self.first_state[-1] = len(unit)
        self.unit, self.word_of, self.starts = np.array(unit), np.array(word_of), np.array(starts)
        self.entry_gap, self.entry_cost = np.array(entry_gap), np.array(entry_cost, np.float32)
        self.stay = np.where(loops, np.float32(0.0), _NEVER)
        self.pass_by = np.where(self.starts & (self.entry_gap < 0), np.float32(-costs.hurry), _NEVER)
        skips = [costs.skip + costs.skip_phone * len(word.variants[0]) if word.variants else 0.0 for word in words]
        self.skipped = np.concatenate([[0.0], np.cumsum(skips)]).astype(np.float64)

    def run(self, scores: np.ndarray) -> list[Segment]:
        best = np.full(len(self.unit) + 1, _NEVER, np.float32)  # the last one is where -1 leads
        traces: list[_Trace] = []
        low, high = 0, len(self.words) + 1
        for frame in range(len(scores)):
            if frame % 8 == 1:
                low, high = self._beam(best, low, high)
            if frame % 8 < 2:
                first, past = self.first_state[low], self.first_state[high]
                enters = np.flatnonzero(self.entry_gap[first:past] >= 0)
                gaps, entry_cost = self.entry_gap[first + enters] - low, self.entry_cost[first + enters]
                stay, pass_by = self.stay[first:past], self.pass_by[first + 2 : past]
                unit = self.unit[first:past]
            ends, sources, origins = self._gaps(best, low, high, frame == 0)
            before = best[first:past]
            come = np.empty_like(before)
            come[0], come[1:] = _NEVER, before[:-1]
            passing = before[:-2] + pass_by
            passes = passing > come[2:]
            np.maximum(come[2:], passing, out=come[2:])
            come[enters] = ends[gaps] - entry_cost
            stays = before + stay
            moves = come > stays
            ways = moves.view(np.int8).copy()
            ways[2:] += moves[2:] & passes
            best[first:past] = np.where(moves, come, stays) + scores[frame, unit]
            traces.append(_Trace(low, first, ways, sources, origins))
        ends, sources, origins = self._gaps(best, low, high, False)
        if not traces or ends[-1] < _NEVER / 2:  # too short for any path
            likelier = max((FILLER, INDEX[SILENCE]), key=lambda unit: scores[:, unit].sum())
            return [Segment(likelier, NO_WORD, 0, len(scores))] if traces else []
        return self._followed(traces, self._left(high - 1, sources, origins, low))

    def _gaps(
        self, best: np.ndarray, low: int, high: int, begins: bool
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The best score at the gaps low up to high, the column of `exits` it comes from, and the gap where it left
        the sound: the words between that one and this one are skipped."""
        if begins:
            arrived, sources = np.full(high - low, _NEVER, np.float32), np.zeros(high - low, np.int8)
            arrived[0] = 0.0
        else:
            candidates = best[self.exits[low:high]] - self.exit_cost
            sources = candidates.argmax(1).astype(np.int8)
            arrived = candidates[np.arange(high - low), sources]
        level = arrived + self.skipped[low:high]
        highest = np.maximum.accumulate(level)
        origins = np.maximum.accumulate(np.where(level >= highest, np.arange(high - low), 0)).astype(np.int32)
        return (highest - self.skipped[low:high]).astype(np.float32), sources, origins + low

    def _beam(self, best: np.ndarray, low: int, high: int) -> tuple[int, int]:
        """The gaps whose states are worth to be followed; states of the others are closed."""
        first, past = self.first_state[low], self.first_state[high]
        alive = np.flatnonzero(best[first:past] > best[first:past].max() - self.costs.beam)
        gaps = np.searchsorted(self.first_state, first + alive[[0, -1]], "right") - 1
        new_low = int(gaps[0])
        reach = self.skipped[gaps[1]] + self.costs.beam
        new_high = min(len(self.words) + 1, max(int(np.searchsorted(self.skipped, reach, "right")), int(gaps[1]) + 2))
        best[first : self.first_state[new_low]] = _NEVER
        best[self.first_state[new_high] :] = _NEVER
        return new_low, new_high

    def _followed(self, traces: "list[_Trace]", state: int) -> list[Segment]:
        """The segments of the path that ends in `state`."""
        segments: list[Segment] = []
        past = len(traces)
        for frame in range(len(traces) - 1, -1, -1):
            trace = traces[frame]
            way = int(trace.ways[state - trace.first])
            if way and self.starts[state]:
                segments.append(Segment(int(self.unit[state]), int(self.word_of[state]), frame, past))
                past = frame
            if way and self.entry_gap[state] >= 0:
                if frame:
                    state = self._left(int(self.entry_gap[state]), trace.sources, trace.origins, trace.low)
            else:
                state -= way
        return segments[::-1]

    def _left(self, gap: int, sources: np.ndarray, origins: np.ndarray, low: int) -> int:
        """The state from which a path came to a gap."""
        origin = int(origins[gap - low])
        return int(self.exits[origin, sources[origin - low]])


@dataclass(frozen=True)
class _Trace:
    """Where the states `first` and on came from in one frame (0 stay, 1, 2 states back), and the gaps `low` and on."""

    low: int
    first: int
    ways: np.ndarray
    sources: np.ndarray
    origins: np.ndarray


@cache
def _likeness() -> np.ndarray:
    """(heard phone, phone of the text): 1 for itself, the weights of heard_as.csv for others, float32."""
    likeness = np.eye(COUNT, dtype=np.float32)
    with (Path(__file__).parent / "heard_as.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            likeness[INDEX[row["heard_as"]], INDEX[row["label"]]] = float(row["weight"])
    return likeness
