"""Pictures of made-up heads, for what the older mesh makes of pixels: ICT-FaceKit (MIT) drawn point by point.

Folder `ict_facekit` of the data pack: centimetres, x to the person's left, y up, z forward. Skin, brows, lips, irises
and light are painted and drawn by lot. The heads are plain; they need to be faces to a landmark network, not to people.
"""

from pathlib import Path

import numpy as np
import torch

from ...rigs import arkit

SIDE = 352
_KINDS = ("Face", "HeadAndNeck", "MouthSocket", "GumsAndTongue", "Teeth", "Eyeball")
_HIDDEN = ("EyeBlend", "EyeOcclusion", "LacrimalFluid", "Eyelashes")
_SAMPLES_PER_PIXEL = 2.5
_FACE_CM, _FACE_SHARE = 15.0, (0.42, 0.62)
_IDENTITY, _MOST_IDENTITY = 1.3, 2.5
_CAMERA_CM = (35.0, 200.0)
_YAW, _PITCH, _ROLL = (np.radians(angle) for angle in (13.0, 9.0, 6.0))
_GAZE = 0.55  # radians of an eye at weight 1
_IRIS, _PUPIL = (0.42, 0.54), (0.14, 0.24)  # radians from the middle of the eyeball
_LOOKS = ("In", "Out", "Up", "Down")
_BROWS_LOWER = (0.1, 0.3, 0.5, 0.7)
"""Centimetres: where the landmarks put the brows of this head at rest, they look raised."""
_LIPS = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185)
_BROW = (70, 63, 105, 66, 107, 55, 65, 52, 53, 46)
_OTHER_BROW = (300, 293, 334, 296, 336, 285, 295, 282, 283, 276)


