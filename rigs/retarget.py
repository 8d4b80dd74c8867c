"""From 52 ARKit weights to the channels of a rig, through a rig map. numpy only."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from . import arkit
from .rig_map import INPUTS, LIPS_TOGETHER, RigMap, Row

_SMALLEST_JAW = 0.05
"""Below this opening of the jaw mouthClose has nothing to close, and its share of jawOpen would be noise."""
_ORDER = {name: column for column, name in enumerate(INPUTS)}


@dataclass(frozen=True)
class Curves:
    """channels: names, see Row.channel; values: float32 (frames, channels), shapes in the range of their row, turns of
    bones in radians, their moves in the armature's units."""

    channels: tuple[str, ...]
    values: np.ndarray


def retarget(weights: np.ndarray, rig_map: RigMap, head: np.ndarray | None = None) -> Curves:
    """weights (frames, 52) in ARKit order -> the curves of every row of the map, in its order.

    head: (frames, 3) yaw, pitch, roll in radians, for rows that turn a bone with it; None is a still head.
    Weights are clipped to 0..1 first: captures go above, and a rig's shapes fold there. Raises ValueError for another
    shape of weights.
    """
    weights = np.asarray(weights, np.float64)
    if weights.ndim != 2 or weights.shape[1] != arkit.COUNT:
        raise ValueError(f"weights of shape {weights.shape}, where (frames, {arkit.COUNT}) is wanted")
    inputs = _inputs(np.clip(weights, 0.0, 1.0), np.zeros((len(weights), 3)) if head is None else head)
    values = np.zeros((len(weights), len(rig_map.rows)), np.float32)
    for column, row in enumerate(rig_map.rows):
        values[:, column] = _value(row, inputs)
    return Curves(tuple(row.channel for row in rig_map.rows), values)


def shown(curves: Curves, rig_map: RigMap) -> np.ndarray:
    """What a rig that fits the map shows, told in ARKit weights: curves of `rig_map` -> (frames, 52), 0 or more.

    A shape with `looks` shows them; the others show together the weights that explain their values best (least squares
    over `drives`). Bones are left out, they move with a shape of their own. `lipsTogether` shows as mouthClose in
    proportion to the jawOpen that is shown. Serves to measure lips after retargeting.
    """
    values = curves.values.astype(np.float64)
    weights = np.zeros((len(values), arkit.COUNT))
    together = np.zeros(len(values))
    plain: list[int] = []
    for column, row in enumerate(rig_map.rows):
        if row.looks is not None:
            for name, weight in row.looks.items():
                weights[:, arkit.INDEX[name]] += values[:, column] * weight
        elif LIPS_TOGETHER in row.drives:
            together = np.maximum(together, values[:, column])
        elif not row.axis:
            plain.append(column)
    drives = np.zeros((arkit.COUNT, len(plain)))
    for place, column in enumerate(plain):
        for name, gain in rig_map.rows[column].drives.items():
            drives[arkit.INDEX[name], place] = gain
    weights += np.maximum(values[:, plain] @ np.linalg.pinv(drives), 0.0)
    weights[:, arkit.INDEX["mouthClose"]] += together * weights[:, arkit.INDEX["jawOpen"]]
    return weights


def _inputs(weights: np.ndarray, head: np.ndarray) -> np.ndarray:
    """(frames, 52) and (frames, 3) radians -> (frames, 57) in the order of rig_map.INPUTS."""
    jaw, close = weights[:, arkit.INDEX["jawOpen"]], weights[:, arkit.INDEX["mouthClose"]]
    lips_open = np.maximum(jaw - close, 0.0)
    together = np.minimum(close / np.maximum(jaw, _SMALLEST_JAW), 1.0)
    return np.concatenate([weights, lips_open[:, None], together[:, None], np.rad2deg(head)], axis=1)


def _value(row: Row, inputs: np.ndarray) -> np.ndarray:
    value = np.clip(row.offset + _sum(row.drives, inputs), *row.range)
    if row.only:
        value = value * np.clip(_sum(row.only, inputs), 0.0, 1.0)
    if row.unless:
        value = value * (1.0 - np.clip(_sum(row.unless, inputs), 0.0, 1.0))
    return value * row.unit


def _sum(gains: Mapping[str, float], inputs: np.ndarray) -> np.ndarray:
    total = np.zeros(len(inputs))
    for name, gain in gains.items():
        total += gain * inputs[:, _ORDER[name]]
    return total
