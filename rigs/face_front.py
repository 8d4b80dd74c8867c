"""A face seen from the front, whatever its mesh: where it looks, what is foremost, and where another face's points lie
on it. numpy only.

Two faces are laid onto each other by what moves: the place of mouth, eyes and brows is right where the shapes of one
explain the shapes of the other best.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from . import arkit
from .demo_head import build

_MOVED, _HARDLY = 0.3, 0.02
"""Shares of a shape's largest motion: what belongs to its region, and what it does not move at all."""
_FAR = 3.0
"""Shapes whose region is so many times as high as the middle one's are of the body."""
_CELLS = 96
"""Cells of the raster along the longer side of the face."""
_SAMPLES = 32
"""Points of the pattern along the height of its face."""
_EYE_REACH = 0.9
"""How far the surroundings of an eye go, in distances from the face's middle to the eye."""
_ROUGH, _FINE = (0.16, 0.08), (0.04, 0.02, 0.01)
_EYES_TRIED = (0.8, 1.0, 1.25)
_RELIEF = 0.3
"""What the likeness of depth weighs against that of motion."""
_RIDGE = 1e-4
_BETTER = 1e-4


@dataclass(frozen=True)
class Layout:
    """Where a face's features lie, seen from the front: x to the character's left, y up.

    middle: x of the midline; mouth, eyes: heights; mouth_width: from the midline to a corner; eyes_apart: from the
    midline to an eye's centre; eye_size and brow_height: against the pattern's, in the same scale.
    """

    middle: float
    mouth: float
    mouth_width: float
    eyes: float
    eyes_apart: float
    eye_size: float = 1.0
    brow_height: float = 1.0

    @property
    def height(self) -> float:
        return self.eyes - self.mouth

    @property
    def possible(self) -> bool:
        return (
            self.height > 0 and 0.1 < self.mouth_width / self.height < 2.0 and 0.1 < self.eyes_apart / self.height < 2.0
            and 0.4 < self.eye_size < 1.6 and 0.4 < self.brow_height < 1.8
        )  # fmt: skip


_MOVES = (
    ("mouth", "eyes"), ("mouth",), ("mouth_width",), ("eyes",), ("eyes_apart",), ("mouth_width", "eyes_apart"),
    ("eye_size",), ("brow_height",), ("middle",),
)  # fmt: skip


@dataclass(frozen=True)
class Pattern:
    """A known face: places (points, 3) from the front, the last is depth; deltas (52, points, 3) to the left, up and
    forward, in arkit.NAMES order; where its features lie; corners: the lowest and highest x and y of what all shapes
    move, and of what jaw and mouth move, (2, 2) each."""

    places: np.ndarray
    deltas: np.ndarray
    layout: Layout
    corners: tuple[np.ndarray, np.ndarray]

    def on(self, layout: Layout) -> tuple[np.ndarray, np.ndarray]:
        """Places (points, 2) on a face of this layout, and how much larger motion is there, (points, 3)."""
        x, y = self.places.T[:2]
        along = layout.height / self.layout.height
        above = np.maximum(y - self.layout.eyes - 0.15 * self.layout.height, 0.0)
        height = layout.mouth + (y - self.layout.mouth - above) * along + above * along * layout.brow_height
        share = np.clip((y - self.layout.mouth) / self.layout.height, -0.3, 1.3)
        across = layout.mouth_width / self.layout.mouth_width * (1.0 - share)
        across = across + layout.eyes_apart / self.layout.eyes_apart * share
        eye = np.where(x > 0, 1.0, -1.0) * layout.eyes_apart
        apart = np.hypot(np.abs(x) - self.layout.eyes_apart, y - self.layout.eyes) / self.layout.eyes_apart
        near = np.clip(2.0 * (1.0 - apart / _EYE_REACH), 0.0, 1.0)
        size = 1.0 + (layout.eye_size - 1.0) * near * near * (3.0 - 2.0 * near)
        across_eye, above_eye = (x * across - eye) * size, (height - layout.eyes) * size
        places = np.stack([layout.middle + eye + across_eye, layout.eyes + above_eye], 1)
        return places, np.stack([across, np.full(len(x), along), (across + along) / 2.0], 1)


