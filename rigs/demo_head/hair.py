"""Short hair combed to one side: a cap on the scalp with big tapered locks over it."""

import tomllib
from pathlib import Path

import numpy as np

from .face import Face
from .materials import INDEX
from .part import Part, cap_faces, grid_faces

CENTRE = np.array([0.0, 1.4, 3.0])
CAP_COLUMNS, CAP_ROWS = 48, 12
STATIONS = 10
SECTION = np.array(
    [(1.0, -0.15), (0.74, 0.55), (0.28, 0.92), (-0.10, 1.0), (-0.45, 0.80), (-0.80, 0.45), (-1.0, -0.15), (0.0, -0.5)]
)
"""Across a lock: share of its half width, share of its thickness."""


class Scalp:
    """Distance from the middle of the skull to the skin, by direction; without the ears."""

    def __init__(self, face: Face):
        x, y, z = face.points.T
        ears = (y > -1.5) & (y < 5.5) & (z > -4.5) & (z < 3.8)
        use = ~ears & (z > -9) & ~((z < 2.5) & (y < -4))
        away = face.points[use] - CENTRE
        self.distance = np.linalg.norm(away, axis=1)
        self.known = away / self.distance[:, None]

    def radius(self, directions: np.ndarray) -> np.ndarray:
        """(n, 3) unit vectors -> (n,) cm."""
        share = np.exp((directions @ self.known.T - 1) / 0.004)
        return share @ self.distance / share.sum(1)


def hair(face: Face) -> Part:
    table = tomllib.loads((Path(__file__).parent / "hair.toml").read_text(encoding="utf-8"))
    scalp = Scalp(face)
    parts = [_cap(table["cap"], scalp)]
    for lock in [*table["lock"], *(lock for row in table["row"] for lock in _row(row))]:
        parts.append(_lock(lock, scalp))
    starts = np.cumsum([0, *(len(part.points) for part in parts[:-1])])
    return Part(
        np.concatenate([part.points for part in parts]),
        np.concatenate(
            [np.where(part.faces < 0, -1, part.faces + start) for part, start in zip(parts, starts, strict=True)]
        ),
        np.concatenate([part.material for part in parts]),
        np.concatenate([part.tint for part in parts]),
    )


def _directions(azimuth: np.ndarray, polar: np.ndarray) -> np.ndarray:
    return np.stack([np.sin(polar) * np.cos(azimuth), np.sin(polar) * np.sin(azimuth), np.cos(polar)], -1)


def _cap(cap: dict, scalp: Scalp) -> Part:
    azimuth = np.linspace(-np.pi / 2, 1.5 * np.pi, CAP_COLUMNS, endpoint=False)
    known = np.array([*cap["edge"], [cap["edge"][0][0] + 360, cap["edge"][0][1]]], float)
    edge = np.radians(np.interp(np.degrees(azimuth), known[:, 0], known[:, 1]))
    for _ in range(2):
        edge = (np.roll(edge, 1) + 2 * edge + np.roll(edge, -1)) / 4
    t = np.concatenate([np.linspace(0.06, 0.9, CAP_ROWS - 3), [0.96, 0.99, 1.0]])
    directions = _directions(azimuth[None], t[:, None] * edge[None]).reshape(-1, 3)
    thick = np.interp(t, [0, 0.75, 0.9, 0.96, 1.0], [1.5, 1.0, 0.75, 0.45, -0.25]) * cap["thickness"]
    points = CENTRE + directions * (scalp.radius(directions) + np.repeat(thick, CAP_COLUMNS))[:, None]
    crown = points[:CAP_COLUMNS].mean(0)
    faces = np.concatenate(
        [grid_faces(CAP_ROWS, CAP_COLUMNS, closed=True)[:, ::-1], cap_faces(np.arange(CAP_COLUMNS), len(points))]
    )
    part = Part.plain(np.concatenate([points, [crown]]), faces, INDEX["Hair"])
    part.tint *= 0.72
    return part


def _row(row: dict) -> list[dict]:
    """Locks side by side; every other one is a little shorter, none like its neighbour."""
    locks = []
    first, last = row["azimuth"]
    for index, azimuth in enumerate(np.linspace(first, last, row["count"])):
        back = np.sin(np.radians(np.clip(azimuth, 0, 180))) ** 0.8
        wave = np.sin(2.4 * index + 0.7)
        tip = row["tip"][0] + (row["tip"][1] - row["tip"][0]) * back + 3.5 * wave
        middle = (row["root"] + tip) / 2
        lean = row["lean"] * np.clip(np.cos(np.radians(azimuth)) * 1.5, -1, 1) + 2.5 * np.cos(1.7 * index)
        locks.append(
            {
                "path": [[azimuth - lean, row["root"] + 4 * wave], [azimuth, middle], [azimuth + lean, tip]],
                "lift": [row["lift"][0], row["lift"][1] + 0.15 * wave, row["lift"][2] + 0.12 * np.cos(3.1 * index)],
                "width": row["width"] * (1 + 0.12 * np.sin(4.1 * index)),
            }
        )
    return locks


def _lock(lock: dict, scalp: Scalp) -> Part:
    along = np.linspace(0, 1, STATIONS)
    corners = _directions(*np.radians(np.array(lock["path"], float)).T)
    # A quadratic curve through the three places.
    control = 2 * corners[1] - (corners[0] + corners[2]) / 2
    path = (
        ((1 - along) ** 2)[:, None] * corners[0]
        + (2 * along * (1 - along))[:, None] * control
        + (along**2)[:, None] * corners[2]
    )
    path /= np.linalg.norm(path, axis=1)[:, None]
    root, middle, tip = lock["lift"]
    lift = (1 - along) * (1 - 2 * along) * root + 4 * along * (1 - along) * middle + along * (2 * along - 1) * tip
    spine = CENTRE + path * (scalp.radius(path) + lift)[:, None]
    forward = np.gradient(spine, axis=0)
    across = np.cross(forward, path)
    across /= np.linalg.norm(across, axis=1)[:, None]
    up = np.cross(across, forward)
    up /= np.linalg.norm(up, axis=1)[:, None]
    shape = np.minimum(1, 0.30 + 2.2 * along) * (1 - along**2.8) ** 0.85 + 0.01
    wide = lock["width"] * shape
    thick = (0.35 + 0.33 * lock["width"]) * shape**0.7
    points = (
        spine[:, None]
        + across[:, None] * (wide[:, None] * SECTION[:, 0])[:, :, None]
        + up[:, None] * (thick[:, None] * SECTION[:, 1])[:, :, None]
    )
    count = STATIONS * len(SECTION)
    ends = [spine[0], spine[-1] + forward[-1] * 0.15]
    faces = grid_faces(STATIONS, len(SECTION), closed=True)
    caps = [
        cap_faces(np.arange(len(SECTION))[::-1], count),
        cap_faces(np.arange(count - len(SECTION), count), count + 1),
    ]
    part = Part.plain(np.concatenate([points.reshape(-1, 3), ends]), np.concatenate([faces, *caps]), INDEX["Hair"])
    shade = np.concatenate([np.repeat(0.78 + 0.45 * along, len(SECTION)), [0.78, 1.2]])
    part.tint *= (
        shade[:, None] * np.concatenate([np.tile(0.82 + 0.18 * SECTION[:, 1].clip(0, 1), STATIONS), [1, 1]])[:, None]
    )
    return part
