"""A portrait in the manner of a picture: the still is painted once, then it is what moves, so nothing flickers.

It stands for the art style of Style2Talker (Tan et al., AAAI 2024) without its networks: pieces of the art are laid
where colours, places on the face, and person and background agree.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.ndimage import gaussian_filter

from ..errors import PictureError
from ..image.picture import read_picture
from ..image.reading import face_reader
from .art_guides import features, person, pixels_on, places_on, planes, skin, width_of
from .colour_table import colour_table
from .patches import Guides, synthesise
from .portrait import Portrait

Report = Callable[[float], None]
_WORKING_SIZE = 512  # pixels on the longer side of what is put together; larger portraits are laid from it
_LEAST_ART, _MOST_ART = 320, 640  # the same of the art, whatever the sizes of faces are
_LEAST_SIDE = 32
_STROKE = 1 / 170  # of the longer side: what is finer in the art is how it is painted, not what
_PLACE, _PERSON = 0.8, 0.35  # weights against colours: a face's width, and the step from person to background
_FACE_CARE, _FEATURE_CARE = 1.0, 6.0
_TONE, _PERSON_TONE, _FEATURE_TONE = 0.09, 0.3, 0.6  # how far tones are led back to the portrait's
_FINE = 0.7  # how far eyes and mouth keep lines that are finer than a stroke
_FACE_SHARE = 0.5  # all of it would bring the shadows of the art's face too
_SEED = 11


def in_the_manner_of(
    art: Path, portrait: Portrait, models: Path | None = None, report: Report = lambda done: None
) -> Portrait:
    """The portrait painted as `art` is; its landmarks and expression stay. A face in the art guides where one is found.

    models: the bundle of the face's reading; report hears how much is done. Raises PictureError for art that cannot be
    read, MissingPartError.
    """
    pixels = read_picture(art)
    if min(pixels.shape[:2]) < _LEAST_SIDE:
        height, width = pixels.shape[:2]
        raise PictureError(f"The art '{art}' has {width} x {height} pixels", f"choose one of {_LEAST_SIDE} or more")
    try:
        seen, _ = face_reader(models).face_of(art)
    except PictureError:
        return painted(portrait, pixels, report=report)
    return painted(portrait, pixels, seen.mesh.points, report)


def painted(
    portrait: Portrait,
    art: np.ndarray,
    art_landmarks: np.ndarray | None = None,
    report: Report = lambda done: None,
) -> Portrait:
    """art: uint8 (rows, columns, 3); art_landmarks: (478, 3) in its pixels."""
    full = portrait.pixels.shape[:2]
    working = min(1.0, _WORKING_SIZE / max(full))
    size = (round(full[0] * working), round(full[1] * working))
    stroke = _STROKE * max(size)
    landmarks = portrait.landmarks * working
    scale = _art_scale(art, art_landmarks, landmarks, max(size))
    still, canvas = (_resized(pixels, share) for pixels, share in ((portrait.pixels[..., :3], working), (art, scale)))
    plain = _smooth(canvas, stroke)
    there = None if art_landmarks is None else art_landmarks * scale
    recolour = _Recolouring(still, landmarks, plain, there)
    target, known = [recolour(still, landmarks)], [plain]
    if there is not None:
        rows = canvas.shape[:2]
        target += [_PLACE * places_on(landmarks, there, size), _PERSON * person(landmarks, size)]
        known += [_PLACE * pixels_on(there, rows), _PERSON * person(there, rows)]
    care = 1.0 + _FACE_CARE * person(landmarks, size) + _FEATURE_CARE * features(landmarks, size)
    guides = Guides(planes(*target), planes(*known), planes(care)[0])
    finest = _resized(art, scale / working)
    laid = synthesise(guides, planes(canvas / 255.0), planes(finest / 255.0), full, _SEED, report)
    tones = recolour(portrait.pixels[..., :3], portrait.landmarks)
    shown = _recognisable(laid.permute(1, 2, 0).numpy(), tones, portrait.landmarks, _STROKE * max(full))
    shown = np.round(shown.clip(0, 1) * 255).astype(np.uint8)
    return replace(portrait, pixels=np.concatenate([shown, portrait.pixels[..., 3:]], axis=2))


class _Recolouring:
    """The portrait in the art's colours, and its face in those of the art's face.

    With one table for all of it a bright cheek took the colour of a bright wall.
    """

    def __init__(self, still: np.ndarray, landmarks: np.ndarray, plain: np.ndarray, there: np.ndarray | None):
        """plain: the art without its strokes, 0..1."""
        art = np.round(plain * 255).astype(np.uint8)
        self._whole, self._face = colour_table(still, art), None
        if there is not None:
            ours, theirs = (_bare(points, side.shape[:2]) for points, side in ((landmarks, still), (there, art)))
            if ours.any() and theirs.any():
                self._face = colour_table(still[ours], art[theirs])

    def __call__(self, pixels: np.ndarray, landmarks: np.ndarray) -> np.ndarray:
        """uint8 (height, width, 3) -> 0..1."""
        shown = self._whole.applied(pixels) / 255.0
        if self._face is not None:
            face = self._face.applied(pixels) / 255.0
            shown += _FACE_SHARE * skin(landmarks, pixels.shape[:2])[..., None] * (face - shown)
        return shown


def _bare(landmarks: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Where there is skin without lips and eyes, whose colours no cheek should get, bool (height, width)."""
    return (skin(landmarks, size) > 0.5) & (features(landmarks, size) < 0.3)


def _recognisable(laid: np.ndarray, wanted: np.ndarray, landmarks: np.ndarray, stroke: float) -> np.ndarray:
    """Tones of the face as they were, most of all about eyes and mouth, whose fine lines pieces cannot know."""
    size = laid.shape[:2]
    feature = features(landmarks, size)[..., None]
    share = _TONE + _PERSON_TONE * person(landmarks, size)[..., None] + _FEATURE_TONE * feature
    broad, sharp = _smooth(wanted * 255, 0.6 * stroke), _smooth(wanted * 255, 0.2 * stroke)
    tones = broad - _smooth(laid * 255, 0.6 * stroke)
    return laid + share.clip(0, 0.9) * tones + _FINE * feature * (sharp - broad)


def _art_scale(art: np.ndarray, there: np.ndarray | None, landmarks: np.ndarray, longest: int) -> float:
    """So that faces, or else pictures, are of one size."""
    wanted = longest / max(art.shape[:2]) if there is None else width_of(landmarks) / width_of(there)
    return float(np.clip(wanted * max(art.shape[:2]), _LEAST_ART, _MOST_ART)) / max(art.shape[:2])


def _resized(pixels: np.ndarray, scale: float) -> np.ndarray:
    from torch import from_numpy
    from torch.nn.functional import interpolate

    size = [max(1, round(side * scale)) for side in pixels.shape[:2]]
    if list(pixels.shape[:2]) == size:
        return pixels
    plane = from_numpy(np.ascontiguousarray(pixels)).permute(2, 0, 1)[None].float()
    plane = interpolate(plane, size, mode="bicubic", antialias=True, align_corners=False)
    return plane[0].permute(1, 2, 0).clamp(0, 255).round().byte().numpy()


def _smooth(pixels: np.ndarray, width: float) -> np.ndarray:
    """0..255 -> 0..1, blurred by a Gaussian of `width` pixels."""
    return gaussian_filter(pixels.astype(np.float32) / 255.0, (width, width, 0))
