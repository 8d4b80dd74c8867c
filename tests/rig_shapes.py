"""Shapes that fit a rig map, for measuring what a rig shows."""

import numpy as np

from expclip.rigs import arkit
from expclip.rigs.rig_map import LIPS_TOGETHER, RigMap


def looks_of(rig_map: RigMap) -> np.ndarray:
    """(rows, 52): the ARKit weights that each row's shape shows at 1 on a rig that the map was made for."""
    looks = np.zeros((len(rig_map.rows), arkit.COUNT))
    plain = [place for place, row in enumerate(rig_map.rows) if row.looks is None and LIPS_TOGETHER not in row.drives]
    gains = np.zeros((arkit.COUNT, len(plain)))
    for column, place in enumerate(plain):
        for name, gain in rig_map.rows[place].drives.items():
            gains[arkit.INDEX[name], column] = gain
    looks[plain] = np.linalg.pinv(gains)
    for place, row in enumerate(rig_map.rows):
        for name, weight in (row.looks or {}).items():
            looks[place, arkit.INDEX[name]] = weight
        if LIPS_TOGETHER in row.drives and row.looks is None:
            looks[place, arkit.INDEX["mouthClose"]] = 1.0
    return looks
