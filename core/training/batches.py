"""What a text side learns from at each step: sentences of four kinds, those of like numbers of pieces together."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np

from .sentences import Sentence, augmented


@dataclass(frozen=True)
class Draw:
    """size: sentences of a batch; round: sentences that are drawn, and sorted by length, at a time.

    felt, happenings, nuances: what share of them GoEmotions' texts have, happenings and wordings of nuances, where
    there are such; together: how many wordings of a nuance come into one batch.
    """

    size: int = 96
    round: int = 3072
    felt: float = 0.08
    happenings: float = 0.62
    nuances: float = 0.0
    together: int = 3


def batches(
    written: Sequence[Sentence],
    felt: Sequence[Sentence],
    draw: Draw,
    pieces: Callable[[str], Sequence[int]],
    seed: int,
    first: int,
) -> Iterator[list[Sentence]]:
    """Batches without end from the `first` on; each round is drawn by its own seed."""
    kinds, chances = _kinds(written, felt, draw)
    a_round = max(draw.round // draw.size, 1)
    for number in count(first // a_round):
        random = np.random.default_rng((seed, number))
        drawn: list[list[Sentence]] = []
        left = a_round * draw.size
        while left:
            kind = kinds[random.choice(len(kinds), p=chances)]
            unit = kind[int(random.integers(len(kind)))]
            chosen = random.permutation(len(unit))[: min(draw.together, left)]
            drawn.append([augmented(unit[one], random) for one in chosen])
            left -= len(chosen)
        drawn.sort(key=lambda unit: max(len(pieces(sentence.text)) for sentence in unit))
        line = [sentence for unit in drawn for sentence in unit]
        of_round = [line[at : at + draw.size] for at in range(0, len(line), draw.size)]
        order = random.permutation(a_round)
        yield from [of_round[place] for place in order][first % a_round if number == first // a_round else 0 :]


def _kinds(
    written: Sequence[Sentence], felt: Sequence[Sentence], draw: Draw
) -> tuple[list[Sequence[Sequence[Sentence]]], np.ndarray]:
    """What is drawn together, of each kind, and the chance that it is of each kind."""
    of_nuance: dict[int, list[Sentence]] = defaultdict(list)
    for sentence in written:
        if sentence.nuance is not None:
            of_nuance[sentence.nuance].append(sentence)
    alone = [sentence for sentence in written if sentence.nuance is None]
    kinds: list[Sequence[Sequence[Sentence]]] = [
        [[sentence] for sentence in felt],
        [[sentence] for sentence in alone if sentence.happens],
        list(of_nuance.values()),
        [[sentence] for sentence in alone if not sentence.happens],
    ]
    shares = np.array([draw.felt, draw.happenings, draw.nuances, 1.0 - draw.felt - draw.happenings - draw.nuances])
    chances = shares / [1, 1, draw.together, 1] * [bool(kind) for kind in kinds]
    return kinds, chances / chances.sum()