class DrawnHeads:
    """Draws heads; deterministic for a generator."""

    def __init__(self, ict_facekit: Path, landmarks: Path):
        """The folders of the data pack. Raises OSError where files are missing."""
        model = np.load(ict_facekit / "ict_facekit.npz", allow_pickle=False)
        basis = np.load(landmarks / "arkit_landmark_basis.npz", allow_pickle=False)
        groups = [str(name) for name in model["group_names"]]
        self._neutral = model["vertices"]
        self._identities = model["identity_deltas"].astype(np.float32)
        self._shapes = np.zeros((arkit.COUNT, *self._neutral.shape), np.float32)
        self._shapes[[arkit.INDEX[str(name)] for name in model["expression_names"]]] = model["expression_deltas"]
        names = np.array(groups)[model["polygon_group"]][model["triangle_polygon"]]
        shown = ~np.array([name.startswith(_HIDDEN) for name in names])
        self._triangles = model["triangles"][shown]
        self._part = np.array(groups)[model["vertex_group"]]
        self._of = {kind: np.char.startswith(self._part, kind) for kind in _KINDS}
        self._eyes = {side: np.flatnonzero(self._part == f"Eyeball{side}") for side in ("Left", "Right")}
        self._spheres = dict(zip(("Left", "Right"), model["eye_sphere"], strict=True))
        self._marks = np.einsum(
            "pk,pkc->pc", basis["mesh_barycentric"], self._neutral[basis["mesh_vertex_ids"]], optimize=True
        )
        self._lips = self._painted(_LIPS, 0.12)
        self._brows = [
            np.maximum(self._painted(_BROW, 0.2, lower), self._painted(_OTHER_BROW, 0.2, lower))
            for lower in _BROWS_LOWER
        ]

    def draw(self, weights: np.ndarray, random: np.random.Generator) -> np.ndarray:
        """uint8 (SIDE, SIDE, 3) RGB: a head of its own, posed by `weights` (52,), in a light of its own."""
        amounts = np.clip(random.normal(0, _IDENTITY, len(self._identities)), -_MOST_IDENTITY, _MOST_IDENTITY)
        points = self._neutral + np.tensordot(amounts, self._identities, 1) + np.tensordot(weights, self._shapes, 1)
        points, ahead = self._with_gaze(points.astype(np.float32), weights, random)
        colours = self._colours(ahead, random)
        turned = (points - self._marks.mean(0)) @ _turn(random).T
        colours = colours * self._light(turned, random)[:, None]
        return self._pixels(turned, colours, random)

    def _painted(self, landmarks: tuple[int, ...], soft_cm: float, lower_cm: float = 0.0) -> np.ndarray:
        """How far each vertex of the face lies within a polygon of landmarks, (vertices,) 0..1."""
        polygon = self._marks[list(landmarks)] - [0.0, lower_cm, 0.0]
        following = np.roll(polygon, -1, axis=0)
        at = self._neutral[:, None, :2]
        edge, to = (following - polygon)[:, :2], at - polygon[:, :2]
        along = np.clip((to * edge).sum(-1) / (edge**2).sum(-1), 0, 1)
        distance = np.linalg.norm(to - along[..., None] * edge, axis=-1).min(1)
        low, high = np.minimum(polygon, following)[:, 1], np.maximum(polygon, following)[:, 1]
        crosses = (at[..., 1] >= low) & (at[..., 1] < high)
        rise = np.where(edge[:, 1] == 0, 1.0, edge[:, 1])
        beyond = at[..., 0] < polygon[:, 0] + (at[..., 1] - polygon[:, 1]) * edge[:, 0] / rise
        inside = (crosses & beyond).sum(1) % 2 == 1
        depth = np.where(inside, distance, -distance)
        skin = (self._part == "Face") & (self._neutral[:, 2] > polygon[:, 2].min() - 1.5)
        return (np.clip(0.5 + depth / soft_cm, 0, 1) * skin).astype(np.float32)

    def _with_gaze(
        self, points: np.ndarray, weights: np.ndarray, random: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray]:
        """Eyeballs turned as the eyeLook weights say; and the angle of each vertex from the middle of its iris."""
        ahead = np.full(len(points), np.pi, np.float32)
        common = random.normal(0, 0.08, 2)
        for side, outwards in (("Left", 1.0), ("Right", -1.0)):
            into, out, up, down = (weights[arkit.INDEX[f"eyeLook{look}{side}"]] for look in _LOOKS)
            yaw, pitch = outwards * (out - into) * _GAZE + common[0], (down - up) * _GAZE + common[1]
            ball = self._eyes[side]
            from_centre = self._neutral[ball] - self._spheres[side][:3]
            ahead[ball] = np.arccos(np.clip(from_centre[:, 2] / np.linalg.norm(from_centre, axis=1), -1, 1))
            turn = _rotation(0, yaw) @ _rotation(1, pitch)
            centre = points[ball].mean(0) - self._neutral[ball].mean(0) + self._spheres[side][:3]
            points[ball] = centre + from_centre @ turn.T
        return points, ahead

    def _colours(self, ahead: np.ndarray, random: np.random.Generator) -> np.ndarray:
        """(vertices, 3), 0..1."""
        tone = random.uniform(0.25, 1.0)
        skin = np.array([0.93, 0.76, 0.66]) ** (1.0 + 2.2 * (1 - tone)) * random.uniform(0.93, 1.07, 3)
        colours = np.tile(skin, (len(ahead), 1))
        patches = _smooth_noise(self._neutral, random)
        colours *= 1.0 + random.uniform(0.01, 0.05) * patches[:, None]
        lips = skin * random.uniform([0.75, 0.4, 0.4], [1.0, 0.75, 0.75])
        brow = np.array([0.3, 0.2, 0.14]) * random.uniform(0.2, 1.5)
        scalp = np.clip((self._neutral[:, 1] - self._marks[10, 1] - random.uniform(-0.6, 0.6)) * 2.5, 0, 1)
        scalp = np.maximum(scalp, np.clip(self._marks[234, 2] - 2.0 - self._neutral[:, 2], 0, 1))
        scalp *= (self._of["Face"] | self._of["HeadAndNeck"]) & (self._neutral[:, 1] > self._marks[152, 1])
        for share, colour in (
            (self._lips * random.uniform(0.5, 1.0), lips),
            (self._brows[random.integers(len(self._brows))] * random.uniform(0.45, 0.95), brow),
            (scalp * (random.random() < 0.8), brow * random.uniform(0.5, 1.5)),
        ):
            colours += share[:, None] * (colour - colours)
        iris = np.array([0.32, 0.2, 0.12])
        if random.random() < 0.4:
            iris = random.uniform([0.2, 0.3, 0.3], [0.45, 0.5, 0.6])
        colours[self._of["Eyeball"]] = random.uniform(0.75, 0.95)
        colours[ahead < random.uniform(*_IRIS)] = iris * random.uniform(0.6, 1.2)
        colours[ahead < random.uniform(*_PUPIL)] = 0.03
        for kind, colour in (
            ("Teeth", np.array([0.88, 0.85, 0.78])), ("GumsAndTongue", np.array([0.6, 0.3, 0.3])),
            ("MouthSocket", np.array([0.2, 0.07, 0.06])),
        ):  # fmt: skip
            colours[self._of[kind]] = colour
        return colours

    def _light(self, points: np.ndarray, random: np.random.Generator) -> np.ndarray:
        """(vertices,): a lamp, what the room gives back, and little of both within the mouth."""
        corners = points[self._triangles]
        across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        ends = self._triangles.T.ravel()
        normals = np.stack([np.bincount(ends, np.tile(axis, 3), len(points)) for axis in across.T], axis=1)
        normals = normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-6)
        lamp = np.array([random.normal(0, 0.6), random.uniform(0.0, 0.9), 1.0])
        lamp /= np.linalg.norm(lamp)
        wrap, room = random.uniform(0.1, 0.5), random.uniform(0.25, 0.6)
        light = room + (1.15 - room) * np.clip((normals @ lamp + wrap) / (1 + wrap), 0, None)
        within = np.where(self._of["MouthSocket"], 0.5, 1.0)
        within[self._of["Teeth"] | self._of["GumsAndTongue"]] = 0.75
        return light * within * random.uniform(0.75, 1.1)

    def _pixels(self, points: np.ndarray, colours: np.ndarray, random: np.random.Generator) -> np.ndarray:
        distance = np.exp(random.uniform(*np.log(_CAMERA_CM)))
        near = distance / np.maximum(distance - points[:, 2], 5.0)
        scale = SIDE * random.uniform(*_FACE_SHARE) / _FACE_CM
        at = points[:, :2] * (near * scale)[:, None] * [1.0, -1.0] + SIDE / 2 + random.normal(0, 0.03 * SIDE, 2)
        places, depth, colour = _sampled(at.astype(np.float32), points[:, 2], colours, self._triangles)
        ground = random.uniform(0.05, 0.95, 3)
        picture = torch.from_numpy(_backdrop(ground, random)).reshape(-1, 3)
        inside = ((places >= 0) & (places < SIDE)).all(1)
        pixel = (places[inside, 1] * SIDE + places[inside, 0]).long()
        depth, colour = depth[inside], colour[inside]
        nearest = torch.full((SIDE * SIDE,), -torch.inf).scatter_reduce_(0, pixel, depth, "amax")
        seen = depth >= nearest[pixel] - 0.12
        total = torch.zeros_like(picture).index_add_(0, pixel[seen], colour[seen])
        count = torch.zeros(len(picture)).index_add_(0, pixel[seen], torch.ones(int(seen.sum())))
        drawn = count > 0
        picture[drawn] = total[drawn] / count[drawn, None]
        tinted = picture.clamp(0, 1).numpy().reshape(SIDE, SIDE, 3) ** random.uniform(0.8, 1.15)
        if random.random() < 0.25:
            tinted = np.repeat(tinted.mean(2, keepdims=True), 3, axis=2)
        noisy = tinted * 255 + random.normal(0, random.uniform(0, 5), tinted.shape)
        return np.clip(np.round(noisy), 0, 255).astype(np.uint8)


