"""Lips measured on the evaluated mesh after Generate: a real head with shapes of every family, good ones and weak."""

import bpy
import numpy as np
import pytest

from expclip.core.take import Take
from expclip.expclip_blender import actions, character, keyframes
from expclip.expclip_blender.sequencer import VoiceLine
from expclip.rigs import arkit
from expclip.rigs.lip_seam import CLOSED
from expclip.rigs.rig_map import NAMES, load_map

from ..rig_shapes import looks_of

LINE = VoiceLine("file:line", "line", "line.wav", 0.0, None, 24.0, 1, None)
HELD = (6, 7, 8, 18, 19, 20)


@pytest.fixture(scope="module")
def ict(shared_data):
    with np.load(shared_data / "ict_facekit" / "ict_facekit.npz", allow_pickle=False) as head:
        arrays = {name: head[name] for name in ("vertices", "expression_names", "expression_deltas")}
    with np.load(shared_data / "ict_facekit" / "lip_geometry.npz", allow_pickle=False) as lips:
        arrays["pairs"] = lips["pairs"]
    return arrays


@pytest.fixture
def speaking():
    """One second of an opening jaw with two closures, which a smile goes through."""
    time = np.arange(24)
    weights = np.zeros((24, arkit.COUNT))
    jaw = 0.35 + 0.15 * np.sin(time)
    weights[:, arkit.INDEX["jawOpen"]] = jaw
    weights[HELD, arkit.INDEX["mouthClose"]] = jaw[list(HELD)]
    weights[:, [arkit.INDEX["mouthSmileLeft"], arkit.INDEX["mouthSmileRight"]]] = 0.4
    return Take(weights, 24.0)


def make_head(ict, names, looks):
    """ICT-FaceKit's head, upright in Blender, with these shape keys; signed controls have the range that they need."""
    upright = np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]])
    deltas = {str(name): delta for name, delta in zip(ict["expression_names"], ict["expression_deltas"], strict=True)}
    mesh = bpy.data.meshes.new("Head")
    mesh.vertices.add(len(ict["vertices"]))
    rest = ict["vertices"] @ upright.T
    mesh.vertices.foreach_set("co", rest.astype(np.float32).ravel())
    head = bpy.data.objects.new("Head", mesh)
    bpy.context.scene.collection.objects.link(head)
    head.shape_key_add(name="Basis", from_mix=False).value = 0.0
    for name, look in zip(names, looks, strict=True):
        moved = rest + sum(
            weight * deltas[arkit.NAMES[at]] @ upright.T
            for at, weight in enumerate(look)
            if weight and arkit.NAMES[at] in deltas
        )
        block = head.shape_key_add(name=name, from_mix=False)
        block.slider_min, block.value = -1.0, 0.0
        block.data.foreach_set("co", np.asarray(moved, np.float32).ravel())
    return head


def opening(head, ict, frame):
    """Inner-lip gap of the evaluated mesh on a frame, the widest of three places."""
    bpy.context.scene.frame_set(frame)
    evaluated = head.evaluated_get(bpy.context.evaluated_depsgraph_get())
    places = np.empty(len(evaluated.data.vertices) * 3, np.float32)
    evaluated.data.vertices.foreach_get("co", places)
    up = places.reshape(-1, 3)[:, 2]
    return float((up[ict["pairs"][:, 0]] - up[ict["pairs"][:, 1]]).max())


def openings(head, ict, take):
    """Shares of the gap at jawOpen 1, a frame each."""
    bpy.context.scene.frame_set(-100)
    closed = opening(head, ict, -100)
    line = VoiceLine("file:wide", "wide", "wide.wav", 0.0, None, 24.0, 200, None)
    wide = Take(np.eye(arkit.COUNT)[[arkit.INDEX["jawOpen"]]], 24.0)
    keyframes.key_take(character.open_character(head, bpy.context.scene), wide, line, [])
    widest = opening(head, ict, 200) - closed
    keyframes.remove_all(character.open_character(head, bpy.context.scene))
    keyed = keyframes.key_take(character.open_character(head, bpy.context.scene), take, LINE, [])
    measured = [(opening(head, ict, frame) - closed) / widest for frame in range(1, take.frames + 1)]
    return np.maximum(measured, 0.0), keyed.notes


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("readyplayerme", "perfectsync", "arkit_lr")])
def test_closures_of_every_family(bpy_context, ict, speaking, name):
    rows = load_map(name).shapes
    shown, notes = openings(
        make_head(ict, [row.target for row in rows], looks_of(load_map(name))[: len(rows)]), ict, speaking
    )
    assert shown[list(HELD)].max() < CLOSED and not any("closures" in note for note in notes)
    assert np.delete(shown, HELD).max() > 0.25


