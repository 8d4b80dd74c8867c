"""How a mouth's channels move together, beside those of a tracked one: which rise with which, and by how much.

`python -m expclip.core.lips.channels` measures the articulation teacher on the takes of data/facegood_mandarin, its
phones as our engine hears them, and prints the tables of docs/articulation.md.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from ...rigs import arkit
from ..engine import Engine
from .contenders import LANGUAGE, Ours, taught_mouth
from .tracked import tracked_clip
from .tracks import correlation

FITTED, KEPT_APART = ("1114_2_01", "1114_2_02", "1114_2_03", "1114_2_04"), "1114_2_05"
STILL = 0.005
"""A channel whose standard deviation is less does not move: its correlations are noise."""
_STRONG = 0.3
_MOUTH = ("jaw", "mouth")
_SIDES = ("Left", "Right")
_ASIDE = frozenset({"jawLeft", "jawRight", "mouthLeft", "mouthRight"})


@dataclass(frozen=True)
class Together:
    """Pearson r of each two channels of one mouth, for the channels that move in all the mouths that are compared.

    names: of the channels, both sides of a shape in one; tables: (mouths, channels, channels).
    """

    names: tuple[str, ...]
    tables: np.ndarray

    def pairs(self) -> Iterator[tuple[str, str, np.ndarray]]:
        """(name, name, r in each mouth), the first mouth's strongest pairs first."""
        places = combinations(range(len(self.names)), 2)
        for one, other in sorted(places, key=lambda place: -abs(self.tables[0][place])):
            yield self.names[one], self.names[other], self.tables[:, one, other]

    def agreement(self, one: int, other: int) -> tuple[float, float]:
        """Of two of the mouths: Pearson r between their pairs, and the mean absolute difference."""
        above = np.triu_indices(len(self.names), 1)
        first, second = self.tables[one][above], self.tables[other][above]
        return correlation(first, second), float(np.abs(first - second).mean())


def together(mouths: Sequence[np.ndarray]) -> Together:
    """mouths: weights (frames, 52) each, of the frames that count. Both sides of a shape are averaged, and what moves
    the jaw or the mouth as a whole to a side is left away."""
    columns = _sides_in_one()
    each = [np.stack([mouth[:, list(places)].mean(1) for places in columns.values()], 1) for mouth in mouths]
    moves = np.all([mouth.std(0) >= STILL for mouth in each], 0)
    names = tuple(name for name, moving in zip(columns, moves, strict=True) if moving)
    tables = [np.corrcoef(mouth[:, moves], rowvar=False).reshape(len(names), len(names)) for mouth in each]
    return Together(names, np.array(tables))


def taught_and_tracked(names: Sequence[str], engine: Engine) -> tuple[np.ndarray, np.ndarray]:
    """Tracked and taught weights (frames, 52) of the speech in these takes. Raises OSError when one is not there."""
    tracked, taught = [], []
    for name in names:
        take = tracked_clip(name)
        (phones,) = Ours(engine, LANGUAGE).phones([take.clip])
        mouth = taught_mouth(take.clip, phones, take.fps)
        frames = min(len(mouth), len(take.weights))
        speaking = take.speaking()[:frames]
        tracked.append(take.weights[:frames][speaking])
        taught.append(mouth[:frames][speaking])
    return np.concatenate(tracked), np.concatenate(taught)


def _sides_in_one() -> dict[str, tuple[int, ...]]:
    columns: dict[str, tuple[int, ...]] = {}
    for place, name in enumerate(arkit.NAMES):
        if name.startswith(_MOUTH) and name not in _ASIDE:
            shape = name.removesuffix(_SIDES[0]).removesuffix(_SIDES[1])
            columns[shape] = (*columns.get(shape, ()), place)
    return columns


def main() -> int:
    engine = Engine()
    mouths = [*taught_and_tracked(FITTED, engine), *taught_and_tracked((KEPT_APART,), engine)]
    compared = together(mouths)
    print("| r of | takes 1-4: tracked | taught | take 5: tracked | taught |\n|---|---|---|---|---|")
    for one, other, each in compared.pairs():
        if np.abs(each).max() >= _STRONG:
            print(f"| {one}, {other} | " + " | ".join(f"{r:.2f}" for r in each) + " |")
    for title, first in (("takes 1-4", 0), ("take 5", 2)):
        r, apart = compared.agreement(first, first + 1)
        print(f"\n{title}: r {r:.2f} between the pairs of {len(compared.names)} channels, {apart:.2f} apart", end="")
    r, apart = compared.agreement(0, 2)
    print(f"\ntracked takes 1-4 against tracked take 5: r {r:.2f}, {apart:.2f} apart")
    print(f"channels: {', '.join(compared.names)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
