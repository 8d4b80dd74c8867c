"""The prompts that judge the reader (tests/prompts), and what is counted on them."""

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from ...rigs import arkit

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "prompts"
HALVES = ("dev", "sealed")
AUTHORS = {
    "second": "", "third": "t-", "fourth": "f-", "fifth": "v-", "sixth": "w-", "seventh": "x-", "eighth": "y-",
    "ninth": "n-", "tenth": "z-", "eleventh": "e-", "twelfth": "h-", "thirteenth": "g-", "fourteenth": "k-",
    "fifteenth": "j-", "sixteenth": "p-", "seventeenth": "b-", "eighteenth": "a-", "nineteenth": "d-",
    "twentieth": "q-", "twenty-first": "r-", "twenty-second": "s-", "twenty-third": "u-",
    "twenty-fourth": "c-", "twenty-fifth": "i-", "twenty-sixth": "l-", "twenty-seventh": "m-",
    "twenty-eighth": "o-", "twenty-ninth": "aa-", "thirtieth": "bb-",
    "thirty-first": "cc-", "thirty-second": "dd-", "thirty-third": "ee-", "thirty-fourth": "ff-", "thirty-fifth": "gg-",
    "thirty-sixth": "hh-", "thirty-seventh": "ii-", "thirty-eighth": "jj-", "thirty-ninth": "kk-", "fortieth": "ll-",
}  # fmt: skip
"""What the ids of an author's rows begin with."""
THRESHOLD = 0.15
"""From here on a shape is present; see tests/prompts/README.md."""
PAIR_STEP = 0.02
MIRROR_TOLERANCE = 1e-3
NO_GROUP = "none"


@dataclass(frozen=True)
class Prompt:
    """want: requirements, each a list of shapes of which one must be present; group None where none is judged."""

    id: str
    category: str
    half: str
    text: str
    group: str | None
    want: tuple[tuple[str, ...], ...]
    forbid: tuple[str, ...]
    language: str = ""


@dataclass(frozen=True)
class Pair:
    """The mean of `shapes` must be larger in `stronger`."""

    half: str
    weaker: str
    stronger: str
    shapes: tuple[str, ...]


@dataclass(frozen=True)
class Mirror:
    half: str
    left: str
    right: str


@dataclass(frozen=True, eq=False)
class Told:
    """What a contender makes of a text: the face, (52,), and the emotion that it names, "" for none."""

    weights: np.ndarray
    emotion: str = ""


def read_prompts(half: str, folder: Path = FOLDER, author: str = "") -> list[Prompt]:
    """Of all authors without `author`. Raises OSError and ValueError, as the others do."""
    return [
        Prompt(**row | {"want": tuple(map(tuple, row["want"])), "forbid": tuple(row["forbid"])})
        for row in _rows(folder / "prompts.jsonl", half, author)
    ]


def read_pairs(half: str, folder: Path = FOLDER, author: str = "") -> list[Pair]:
    rows = _rows(folder / "pairs.jsonl", half, author)
    return [Pair(half, row["weaker"], row["stronger"], tuple(row["shapes"])) for row in rows]


def read_mirrors(half: str, folder: Path = FOLDER, author: str = "") -> list[Mirror]:
    return [Mirror(half, row["left"], row["right"]) for row in _rows(folder / "mirrors.jsonl", half, author)]


def _rows(path: Path, half: str, author: str) -> list[dict]:
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [row for row in rows if row["half"] == half and author in ("", _author_of(row["id"]))]


def _author_of(identity: str) -> str:
    return next((author for author, start in AUTHORS.items() if start and identity.startswith(start)), "second")


@cache
def groups() -> Mapping[str, str]:
    """The test's group of each emotion that a reader may name: emotion_groups.csv."""
    with Path(__file__).with_name("emotion_groups.csv").open(encoding="utf-8", newline="") as file:
        return {row["emotion"]: row["group"] for row in csv.DictReader(file)}


def missing(prompt: Prompt, weights: np.ndarray) -> list[tuple[str, ...]]:
    """Requirements that the face does not meet."""
    return [shapes for shapes in prompt.want if not any(_present(shape, weights) for shape in shapes)]


def wrong(prompt: Prompt, weights: np.ndarray) -> list[str]:
    """Forbidden shapes that are present."""
    return [shape for shape in prompt.forbid if _present(shape, weights)]


def passes(prompt: Prompt, weights: np.ndarray) -> bool:
    return not missing(prompt, weights) and not wrong(prompt, weights)


def _present(shape: str, weights: np.ndarray) -> bool:
    return bool(weights[arkit.INDEX[shape]] >= THRESHOLD)


def strict_pass(prompts: Sequence[Prompt], told: Mapping[str, Told]) -> float:
    """told: by text, here and below."""
    return _share([passes(prompt, told[prompt.text].weights) for prompt in prompts])


def with_wrong_shape(prompts: Sequence[Prompt], told: Mapping[str, Told]) -> float:
    return _share([bool(wrong(prompt, told[prompt.text].weights)) for prompt in prompts])


def wrong_shapes(prompts: Sequence[Prompt], told: Mapping[str, Told]) -> float:
    """Of all forbidden shapes, those that are present."""
    found = sum(len(wrong(prompt, told[prompt.text].weights)) for prompt in prompts)
    return found / max(sum(len(prompt.forbid) for prompt in prompts), 1)


def group_right(prompts: Sequence[Prompt], told: Mapping[str, Told]) -> float:
    judged = [prompt for prompt in prompts if prompt.group is not None]
    return _share([groups().get(told[prompt.text].emotion, NO_GROUP) == prompt.group for prompt in judged])


def in_order(pairs: Sequence[Pair], told: Mapping[str, Told]) -> float:
    def mean(text: str, pair: Pair) -> float:
        return float(told[text].weights[[arkit.INDEX[shape] for shape in pair.shapes]].mean())

    return _share([mean(pair.stronger, pair) - mean(pair.weaker, pair) >= PAIR_STEP for pair in pairs])


def mirrored(mirrors: Sequence[Mirror], told: Mapping[str, Told]) -> float:
    return _share([_are_mirrored(told[mirror.left].weights, told[mirror.right].weights) for mirror in mirrors])


def _are_mirrored(left: np.ndarray, right: np.ndarray) -> bool:
    exchanged = left[list(arkit.MIRROR_INDEX)]
    same = np.abs(exchanged - right).max() <= MIRROR_TOLERANCE
    return bool(same and np.abs(left - right).max() > MIRROR_TOLERANCE)


def by(prompts: Sequence[Prompt], key: Callable[[Prompt], str]) -> dict[str, list[Prompt]]:
    """Prompts under their key, in order of appearance; those without one are left away."""
    found: dict[str, list[Prompt]] = {}
    for prompt in prompts:
        if name := key(prompt):
            found.setdefault(name, []).append(prompt)
    return found


def _share(right: Sequence[bool]) -> float:
    return sum(right) / len(right) if right else float("nan")
