"""The control cage: a grid around the head with ring-shaped blocks for eye, mouth and ear, mirrored to both sides.

Grid: 19 rows (1 crown .. 19 neck) of columns 0 (front midline) .. 11 (back midline) a side. Blocks of the grid are
replaced by concentric loops: 16 around each eye, 16 around the mouth, 12 around each ear.
"""

import tomllib
from pathlib import Path

import numpy as np

from .subdivision import Surface

COLUMNS = 11
EYE_BLOCK = (4, 8, 2, 6)
MOUTH_BLOCK = (10, 12, 0, 3)
EAR_BLOCK = (5, 9, 8, 10)
SKIN, LIPS, LASHES, MOUTH, NOSTRIL, HIDDEN = range(6)
"""Tags of faces; HIDDEN lies below hair or collar and shapes the rest, but is left away at the end."""
UPPER_LID, LOWER_LID, UPPER_LIP, LOWER_LIP, INSIDE, VERMILION, FREE, ALONG_COS, ALONG_SIN, LID_SKIN = range(3, 13)
"""Columns of Surface.values after x, y, z: smooth weights that the shapes are made from; FREE tells which points of the
cage may give way to a smoother surface; ALONG_* are the place along the lids, an angle from the inner corner
over the top; LID_SKIN is the outside of the lids."""
WEIGHTS = 10

MOUTH_LOOPS = ("boundary", "fold", "border", "peak", "roll", "contact", "inside", "lining", "bag", "back")
LIP_SHARE = {"boundary": 0.0, "fold": 0.45, "back": 0.9}
LASH_SPANS = {"margin": (1, 8), "inner": (1, 7)}
"""Which stretch of the band that ends at this lid loop is lashes."""
VERMILION_SHARE = {"fold": 0.08, "border": 0.6, "peak": 1.0, "roll": 0.85, "contact": 0.35, "inside": 0.15}
INSIDE_SHARE = {"inside": 0.3, "lining": 1.0, "bag": 1.0, "back": 1.0}


def read_table() -> dict:
    return tomllib.loads((Path(__file__).parent / "cage.toml").read_text(encoding="utf-8"))


class _Half:
    """The left half while it is being put together."""

    def __init__(self):
        self.points: list[list[float]] = []
        self.faces: list[list[int]] = []
        self.tags: list[int] = []

    def point(self, place, weights: dict[int, float] | None = None) -> int:
        row = [*map(float, place), *([0.0] * WEIGHTS)]
        for column, weight in (weights or {}).items():
            row[column] = weight
        self.points.append(row)
        return len(self.points) - 1

    def face(self, corners: list[int], tag: int = SKIN) -> None:
        self.faces.append([*corners, -1][:4])
        self.tags.append(tag)

    def bridge(self, outer: list[int], inner: list[int], tag: int = SKIN) -> None:
        """Quads between two chains; seen from outside, `outer` runs clockwise around `inner`."""
        for a, b, c, d in zip(outer, outer[1:], inner[1:], inner, strict=False):
            self.face([a, d, c, b], tag)


def _grid_places(table: dict) -> np.ndarray:
    """(row, column, 3)."""
    places = np.zeros((len(table["row"]), COLUMNS + 1, 3))
    for index, row in enumerate(table["row"]):
        x = np.array([0.0, *row["x"]])
        side = x[-1]
        angle = np.arcsin(np.clip(x / side, 0, 1))
        back = np.radians([101.0, 117.0, 180.0])
        angle = np.concatenate([angle, back])
        roundness = 0.80
        depth = np.abs(np.cos(angle)) ** roundness
        front = angle <= np.pi / 2
        y = np.where(
            front,
            row["middle"] - (row["middle"] - row["front"]) * depth,
            row["middle"] + (row["back"] - row["middle"]) * depth,
        )
        heights = row["height"]
        share = (1 - np.cos(angle)) / 2
        z = np.where(
            front,
            heights[0] + (heights[1] - heights[0]) * (2 * share) ** 1.5,
            heights[1] + (heights[2] - heights[1]) * (2 * share - 1),
        )
        places[index] = np.stack([np.where(front, np.concatenate([x, np.zeros(3)]), side * np.sin(angle)), y, z], 1)
    for points in table["points"].values():
        for row, column, *place in points:
            places[row - 1, column] = place
    return places


