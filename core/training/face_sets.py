"""Landmark sets of made-up faces: identities, expressions, gazes, poses, cameras, and what a detector errs.

Shapes come from the ARKit landmark basis of ICT-FaceKit (MIT) and MediaPipe's canonical face (Apache-2.0), folder
`landmarks` of the data pack: canonical_face.npz and arkit_landmark_basis.npz, centimetres, x to the person's left,
y up, z forward. Magnitudes below are chosen so that the sets surround what a detector finds on photographs.
"""

import csv
import re
from pathlib import Path

import numpy as np

from ...rigs import arkit
from ...rigs.action_units import INTENSITIES, weights_from_action_units
from ..image import mesh

TEAD = Path(__file__).resolve().parents[2] / "presets" / "corpus" / "tead"

# Smooth random displacement: how far it reaches and how strong it is, both in centimetres.
_SHAPE_NOISE = ((5.0, 0.30), (2.0, 0.13), (0.9, 0.05))
_DETECTOR_NOISE = ((4.0, 0.07), (1.5, 0.05), (0.6, 0.03))
_UNEVEN = 0.45  # share of the shape noise that differs between left and right
_IDENTITY = 1.5
_YAW_DEGREES, _PITCH_DEGREES = (14.0, 45.0), (11.0, 35.0)  # deviation, limit
_CAMERA_CM = (22.0, 250.0)
_IRIS_CM = (0.42, 0.72)
_GAZE_CM = np.array([0.45, 0.35])
_SPARSE, _FACES = 0.5, 0.38  # shares of random mixtures and of written faces; the others rest
_SKIN = mesh.READ[mesh.READ < mesh.SKIN_COUNT]
_MIRRORED = mesh.rows_of(mesh.MIRRORED[mesh.READ])
_LOOKS = ("In", "Out", "Up", "Down")


class LandmarkSets:
    """Draws sets; deterministic for a generator."""

    def __init__(self, folder: Path):
        """`folder` has the two files of the data pack. Raises OSError where they are missing."""
        canonical = np.load(folder / "canonical_face.npz", allow_pickle=False)
        basis = np.load(folder / "arkit_landmark_basis.npz", allow_pickle=False)
        neutral = (basis["neutral"] - basis["neutral"].mean(0)).astype(np.float32)
        detected = _aligned(
            canonical["vertices"], neutral, canonical["procrustes_ids"], canonical["procrustes_weights"]
        )
        self._neutral, self._detected = neutral[_SKIN], detected[_SKIN]
        self._identities = basis["identity_deltas"][:, _SKIN].astype(np.float32)
        self._shapes = np.zeros((arkit.COUNT, len(_SKIN), 3), np.float32)
        self._shapes[[arkit.INDEX[name] for name in basis["names"]]] = basis["deltas"][:, _SKIN]
        places = np.concatenate([self._neutral, self._eye(self._neutral[None])[0]])
        self._shape_noise = [(_smooth_modes(places, reach), strength) for reach, strength in _SHAPE_NOISE]
        self._detector_noise = [(_smooth_modes(places, reach), strength) for reach, strength in _DETECTOR_NOISE]
        self._faces = written_faces()

    def draw(self, count: int, random: np.random.Generator) -> np.ndarray:
        """float32 (count, 146, 2): the landmarks READ, upright, as core/image/mesh.py says."""
        weights = self.expressions(count, random)
        skin = self._heads(count, random) + np.einsum("nw,wpc->npc", weights, self._shapes, optimize=True)
        points = np.concatenate([skin, self._eye(skin, weights, random)], axis=1)
        points += self._noise(self._shape_noise, count, random, axes=3, uneven=_UNEVEN)
        seen = _photographed(points, random)
        seen += self._noise(self._detector_noise, count, random, axes=2, uneven=1.0)
        return mesh.upright(seen)

    def _heads(self, count: int, random: np.random.Generator) -> np.ndarray:
        share = random.uniform(-0.1, 1.2, (count, 1, 1)).astype(np.float32)
        amounts = random.normal(0, _IDENTITY, (count, len(self._identities))).astype(np.float32)
        identity = np.einsum("nk,kpc->npc", amounts, self._identities, optimize=True)
        return self._neutral + share * (self._detected - self._neutral) + identity

    def expressions(self, count: int, random: np.random.Generator) -> np.ndarray:
        """float32 (count, 52): random mixtures of few shapes, written faces, and faces at rest."""
        kind = random.random(count)
        active = random.random((count, arkit.COUNT)) < random.uniform(0.02, 0.25, (count, 1))
        active |= active[:, list(arkit.MIRROR_INDEX)] & (random.random((count, 1)) < 0.75)
        mixed = active * random.uniform(0, 1.15, (count, arkit.COUNT))
        even = 0.5 * (mixed + mixed[:, list(arkit.MIRROR_INDEX)])
        mixed = np.where(random.random((count, 1)) < 0.6, even, mixed)
        face = self._faces[random.integers(len(self._faces), size=count)]
        face = face * random.uniform(0.3, 1.4, (count, 1)) + 0.3 * mixed * (random.random((count, 1)) < 0.5)
        weights = np.where((kind < _SPARSE)[:, None], mixed, 0.1 * mixed)
        weights = np.where((kind > 1 - _FACES)[:, None], face, weights)
        lids = random.uniform(-0.35, 0.9, (count, 1)) * (random.random((count, 1)) < 0.5)
        for side in ("Left", "Right"):
            weights[:, arkit.INDEX[f"eyeBlink{side}"]] += lids[:, 0] + random.normal(0, 0.04, count)
            weights[:, arkit.INDEX[f"eyeWide{side}"]] += 0.8 * (random.random(count) < 0.1)
        return weights.astype(np.float32)

    def _eye(
        self, skin: np.ndarray, weights: np.ndarray | None = None, random: np.random.Generator | None = None
    ) -> np.ndarray:
        """Iris points (n, 10, 3) for skin (n, 136, 3); at rest without weights. Both eyes look the same way, nearly."""
        count = len(skin)
        radius = np.full(count, np.mean(_IRIS_CM), np.float32)
        common = np.zeros((count, 2))
        if random is not None:
            radius = random.uniform(*_IRIS_CM, count).astype(np.float32)
            common = random.normal(0, 0.35, (count, 2)) * (random.random((count, 1)) < 0.6)
        eyes = []
        for side, corners, lids, outwards in (
            ("Right", mesh.rows_of(mesh.RIGHT_EYE_CORNERS), mesh.rows_of(mesh.RIGHT_LIDS), -1.0),
            ("Left", mesh.rows_of(mesh.LEFT_EYE_CORNERS), mesh.rows_of(mesh.LEFT_LIDS), 1.0),
        ):
            gaze = common.copy()
            if weights is not None and random is not None:
                into, out, up, down = (weights[:, arkit.INDEX[f"eyeLook{look}{side}"]] for look in _LOOKS)
                gaze += np.stack([outwards * (out - into), up - down], 1) + random.normal(0, 0.05, (count, 2))
            centre = skin[:, corners].mean(1)
            centre[:, :2] += gaze * _GAZE_CM
            upper, lower = skin[:, lids[0]], skin[:, lids[1]]
            centre[:, 1] = np.clip(centre[:, 1] + 0.1, lower[:, 1] - 0.05, np.maximum(upper[:, 1], lower[:, 1]) + 0.05)
            centre[:, 2] = 0.5 * (upper[:, 2] + lower[:, 2])
            ring = np.array([[0, 0, 0], [1, 0, 0], [0, 0.92, 0], [-1, 0, 0], [0, -0.92, 0]], np.float32)
            eyes.append(centre[:, None] + radius[:, None, None] * ring)
        return np.concatenate(eyes, axis=1).astype(np.float32)

    def _noise(
        self, kinds: list[tuple[np.ndarray, float]], count: int, random: np.random.Generator, axes: int, uneven: float
    ) -> np.ndarray:
        """Smooth displacement (count, 146, axes); its strength differs from face to face."""
        field = np.zeros((count, len(mesh.READ), axes), np.float32)
        for modes, strength in kinds:
            amounts = random.normal(0, strength, (count, axes, modes.shape[1])).astype(np.float32)
            amounts *= random.gamma(2.0, 0.5, (count, 1, 1)).astype(np.float32)
            field += (amounts @ modes.T).transpose(0, 2, 1)
        other = field[:, _MIRRORED]
        other[..., 0] *= -1
        even, odd = (field + other) / np.sqrt(2), (field - other) / np.sqrt(2)
        return np.sqrt(1 - uneven / 2) * even + np.sqrt(uneven / 2) * odd if uneven < 1 else field


