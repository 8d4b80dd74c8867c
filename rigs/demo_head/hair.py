"""Hair."""

import numpy as np

from .face import Face
from .materials import INDEX
from .part import Part, cap_faces, grid_faces

CENTRE = np.array([0.0, 1.4, 3.0])
COLUMNS, ROWS = 64, 16


def scalp_radius(face: Face, directions: np.ndarray) -> np.ndarray:
    away = face.points - CENTRE
    distance = np.linalg.norm(away, axis=1)
    known = away / distance[:, None]
    use = (face.points[:, 2] > -8)
    cosine = directions @ known[use].T
    share = np.exp((cosine - 1) / 0.002)+1e-30
    return share @ distance[use] / share.sum(1)


def hair(face: Face) -> Part:
    turn = np.linspace(0, 2 * np.pi, COLUMNS, endpoint=False)
    front = (1 - np.sin(turn)) / 2
    side = np.abs(np.cos(turn))
    edge = np.radians(118 - 55 * front**1.5 - 8 * side**4)
    t = np.linspace(0.04, 1, ROWS)
    polar = t[:, None] * edge[None]
    directions = np.stack([np.sin(polar) * np.cos(turn), np.sin(polar) * np.sin(turn), np.cos(polar)], 2).reshape(-1, 3)
    thick = np.interp(t, [0, 0.6, 0.9, 0.96, 1.0], [1.6, 1.4, 1.0, 0.7, -0.3])
    radius = scalp_radius(face, directions) + np.repeat(thick, COLUMNS)
    points = CENTRE + directions * radius[:, None]
    crown = points[:COLUMNS].mean(0) + [0, 0, 0.1]
    faces = np.concatenate([grid_faces(ROWS, COLUMNS, closed=True)[:, ::-1], cap_faces(np.arange(COLUMNS), len(points))])
    return Part.plain(np.concatenate([points, [crown]]), faces, INDEX["Hair"])
