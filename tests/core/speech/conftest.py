import numpy as np
import pytest

from expclip.core.speech.grammar import Counts, Grammar, grammar_of
from expclip.core.speech.phones import COUNT, INDEX

SPANISH_LINES = ("m e s a", "m a s", "e s a l a", "s a l", "l a m a", "m e s e s", "p a p e l", "p e s a")


@pytest.fixture(scope="session")
def counts_of():
    def counts_of(*lines: str) -> Counts:
        """Lines of labels, counted with silence around them."""
        often = np.zeros(COUNT**3, int)
        for line in lines:
            row = [INDEX[label] for label in ["sil", "sil", *line.split(), "sil", "sil"]]
            for a, b, c in zip(row, row[1:], row[2:], strict=False):
                often[(a * COUNT + b) * COUNT + c] += 1
        trigrams = np.flatnonzero(often)
        return Counts(trigrams.astype(np.int32), often[trigrams].astype(np.int32))

    return counts_of


@pytest.fixture(scope="session")
def spoken():
    def spoken(*runs: tuple[str, int], sure: float = 0.9) -> np.ndarray:
        """Log posteriors of labels that last so many frames each."""
        rows = []
        for label, frames in runs:
            row = np.full(COUNT, (1.0 - sure) / (COUNT - 1))
            row[INDEX[label]] = sure
            rows += [row] * frames
        return np.log(np.array(rows)).astype(np.float16)

    return spoken


@pytest.fixture(scope="session")
def spanish(counts_of) -> Grammar:
    """Of a few words, made of p m s l a e."""
    return grammar_of("es", counts_of(*SPANISH_LINES))