def written_faces() -> np.ndarray:
    """float32 (rows, 52): the faces of the written corpus that show something, from their action units."""
    codes: set[str] = set()
    for path in sorted(TEAD.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            codes.update(row["aus"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    faces = []
    for code in sorted(codes - {"-"}):
        parts = [re.fullmatch(r"([LR]?\d+)([A-E])", part) for part in code.split("+")]
        activations = {part[1]: INTENSITIES[part[2]] for part in parts if part}
        if activations:
            faces.append(weights_from_action_units(activations))
    return np.array(faces, np.float32)


def _photographed(points: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """(n, points, 3) in centimetres -> (n, points, 2) as cameras at many distances see them, y down, size kept."""
    count = len(points)
    yaw, pitch = (
        np.radians(np.clip(random.normal(0, deviation, count), -limit, limit)).astype(np.float32)
        for deviation, limit in (_YAW_DEGREES, _PITCH_DEGREES)
    )
    turned = points.copy()
    turned[..., 0] = np.cos(yaw)[:, None] * points[..., 0] + np.sin(yaw)[:, None] * points[..., 2]
    away = np.cos(yaw)[:, None] * points[..., 2] - np.sin(yaw)[:, None] * points[..., 0]
    turned[..., 1] = np.cos(pitch)[:, None] * points[..., 1] - np.sin(pitch)[:, None] * away
    away = np.cos(pitch)[:, None] * away + np.sin(pitch)[:, None] * points[..., 1]
    nearest, farthest = np.log(_CAMERA_CM)
    distance = np.exp(random.uniform(nearest, farthest, (count, 1))).astype(np.float32)
    return (turned[..., :2] * (distance / (distance - away))[..., None] * np.array([1, -1], np.float32)).astype(
        np.float32
    )


def _smooth_modes(places: np.ndarray, reach: float) -> np.ndarray:
    """(points, modes): factors of the covariance exp(-d^2 / 2 reach^2), what is below 1e-3 of the largest left out."""
    distance = ((places[:, None] - places[None]) ** 2).sum(-1)
    values, vectors = np.linalg.eigh(np.exp(-distance / (2 * reach**2)))
    kept = values > 1e-3 * values[-1]
    return (vectors[:, kept] * np.sqrt(values[kept])).astype(np.float32)


def _aligned(points: np.ndarray, onto: np.ndarray, ids: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """`points` moved and scaled onto the points `ids` of `onto`, weighted; both face forward, so nothing turns."""
    share = (weights / weights.sum())[:, None]
    source, target = points[ids], onto[ids]
    source_centre, target_centre = (share * source).sum(0), (share * target).sum(0)
    scale = (share * (source - source_centre) * (target - target_centre)).sum() / (
        share * (source - source_centre) ** 2
    ).sum()
    return ((points - source_centre) * scale + target_centre).astype(np.float32)
