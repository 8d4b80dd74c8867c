"""The left eyeball: rings of a sphere around the line of sight, coloured ring by ring, and a catchlight on it."""

import numpy as np

from .materials import INDEX
from .part import Part, cap_faces, grid_faces

SEGMENTS = 32
RINGS = (
    (7.0, "Pupil"),
    (12.5, "Pupil"),
    (19.0, "Iris"),
    (25.5, "Iris"),
    (28.5, "Iris rim"),
    (30.5, "Eye white"),
    (40.0, "Eye white"),
    (52.0, "Eye white"),
    (70.0, "Eye white"),
    (92.0, None),
)
"""Angle of each ring from the line of sight in degrees, and the material of the band that follows it."""
CATCHLIGHTS = ((-13.0, 15.0, 5.2), (10.0, -14.0, 2.4))
"""Yaw to the viewer's right, pitch upwards and angular radius in degrees."""


REST_YAW = 2.5
"""Degrees outwards. The lids reach further out than in, so a line of sight straight ahead looks cross-eyed."""


def eyeball(centre: np.ndarray, radius: float) -> Part:
    """Vertex 0 is the pole of the iris; then the rings, front to back."""
    angles = np.radians([angle for angle, _ in RINGS])
    turn = np.linspace(0, 2 * np.pi, SEGMENTS, endpoint=False)
    ring = np.stack(
        np.broadcast_arrays(
            np.sin(angles)[:, None] * np.cos(turn), -np.cos(angles)[:, None], np.sin(angles)[:, None] * np.sin(turn)
        ),
        2,
    )
    ahead = np.concatenate([[[0.0, -1.0, 0.0]], ring.reshape(-1, 3)]) * radius + centre
    points = ahead + turned(ahead, centre, np.radians(REST_YAW), 0.0)
    bands = grid_faces(len(RINGS), SEGMENTS, closed=True)[:, ::-1] + 1
    front = cap_faces(np.arange(1, SEGMENTS + 1), 0)
    material = [INDEX["Pupil"]] * SEGMENTS
    for _, name in RINGS[:-1]:
        material += [INDEX[name]] * SEGMENTS
    tint = np.ones((len(points), 3))
    height = (points[:, 2] - centre[2]) / radius
    iris = np.concatenate([[0.0], np.repeat([angle < 30 for angle, _ in RINGS], SEGMENTS)])
    glow = np.clip(1.05 - 2.0 * height, 0.4, 2.0)
    tint *= np.where(iris > 0, glow, np.clip(1.0 - 0.45 * np.maximum(height - 0.12, 0) / 0.4, 0.5, 1.0))[:, None]
    return Part(points, np.concatenate([front, bands]), np.array(material, np.int32), tint)


def catchlights(centre: np.ndarray, radius: float) -> Part:
    """Small white caps just above the eyeball; on the same side of both eyes, as one light makes them."""
    rims: list[np.ndarray] = []
    faces: list[np.ndarray] = []
    turn = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    for yaw, pitch, size in np.radians(CATCHLIGHTS):
        forward = np.array([np.sin(yaw) * np.cos(pitch), -np.cos(yaw) * np.cos(pitch), np.sin(pitch)])
        right = np.cross(forward, [0.0, 0.0, 1.0])
        right /= np.linalg.norm(right)
        up = np.cross(right, forward)
        ring = np.cos(size) * forward + np.sin(size) * (np.cos(turn)[:, None] * right + np.sin(turn)[:, None] * up)
        start = len(rims) * (len(turn) + 1)
        rims.append(np.concatenate([ring, [forward]]) * radius * 1.004 + centre)
        faces.append(cap_faces(np.arange(len(turn)) + start, start + len(turn)))
    return Part.plain(np.concatenate(rims), np.concatenate(faces), INDEX["Catchlight"])


def turned(points: np.ndarray, centre: np.ndarray, yaw: float, pitch: float) -> np.ndarray:
    """Displacements (n, 3) of a turn about `centre`: yaw to +x and pitch upwards, in radians."""
    away = points - centre
    c, s = np.cos(pitch), np.sin(pitch)
    lifted = np.stack([away[:, 0], away[:, 1] * c + away[:, 2] * s, -away[:, 1] * s + away[:, 2] * c], 1)
    c, s = np.cos(yaw), np.sin(yaw)
    swung = np.stack([lifted[:, 0] * c - lifted[:, 1] * s, lifted[:, 0] * s + lifted[:, 1] * c, lifted[:, 2]], 1)
    return swung - away
