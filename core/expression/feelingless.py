"""Texts that tell no feeling: "table 14b", "the printer is on the second floor", code, addresses, products.

The text side learned from feelings above all and hears one in nearly everything. What separates them is a plane through
its keys: ridge regression of plain texts (presets/corpus/feelingless.txt, happenings in which nothing is felt) against
the corpus's texts of feelings and some of what happens. The plane is stored in presets/corpus/feelingless.json with a
sum of the map to keys: beside another text side it does not count.
After a training, `python -m expclip.core.expression.feelingless` finds it anew.
"""

import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache

import numpy as np
import torch

from .corpus import FOLDER
from .happenings import happenings
from .neighbours import Neighbours
from .text import words_of
from .text_side import TextSide

TEXTS, PLANE = FOLDER / "feelingless.txt", FOLDER / "feelingless.json"
RIDGE = 3.0
EACH_HAPPENING = 6
"""One of so many happenings stands for what is felt without a word for it."""
DIGITS = 5
"""Decimals that are stored."""


@dataclass(frozen=True)
class Plane:
    """normal: KEY numbers; its product with a key, less `offset`, is near 0.5 for plain texts, -0.5 for feelings."""

    text_side: int
    offset: float
    normal: tuple[float, ...]

    def told_nothing(self, key: np.ndarray) -> float:
        return float(key @ np.asarray(self.normal, np.float32)) - self.offset


def plane_for(side: TextSide) -> Plane | None:
    """None beside a text side for which it was not found."""
    plane = _stored()
    return plane if plane.text_side == _sum_of(side) else None


def plain_texts() -> list[str]:
    return TEXTS.read_text(encoding="utf-8").splitlines()


def find_plane(side: TextSide, neighbours: Neighbours, texts: Sequence[str], happening: Sequence[str]) -> Plane:
    """From plain texts, and from those of the neighbours and of what happens. Both kinds count alike, however many they
    are."""
    plain = _keys(side, texts)
    known = neighbours.keys[[set(entry.emotions) != {"neutral"} for entry in neighbours.entries]]
    felt = np.concatenate([known, _keys(side, happening)])
    keys = np.concatenate([plain, felt]).astype(np.float64)
    wanted = np.repeat([0.5, -0.5], [len(plain), len(felt)])
    say = np.repeat([len(felt) / len(plain), 1.0], [len(plain), len(felt)])
    centre = (say @ keys) / say.sum()
    turned = (keys - centre).T * say
    normal = np.linalg.solve(turned @ (keys - centre) + RIDGE * np.eye(keys.shape[1]), turned @ wanted)
    rounded = tuple(round(float(number), DIGITS) for number in normal)
    return Plane(_sum_of(side), round(float(centre @ normal), DIGITS), rounded)


@torch.inference_mode()
def _keys(side: TextSide, texts: Sequence[str]) -> np.ndarray:
    """float32 (texts, key), of the texts as the reader hands them on."""
    read = [" ".join(words_of(text)) for text in texts]
    return np.concatenate([side.keys(side.encoder(read[at : at + 64])).numpy() for at in range(0, len(read), 64)])


@cache
def _stored() -> Plane:
    told = json.loads(PLANE.read_text(encoding="utf-8"))
    return Plane(told["text_side"], told["offset"], tuple(told["normal"]))


def _sum_of(side: TextSide) -> int:
    return zlib.crc32(side.key_map.weight.detach().numpy().tobytes())


def main() -> None:
    from ..bundle import open_bundle
    from ..networks import load_space
    from .neighbours import corpus_entries

    side = load_space(open_bundle(None)).text
    neighbours = Neighbours([entry for entry in corpus_entries() if entry.language == "en"], side)
    plain = [*plain_texts(), *(row.text for row in happenings() if not row.emotions)]
    happening = sorted((row.text for row in happenings() if row.emotions), key=len)[::EACH_HAPPENING]
    PLANE.write_text(json.dumps(asdict(find_plane(side, neighbours, plain, happening))) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
