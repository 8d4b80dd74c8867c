"""A lexicon: the words of a language as one tree of phones, each branch with its probability.

Words that begin alike share their beginning, so that tens of thousands of words are followed at once (Ney and others
1992, Improvements in beam search: the lexical prefix tree). Spelling is not needed and not kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

_PAUSE = 0.12
"""The share of silence among the words."""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Nodes are the words' phones; the root is none of them.

    phones: (N,) numbers in the grammar; parents: (N,) nodes, N for a child of the root; chance: float32 (N,), how
    probable a node is after its parent; ends: (E,) nodes where words end; ending: float32 (E,), how probable it is
    that the word ends there. Silence, number 0, is a word.
    """

    phones: np.ndarray
    parents: np.ndarray
    chance: np.ndarray
    ends: np.ndarray
    ending: np.ndarray


def lexicon_of(words: Iterable[tuple[tuple[int, ...], int]]) -> Lexicon:
    """The tree of words, each its phones (numbers in the grammar) and how often it was said."""
    spoken = list(words)
    children: list[dict[int, int]] = [{}]
    phones, parents, passed, ended = [-1], [-1], [0.0], [0.0]
    for word, times in [*spoken, ((0,), sum(times for _, times in spoken) * _PAUSE / (1 - _PAUSE))]:
        node = 0
        passed[0] += times
        for phone in word:
            if phone not in children[node]:
                children[node][phone] = len(phones)
                children.append({})
                phones.append(phone)
                parents.append(node)
                passed.append(0.0)
                ended.append(0.0)
            node = children[node][phone]
            passed[node] += times
        ended[node] += times
    of, above = np.array(passed), np.array(parents[1:], np.int64)
    ends = np.flatnonzero(ended)
    return Lexicon(
        phones=np.array(phones[1:], np.int64),
        parents=np.where(above == 0, len(above), above - 1),
        chance=(of[1:] / of[above]).astype(np.float32),
        ends=ends - 1,
        ending=(np.array(ended)[ends] / of[ends]).astype(np.float32),
    )