@pytest.mark.parametrize("strength", [0.5, 0.1])
def test_a_weak_mouth_close_is_made_up_for(bpy_context, ict, speaking, strength):
    looks = np.eye(arkit.COUNT)
    looks[arkit.INDEX["mouthClose"]] *= strength
    shown, notes = openings(make_head(ict, arkit.NAMES, looks), ict, speaking)
    assert shown[list(HELD)].max() < CLOSED and not any("closures" in note for note in notes)
    assert np.delete(shown, HELD).max() > 0.25


@pytest.mark.parametrize("slider_max", [0.3, 0.2, 0.1])
def test_a_slider_that_ends_early_is_made_up_for(bpy_context, ict, speaking, slider_max):
    head = make_head(ict, arkit.NAMES, np.eye(arkit.COUNT))
    head.data.shape_keys.key_blocks["mouthClose"].slider_max = slider_max
    shown, notes = openings(head, ict, speaking)
    assert shown[list(HELD)].max() < CLOSED and not any("closures" in note for note in notes)
    assert np.delete(shown, HELD).max() > 0.25


def test_keys_stay_inside_the_sliders(bpy_context, ict, speaking):
    head = make_head(ict, arkit.NAMES, np.eye(arkit.COUNT))
    blocks = head.data.shape_keys.key_blocks
    blocks["jawOpen"].slider_max, blocks["mouthClose"].slider_max = 0.3, 0.25
    blocks["mouthSmileLeft"].slider_max, blocks["mouthSmileRight"].slider_min = 0.125, 0.5
    face = character.open_character(head, bpy.context.scene)
    keyframes.key_take(face, speaking, LINE, [])
    for curve in actions.curves(head.data.shape_keys):
        block = head.data.shape_keys.path_resolve(curve.data_path.removesuffix(".value"))
        values = [point.co[1] for point in curve.keyframe_points]
        assert block.slider_min <= min(values) and max(values) <= block.slider_max, block.name
    assert face.rig_map.rows[0].range == (0.0, 1.0)


@pytest.mark.parametrize("weight", [0.0, 0.5])
def test_a_vertex_group_holds_a_key_back(bpy_context, ict, speaking, weight):
    """On one half of the face mouthClose acts with this weight: the lips meet there too."""
    head = make_head(ict, arkit.NAMES, np.eye(arkit.COUNT))
    group = head.vertex_groups.new(name="Half")
    group.add(list(range(len(head.data.vertices))), 1.0, "REPLACE")
    group.add([vertex.index for vertex in head.data.vertices if vertex.co.x > 0], weight, "REPLACE")
    head.data.shape_keys.key_blocks["mouthClose"].vertex_group = "Half"
    shown, notes = openings(head, ict, speaking)
    assert shown[list(HELD)].max() < CLOSED and not any("closures" in note for note in notes)
    assert np.delete(shown, HELD).max() > 0.25


def test_a_muted_key_is_made_up_for_and_told(bpy_context, ict, speaking):
    head = make_head(ict, arkit.NAMES, np.eye(arkit.COUNT))
    head.data.shape_keys.key_blocks["mouthClose"].mute = True
    shown, notes = openings(head, ict, speaking)
    assert shown[list(HELD)].max() < CLOSED and not any("closures" in note for note in notes)
    assert [note for note in notes if "unmuted: 'mouthClose'" in note]


def test_lips_that_cannot_close_are_counted(bpy_context, ict, speaking):
    """The jaw cannot go below a half, and the slider of the one shape that closes ends at 0.2."""
    names = ("jawOpen", "mouthClose", "browInnerUp")
    head = make_head(ict, names, np.eye(arkit.COUNT)[[arkit.INDEX[name] for name in names]])
    blocks = head.data.shape_keys.key_blocks
    blocks["jawOpen"].slider_min, blocks["mouthClose"].slider_max = 0.5, 0.2
    notes = keyframes.key_take(character.open_character(head, bpy.context.scene), speaking, LINE, []).notes
    assert any("close at 0 of 2 closures" in note for note in notes)


def test_a_face_with_all_keys_muted_is_told(bpy_context, ict, speaking):
    head = make_head(ict, arkit.NAMES, np.eye(arkit.COUNT))
    for block in head.data.shape_keys.key_blocks:
        block.mute = True
    notes = keyframes.key_take(character.open_character(head, bpy.context.scene), speaking, LINE, []).notes
    assert any("and 48 more" in note and "muted" in note for note in notes)


def test_a_take_that_closes_is_keyed_as_it_is(bpy_context, ict, speaking):
    head = make_head(ict, arkit.NAMES, np.eye(arkit.COUNT))
    keyframes.key_take(character.open_character(head, bpy.context.scene), speaking, LINE, [])
    for frame in (1, 7, 20):
        bpy.context.scene.frame_set(frame)
        for name in ("jawOpen", "mouthClose", "mouthSmileLeft"):
            assert head.data.shape_keys.key_blocks[name].value == pytest.approx(
                speaking.channel(name)[frame - 1], abs=1e-6
            )