@dataclass(frozen=True)
class Front:
    """A mesh from the front. deltas: (shapes, vertices, 3) to the left, up and forward, of the vertices that move;
    depth: (vertices,), how far in front they lie; raster: the foremost of them in each cell, from `low` (2,) on, a cell
    `step` wide; high: the other corner (2,)."""

    deltas: np.ndarray
    depth: np.ndarray
    raster: np.ndarray
    low: np.ndarray
    high: np.ndarray
    step: float

    def at(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(points, 2) -> the foremost vertex there, (points,), and which points lie on the face, (points,)."""
        cells = np.floor((places - self.low) / self.step).astype(int)
        inside = ((cells >= 0) & (cells < self.raster.shape)).all(1)
        return self.raster[tuple(np.clip(cells, 0, np.array(self.raster.shape) - 1).T)], inside

    def hidden_motion(self) -> np.ndarray:
        """(shapes,): the largest motion as a share of the largest that is seen from the front."""
        size = np.linalg.norm(self.deltas, axis=2)
        return size.max(1) / np.maximum(size[:, np.unique(self.raster)].max(1), 1e-12)

    def motion_at(self, places: np.ndarray) -> np.ndarray:
        """(points, 2) -> (shapes, points, 3), 0 beside the face."""
        found, inside = self.at(places)
        return self.deltas[:, found] * inside[:, None]


def front_of(rest: np.ndarray, deltas: np.ndarray, up: np.ndarray) -> Front | None:
    """The front of a mesh at rest (vertices, 3) that is moved by `deltas` (shapes, vertices, 3), upright along `up`
    (3,); None where nothing moves. It looks along that axis of the object on which the moving part lies in front."""
    size = np.linalg.norm(deltas, axis=2)
    most = size.max(1, keepdims=True)
    if not len(deltas) or not most.max() > 1e-9:
        return None
    up = up / np.linalg.norm(up)
    regions = (size > _MOVED * most) & (most > 1e-9)
    heights = np.array([np.ptp(rest[region] @ up) if region.any() else 0.0 for region in regions])
    of_face = heights <= _FAR * np.median(heights[heights > 0])
    region = regions[of_face].any(0)
    ahead = rest[region].mean(0) - rest.mean(0)
    ahead = ahead - (ahead @ up) * up
    forward = np.zeros(3)
    forward[np.abs(ahead).argmax()] = np.sign(ahead[np.abs(ahead).argmax()]) or 1.0
    forward = forward - (forward @ up) * up
    forward = forward / np.linalg.norm(forward)
    axes = np.stack([np.cross(up, forward), up, forward], axis=1)
    moving = (size[of_face] > _HARDLY * most[of_face]).any(0)
    places = rest[moving] @ axes
    low, high = (limit(rest[region] @ axes, 0)[:2] for limit in (np.min, np.max))
    step = float((high - low).max()) / _CELLS
    turned = (deltas[:, moving] @ axes) * of_face[:, None, None]
    return Front(turned, places[:, 2], _raster(places, low, high, step), low, high, step)


def layout_on(front: Front, pattern: Pattern) -> Layout:
    """Where the features of a face lie."""
    rough = [_nearby(start, _ROUGH, front, pattern) for start in _starts(front, pattern)]
    return _nearby(max(rough, key=lambda found: _likeness(found, front, pattern)), _FINE, front, pattern)


def _starts(front: Front, pattern: Pattern) -> Iterator[Layout]:
    """Layouts to begin with: what moves has the same corners on both faces, and the eyes lie higher or lower."""
    own = pattern.layout
    for low, high in pattern.corners:
        scale = (front.high - front.low) / (high - low)
        mouth = float(front.low[1] + (own.mouth - low[1]) * scale[1])
        for height in _EYES_TRIED:
            yield Layout(
                middle=float(front.low[0] + front.high[0]) / 2.0,
                mouth=mouth,
                mouth_width=float(own.mouth_width * scale[0]),
                eyes=mouth + height * float(own.height * scale[1]),
                eyes_apart=float(own.eyes_apart * scale[0]),
            )


def _nearby(layout: Layout, steps: Sequence[float], front: Front, pattern: Pattern) -> Layout:
    """The best layout that is reached in steps that each are better; steps are in heights from mouth to eyes."""
    likeness = _likeness(layout, front, pattern)
    unit = {name: 1.0 if name in ("eye_size", "brow_height") else layout.height for name in layout.__dict__}
    for step in steps:
        while True:
            before = likeness
            for names in _MOVES:
                for way in (step, -step):
                    moved = replace(layout, **{name: getattr(layout, name) + way * unit[name] for name in names})
                    better = _likeness(moved, front, pattern) if moved.possible else -1.0
                    if better > likeness + _BETTER:
                        layout, likeness = moved, better
            if likeness == before:
                break
    return layout


def _likeness(layout: Layout, front: Front, pattern: Pattern) -> float:
    """Of motion and relief together."""
    return _explained(layout, front, pattern) + _RELIEF * relief_likeness(layout, front, pattern)


def relief_likeness(layout: Layout, front: Front, pattern: Pattern) -> float:
    """The correlation of what stands out, such as nose and lips, from the roundness of each face: .6 and more on faces,
    less than .5 on other meshes."""
    places, _ = pattern.on(layout)
    found, inside = front.at(places)
    if inside.sum() < len(inside) / 2:
        return 0.0
    around = pattern.places[inside, :2] - pattern.places[inside, :2].mean(0)
    x, y = (around / np.abs(around).max(0)).T
    roundness = np.stack([np.ones(len(x)), x, y, x * x, y * y, x * y], 1)
    depths = np.stack([pattern.places[inside, 2], front.depth[found[inside]]], 1)
    depths = depths - roundness @ np.linalg.lstsq(roundness, depths, rcond=None)[0]
    sizes = np.linalg.norm(depths, axis=0)
    return float(depths[:, 0] @ depths[:, 1] / max(sizes[0] * sizes[1], 1e-12))


def _explained(layout: Layout, front: Front, pattern: Pattern) -> float:
    """The share of the pattern's motion that sums of the mesh's shapes make, the mean over its shapes."""
    places, larger = pattern.on(layout)
    own = front.motion_at(places).reshape(len(front.deltas), -1)
    wanted = (pattern.deltas * larger).reshape(len(pattern.deltas), -1)
    there = (wanted**2).sum(1)
    gram = own @ own.T
    gram += np.eye(len(gram)) * max(_RIDGE * np.trace(gram) / len(gram), 1e-30)
    shared = own @ wanted.T
    made = (shared * np.linalg.solve(gram, shared)).sum(0)
    return float((made[there > 0] / there[there > 0]).mean())


def _raster(places: np.ndarray, low: np.ndarray, high: np.ndarray, step: float) -> np.ndarray:
    """The foremost of the places (vertices, 3) in each cell; empty cells have a neighbour's."""
    cells = np.floor((places[:, :2] - low) / step).astype(int)
    shape = np.ceil((high - low) / step).astype(int) + 1
    inside = np.flatnonzero(((cells >= 0) & (cells < shape)).all(1))
    from_behind = inside[places[inside, 2].argsort()]
    raster = np.full(shape, -1)
    raster[tuple(cells[from_behind].T)] = from_behind
    while (raster < 0).any() and (raster >= 0).any():
        grown = raster
        for shift, axis in ((1, 0), (-1, 0), (1, 1), (-1, 1)):
            grown = np.where(grown < 0, np.roll(raster, shift, axis), grown)
        raster = grown
    return np.maximum(raster, 0)


@lru_cache(maxsize=1)
def demo_pattern() -> Pattern:
    """The demo head's face: its skin from the front, a point for each cell of a raster. Takes 2 seconds."""
    head = build()
    turned = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
    places, deltas = head.vertices.astype(np.float64) @ turned, head.deltas.astype(np.float64) @ turned
    size = np.linalg.norm(deltas, axis=2)
    most = size.max(1, keepdims=True)
    skin = np.zeros(len(places), bool)
    skin[head.groups["skin"]] = True
    moving = np.flatnonzero(skin & (size > 0.05 * most).any(0))
    of_mouth = [at for at, name in enumerate(arkit.NAMES) if name.startswith(("jaw", "mouth"))]
    regions = (places[(size > _MOVED * most)[shapes].any(0), :2] for shapes in (slice(None), of_mouth))
    corners = [np.stack([region.min(0), region.max(0)]) for region in regions]
    step = float(np.ptp(places[moving, 1])) / _SAMPLES
    foremost: dict[tuple[int, int], int] = {}
    for vertex in moving[places[moving, 2].argsort()]:
        foremost[tuple(np.floor(places[vertex, :2] / step).astype(int))] = vertex
    chosen = np.array(sorted(foremost.values()))
    lips = places[np.concatenate([head.groups["upper_lip_inner"], head.groups["lower_lip_inner"]])]
    lids = places[np.concatenate([head.groups["upper_lid_left"], head.groups["lower_lid_left"]])]
    layout = Layout(0.0, lips[:, 1].mean(), np.ptp(lips[:, 0]) / 2.0, lids[:, 1].mean(), lids[:, 0].mean())
    return Pattern(places[chosen], deltas[:, chosen], layout, (corners[0], corners[1]))
