"""Which object is the character, and which cannot be one."""

import bpy
import pytest

from expclip.core.errors import CharacterError
from expclip.expclip_blender import character
from expclip.rigs import arkit


def opened(obj):
    return character.open_character(obj, bpy.context.scene)


def empty(name, scene):
    obj = bpy.data.objects.new(name, None)
    scene.collection.objects.link(obj)
    return obj


def test_a_whole_face(make_face):
    face = opened(make_face("Ada", arkit.NAMES))
    assert face.channels == arkit.NAMES and face.missing == () and face.notes == ()


def test_some_of_the_keys(make_face):
    face = opened(make_face("Ada", arkit.NAMES[:47]))
    assert face.missing == arkit.NAMES[47:]
    assert len(face.channels) == 47 and face.notes == ()


def test_other_spellings(make_face):
    face = opened(make_face("Ada", ["JawOpen", "eyeBlink_L", "Smile"]))
    assert {row.target: dict(row.drives) for row in face.parts[0].rig_map.rows} == {
        "eyeBlink_L": {"eyeBlinkLeft": 1.0}, "JawOpen": {"jawOpen": 1.0},
    }


def test_objects_that_are_no_character(make_face, bpy_context):
    with pytest.raises(CharacterError, match="'Body' is no mesh"):
        opened(empty("Body", bpy_context.scene))
    plain = bpy.data.objects.new("Plain", bpy.data.meshes.new("Plain"))
    bpy_context.scene.collection.objects.link(plain)
    with pytest.raises(CharacterError, match="'Plain' has no shape keys"):
        opened(plain)
    with pytest.raises(CharacterError, match="None of the shape keys of 'Crate'"):
        opened(make_face("Crate", ["Squash"]))


def test_absolute_shape_keys(make_face):
    face = make_face("Ada", arkit.NAMES)
    face.data.shape_keys.use_relative = False
    with pytest.raises(CharacterError, match="absolute"):
        opened(face)


def test_meshes_under_one_parent_belong_together(make_face, bpy_context):
    body, other = empty("Body", bpy_context.scene), empty("Other", bpy_context.scene)
    head = make_face("Head", arkit.NAMES, body)
    make_face("Teeth", ["jawOpen"], body)
    make_face("Shirt", ["Wind"], body)
    make_face("Stranger", arkit.NAMES, other)
    make_face("Alone", arkit.NAMES)
    assert opened(head).owners == [
        bpy.data.objects[name].data.shape_keys for name in ("Head", "Teeth")
    ]


def test_meshes_under_one_armature_belong_together(make_face, bpy_context):
    rig = bpy.data.objects.new("Rig", bpy.data.armatures.new("Rig"))
    bpy_context.scene.collection.objects.link(rig)
    head, teeth = make_face("Head", arkit.NAMES, rig), make_face("Teeth", ["jawOpen"])
    teeth.modifiers.new("Armature", "ARMATURE").object = rig
    assert set(opened(head).owners) == {head.data.shape_keys, teeth.data.shape_keys}
    assert set(opened(teeth).owners) == {head.data.shape_keys, teeth.data.shape_keys}
    assert character.find_object(bpy_context.scene, rig) == head


def test_strangers_without_a_parent_stay_apart(make_face):
    head = make_face("Head", arkit.NAMES)
    make_face("Other", arkit.NAMES)
    assert len(opened(head).parts) == 1


def test_one_mesh_in_two_objects_is_keyed_once(make_face, bpy_context):
    body = empty("Body", bpy_context.scene)
    head = make_face("Head", arkit.NAMES, body)
    twin = bpy.data.objects.new("Twin", head.data)
    twin.parent = body
    bpy_context.scene.collection.objects.link(twin)
    assert len(opened(head).parts) == 1


def test_finding_the_face(make_face, bpy_context):
    scene = bpy_context.scene
    assert character.find_object(scene, None) is None
    crate = make_face("Crate", ["Squash"])
    assert character.find_object(scene, crate) is None
    some, most = make_face("Some", arkit.NAMES[:20]), make_face("Most", arkit.NAMES)
    assert character.find_object(scene, None) == most
    assert character.find_object(scene, crate) == most
    assert character.find_object(scene, some) == some


def test_driven_keys_are_left_to_the_rig(make_face):
    face = make_face("Ada", arkit.NAMES)
    face.data.shape_keys.key_blocks["jawOpen"].driver_add("value")
    found = opened(face)
    assert "jawOpen" not in found.channels and any("1 shape keys are driven" in note for note in found.notes)


def test_a_face_that_is_wholly_driven(make_face):
    face = make_face("Ada", ["jawOpen"])
    face.data.shape_keys.key_blocks["jawOpen"].driver_add("value")
    with pytest.raises(CharacterError, match="driven by its rig"):
        opened(face)


def test_a_pinned_key_is_told(make_face):
    face = make_face("Ada", arkit.NAMES)
    face.show_only_shape_key = True
    assert any("pinned" in note for note in opened(face).notes)


def test_linked_without_an_override(linked):
    bpy.context.scene.collection.children.link(linked)
    with pytest.raises(CharacterError, match="linked.*library override"):
        opened(linked.objects[0])


def test_an_override_whose_mesh_is_still_linked(linked):
    bpy.context.scene.collection.children.link(linked)
    override = linked.override_hierarchy_create(bpy.context.scene, bpy.context.view_layer, do_fully_editable=True)
    with pytest.raises(CharacterError, match="mesh of the library override"):
        opened(override.objects[0])


def test_an_override_of_mesh_too(linked):
    bpy.context.scene.collection.children.link(linked)
    override = linked.override_hierarchy_create(bpy.context.scene, bpy.context.view_layer, do_fully_editable=True)
    face = override.objects[0]
    face.data.override_create(remap_local_usages=True)
    assert opened(face).channels == arkit.NAMES


def test_the_scene_that_counts_the_frames(make_face, bpy_context):
    other = bpy.data.scenes.new("Other")
    here, there = make_face("Here", arkit.NAMES), make_face("There", arkit.NAMES, scene=other)
    assert character.scene_of(here, bpy_context.scene) == bpy_context.scene
    assert character.scene_of(there, bpy_context.scene) == other
    other.collection.objects.unlink(there)
    with pytest.raises(CharacterError, match="in no scene"):
        character.scene_of(there, bpy_context.scene)
