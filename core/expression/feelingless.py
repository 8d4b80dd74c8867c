"""Texts that tell no feeling: "table 14b", "the printer is on the second floor", code, addresses, products.

The text side learned from feelings alone and hears one in everything. What separates them is a plane through its keys:
ridge regression of plain texts (presets/corpus/feelingless.txt) against the corpus's texts of feelings. The plane is
stored in presets/corpus/feelingless.json with a sum of the map to keys: beside another text side it does not count.
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
from .neighbours import Neighbours
from .text import words_of
from .text_side import TextSide

TEXTS, PLANE = FOLDER / "feelingless.txt", FOLDER / "feelingless.json"
RIDGE = 3.0
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


@torch.inference_mode()
def find_plane(side: TextSide, neighbours: Neighbours, texts: Sequence[str]) -> Plane:
    """Both kinds count alike, however many they are."""
    plain = side.keys(side.encoder([" ".join(words_of(text)) for text in texts])).numpy()
    felt = neighbours.keys[[set(entry.emotions) != {"neutral"} for entry in neighbours.entries]]
    keys = np.concatenate([plain, felt]).astype(np.float64)
    wanted = np.repeat([0.5, -0.5], [len(plain), len(felt)])
    say = np.repeat([len(felt) / len(plain), 1.0], [len(plain), len(felt)])
    centre = (say @ keys) / say.sum()
    turned = (keys - centre).T * say
    normal = np.linalg.solve(turned @ (keys - centre) + RIDGE * np.eye(keys.shape[1]), turned @ wanted)
    rounded = tuple(round(float(number), DIGITS) for number in normal)
    return Plane(_sum_of(side), round(float(centre @ normal), DIGITS), rounded)


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
    PLANE.write_text(json.dumps(asdict(find_plane(side, neighbours, plain_texts()))) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
