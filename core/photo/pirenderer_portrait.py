"""A portrait as PIRenderer wants it: the face cut to 256 x 256, and the face model's coefficients that it shows.

The networks learned from VoxCeleb cut as by the First Order Motion Model (Siarohin et al., NeurIPS 2019), and from
coefficients by Deep3DFaceReconstruction (Deng et al., CVPRW 2019), whose conventions are followed here.
"""

from pathlib import Path

import numpy as np

from ..image.crop import Picture, Square
from ..image.head_pose import head_rotation
from ..image.mesh import LEFT_EYE_CORNERS, NOSE_TIP, RIGHT_EYE_CORNERS, SKIN_COUNT
from .bfm import EXPRESSION
from .coefficients import COUNT, Coefficients, read_portrait_coefficients
from .pirenderer import SIZE
from .pirenderer_frames import ANGLES, Drive, angles_of
from .portrait import Portrait

_MARGIN = 1.6  # side of the cut over the height of the face mesh: the whole head, and the shoulders' beginning
_RAISED = 0.05  # of its middle over the mesh's, in heights of the mesh
_CROP = slice(EXPRESSION + 6, EXPRESSION + 9)
# Eyes, tip of the nose and corners of the mouth on the mean face, in decimetres: Deep3DFaceReconstruction's
# similarity_Lm3D_all.mat (MIT licence).
_MEAN_FACE = np.array([
    [-0.31149, 0.29036, 0.13378], [0.30980, 0.28972, 0.13180], [0.00325, -0.04618, 0.55244],
    [-0.25217, -0.38134, 0.22406], [0.24847, -0.38128, 0.22236],
])  # fmt: skip
_RESCALE = 102.0  # pixels to a decimetre, after Deep3DFaceReconstruction's own alignment
_MOUTH_CORNERS = (61, 291)


def cut_for_pirenderer(portrait: Portrait) -> tuple[np.ndarray, np.ndarray]:
    """uint8 (256, 256, 3) RGB, and the landmarks (478, 3) in its pixels. The head is not set upright."""
    low, high = portrait.landmarks[:SKIN_COUNT, :2].min(0), portrait.landmarks[:SKIN_COUNT, :2].max(0)
    height = float((high - low).max())
    square = Square((low + high) / 2 - [0.0, _RAISED * height], _MARGIN * height)
    view = Picture(np.ascontiguousarray(portrait.pixels[..., :3])).view(square, SIZE)
    scale = SIZE / square.side
    landmarks = portrait.landmarks * scale
    landmarks[:, :2] += SIZE / 2 - square.centre * scale
    return np.round(view * 255.0).astype(np.uint8), landmarks


def drive_of(portrait: Portrait, coefficients: Coefficients, tracked: Path | None = None) -> Drive:
    """tracked: what the user's tracker gives for the cut portrait, 73 coefficients; told from landmarks otherwise.

    Raises SettingsError.
    """
    own = np.clip(portrait.weights, 0.0, 1.0)
    source = told_from_landmarks(portrait, coefficients) if tracked is None else read_portrait_coefficients(tracked)
    return Drive(source, own, coefficients.matrix)


def told_from_landmarks(portrait: Portrait, coefficients: Coefficients) -> np.ndarray:
    """float32 (73,): expression by its weights, angles and crop by its landmarks, translation 0 as the mean has it."""
    _, landmarks = cut_for_pirenderer(portrait)
    told = np.zeros(COUNT, np.float32)
    told[:EXPRESSION] = coefficients.of(np.clip(portrait.weights, 0.0, 1.0))
    told[ANGLES] = angles_of(head_rotation(landmarks))
    told[_CROP] = _alignment(landmarks)
    return told


def _alignment(landmarks: np.ndarray) -> np.ndarray:
    """Scale and place (x, y upwards) by which the tracker would set this cut on the mean face, (3,)."""
    places = np.stack([
        landmarks[list(RIGHT_EYE_CORNERS)].mean(0), landmarks[list(LEFT_EYE_CORNERS)].mean(0),
        landmarks[NOSE_TIP], *landmarks[list(_MOUTH_CORNERS)],
    ])[:, :2]  # fmt: skip
    places[:, 1] = SIZE - 1 - places[:, 1]
    solved, *_ = np.linalg.lstsq(np.column_stack([_MEAN_FACE, np.ones(5)]), places, rcond=None)
    pixels_per_decimetre = np.linalg.norm(solved[:3], axis=0).mean()
    return np.array([_RESCALE / pixels_per_decimetre, *solved[3]])