def _is_hidden(row: int, column: int) -> bool:
    """Is the face below this place of the grid covered by hair or collar?"""
    return row == 1 or (row == 2 and column >= 6) or (3 <= row <= 5 and column >= 10) or row == 18


def _block_ring(block: tuple[int, int, int, int]) -> list[tuple[int, int]]:
    """Rows and columns along the border of a block: clockwise from the upper inner corner as seen from outside."""
    top, bottom, left, right = block
    ring = [(top, column) for column in range(left, right)]
    ring += [(row, right) for row in range(top, bottom)]
    ring += [(bottom, column) for column in range(right, left, -1)]
    return ring + [(row, left) for row in range(bottom, top, -1)]


def lid_places(eye: dict) -> dict[str, np.ndarray]:
    """Places of the loops on the eyeball, name -> (16, 3), from the inner corner over the top."""
    centre = np.array(eye["centre"])
    opening = np.array(eye["opening"])
    middle = opening.mean(0)
    outwards = (opening - middle) / np.linalg.norm(opening - middle, axis=1)[:, None]
    turn = np.linspace(0, 2 * np.pi, len(opening), endpoint=False)
    above, below = np.maximum(np.sin(turn), 0), np.maximum(-np.sin(turn), 0)
    places = {}
    for loop in eye["loops"]:
        corner, top, bottom = loop["out"]
        power = loop.get("power", 0.8)
        out = corner + (top - corner) * above**power + (bottom - corner) * below**power
        flat = opening + outwards * out[:, None]
        inner = np.maximum(np.cos(turn), 0)
        radius = eye["radius"] * (loop["radius"] + loop.get("inner", 0.0) * inner + loop.get("below", 0.0) * below)
        depth = -np.sqrt(np.maximum(radius**2 - (flat**2).sum(1), 0.1))
        places[loop["name"]] = centre + np.stack([flat[:, 0], depth, flat[:, 1]], 1)
    return places


def _add_eye(half: _Half, ring: list[int], table: dict, loops: dict) -> None:
    eye = table["eye"]
    places = lid_places(eye)
    turn = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    upper, lower = np.clip(0.5 + np.sin(turn) * 2, 0, 1), np.clip(0.5 - np.sin(turn) * 2, 0, 1)
    names = [loop["name"] for loop in eye["loops"]]
    rings = {}
    for loop in eye["loops"]:
        rings[loop["name"]] = [
            half.point(
                place,
                {
                    UPPER_LID: loop["blink"] * up,
                    LOWER_LID: loop["blink"] * low,
                    ALONG_COS: np.cos(angle),
                    ALONG_SIN: np.sin(angle),
                    LID_SKIN: loop["skin"],
                },
            )
            for place, up, low, angle in zip(places[loop["name"]], upper, lower, turn, strict=True)
        ]
    border = np.array([half.points[i][:3] for i in ring])
    fold = eye["fold"]
    crease = places["crease"]
    away = crease - np.array(eye["centre"])
    away /= np.linalg.norm(away, axis=1)[:, None]
    fold_places = crease + (border - crease) * fold["share"] + away * fold["push"]
    rings["fold"] = [
        half.point(
            place,
            {
                UPPER_LID: fold["blink"] * up,
                LOWER_LID: fold["blink"] * low,
                FREE: 0.4,
                ALONG_COS: np.cos(angle),
                ALONG_SIN: np.sin(angle),
                LID_SKIN: 1.0,
            },
        )
        for place, up, low, angle in zip(fold_places, upper, lower, turn, strict=True)
    ]
    outer = [*ring, ring[0]]
    for name in ("fold", *reversed(names)):
        inner = [*rings[name], rings[name][0]]
        first, last = LASH_SPANS.get(name, (0, 0))
        half.bridge(outer[: first + 1], inner[: first + 1])
        half.bridge(outer[first : last + 1], inner[first : last + 1], LASHES)
        half.bridge(outer[last:], inner[last:])
        outer = inner
    for name in ("margin", "inner", "lash", "plate"):
        loops[f"lid_{name}"] = [*rings[name], rings[name][0]]


