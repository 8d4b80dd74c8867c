"""The small visible mark that a synthetic picture carries: a dark pill with the letters AI, drawn without a font."""

import numpy as np

from ..errors import SettingsError

_LETTERS = ("01110 11111", "10001 00100", "10001 00100", "11111 00100", "10001 00100", "10001 00100", "10001 11111")
_MARGIN = 2
_SHARE = 0.045  # of the mark's height of the picture's shorter side
_LEAST_PIXELS = 15
_OPACITY = 0.55


def mark_for(height: int, width: int) -> np.ndarray:
    """float32 (rows, columns, 2): shade 0..1 and opacity 0..1 of the mark, for the lower right corner."""
    letters = np.array([[float(dot) for dot in row.replace(" ", "0")] for row in _LETTERS])
    plate = np.pad(letters, _MARGIN)
    scale = max(1, round(max(_SHARE * min(height, width), _LEAST_PIXELS) / len(plate)))
    shade = np.kron(plate, np.ones((scale, scale)))
    return np.stack([shade, np.where(shade > 0, 0.9, _OPACITY)], axis=-1).astype(np.float32)


def marked(picture: np.ndarray, mark: np.ndarray) -> np.ndarray:
    """uint8 (height, width, 3), or with alpha (.., 4), with the mark near its lower right corner.

    Where the picture is transparent the mark is not.
    """
    height, width, channels = picture.shape
    rows, columns = mark.shape[:2]
    away = rows // 2
    top, left = max(0, height - rows - away), max(0, width - columns - away)
    result = picture.copy()
    part = result[top : top + rows, left : left + columns].astype(np.float32)
    shade, opacity = mark[: part.shape[0], : part.shape[1], :1] * 255.0, mark[: part.shape[0], : part.shape[1], 1:]
    under = part[..., 3:] / 255.0 if channels == 4 else np.ones_like(opacity)
    covered = opacity + under * (1 - opacity)
    colours = (opacity * shade + (1 - opacity) * under * part[..., :3]) / covered
    shown = colours if channels == 3 else np.concatenate([colours, 255.0 * covered], axis=-1)
    result[top : top + rows, left : left + columns] = np.round(shown)
    return result


def checked_reason(reason: str | None) -> str | None:
    """Why the visible mark is left away. Raises SettingsError for an empty reason."""
    if reason is not None and not reason.strip():
        raise SettingsError("The reason for leaving the mark away is empty", "tell it after --no-mark")
    return reason
