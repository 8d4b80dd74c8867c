"""The user's animation under ours: evaluated frame by frame before, during and after."""

import bpy
import numpy as np
import pytest

from expclip.core.take import Take
from expclip.expclip_blender import character, keyframes
from expclip.expclip_blender.sequencer import VoiceLine
from expclip.rigs import arkit

FRAMES = (-30, 1, 10, 19, 20, 25, 29, 30, 31, 60, 99, 100, 140, 400)
LINE = VoiceLine("file:line", "line", "line.wav", 0.0, None, 24.0, 20, None)


def take(level=0.5, frames=10):
    return Take(np.full((frames, arkit.COUNT), level, np.float32), 24.0)


def animate_by_hand(owner, name, curves):
    """An Action of the user's on `owner` with linear keys: {data path: [(frame, value), ...]}."""
    animation = owner.animation_data_create()
    action = bpy.data.actions.new(name)
    animation.action = action
    if hasattr(action, "slots"):
        animation.action_slot = action.slots.new(id_type=owner.id_type, name=owner.name)
        strip = action.layers.new("Layer").strips.new(type="KEYFRAME")
        fcurves = strip.channelbag(animation.action_slot, ensure=True).fcurves
    else:
        fcurves = action.fcurves
    for path, keys in curves.items():
        curve = fcurves.new(path)
        for frame, value in keys:
            curve.keyframe_points.insert(frame, value).interpolation = "LINEAR"
    return action


def values_over_time(key, names=("jawOpen", "mouthClose", "breathe")):
    values = []
    for frame in FRAMES:
        bpy.context.scene.frame_set(frame)
        values.append([key.key_blocks[name].value for name in names])
    return np.array(values)


def contents(action):
    """Every number that makes up an Action."""
    return [
        (curve.data_path, curve.extrapolation, [(*point.co, point.interpolation) for point in curve.keyframe_points])
        for curve in all_curves(action)
    ]


def all_curves(action):
    if not hasattr(action, "slots"):
        return list(action.fcurves)
    strips = [strip for layer in action.layers for strip in layer.strips]
    return [curve for strip in strips for bag in strip.channelbags for curve in bag.fcurves]


def state(key):
    animation = key.animation_data
    if animation is None:
        return None
    slot = getattr(animation, "action_slot", None)
    return {
        "action": animation.action and animation.action.name,
        "slot": slot and slot.identifier,
        "extrapolation": animation.action_extrapolation,
        "blend": animation.action_blend_type,
        "influence": animation.action_influence,
        "use_nla": animation.use_nla,
        "tracks": [(track.name, [strip.name for strip in track.strips]) for track in animation.nla_tracks],
        "drivers": len(animation.drivers),
        "actions": sorted(action.name for action in bpy.data.actions),
    }


@pytest.fixture
def face(make_face):
    face = make_face("Ada", [*arkit.NAMES, "breathe"])
    face.data.shape_keys.key_blocks["mouthClose"].value = 0.25
    return face


@pytest.fixture
def key(face):
    return face.data.shape_keys


def generate(face, **options):
    return keyframes.key_take(character.open_character(face, bpy.context.scene), take(**options), LINE, [])


def remove(face):
    assert keyframes.remove_all(character.open_character(face, bpy.context.scene))


PATH = 'key_blocks["{}"].value'
JAW, BREATHE = PATH.format("jawOpen"), PATH.format("breathe")


def test_the_users_action_goes_on_where_ours_has_nothing_to_say(face, key):
    users = animate_by_hand(key, "hand", {JAW: [(1, 0.0), (101, 1.0)], BREATHE: [(1, 1.0), (51, 0.0)]})
    whole, before, was = contents(users), values_over_time(key), state(key)
    generate(face)
    during = values_over_time(key)
    inside = np.array([20 <= frame <= 29 for frame in FRAMES])
    np.testing.assert_allclose(during[inside, :2], 0.5)
    np.testing.assert_allclose(during[~inside, :2], before[~inside, :2], atol=1e-6)
    np.testing.assert_allclose(during[:, 2], before[:, 2], atol=1e-6)
    assert contents(users) == whole
    remove(face)
    assert state(key) == was
    np.testing.assert_allclose(values_over_time(key), before, atol=1e-6)
    assert contents(users) == whole


def test_the_users_extrapolation_goes_on(face, key):
    users = animate_by_hand(key, "hand", {BREATHE: [(1, 0.1), (11, 0.11)]})
    all_curves(users)[0].extrapolation = "LINEAR"
    before = values_over_time(key)[:, 2]
    assert before[-2] > before[-3]
    generate(face)
    within = np.array([0 <= frame <= 251 for frame in FRAMES])
    np.testing.assert_allclose(values_over_time(key)[within, 2], before[within], atol=1e-6)


def test_generate_again_keeps_the_first_state(face, key):
    animate_by_hand(key, "hand", {JAW: [(1, 0.0), (101, 1.0)]})
    was, before = state(key), values_over_time(key)
    generate(face)
    bpy.context.scene.frame_set(25)
    generate(face, level=0.75, frames=5)
    bpy.context.scene.frame_set(22)
    assert key.key_blocks["jawOpen"].value == pytest.approx(0.75)
    remove(face)
    assert state(key) == was
    np.testing.assert_allclose(values_over_time(key), before, atol=1e-6)


def test_blending_and_influence_come_back(face, key):
    animate_by_hand(key, "hand", {JAW: [(1, 0.4), (101, 0.8)]})
    animation = key.animation_data
    animation.action_blend_type, animation.action_influence, animation.action_extrapolation = "ADD", 0.5, "HOLD_FORWARD"
    was = state(key)
    generate(face)
    bpy.context.scene.frame_set(25)
    assert key.key_blocks["jawOpen"].value == pytest.approx(0.5)
    remove(face)
    assert state(key) == was


