"""The most probable words of a line, and with them its phones: Viterbi over the tree of a lexicon.

Words that the lexicon lacks (names, slips, sighs) are spelt phone by phone by the grammar's bigram, at a price.
"""

import numpy as np

from .grammar import Grammar
from .tuning import Run, Tuning

_UNKNOWN = 0.03
"""The share of words that the lexicon lacks."""
_UNKNOWN_ENDS = 0.15
"""How probable it is that such a word ends after each of its phones."""
_NEVER = np.float32(-1e30)


class WordPath:
    """Places are the nodes of the tree, then the phones of words that are spelt. Each lasts two frames at least."""

    def __init__(self, grammar: Grammar, tuning: Tuning):
        assert grammar.lexicon is not None
        tree, phones = grammar.lexicon, len(grammar.phones)
        self.nodes, self.parents = len(tree.phones), tree.parents
        self.phones = np.concatenate([tree.phones, np.arange(phones)])
        self.goes_on = np.log(grammar.longer)[self.phones]
        self.leaves = np.log1p(-grammar.longer)[self.phones]
        known = np.where(tree.parents == self.nodes, np.log1p(-_UNKNOWN) + tuning.word, 0.0)
        self.chance = (np.log(tree.chance) + known + tuning.phone * (tree.phones > 0)).astype(np.float32)
        self.ends = np.concatenate([tree.ends, np.arange(self.nodes + 1, len(self.phones))])
        self.ending = np.full(len(self.ends), np.log(_UNKNOWN_ENDS), np.float32)
        self.ending[: len(tree.ends)] = np.log(tree.ending)
        follows = (np.log(grammar.after_one) + tuning.phone).astype(np.float32)
        follows[:, 0] = _NEVER
        self.begins = follows[0] + np.float32(np.log(_UNKNOWN) + tuning.word)
        self.spelt = follows + np.float32(np.log1p(-_UNKNOWN_ENDS))
        self.spelt[0] = _NEVER

    def best_path(self, emissions: np.ndarray) -> list[Run]:
        """The phones with their frames, from the grammar's log likelihoods (frames, G)."""
        frames, places = len(emissions), len(self.phones)
        first, lasting = np.full((2, places), _NEVER, np.float32)
        left, going_on, heard = np.empty((3, places), np.float32)
        above = np.empty(self.nodes + 1, np.float32)
        went_on = np.zeros((frames, places), bool)
        came_from = np.zeros((frames, len(self.spelt) + 1), np.int64)
        for frame, likely in enumerate(emissions):
            np.add(lasting, self.leaves, out=left)
            ending = left[self.ends] + self.ending
            last = int(ending.argmax())
            root = ending[last] if frame else np.float32(0.0)
            spelling = left[self.nodes :, None] + self.spelt
            before = spelling.argmax(0)
            came_from[frame] = [self.ends[last], *np.where(spelling.max(0) >= self.begins + root, before, -1)]
            np.add(lasting, self.goes_on, out=going_on)
            np.greater_equal(going_on, first, out=went_on[frame])
            np.maximum(going_on, first, out=lasting)
            above[:-1], above[-1] = left[: self.nodes], root
            above.take(self.parents, out=first[: self.nodes], mode="clip")
            first[: self.nodes] += self.chance
            first[self.nodes :] = np.maximum(spelling.max(0), self.begins + root)
            (likely - root if root > _NEVER / 2 else likely).take(self.phones, out=heard, mode="clip")
            first += heard
            lasting += heard
        return self._traced(first, lasting, went_on, came_from) if frames else []

    def _traced(
        self, first: np.ndarray, lasting: np.ndarray, went_on: np.ndarray, came_from: np.ndarray
    ) -> list[Run]:
        """Back from the best place of the last frame. came_from: for each frame the place where a word ended best,
        then for each spelt phone the one before it, -1 where it begins a word."""
        place = int(np.maximum(first, lasting).argmax())
        stays = bool(lasting[place] > first[place])
        past, frame = len(went_on), len(went_on) - 1
        runs: list[Run] = []
        while True:
            while stays and frame:
                stays = bool(went_on[frame, place])
                frame -= 1
            runs.append((frame, past, int(self.phones[place])))
            if not frame:
                return runs[::-1]
            if place < self.nodes:
                before = int(self.parents[place])
                begins = before == self.nodes
            else:
                before = self.nodes + int(came_from[frame, 1 + place - self.nodes])
                begins = before < self.nodes
            place = int(came_from[frame, 0]) if begins else before
            past, frame, stays = frame, frame - 1, True
