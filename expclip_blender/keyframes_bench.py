"""Times the keying of a minute of face, 52 x 1800 keys, against the least that Blender needs for the same arrays.

    BPY_PYTHON -c "from expclip.expclip_blender import keyframes_bench; keyframes_bench.main()"

Prints one JSON object: the Blender version and the best of several runs in seconds, each on a fresh mesh.
"""

import json
import time

import bpy
import numpy as np

from ..core.take import Take
from ..rigs import arkit
from . import actions, character, keyframes, registration
from .sequencer import VoiceLine

FRAMES = 1800
RUNS = 5


def measure() -> dict:
    """{"blender": version, "bare": s, "first": s, "again": s}.

    bare: numpy interleaving, `keyframe_points.add` and one `foreach_set` a curve; first: Generate's keying of a
    character without animation; again: over the keys of the run before.
    """
    weights = np.random.default_rng(0).random((FRAMES, arkit.COUNT), np.float32)
    take = Take(weights, 30.0)
    bare, first, again = [], [], []
    for _ in range(RUNS):
        bare.append(_seconds(_write_bare, _make_face().data.shape_keys, weights))
        face = character.open_character(_make_face(), bpy.context.scene)
        line = VoiceLine("bench", "bench", "", 0.0, None, 30.0, 1, None)
        first.append(_seconds(keyframes.key_take, face, take, line, []))
        again.append(_seconds(keyframes.key_take, face, take, line, []))
    return {"blender": bpy.app.version_string, "bare": min(bare), "first": min(first), "again": min(again)}


def main() -> None:
    with registration.registered():
        print(json.dumps(measure()), flush=True)


def _seconds(work, *arguments) -> float:
    start = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - start


def _write_bare(key: bpy.types.Key, weights: np.ndarray) -> None:
    frames = np.arange(1, FRAMES + 1, dtype=np.float32)
    actions.lay([key], "bare")
    curves = actions.curves(key)
    for channel, name in enumerate(arkit.NAMES):
        points = curves.new(f'key_blocks["{name}"].value').keyframe_points
        points.add(FRAMES)
        points.foreach_set("co", np.column_stack((frames, weights[:, channel])).ravel())


def _make_face() -> bpy.types.Object:
    mesh = bpy.data.meshes.new("Bench")
    mesh.from_pydata([(0, 0, 0), (1, 0, 0), (0, 1, 0)], [], [(0, 1, 2)])
    face = bpy.data.objects.new("Bench", mesh)
    bpy.context.scene.collection.objects.link(face)
    for name in ("Basis", *arkit.NAMES):
        face.shape_key_add(name=name)
    return face
