"""Rivals: sentences that share their topic but not their feeling, so that topic alone cannot tell what is felt.

They are found by words: a sentence's rival is the one of another group of emotions whose telling words are most like
its own. The open TEAD has sets of such rows ("the bandage comes off, grey, grey, and then ...").
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from ..expression import tead
from ..expression.text import words_of
from .sentences import STOP_WORDS, Sentence

COMMONEST = 150
"""Sentences that hold a word which may tell the topic."""
LEAST_SHARED = 0.15
"""Cosine of tf-idf from which on two sentences are of one topic."""


def rivals(sentences: Sequence[Sentence]) -> dict[int, int]:
    """Numbers of sentences -> the number of each one's rival; those without one are left away.

    Texts of one emotion count, lists of tags (which are worth less) do not.
    """
    groups = tead.emotion_groups()
    asked = [number for number, one in enumerate(sentences) if len(one.emotions) == 1 and one.worth == 1.0]
    words = {number: set(words_of(sentences[number].text)) - STOP_WORDS for number in asked}
    holding = _holding(words)
    rarity = {word: math.log(len(asked) / len(numbers)) for word, numbers in holding.items()}
    sizes = {number: math.sqrt(sum(rarity.get(word, 0.0) ** 2 for word in words[number])) for number in asked}
    group = {number: groups.get(sentences[number].emotions[0][0], "") for number in asked}
    found = {}
    for number in asked:
        alike: Counter[int] = Counter()
        for word in words[number] & rarity.keys():
            for other in holding[word]:
                if group[other] != group[number]:
                    alike[other] += rarity[word] ** 2 / (sizes[number] * sizes[other])
        best = max(alike, key=alike.__getitem__, default=number)
        if alike[best] >= LEAST_SHARED:
            found[number] = best
    return found


def _holding(words: dict[int, set[str]]) -> dict[str, list[int]]:
    """The sentences that hold each word which several hold, and not too many."""
    holding: dict[str, list[int]] = defaultdict(list)
    for number, of_sentence in words.items():
        for word in of_sentence:
            holding[word].append(number)
    return {word: numbers for word, numbers in holding.items() if 2 <= len(numbers) <= COMMONEST}
