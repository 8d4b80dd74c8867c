"""What a take drives at once: one owner of channels and the rows that move it."""

from dataclasses import dataclass, replace

import bpy
import numpy as np

from ..rigs.retarget import Curves, retarget
from ..rigs.rig_map import RigMap
from . import key_shapes
from .actions import Owner


@dataclass(frozen=True)
class Part:
    """A mesh's Key datablock, or an object with bones or sliders; that object; and rows with its own names."""

    owner: Owner
    rig_map: RigMap
    obj: bpy.types.Object

    @property
    def ranges(self) -> list[tuple[float, float]]:
        """Between which values each row moves: its own range, a shape key's cut to what its slider allows."""
        if not isinstance(self.owner, bpy.types.Key):
            return [row.range for row in self.rig_map.rows]
        return [key_shapes.allowed(self.owner.key_blocks[row.target], row.range) for row in self.rig_map.rows]

    def curves(self, weights: np.ndarray, head: np.ndarray | None) -> Curves:
        """What weights (frames, 52) and a head (frames, 3) are on this part, no further than sliders go."""
        curves = retarget(weights, self.rig_map, head)
        if not isinstance(self.owner, bpy.types.Key):
            return curves
        low, high = np.array(self.ranges, np.float32).T
        return replace(curves, values=np.clip(curves.values, low, high))