def _sampled(
    at: np.ndarray, depth: np.ndarray, colours: np.ndarray, triangles: np.ndarray
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Points all over the triangles: pixels (n, 2) int, depths (n,), colours (n, 3)."""
    one, two, three = (at[triangles[:, corner]] for corner in range(3))
    across, down = two - one, three - one
    area = 0.5 * np.abs(across[:, 0] * down[:, 1] - across[:, 1] * down[:, 0])
    fineness = np.clip(np.ceil(np.sqrt(2 * _SAMPLES_PER_PIXEL * area)), 1, 24).astype(int)
    values = torch.from_numpy(np.concatenate([at, depth[:, None], colours], axis=1).astype(np.float32))
    corners = torch.from_numpy(triangles.astype(np.int64))
    drawn = []
    for fine in np.unique(fineness):
        chosen = corners[torch.from_numpy(fineness == fine)]
        drawn.append((_grid(int(fine)) @ values[chosen]).reshape(-1, values.shape[1]))
    samples = torch.cat(drawn)
    return samples[:, :2].floor().int(), samples[:, 2], samples[:, 3:]


def _grid(fine: int) -> torch.Tensor:
    """Shares of three corners, (points, 3), evenly over a triangle."""
    u, v = np.meshgrid(np.arange(fine), np.arange(fine), indexing="ij")
    kept = u + v < fine
    shares = (np.stack([u[kept], v[kept]], 1) + 1 / 3) / fine
    return torch.from_numpy(np.concatenate([1 - shares.sum(1, keepdims=True), shares], 1).astype(np.float32))


def _backdrop(ground: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """float32 (SIDE, SIDE, 3): one colour that grows lighter or darker to one side."""
    slope = np.linspace(-1, 1, SIDE) * random.normal(0, 0.15)
    return (ground + slope[:, None, None] + np.zeros((SIDE, SIDE, 1))).clip(0, 1).astype(np.float32)


def _smooth_noise(points: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """(vertices,), about -1..1: waves of many directions, 1 to 6 cm long."""
    waves = random.normal(0, 1, (12, 3)) * random.uniform(1.0, 5.0, (12, 1))
    return np.sin(points @ waves.T + random.uniform(0, 7, 12)).sum(1) / np.sqrt(6)


def _turn(random: np.random.Generator) -> np.ndarray:
    yaw, pitch, roll = random.normal(0, 1, 3) * [_YAW, _PITCH, _ROLL]
    return _rotation(2, roll) @ _rotation(0, yaw) @ _rotation(1, pitch)


def _rotation(kind: int, angle: float) -> np.ndarray:
    """Kind 0 turns about y, 1 about x, 2 about z."""
    cosine, sine = np.cos(angle), np.sin(angle)
    return np.array([
        [[cosine, 0, sine], [0, 1, 0], [-sine, 0, cosine]],
        [[1, 0, 0], [0, cosine, -sine], [0, sine, cosine]],
        [[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]],
    ][kind])  # fmt: skip