def test_nla_tracks_of_the_users_stay(face, key):
    pushed = animate_by_hand(key, "pushed", {JAW: [(1, 0.2), (50, 0.2)]})
    animation = key.animation_data
    slot = getattr(animation, "action_slot", None)
    track = animation.nla_tracks.new()
    track.name = "mine"
    strip = track.strips.new("mine", 1, pushed)
    if slot is not None:
        strip.action_slot = slot
    animation.action = None
    was, before = state(key), values_over_time(key)
    generate(face)
    during = values_over_time(key)
    inside = np.array([20 <= frame <= 29 for frame in FRAMES])
    np.testing.assert_allclose(during[inside, 0], 0.5)
    np.testing.assert_allclose(during[~inside, 0], before[~inside, 0], atol=1e-6)
    assert [track.name for track in animation.nla_tracks][0] == "mine"
    remove(face)
    assert state(key) == was
    np.testing.assert_allclose(values_over_time(key), before, atol=1e-6)


def test_keys_only_we_animate_rest_outside_the_line_at_their_old_values(face, key):
    """Blender 5.0 would let them fall to 1, the new default of a shape key."""
    animate_by_hand(key, "hand", {JAW: [(1, 0.0), (101, 1.0)]})
    generate(face)
    for frame in (1, 19, 30, 200):
        bpy.context.scene.frame_set(frame)
        assert key.key_blocks["mouthClose"].value == pytest.approx(0.25)
        assert key.key_blocks["tongueOut"].value == 0


def test_a_slotless_action_comes_back_without_a_slot(face, key):
    if not hasattr(bpy.types.AnimData, "action_slot") and not hasattr(bpy.types, "ActionSlot"):
        pytest.skip("this Blender has no slots")
    animate_by_hand(key, "hand", {JAW: [(1, 0.0), (101, 1.0)]})
    key.animation_data.action_slot = None
    was = state(key)
    generate(face)
    remove(face)
    assert state(key) == was


def test_other_data_blocks_are_not_touched(face, key):
    users = animate_by_hand(face, "walk", {"location": [(1, 0.0), (50, 3.0)]})
    whole = contents(users)
    generate(face)
    assert face.animation_data.action == users and contents(users) == whole
    remove(face)
    assert face.animation_data.action == users and contents(users) == whole
    assert key.animation_data is None


def test_empty_animation_data_of_the_users_stays(face, key):
    key.animation_data_create()
    generate(face)
    remove(face)
    assert key.animation_data is not None and key.animation_data.action is None


def test_meshes_of_one_character_share_an_action_where_slots_exist(make_face, bpy_context):
    body = bpy.data.objects.new("Body", None)
    bpy_context.scene.collection.objects.link(body)
    head, brows = make_face("Head", arkit.NAMES, body), make_face("Brows", ["browInnerUp", "browDown_L"], body)
    generate(head)
    owned = {part.data.shape_keys.animation_data.action for part in (head, brows)}
    slots = hasattr(bpy.types, "ActionSlot")
    assert len(owned) == (1 if slots else 2)
    if slots:
        action, = owned
        assert len(action.slots) == 2 and len(action.layers) == 1
    bpy_context.scene.frame_set(22)
    assert brows.data.shape_keys.key_blocks["browDown_L"].value == pytest.approx(0.5)
    remove(brows)
    assert not bpy.data.actions
    assert head.data.shape_keys.animation_data is None and brows.data.shape_keys.animation_data is None


def test_our_action_taken_off_by_hand(face, key):
    """Generate then starts afresh; nothing of the user's is lost."""
    users = animate_by_hand(key, "hand", {JAW: [(1, 0.0), (101, 1.0)]})
    whole = contents(users)
    generate(face)
    key.animation_data.action = None
    generate(face, level=0.25)
    bpy.context.scene.frame_set(22)
    assert key.key_blocks["jawOpen"].value == pytest.approx(0.25)
    bpy.context.scene.frame_set(51)
    assert key.key_blocks["jawOpen"].value == pytest.approx(0.5)
    assert contents(users) == whole


def test_tweak_mode_is_refused(face, key):
    from expclip.core.errors import CharacterError

    generate(face)
    action = key.animation_data.action
    slot = getattr(key.animation_data, "action_slot", None)
    strip = key.animation_data.nla_tracks.new().strips.new("ours", 1, action)
    if slot is not None:
        strip.action_slot = slot
    key.animation_data.action = None
    key.animation_data.nla_tracks[0].select = strip.select = True
    key.animation_data.nla_tracks.active = key.animation_data.nla_tracks[0]
    strip.select = True
    key.animation_data.use_tweak_mode = True
    if not key.animation_data.use_tweak_mode:
        pytest.skip("this Blender does not enter tweak mode without a window")
    with pytest.raises(CharacterError, match="tweak mode"):
        generate(face)


def test_saved_and_opened_again(face, key, tmp_path):
    animate_by_hand(key, "hand", {JAW: [(1, 0.0), (101, 1.0)]})
    was, before = state(key), values_over_time(key)
    generate(face)
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "shot.blend"))
    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "shot.blend"))
    face = bpy.data.objects["Ada"]
    line, = keyframes.keyed_lines(character.open_character(face, bpy.context.scene))
    assert (line.label, line.first, line.last) == ("line", 20, 29)
    remove(face)
    assert state(face.data.shape_keys) == was
    np.testing.assert_allclose(values_over_time(face.data.shape_keys), before, atol=1e-6)
