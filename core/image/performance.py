"""A face in a video, or in a folder of numbered pictures, as a Take with head and eyes."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.signal import savgol_filter

from ...rigs import arkit
from ..errors import PictureError
from ..take import Take
from .crop import Picture
from .face_detection import FoundFace
from .picture import frames_in
from .reading import FaceReader, beyond

Report = Callable[[float, str], None]

_LEAST_SHARE = 0.5  # of frames with a face
_CALM_SECONDS, _SHARP_SECONDS = 0.23, 0.1
"""What the fitted parabolas of the smoothing span: for all that moves slowly, and for lids."""
_SHARP = tuple(row for row, name in enumerate(arkit.NAMES) if name.startswith(("eyeBlink", "eyeWide", "eyeSquint")))
_GAZE_RADIANS = 0.6  # an eye turns so far at weight 1, measured in captures of Live Link Face
_CROPS = 2
_KNOWN_RATES = (24000 / 1001, 24.0, 25.0, 30000 / 1001, 30.0, 50.0, 60000 / 1001, 60.0, 120.0)


@dataclass(frozen=True)
class PerformanceSettings:
    """fps: of the take, None for the video's own (30 for pictures); face: 0 for the largest, then smaller;

    neutral: a picture of the same person at rest, or None.
    """

    fps: float | None = None
    face: int = 0
    neutral: Path | None = None


def perform(path: Path, reader: FaceReader, settings: PerformanceSettings, report: Report) -> Take:
    """The take that a face plays: weights, head and eyes, frame i at i / fps.

    Where the face is lost for a while, its neighbours are joined. Two passes over the video: the first finds the face,
    whose place is smoothed, because a crop that trembles makes landmarks tremble. Raises PictureError: no video, a face
    in less than half of its frames, no face of that number.
    The take's made_by names the mesh, counts the frames_without_face, and has notes for the user.
    """
    times, found = _track(path, reader, settings, report)
    fps = settings.fps or _rate(times)
    places = _steady(found, times)
    weights = np.zeros((len(times), arkit.COUNT), np.float32)
    heads = np.zeros((len(times), 3), np.float32)
    for number, (pixels, _) in enumerate(frames_in(path, settings.fps)):
        fitted = reader.seen(Picture(pixels), places[number], _CROPS)
        weights[number], heads[number] = reader.weigh(fitted.mesh), fitted.head
        report(0.3 + 0.7 * (number + 1) / len(times), "Reading the face")
    if settings.neutral is not None:
        rest = reader.weigh(reader.face_of(settings.neutral)[0].mesh)
        weights = np.stack([beyond(frame, rest) for frame in weights])
    seen = np.flatnonzero([face is not None for face in found])
    even = np.arange(max(1, round((times[-1] - times[0]) * fps) + 1)) / fps + times[0]
    weights, heads = (_at(even, times[seen], values[seen]) for values in (weights, heads))
    calm = smoothed(weights, fps)
    made_by = {
        "performed_in": path.name,
        "frames_without_face": int(len(times) - len(seen)),
        "mesh": reader.mesh_source,
        "notes": list(reader.notes),
    }
    return Take(calm, fps, _smooth(heads, fps, _CALM_SECONDS), _gaze(calm), made_by)


def smoothed(weights: np.ndarray, fps: float) -> np.ndarray:
    """Weights (frames, 52) without the landmarks' tremble; lids stay as fast as they are."""
    calm = _smooth(weights, fps, _CALM_SECONDS)
    calm[:, _SHARP] = _smooth(weights[:, _SHARP], fps, _SHARP_SECONDS)
    return np.clip(calm, 0.0, 1.0)


def _track(
    path: Path, reader: FaceReader, settings: PerformanceSettings, report: Report
) -> tuple[np.ndarray, list[FoundFace | None]]:
    """Times of all frames in seconds, and the wanted face in each: the one that is nearest to where it was."""
    times: list[float] = []
    found: list[FoundFace | None] = []
    last: FoundFace | None = None
    for pixels, seconds in frames_in(path, settings.fps):
        faces = reader.find(Picture(pixels))
        if last is not None:
            faces = sorted((face for face in faces if _is_near(face, last)), key=lambda face: -face.score)
        elif settings.face < len(faces):
            faces = faces[settings.face :]
        else:
            faces = []
        last = faces[0] if faces else last
        found.append(faces[0] if faces else None)
        times.append(seconds)
        if len(times) % 25 == 0:
            report(0.3 * len(times) / (len(times) + 250), f"Looking for the face, {seconds:.0f} s")
    share = np.mean([face is not None for face in found]) if found else 0.0
    if share < _LEAST_SHARE:
        raise PictureError(
            f"A face is found in {share:.0%} of the frames of '{path}'", "choose a video that shows one from the front"
        )
    return np.array(times), found


def _is_near(face: FoundFace, last: FoundFace) -> bool:
    return bool(np.linalg.norm(face.centre - last.centre) < 0.6 * last.size) and 0.5 < face.size / last.size < 2.0


def _rate(times: np.ndarray) -> float:
    """Mean frames a second, as a known rate where it is within two thousandths of one; 30 for a single frame."""
    if len(times) < 2:
        return 30.0
    rate = (len(times) - 1) / max(float(times[-1] - times[0]), 1e-3)
    nearest = min(_KNOWN_RATES, key=lambda known: abs(known - rate))
    return nearest if abs(nearest - rate) < 2e-3 * rate else rate


def _steady(found: list[FoundFace | None], times: np.ndarray) -> list[FoundFace]:
    """The face's place in every frame, smoothed over time and joined where it was lost."""
    seen = [number for number, face in enumerate(found) if face is not None]
    faces = [face for face in found if face is not None]
    rows = np.array([[*face.centre, face.size, np.cos(face.roll), np.sin(face.roll)] for face in faces])
    rows = _smooth(_at(times, times[seen], rows), _rate(times), 2 * _CALM_SECONDS)
    return [
        FoundFace(row[:2].astype(np.float32), float(row[2]), float(np.arctan2(row[4], row[3])), 1.0) for row in rows
    ]


def _at(times: np.ndarray, known: np.ndarray, values: np.ndarray) -> np.ndarray:
    """(n, channels) at `known` seconds -> at `times`, linear, the ends held."""
    return np.stack([np.interp(times, known, column) for column in values.T], axis=1).astype(np.float32)


def _smooth(values: np.ndarray, fps: float, seconds: float) -> np.ndarray:
    """(frames, channels) under parabolas over `seconds` (Savitzky, Golay, 1964): peaks keep their height and time."""
    window = 2 * round(seconds * fps / 2) + 1
    if window < 5 or len(values) < window:
        return values.copy()
    return savgol_filter(values, window, 2, axis=0).astype(np.float32)


def _gaze(weights: np.ndarray) -> np.ndarray:
    """Eye rotations (frames, 2, 3) from the eyeLook weights, with the signs that captures have."""
    eyes = np.zeros((len(weights), 2, 3), np.float32)
    for number, (side, rightwards) in enumerate((("Left", -1.0), ("Right", 1.0))):
        into, out, up, down = (weights[:, arkit.INDEX[f"eyeLook{look}{side}"]] for look in ("In", "Out", "Up", "Down"))
        eyes[:, number, 0] = _GAZE_RADIANS * rightwards * (out - into)
        eyes[:, number, 1] = _GAZE_RADIANS * (down - up)
    return eyes
