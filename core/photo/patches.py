"""Guided patch synthesis: a picture is put together from small pieces of another one, so that guides agree.

After Image Analogies (Hertzmann et al., SIGGRAPH 2001) and StyLit (Fiser et al., SIGGRAPH 2016): from coarse to fine,
nearest pieces are found (PatchMatch, Barnes et al., SIGGRAPH 2009, all pixels at once) and laid over one another.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d, interpolate, pad, unfold

PATCH = 5
_COARSEST = 40  # pixels at least on the longer side of the first level
_SEARCHED = 4e7  # pairs of pieces that are all compared; where there are more, near ones are looked for
_DIMENSIONS = 20  # of a piece after its principal components: 25 pixels of three colours hold little more
_SOME = 7  # of so many rows one tells what the principal axes are
_ROUNDS = 4
_JUMPS = (8, 4, 2, 1)
_RANDOM = 5  # candidates of a sweep, each a quarter as far away as the one before
_EVEN = 0.03  # how much a piece costs that is used more often than the mean one; without it one piece is everywhere


@dataclass(frozen=True)
class Guides:
    """What pieces are compared by, beside their colours, in the target and in the art.

    target: (channels, height, width); art: (channels, rows, columns), both weighted against colours of 0..1 by their
    own scale; care: (height, width), how many times as much as elsewhere they count at a place.
    """

    target: Tensor
    art: Tensor
    care: Tensor


def synthesise(
    guides: Guides,
    art: Tensor,
    finest: Tensor,
    size: tuple[int, int],
    seed: int,
    report: Callable[[float], None] = lambda done: None,
) -> Tensor:
    """The target in pieces of the art, (3, *size), 0..1.

    art: its colours, (3, rows, columns), 0..1; finest: the same as large as the pieces are to be laid in the end, when
    the target has `size` (height, width). The same seed gives the same picture. `report` hears how much is done.
    """
    random = torch.Generator().manual_seed(seed)
    longest = max(guides.target.shape[1:])
    levels = [longest]
    while levels[0] >= 2 * _COARSEST:
        levels.insert(0, levels[0] // 2)
    rounds = [_ROUNDS] * (len(levels) - 1) + [_ROUNDS // 2]
    done, whole = 0, sum(level**2 * count for level, count in zip(levels, rounds, strict=True))
    places = shown = None
    for level, count in zip(levels, rounds, strict=True):
        target, known, colours, care = (
            _scaled(plane, level / longest) for plane in (guides.target, guides.art, art, guides.care[None])
        )
        if places is not None:
            places = _enlarged(places, target.shape[1:], colours.shape[1:])
            shown = _laid(places, colours)
        guide = _reduced(_windows(known, 3), _windows(target, 3))
        for _ in range(count):
            report(done / whole)
            done += level**2
            match = _Match(guide, care[0], colours, shown)
            if places is None or match.pairs <= _SEARCHED:
                places = match.searched_through()
            else:
                places = _improved(places, match, random)
            shown = _laid(places, colours)
    assert places is not None
    return _laid(_enlarged(places, size, finest.shape[1:]), finest)


def _scaled(plane: Tensor, scale: float) -> Tensor:
    size = [max(2 * PATCH, round(side * scale)) for side in plane.shape[1:]]
    return interpolate(plane[None], size, mode="bilinear", antialias=True, align_corners=False)[0]


class _Match:
    """How well pieces of the art would lie over the target, as it is shown by now."""

    def __init__(self, guide: tuple[Tensor, Tensor], care: Tensor, colours: Tensor, shown: Tensor | None):
        """guide: rows of the art and of the target, see _reduced; shown: None before anything is."""
        self.size, self.art_size = care.shape, colours.shape[1:]
        self._guide, self._care = guide, care.flatten()
        self._colours = None if shown is None else _reduced(_windows(colours, PATCH), _windows(shown, PATCH))

    @property
    def pairs(self) -> int:
        return math.prod(self.size) * math.prod(self.art_size)

    def cost(self, places: Tensor) -> Tensor:
        """places (2, height, width) -> (height, width); infinite where a piece would reach beyond the art."""
        rows, columns = self.art_size
        half = PATCH // 2
        y, x = places
        beyond = (y < half) | (y >= rows - half) | (x < half) | (x >= columns - half)
        index = (y.clamp(0, rows - 1) * columns + x.clamp(0, columns - 1)).flatten()
        pieces, wanted = self._guide
        cost = self._care * ((pieces[index] - wanted) ** 2).sum(1)
        if self._colours is not None:
            pieces, wanted = self._colours
            cost += ((pieces[index] - wanted) ** 2).sum(1)
        return cost.view(self.size).masked_fill(beyond, torch.inf)

    def searched_through(self) -> Tensor:
        """The best of all pieces for each place, (2, height, width)."""
        rows, columns = self.art_size
        half = PATCH // 2
        inner = torch.arange(rows * columns).view(rows, columns)[half : rows - half, half : columns - half].flatten()
        best = torch.empty(len(self._care), dtype=torch.long)
        for part in torch.arange(len(best)).split(1024):
            cost = self._care[part, None] * _squares(self._guide, part, inner)
            if self._colours is not None:
                cost += _squares(self._colours, part, inner)
            best[part] = inner[cost.argmin(1)]
        return torch.stack([best // columns, best % columns]).view(2, *self.size)


def _squares(features: tuple[Tensor, Tensor], part: Tensor, inner: Tensor) -> Tensor:
    pieces, wanted = features[0][inner], features[1][part]
    return (pieces**2).sum(1) - 2 * wanted @ pieces.T + (wanted**2).sum(1, keepdim=True)


def _windows(plane: Tensor, side: int) -> Tensor:
    """(channels, h, w) -> (h * w, channels * side * side), each window's mean square that of its pixels."""
    around = pad(plane[None], [side // 2] * 4, mode="replicate")
    return unfold(around, side)[0].T / side


def _reduced(pieces: Tensor, wanted: Tensor) -> tuple[Tensor, Tensor]:
    """Rows in the principal axes of both, as contiguous rows that distances keep in."""
    some = torch.cat([pieces[::_SOME], wanted[::_SOME]])
    middle = some.mean(0)
    _, axes = torch.linalg.eigh((some - middle).T @ (some - middle))
    axes = axes[:, -_DIMENSIONS:]
    return (pieces - middle) @ axes, (wanted - middle) @ axes


def _improved(places: Tensor, match: _Match, random: torch.Generator) -> Tensor:
    """Each place tries what its neighbours have found, then others at random about its own."""
    even = _evenness(places, match.art_size)
    most = places.new_tensor(match.art_size)[:, None, None] - 1

    def cost(where: Tensor) -> Tensor:
        y, x = torch.minimum(where.clamp(min=0), most)
        return match.cost(where) + even[y, x]

    best = cost(places)

    def offer(candidate: Tensor) -> None:
        nonlocal places, best
        offered = cost(candidate)
        better = offered < best
        places = torch.where(better, candidate, places)
        best = torch.where(better, offered, best)

    for jump in _JUMPS:
        for axis in (0, 1):
            for way in (jump, -jump):
                moved = torch.roll(places, way, axis + 1)
                moved[axis] += way
                offer(moved)
    reach = max(match.art_size) / 2
    for _ in range(_RANDOM):
        away = (torch.rand(places.shape, generator=random) * 2 - 1) * reach
        offer(places + away.round().long())
        reach = max(1.0, reach / 4)
    return places


def _evenness(places: Tensor, art_size) -> Tensor:
    index = (places[0] * art_size[1] + places[1]).flatten()
    used = torch.bincount(index, minlength=art_size[0] * art_size[1]).view(1, 1, *art_size).float()
    used = avg_pool2d(used, PATCH, 1, PATCH // 2)[0, 0]
    mean = index.numel() / used.numel()
    return _EVEN * _EVEN * (used / mean).clamp(max=20.0)


def _enlarged(places: Tensor, size, art_size) -> Tensor:
    """A finer level's places: the pieces of the coarser one, each pixel its own part of them."""
    before = places.shape[1:]
    down, across = (torch.arange(new) * old / new for new, old in zip(size, before, strict=True))
    found = places[:, down.long()][:, :, across.long()].float()
    part = torch.stack(torch.meshgrid(down % 1, across % 1, indexing="ij"))
    ratio = torch.tensor([new / old for new, old in zip(size, before, strict=True)])[:, None, None]
    finer = ((found + part) * ratio).round().long()
    half = PATCH // 2
    return torch.minimum(finer.clamp(min=half), torch.tensor(art_size)[:, None, None] - 1 - half)


def _laid(places: Tensor, colours: Tensor) -> Tensor:
    """Every pixel the mean of the pieces that lie over it, (3, height, width)."""
    rows, columns = colours.shape[1:]
    half = PATCH // 2
    flat = colours.flatten(1)
    total = torch.zeros(3, *places.shape[1:])
    padded = pad(places.float()[None], [half] * 4, mode="replicate")[0].long()
    for down in range(-half, half + 1):
        for across in range(-half, half + 1):
            part = padded[
                :, half + down : half + down + places.shape[1], half + across : half + across + places.shape[2]
            ]
            y, x = (part[0] - down).clamp(0, rows - 1), (part[1] - across).clamp(0, columns - 1)
            total += flat[:, (y * columns + x).flatten()].view_as(total)
    return total / PATCH**2
