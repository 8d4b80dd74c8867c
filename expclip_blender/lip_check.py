"""Closures checked on the character's own mesh: where the take holds the lips together, its shapes let them meet.

What is measured is the shape keys' geometry; modifiers and bones are not part of it, so a face whose jaw a bone opens
is left as its map has it.
"""

from dataclasses import replace

import bpy
import numpy as np
from mathutils import Vector

from ..rigs.lip_seam import LipSeam, closures, find_seam, held_together, together
from ..rigs.retarget import Curves
from ..rigs.rig_map import LIPS_OPEN, Row
from .character import Part

_NO_MOUTH = ("eye", "brow", "nose", "head")


def opens(row: Row) -> bool:
    """Whether a row moves with the opening of the jaw."""
    return bool({"jawOpen", LIPS_OPEN} & row.drives.keys())


def closed(part: Part, curves: Curves, weights: np.ndarray) -> tuple[Curves, list[str]]:
    """The curves of a mesh with its lips meeting where weights (frames, 52) hold them together, and what to tell."""
    if not isinstance(part.owner, bpy.types.Key) or not any(opens(row) for row in part.rig_map.rows):
        return curves, []
    columns = [column for column, row in enumerate(part.rig_map.rows) if _is_of_the_mouth(row)]
    rows = tuple(part.rig_map.rows[column] for column in columns)
    seam = _seam(part, rows)
    allowed = together(weights)
    if seam is None or not closures(allowed, allowed)[1]:
        return curves, []
    before = curves.values[:, columns]
    fitted = held_together(before, [row.range for row in rows], seam, allowed)
    values = curves.values.copy()
    values[:, columns] = fitted
    reached, there = closures(allowed, seam.opening(fitted))
    notes = []
    if reached < there:
        notes.append(
            f"The lips of '{part.obj.name}' close at {reached} of {there} closures: its shapes close no further"
        )
    return replace(curves, values=values), notes


def _is_of_the_mouth(row: Row) -> bool:
    return not row.drives or not all(name.startswith(_NO_MOUTH) for name in row.drives)


def _seam(part: Part, rows: tuple[Row, ...]) -> LipSeam | None:
    key = part.owner
    assert isinstance(key, bpy.types.Key)
    points: dict[str, np.ndarray] = {}

    def of(block: bpy.types.ShapeKey) -> np.ndarray:
        if block.name not in points:
            places = np.empty(len(block.data) * 3, np.float32)
            block.data.foreach_get("co", places)
            points[block.name] = places.reshape(-1, 3)
        return points[block.name]

    blocks = [key.key_blocks[row.target] for row in rows]
    deltas = np.array([of(block) - of(block.relative_key) for block in blocks])
    up = part.obj.matrix_world.to_3x3().inverted_safe() @ Vector((0.0, 0.0, 1.0))
    return find_seam(of(key.reference_key), deltas, replace(part.rig_map, rows=rows), np.array(up[:]))
