"""The text encoder: a small BERT (Devlin et al. 2019) over word pieces, its last layer averaged over the pieces.

It starts from all-MiniLM-L6-v2 and is tuned for feeling (core/training/tuning.py). Word pieces that no language in
Latin letters uses are not kept.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache

import torch
from torch import Tensor, nn

BEGIN, END, PADDING, UNKNOWN = "[CLS]", "[SEP]", "[PAD]", "[UNK]"
LETTERS_A_PIECE = 2.5
"""A word that falls into shorter pieces than that is not one that the encoder has learned."""


@dataclass(frozen=True)
class TextConfig:
    """Sizes of the encoder; `longest` is the number of pieces of a sentence that are read."""

    width: int = 384
    layers: int = 6
    heads: int = 12
    feed_forward: int = 1536
    longest: int = 64

    def to_json(self) -> dict:
        return asdict(self)


class TextEncoder(nn.Module):
    """Sentences -> features (n, width)."""

    def __init__(self, pieces: Sequence[str], config: TextConfig = TextConfig()):
        super().__init__()
        self.pieces, self.config = tuple(pieces), config
        width = config.width
        # Zeros: random numbers for so many pieces take longer than reading the stored ones, which replace them.
        self.piece = nn.Embedding.from_pretrained(torch.zeros(len(self.pieces), width), freeze=False)
        self.place = nn.Embedding(config.longest, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.drop = nn.Dropout(0.1)
        layer = nn.TransformerEncoderLayer(
            width, config.heads, config.feed_forward, 0.1, "gelu", layer_norm_eps=1e-12, batch_first=True
        )
        self.body = nn.TransformerEncoder(layer, config.layers, enable_nested_tensor=False)

    @property
    def features(self) -> int:
        return self.config.width

    def forward(self, sentences: Sequence[str]) -> Tensor:
        return self.features_of([self.piece_numbers(sentence) for sentence in sentences])

    def features_of(self, sentences: Sequence[Sequence[int]]) -> Tensor:
        """Sentences as numbers of pieces -> features (n, width)."""
        longest = max(map(len, sentences))
        numbers = torch.full((len(sentences), longest), self._numbers[PADDING])
        for row, sentence in enumerate(sentences):
            numbers[row, : len(sentence)] = torch.tensor(sentence)
        numbers = numbers.to(self.piece.weight.device)
        silent = numbers == self._numbers[PADDING]
        hidden = self.drop(self.norm(self.piece(numbers) + self.place.weight[:longest]))
        heard = (~silent)[..., None].to(hidden.dtype)
        hidden = self.body(hidden, src_key_padding_mask=silent if bool(silent.any()) else None)
        return (hidden * heard).sum(1) / heard.sum(1)

    def piece_numbers(self, sentence: str) -> list[int]:
        """The numbers of its pieces between BEGIN and END; what is longer than `longest` is cut."""
        body = self._tokenizer.encode(sentence.replace("’", "'"), add_special_tokens=False).ids
        return [self._numbers[BEGIN], *body[: self.config.longest - 2], self._numbers[END]]

    @property
    def unknown(self) -> int:
        """The number of what is no piece."""
        return self._numbers[UNKNOWN]

    def knows(self, word: str) -> bool:
        """Whether the word is one of its pieces, or made of a few long ones."""
        return self._knows(word)

    def knows_whole(self, word: str) -> bool:
        """Whether the word is one of its pieces."""
        return word in self._numbers

    @cached_property
    def _knows(self):
        @lru_cache(4096)
        def knows(word: str) -> bool:
            body = self._tokenizer.encode(word, add_special_tokens=False).tokens
            long_pieces = len(body) == 1 or len(word) >= LETTERS_A_PIECE * len(body)
            return bool(body) and UNKNOWN not in body and long_pieces

        return knows

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {piece: number for number, piece in enumerate(self.pieces)}

    @cached_property
    def _tokenizer(self):
        from tokenizers import Tokenizer
        from tokenizers.models import WordPiece
        from tokenizers.normalizers import BertNormalizer
        from tokenizers.pre_tokenizers import BertPreTokenizer

        tokenizer = Tokenizer(WordPiece(self._numbers, unk_token=UNKNOWN))
        tokenizer.normalizer = BertNormalizer(lowercase=True)
        tokenizer.pre_tokenizer = BertPreTokenizer()
        return tokenizer