def _add_mouth(half: _Half, boundary: list[int], table: dict, loops: dict) -> None:
    chain = [boundary]
    side = np.array([1, 1, 1, 1, 0, -1, -1, -1, -1])
    for name in MOUTH_LOOPS[1:]:
        share, inside, red = LIP_SHARE.get(name, 1.0), INSIDE_SHARE.get(name, 0.0), VERMILION_SHARE.get(name, 0.0)
        ring = [
            half.point(
                place, {UPPER_LIP: share * (1 + s) / 2, LOWER_LIP: share * (1 - s) / 2, INSIDE: inside, VERMILION: red}
            )
            for place, s in zip(table["mouth"][name], side, strict=True)
        ]
        loops[f"lip_{name}"] = ring
        chain.append(ring)
    tags = {"peak": LIPS, "roll": LIPS, "contact": LIPS, "inside": LIPS, "lining": MOUTH, "bag": MOUTH, "back": MOUTH}
    for name, outer, inner in zip(MOUTH_LOOPS[1:], chain, chain[1:], strict=False):
        half.bridge(outer, inner, tags.get(name, SKIN))
    back = chain[-1]
    pole = half.point(
        np.mean([half.points[i][:3] for i in (back[0], back[8])], 0) + [0.0, 1.2, 0.0],
        {UPPER_LIP: 0.45, LOWER_LIP: 0.45, INSIDE: 1.0},
    )
    for a, b in zip(back, back[1:], strict=False):
        half.face([a, pole, b], MOUTH)


def _add_ear(half: _Half, ring: list[int], table: dict) -> None:
    border = np.array([half.points[i][:3] for i in ring])
    middle = border.mean(0)
    reach = np.abs(border - middle).max(0)
    flat = (border - middle) / reach
    turn = np.arctan2(flat[:, 2], flat[:, 1])
    size = table["ear"]["size"]
    upper = 0.5 + 0.5 * np.sin(turn)
    oval = np.stack(
        [border[:, 0] - middle[0], size[0] * np.cos(turn) * (0.80 + 0.26 * upper), size[1] * np.sin(turn)], 1
    )
    outer = ring
    for loop in table["ear"]["loops"]:
        leaning = 0.40 + 0.60 * np.maximum(np.cos(turn), 0) - 0.30 * np.maximum(np.sin(turn), 0) ** 4
        flare = np.stack([leaning, np.ones(len(ring)), np.ones(len(ring))], 1)
        places = middle + oval * loop["scale"] + np.array(loop["move"]) * flare
        inner = [half.point(place) for place in places]
        half.bridge([*outer, outer[0]], [*inner, inner[0]])
        outer = inner
    pole = half.point(np.mean([half.points[i][:3] for i in outer], 0))
    for a, b in zip(outer, [*outer[1:], outer[0]], strict=True):
        half.face([a, pole, b])


def _add_nostril(half: _Half, corners: list[int]) -> None:
    places = np.array([half.points[i][:3] for i in corners])
    middle = places.mean(0)
    outer = corners
    for scale, lift, tag in ((0.56, 0.03, SKIN), (0.46, 0.14, NOSTRIL), (0.30, 0.45, NOSTRIL)):
        inner = [half.point(middle + (place - middle) * scale + [0.0, lift, 0.35 * lift]) for place in places]
        half.bridge([*outer, outer[0]], [*inner, inner[0]], tag)
        outer = inner
    half.face(outer[::-1], NOSTRIL)


