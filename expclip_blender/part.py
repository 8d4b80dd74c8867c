"""What a take drives at once: one owner of channels and the rows that move it."""

from dataclasses import dataclass, replace

import bpy
import numpy as np

from ..rigs.retarget import Curves, retarget
from ..rigs.rig_map import RigMap
from . import controls, key_shapes
from .actions import Owner


@dataclass(frozen=True)
class Part:
    """A mesh's Key datablock, or an object with bones or sliders; that object; and rows with its own names."""

    owner: Owner
    rig_map: RigMap
    obj: bpy.types.Object

    @property
    def ranges(self) -> list[tuple[float, float]]:
        """Between which values each row moves: its own range, cut to what a shape key's or property's slider allows."""
        if isinstance(self.owner, bpy.types.Key):
            return [key_shapes.allowed(self.owner.key_blocks[row.target], row.range) for row in self.rig_map.rows]
        sliders = controls.allowed(self.owner, {row.target: row.range for row in self.rig_map.rows if not row.axis})
        return [row.range if row.axis else sliders[row.target] for row in self.rig_map.rows]

    def curves(self, weights: np.ndarray, head: np.ndarray | None) -> Curves:
        """What weights (frames, 52) and a head (frames, 3) are on this part, no further than sliders go."""
        curves = retarget(weights, self.rig_map, head)
        values = curves.values.copy()
        for column, (row, (low, high)) in enumerate(zip(self.rig_map.rows, self.ranges, strict=True)):
            if not row.axis:
                values[:, column] = np.clip(values[:, column], low, high)
        return replace(curves, values=values)
