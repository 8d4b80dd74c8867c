"""Catmull-Clark subdivision of a mirrored mesh that may be open, with smooth vertex attributes.

Source: E. Catmull, J. Clark, "Recursively generated B-spline surfaces on arbitrary topological meshes", 1978;
boundary rule: cubic B-spline.
"""

from dataclasses import dataclass, field

import numpy as np


@dataclass
class Surface:
    """A mesh of quads and triangles that knows its own mirror image.

    values: float64 (n, k), columns x, y, z and then smooth attributes; faces: int32 (m, 4), -1 pads a triangle;
    face_tag: int32 (m,); mirror: int32 (n,), the vertex at -x; loops: name -> vertex ids along a chain of edges
    (closed chains repeat their first vertex at the end).
    """

    values: np.ndarray
    faces: np.ndarray
    face_tag: np.ndarray
    mirror: np.ndarray
    loops: dict[str, np.ndarray] = field(default_factory=dict)

    def subdivided(self) -> "Surface":
        """Old vertices keep their ids; then come one vertex an edge and one a face."""
        count, corners = len(self.values), self.faces >= 0
        sizes = corners.sum(1)
        following = np.where(self.faces[:, [1, 2, 3, 0]] < 0, self.faces[:, :1], self.faces[:, [1, 2, 3, 0]])
        codes = _edge_code(self.faces, following, count)
        edge_codes, inverse = np.unique(codes[corners], return_inverse=True)
        edge_of_corner = np.full(self.faces.shape, -1, np.int64)
        edge_of_corner[corners] = inverse
        ends = np.stack([edge_codes // count, edge_codes % count], 1)

        def gathered(ids: np.ndarray, rows: np.ndarray, length: int) -> np.ndarray:
            total = np.zeros((length, rows.shape[1]))
            np.add.at(total, ids, rows)
            return total

        padded = np.where(corners, self.faces, 0)
        face_points = (self.values[padded] * corners[:, :, None]).sum(1) / sizes[:, None]
        face_of_corner = np.broadcast_to(np.arange(len(self.faces))[:, None], self.faces.shape)[corners]
        around_edge = np.bincount(inverse, minlength=len(ends))
        middles = self.values[ends].mean(1)
        edge_faces = gathered(inverse, face_points[face_of_corner], len(ends))
        inside = around_edge == 2
        edge_points = np.where(inside[:, None], (2 * middles + edge_faces) / 4, middles)

        vertex_of_corner = self.faces[corners]
        valence = np.maximum(np.bincount(vertex_of_corner, minlength=count), 1)[:, None]
        face_mean = gathered(vertex_of_corner, face_points[face_of_corner], count) / valence
        edge_count = np.maximum(np.bincount(ends.ravel(), minlength=count), 1)[:, None]
        edge_mean = gathered(ends.ravel(), np.repeat(middles, 2, 0), count) / edge_count
        moved = (face_mean + 2 * edge_mean + (valence - 3) * self.values) / valence
        border = ends[~inside]
        border_sum = gathered(border.ravel(), np.repeat(middles[~inside], 2, 0), count)
        on_border = np.bincount(border.ravel(), minlength=count) > 0
        moved = np.where(on_border[:, None], self.values / 2 + border_sum / 4, moved)

        edge_id = count + edge_of_corner
        face_id = count + len(ends) + np.arange(len(self.faces))
        before = np.take_along_axis(edge_id, (np.arange(4)[None] - 1) % sizes[:, None], 1)
        quads = np.stack([self.faces, edge_id, np.broadcast_to(face_id[:, None], self.faces.shape), before], 2)
        return Surface(
            np.concatenate([moved, edge_points, face_points]),
            quads[corners].astype(np.int32),
            np.repeat(self.face_tag, sizes),
            self._mirror_of_finer(ends, edge_codes),
            {name: self._finer_loop(loop, edge_codes) for name, loop in self.loops.items()},
        )

    def _mirror_of_finer(self, ends: np.ndarray, edge_codes: np.ndarray) -> np.ndarray:
        count = len(self.values)
        swapped = self.mirror[ends]
        edges = np.searchsorted(edge_codes, _edge_code(swapped[:, 0], swapped[:, 1], count))
        rows = {tuple(sorted(face)): index for index, face in enumerate(self.faces.tolist())}
        reflected = np.where(self.faces >= 0, self.mirror[self.faces], -1)
        faces = np.array([rows[tuple(sorted(face))] for face in reflected.tolist()])
        return np.concatenate([self.mirror, count + edges, count + len(ends) + faces]).astype(np.int32)

    def _finer_loop(self, loop: np.ndarray, edge_codes: np.ndarray) -> np.ndarray:
        count = len(self.values)
        finer = np.empty(2 * len(loop) - 1, np.int32)
        finer[0::2] = loop
        finer[1::2] = count + np.searchsorted(edge_codes, _edge_code(loop[:-1], loop[1:], count))
        return finer


def _edge_code(a: np.ndarray, b: np.ndarray, count: int) -> np.ndarray:
    return np.minimum(a, b).astype(np.int64) * count + np.maximum(a, b)


def relaxed(cage: Surface, free: np.ndarray, rounds: int) -> Surface:
    """Move each vertex towards the mean of its neighbours, `free` (n,) 0..1 of half the way, `rounds` times."""
    count = len(cage.values)
    following = np.where(cage.faces[:, [1, 2, 3, 0]] < 0, cage.faces[:, :1], cage.faces[:, [1, 2, 3, 0]])
    there = cage.faces >= 0
    ends = np.unique(np.sort(np.stack([cage.faces[there], following[there]], 1), axis=1), axis=0)
    degree = np.bincount(ends.ravel(), minlength=count)[:, None]
    values = cage.values.copy()
    for _ in range(rounds):
        total = np.zeros((count, 3))
        np.add.at(total, ends[:, 0], values[ends[:, 1], :3])
        np.add.at(total, ends[:, 1], values[ends[:, 0], :3])
        values[:, :3] += free[:, None] * 0.5 * (total / degree - values[:, :3])
    return Surface(values, cage.faces, cage.face_tag, cage.mirror, cage.loops)


def smooth(cage: Surface, levels: int, tight: np.ndarray, rounds: int) -> Surface:
    """Subdivide so that the smooth surface passes (nearly) through the vertices with `tight` (n,) = 1.

    Where `tight` is 0 the cage stays a plain B-spline cage, which makes no ripples.
    """
    wanted = cage.values[:, :3].copy()
    control = Surface(cage.values.copy(), cage.faces, cage.face_tag, cage.mirror, cage.loops)
    for _ in range(rounds):
        fine = control
        for _ in range(levels):
            fine = fine.subdivided()
        control.values[:, :3] += 0.7 * tight[:, None] * (wanted - fine.values[: len(wanted), :3])
    for _ in range(levels):
        control = control.subdivided()
    return control
