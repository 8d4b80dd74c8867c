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
from .art_guides import features, person, pixels_on, places_on, planes, width_of
from .art_regions import REGIONS, regions_on
from .colour_table import colour_table
from .patches import Guides, synthesise
from .portrait import Portrait

Report = Callable[[float], None]
_WORKING_SIZE = 512  # pixels on the longer side of what is put together; larger portraits are laid from it
_LEAST_ART, _MOST_ART = 320, 640  # the same of the art, whatever the sizes of faces are
_LEAST_SIDE = 32
_STROKE = 1 / 170  # of the longer side: what is finer in the art is how it is painted, not what
_PLACE, _REGION = 0.8, 1.0  # weights against colours: a face's width, and the step from one region to another
_FACE_CARE, _FEATURE_CARE = 1.0, 6.0
_TONE, _FEATURE_TONE = 0.85, 0.1  # how far tones are led back to the portrait's, and how much further in its features
_BROAD, _NEAR = 1.1, 0.6  # strokes over which tones are compared, elsewhere and in the features
_FINE = 0.7  # how far eyes and mouth keep lines that are finer than a stroke
_LIGHT = 0.6  # how far the light and shade of the portrait stay: the art's would bring the shadows of its face too
_OWN_SKIN = 0.4  # how far skin keeps its colours where the art shows none
_SURE = 0.6  # share of a region from which a pixel tells its colours
_LEAST = 50  # pixels that tell them
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
    target, known = [recolour(still, landmarks, 0.0)], [plain]
    if there is not None:
        rows = canvas.shape[:2]
        target += [_PLACE * places_on(landmarks, there, size), _REGION * regions_on(still, landmarks)]
        known += [_PLACE * pixels_on(there, rows), _REGION * regions_on(_bytes(plain), there)]
    care = 1.0 + _FACE_CARE * person(landmarks, size) + _FEATURE_CARE * features(landmarks, size)
    guides = Guides(planes(*target), planes(*known), planes(care)[0])
    finest = _resized(art, scale / working)
    laid = synthesise(guides, planes(canvas / 255.0), planes(finest / 255.0), full, _SEED, report)
    tones = recolour(portrait.pixels[..., :3], portrait.landmarks)
    shown = _recognisable(laid.permute(1, 2, 0).numpy(), tones, portrait.landmarks, _STROKE * max(full))
    shown = np.round(shown.clip(0, 1) * 255).astype(np.uint8)
    return replace(portrait, pixels=np.concatenate([shown, portrait.pixels[..., 3:]], axis=2))


class _Recolouring:
    """The portrait in the art's colours, skin in those of its skin, hair in those of its hair, and so on.

    With one table for all of it light hair took the colours of skin, and a bright cheek those of a bright wall.
    """

    def __init__(self, still: np.ndarray, landmarks: np.ndarray, plain: np.ndarray, there: np.ndarray | None):
        """plain: the art without its strokes, 0..1."""
        art = _bytes(plain)
        whole = colour_table(still, art)
        self._tables = [whole] * len(REGIONS)
        self._own = _OWN_SKIN if there is None else 0.0
        if there is None:
            return
        ours, theirs = regions_on(still, landmarks), regions_on(art, there)
        plain_skin = features(landmarks, still.shape[:2]) < 0.3, features(there, art.shape[:2]) < 0.3
        for number, name in enumerate(REGIONS):
            here, known = ours[..., number] > _SURE, theirs[..., number] > _SURE
            if name == "skin":  # lips and eyes, whose colours no cheek should get
                here, known = here & plain_skin[0], known & plain_skin[1]
            if min(np.count_nonzero(here), np.count_nonzero(known)) >= _LEAST:
                self._tables[number] = colour_table(still[here], art[known])

    def __call__(self, pixels: np.ndarray, landmarks: np.ndarray, light_kept: float = _LIGHT) -> np.ndarray:
        """uint8 (height, width, 3) -> 0..1; light_kept: how far light and shade stay those of the pixels."""
        shares = regions_on(pixels, landmarks)
        light = pixels.mean(-1) / 255.0
        shown = np.zeros(pixels.shape)
        for table, share in zip(self._tables, np.moveaxis(shares, -1, 0), strict=True):
            colours = table.applied(pixels) / 255.0
            total = share.sum() + 1e-6
            kept = light + ((colours.mean(-1) - light) * share).sum() / total
            colours += light_kept * (kept - colours.mean(-1))[..., None]
            shown += share[..., None] * colours
        return (shown + self._own * shares[..., :1] * (pixels / 255.0 - shown)).clip(0, 1)


def _bytes(colours: np.ndarray) -> np.ndarray:
    """0..1 -> uint8."""
    return np.round(colours * 255).astype(np.uint8)


def _recognisable(laid: np.ndarray, wanted: np.ndarray, landmarks: np.ndarray, stroke: float) -> np.ndarray:
    """Tones as they were, most of all about eyes and mouth, whose fine lines pieces cannot know."""
    feature = features(landmarks, laid.shape[:2])[..., None]
    broad, near, sharp = (_smooth(wanted * 255, strokes * stroke) for strokes in (_BROAD, _NEAR, 0.2))
    broadly = broad - _smooth(laid * 255, _BROAD * stroke)
    nearly = near - _smooth(laid * 255, _NEAR * stroke)
    tones = (_TONE + _FEATURE_TONE * feature) * (broadly + feature * (nearly - broadly))
    return laid + tones + _FINE * feature * (sharp - near)


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
