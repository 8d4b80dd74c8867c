"""A small text encoder of our own: hashed word pieces, pooled by learned attention.

A word is the mean of the embeddings of itself and of its character n-grams (Bojanowski et al., fastText, 2017);
neighbouring words add their pair, so that order is heard; attention decides which of them carry the feeling.
"""

import re
import zlib
from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn

WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|[\U0001F300-\U0001FAFF\u2600-\u27BF]")
NGRAM_LENGTHS = (3, 4, 5)


def words_of(sentence: str) -> list[str]:
    """The words of a sentence in lower case; an emoji is a word."""
    return WORD.findall(sentence.lower().replace("’", "'"))


class TextEncoder(nn.Module):
    """Sentences -> features (n, features). A sentence without any known word gives the zero vector.

    words: the vocabulary, learned from the training texts; buckets: rows for hashed n-grams and word pairs.
    """

    def __init__(self, words: Sequence[str], buckets: int, width: int, features: int):
        super().__init__()
        self.words = tuple(words)
        self.buckets, self.width, self.features = buckets, width, features
        self._word_rows = {word: row for row, word in enumerate(self.words)}
        self._pieces_of_word: dict[str, list[int]] = {}
        self.table = nn.EmbeddingBag(len(self.words) + buckets, width, mode="mean")
        self.attention = nn.Sequential(nn.Linear(width, 32), nn.Tanh(), nn.Linear(32, 1))
        self.mix = nn.Sequential(nn.Linear(2 * width, features), nn.GELU(), nn.Linear(features, features))
        nn.init.normal_(self.table.weight, std=0.05)

    def knows(self, word: str) -> bool:
        return word in self._word_rows

    def config(self) -> dict:
        return {"buckets": self.buckets, "width": self.width, "features": self.features}

    def forward(self, sentences: Sequence[str]) -> Tensor:
        return self.features_of([words_of(sentence) for sentence in sentences])

    def features_of(self, sentences: Sequence[Sequence[str]]) -> Tensor:
        """Sentences as lists of words -> features (n, features)."""
        return self._pool(*self._tokens(sentences), len(sentences))

    def _tokens(self, sentences: Sequence[Sequence[str]]) -> tuple[Tensor, Tensor, Tensor]:
        """Table rows of every token, flat; where each token's rows begin; which sentence each token is of."""
        rows: list[int] = []
        begins: list[int] = []
        owners: list[int] = []
        for owner, words in enumerate(sentences):
            known = [word for word in words if self.knows(word)]
            for word in known:
                begins.append(len(rows))
                owners.append(owner)
                rows.extend(self._word_pieces(word))
            for first, second in pairwise(known):
                begins.append(len(rows))
                owners.append(owner)
                rows.append(self._bucket(f"{first} {second}"))
        device = self.table.weight.device
        return (
            torch.tensor(rows, dtype=torch.long, device=device),
            torch.tensor(begins, dtype=torch.long, device=device),
            torch.tensor(owners, dtype=torch.long, device=device),
        )

    def _pool(self, rows: Tensor, begins: Tensor, owners: Tensor, count: int) -> Tensor:
        if len(owners) == 0:
            return torch.zeros(count, self.features, device=self.table.weight.device)
        vectors = self.table(rows, begins)
        weight = self.attention(vectors).clamp(-8.0, 8.0).exp()
        total = torch.zeros(count, 1, device=vectors.device).index_add(0, owners, weight)
        pooled = torch.zeros(count, self.width, device=vectors.device).index_add(0, owners, weight * vectors)
        highest = torch.full((count, self.width), -4.0, device=vectors.device).scatter_reduce(
            0, owners[:, None].expand(-1, self.width), vectors, "amax"
        )
        heard = (total > 0).float()
        return self.mix(torch.cat([pooled / total.clamp(min=1e-6), highest], -1) * heard) * heard

    def _word_pieces(self, word: str) -> list[int]:
        if word not in self._pieces_of_word:
            marked = f"<{word}>"
            self._pieces_of_word[word] = [self._word_rows[word]] + [
                self._bucket(marked[at : at + length])
                for length in NGRAM_LENGTHS
                for at in range(len(marked) - length + 1)
            ]
        return self._pieces_of_word[word]

    def _bucket(self, piece: str) -> int:
        return len(self.words) + zlib.crc32(piece.encode()) % self.buckets
