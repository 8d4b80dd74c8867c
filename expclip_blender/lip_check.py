"""Closures checked on the character's own mesh: where the take holds the lips together, its shapes let them meet.

What is measured is what the rows do to the mesh: shape keys by their geometry as far as mute, vertex group and slider
let it act, bones and custom properties on the mesh as Blender evaluates it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import bpy
import numpy as np

from ..rigs.lip_seam import Lips, closures, find_lips, held_together, together, wide_open
from ..rigs.retarget import Curves
from ..rigs.rig_map import LIPS_OPEN, Row
from . import key_shapes, posed_mesh
from .character import Character
from .part import Part

_NO_MOUTH = ("eye", "brow", "nose", "head")


def closed(character: Character, curves: Sequence[Curves], weights: np.ndarray) -> tuple[list[Curves], list[str]]:
    """The curves of the character's parts with its lips meeting where weights (frames, 52) hold them together, and what
    to tell."""
    fitted, notes = list(curves), []
    allowed = together(weights)
    if not closures(allowed, allowed)[1]:
        return fitted, notes
    posing = [place for place, part in enumerate(character.parts) if not isinstance(part.owner, bpy.types.Key)]
    for mesh in character.meshes:
        shapes = [place for place, part in enumerate(character.parts) if part.owner == mesh.data.shape_keys]
        face = _Mouth(mesh, character.parts, shapes, posing)
        lips = face.lips()
        if lips is None:
            continue
        seam = lips.seam(face.deltas())
        before = face.values(fitted)
        after = held_together(before, face.ranges, seam, allowed)
        face.put(fitted, after)
        reached, there = closures(allowed, seam.opening(after))
        if reached < there:
            told = f"The lips of '{mesh.name}' close at {reached} of {there} closures"
            notes.append(f"{told}: its shapes close no further")
        posing = []  # what poses a character is fitted to the lips that were found first
    if unseen := [mesh.name for mesh in character.meshes if mesh.name not in bpy.context.view_layer.objects]:
        if any(_opens(row) for place in posing for row in character.parts[place].rig_map.rows):
            notes.append(f"'{unseen[0]}' is outside the view layer, so whether its lips close is not checked")
    return fitted, notes


@dataclass(frozen=True)
class _Mouth:
    """The rows that move the mouth of one mesh: `shapes` and `posing` are places of `parts`, its shape keys among the
    first, what poses bones and turns sliders among the second."""

    mesh: bpy.types.Object
    parts: Sequence[Part]
    shapes: list[int]
    posing: list[int]

    @property
    def columns(self) -> list[tuple[int, int]]:
        """(place of the part, column of its curves) of each row, in the order of `rows`."""
        return [
            (place, column)
            for place in (*self.shapes, *self.posing)
            for column, row in enumerate(self.parts[place].rig_map.rows) if _is_of_the_mouth(row)
        ]  # fmt: skip

    @property
    def rows(self) -> list[Row]:
        return [self.parts[place].rig_map.rows[column] for place, column in self.columns]

    @property
    def ranges(self) -> list[tuple[float, float]]:
        return [self.parts[place].ranges[column] for place, column in self.columns]

    def lips(self) -> Lips | None:
        if not any(_opens(row) for row in self.rows):
            return None
        rest = key_shapes.rest_of(self.mesh)
        opening = np.zeros(rest.shape)
        for place in self.shapes:
            part = self.parts[place]
            opening += np.tensordot(wide_open(part.rig_map), self._deltas(part, range(len(part.rig_map.rows))), 1)
        if any(_opens(row) for place in self.posing for row in self.parts[place].rig_map.rows):
            wide = [(self.parts[place], wide_open(self.parts[place].rig_map)) for place in self.posing]
            posed = posed_mesh.displaced(self.mesh, [wide])
            if posed is None:
                return None
            opening += posed[0]
        return find_lips(rest, opening, key_shapes.up_of(self.mesh))

    def deltas(self) -> np.ndarray:
        """How far each row at 1 moves the vertices, (rows, vertices, 3)."""
        columns = self.columns
        moved = [self._deltas(self.parts[place], [c for p, c in columns if p == place]) for place in self.shapes]
        poses = [self._alone(place, column) for place, column in columns if place in self.posing]
        if poses:
            posed = posed_mesh.displaced(self.mesh, poses)
            moved.append(np.zeros((len(poses), len(key_shapes.rest_of(self.mesh)), 3)) if posed is None else posed)
        return np.concatenate(moved)

    def values(self, curves: Sequence[Curves]) -> np.ndarray:
        """(frames, rows): the rows' own values."""
        units = [row.unit for row in self.rows]
        return np.stack([curves[place].values[:, column] for place, column in self.columns], 1) / units

    def put(self, curves: list[Curves], values: np.ndarray) -> None:
        for (place, column), row, value in zip(self.columns, self.rows, values.T, strict=True):
            changed = curves[place].values.copy()
            changed[:, column] = value * row.unit
            curves[place] = replace(curves[place], values=changed)

    def _deltas(self, part: Part, columns: Sequence[int]) -> np.ndarray:
        return key_shapes.acting_deltas_of(self.mesh, [part.rig_map.rows[column].target for column in columns])

    def _alone(self, place: int, column: int) -> posed_mesh.Pose:
        """One row of what poses at 1, all others at 0."""
        pose = [(self.parts[other], np.zeros(len(self.parts[other].rig_map.rows))) for other in self.posing]
        values = pose[self.posing.index(place)][1]
        values[column] = self.parts[place].rig_map.rows[column].unit
        return pose


def _opens(row: Row) -> bool:
    """Whether a row moves with the opening of the jaw."""
    return bool({"jawOpen", LIPS_OPEN} & row.drives.keys())


def _is_of_the_mouth(row: Row) -> bool:
    return not row.drives or not all(name.startswith(_NO_MOUTH) for name in row.drives)
