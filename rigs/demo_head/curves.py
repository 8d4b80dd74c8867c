"""Smooth curves through given values."""

import numpy as np


def smooth_curve(known: np.ndarray, values: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Cubic through the values with slopes of central differences (Catmull-Rom)."""
    slope = np.gradient(values, known)
    left = np.clip(np.searchsorted(known, wanted, side="right") - 1, 0, len(known) - 2)
    width = known[left + 1] - known[left]
    t = (wanted - known[left]) / width
    a, b, m, n = values[left], values[left + 1], slope[left] * width, slope[left + 1] * width
    return (2 * t**3 - 3 * t**2 + 1) * a + (t**3 - 2 * t**2 + t) * m + (3 * t**2 - 2 * t**3) * b + (t**3 - t**2) * n