def build_cage(table: dict) -> Surface:
    """Both halves, welded on the midline."""
    half = _Half()
    loops: dict[str, list[int]] = {}
    places = _grid_places(table)
    rows = len(places)
    for point, place in zip(range(len(table["mouth"]["boundary"])), table["mouth"]["boundary"], strict=True):
        row, column = [(10, 0), (10, 1), (10, 2), (10, 3), (11, 3), (12, 3), (12, 2), (12, 1), (12, 0)][point]
        places[row - 1, column] = place
    holes = (EYE_BLOCK, MOUTH_BLOCK, EAR_BLOCK)
    hidden = {
        (row, column)
        for top, bottom, left, right in holes
        for row in range(top + 1, bottom)
        for column in range(left + 1, right)
    }
    hidden |= {(11, 0)}
    fixed = {(row, column) for row, column, *_ in table["points"]["firm"]}
    soft = {(row, column) for row, column, *_ in table["points"]["soft"]}
    soft |= {(row, column) for row in range(13, 17) for column in range(8)}
    soft |= {place for block in (EYE_BLOCK, MOUTH_BLOCK) for place in _block_ring(block)}
    grid = {
        (row, column): half.point(
            places[row - 1, column], {FREE: 0.0 if (row, column) in fixed else 0.5 if (row, column) in soft else 1.0}
        )
        for row in range(1, rows + 1)
        for column in range(COLUMNS + 1)
        if (row, column) not in hidden
    }
    crown = half.point(
        [0.0, (table["row"][0]["front"] + table["row"][0]["back"]) / 2, table["row"][0]["height"][1] + 0.5]
    )
    for column in range(COLUMNS):
        half.face([grid[1, column + 1], crown, grid[1, column]], HIDDEN)
    for row in range(1, rows):
        for column in range(COLUMNS):
            if any(top <= row < bottom and left <= column < right for top, bottom, left, right in holes):
                continue
            corners = [grid[row, column], grid[row + 1, column], grid[row + 1, column + 1], grid[row, column + 1]]
            if (row, column) == (9, 1):
                _add_nostril(half, [corners[0], corners[3], corners[2], corners[1]])
                continue
            half.face(corners, HIDDEN if _is_hidden(row, column) else SKIN)
    eye_ring = [grid[place] for place in _block_ring(EYE_BLOCK)]
    _add_eye(half, eye_ring[-2:] + eye_ring[:-2], table, loops)
    _add_mouth(half, [grid[place] for place in _block_ring(MOUTH_BLOCK)[:9]], table, loops)
    _add_ear(half, [grid[place] for place in _block_ring(EAR_BLOCK)], table)
    return _mirrored(half, loops)


def _mirrored(half: _Half, loops: dict[str, list[int]]) -> Surface:
    values = np.array(half.points)
    count = len(values)
    middle = np.abs(values[:, 0]) < 1e-9
    other = np.where(middle, np.arange(count), -1)
    other[~middle] = count + np.arange((~middle).sum())
    reflected = values[~middle].copy()
    reflected[:, 0] *= -1
    mirror = np.concatenate([other, np.flatnonzero(~middle)]).astype(np.int32)
    faces = np.array(half.faces, np.int32)
    turned = np.where(faces >= 0, other[faces], -1)
    quads = turned[:, 3] >= 0
    turned = np.where(quads[:, None], turned[:, [3, 2, 1, 0]], turned[:, [2, 1, 0, 3]])
    both = {f"{name}_left": np.array(loop) for name, loop in loops.items()}
    both |= {f"{name}_right": other[np.array(loop)] for name, loop in loops.items()}
    return Surface(
        np.concatenate([values, reflected]),
        np.concatenate([faces, turned]).astype(np.int32),
        np.array(half.tags * 2, np.int32),
        mirror,
        both,
    )
