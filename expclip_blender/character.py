"""The character: which objects of a scene make up one face, and which of their shape keys a take drives."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import bpy

from ..core.errors import CharacterError
from ..rigs import arkit
from .key_names import match_keys


@dataclass(frozen=True)
class FaceMesh:
    """One mesh of a face: its Key datablock and, for each ARKit name that it has, the name of the shape key."""

    key: bpy.types.Key
    names: dict[str, str]


@dataclass(frozen=True)
class Character:
    """One face in Blender: the object that stands for it and every mesh that moves with it.

    `notes` are sentences about keys that will not move. Holds Blender's own data: good until the next undo or file.
    """

    name: str
    meshes: tuple[FaceMesh, ...]
    notes: tuple[str, ...]

    @property
    def keys(self) -> list[bpy.types.Key]:
        return [mesh.key for mesh in self.meshes]

    @property
    def channels(self) -> tuple[str, ...]:
        """The ARKit names that at least one mesh has."""
        return tuple(name for name in arkit.NAMES if any(name in mesh.names for mesh in self.meshes))

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(name for name in arkit.NAMES if name not in self.channels)


def matches(obj: bpy.types.Object) -> dict[str, str]:
    """ARKit name -> shape key name of one object; empty for what is no mesh or has no such keys."""
    if obj.type != "MESH" or obj.data is None or obj.data.shape_keys is None:
        return {}
    return match_keys(block.name for block in obj.data.shape_keys.key_blocks)


def find_object(scene: bpy.types.Scene, near: bpy.types.Object | None) -> bpy.types.Object | None:
    """The face that is meant when none was chosen: the best match of `near` and its kin, else of the scene."""
    if near is not None and near.name in scene.objects:
        nearby = _best([near]) or _best(_siblings(near, scene))
        if nearby is not None:
            return nearby
    return _best(scene.objects)


def open_character(obj: bpy.types.Object, scene: bpy.types.Scene) -> Character:
    """The character that `obj` is a mesh of, with the other meshes under the same armature or parent in `scene`.

    Raises CharacterError where the object is no mesh, has no matching shape keys or none that may be keyed.
    """
    if obj.type != "MESH":
        raise CharacterError(f"'{obj.name}' is no mesh", "choose the mesh that has the face's shape keys")
    if obj.data.shape_keys is None:
        raise CharacterError(f"'{obj.name}' has no shape keys", "choose a mesh with ARKit shape keys such as jawOpen")
    if not matches(obj):
        raise CharacterError(
            f"None of the shape keys of '{obj.name}' has an ARKit name",
            "name them like jawOpen and mouthSmileLeft, or choose another mesh",
        )
    _check_editable(obj)
    objects = [obj, *(other for other in _siblings(obj, scene) if other is not obj and matches(other))]
    meshes: dict[bpy.types.Key, FaceMesh] = {}
    notes: list[str] = []
    driven = 0
    for part in objects:
        key = part.data.shape_keys
        if key in meshes:
            continue
        if not key.is_editable:
            notes.append(f"'{part.name}' is linked without a library override and stays still")
            continue
        names = {channel: name for channel, name in matches(part).items() if not _is_driven(key, name)}
        driven += len(matches(part)) - len(names)
        if names:
            meshes[key] = FaceMesh(key, names)
    if not meshes:
        raise CharacterError(
            f"All matching shape keys of '{obj.name}' are driven by its rig", "remove the drivers to key the shapes"
        )
    return Character(obj.name, tuple(meshes.values()), (*notes, *_remarks(obj, driven)))


def scene_of(obj: bpy.types.Object, preferred: bpy.types.Scene) -> bpy.types.Scene:
    """The scene whose frames the character's keys count: `preferred` where it is in it, else the first that has it."""
    if obj.name in preferred.objects and preferred.objects[obj.name] == obj:
        return preferred
    if not obj.users_scene:
        raise CharacterError(f"'{obj.name}' is in no scene", "link it to a scene or choose another character")
    return obj.users_scene[0]


def _best(objects: Iterable[bpy.types.Object]) -> bpy.types.Object | None:
    counts = [(len(matches(obj)), obj) for obj in objects]
    most = max((count for count, _ in counts), default=0)
    return next((obj for count, obj in counts if count == most), None) if most else None


def _siblings(obj: bpy.types.Object, scene: bpy.types.Scene) -> Iterator[bpy.types.Object]:
    """Meshes of `scene` under the same armature, or where there is none under the same parent."""
    owner = obj if obj.type == "ARMATURE" else _armature_of(obj) or obj.parent
    for other in scene.objects:
        if other.type != "MESH":
            continue
        if owner is None:
            belongs = other.parent == obj
        else:
            belongs = other.parent in (owner, obj) or _armature_of(other) == owner
        if belongs:
            yield other


def _armature_of(obj: bpy.types.Object) -> bpy.types.Object | None:
    for modifier in obj.modifiers:
        if modifier.type == "ARMATURE" and modifier.object is not None:
            return modifier.object
    return obj.parent if obj.parent is not None and obj.parent.type == "ARMATURE" else None


def _check_editable(obj: bpy.types.Object) -> None:
    if not obj.data.shape_keys.is_editable:
        what = "mesh of the library override" if obj.override_library else "character"
        raise CharacterError(
            f"The {what} '{obj.name}' is linked from another file and cannot be keyed",
            "make a library override of its mesh data (Outliner: Library Override > Make)",
        )
    if not obj.data.shape_keys.use_relative:
        raise CharacterError(f"The shape keys of '{obj.name}' are absolute", "turn on 'Relative' in its shape keys")


def _is_driven(key: bpy.types.Key, name: str) -> bool:
    if key.animation_data is None:
        return False
    path = key.key_blocks[name].path_from_id("value")
    return any(driver.data_path == path for driver in key.animation_data.drivers)


def _remarks(obj: bpy.types.Object, driven: int) -> Iterator[str]:
    if driven:
        yield f"{driven} shape keys are driven by the rig and left to it"
    if obj.show_only_shape_key:
        yield f"A shape key of '{obj.name}' is pinned, so the face does not move until it is unpinned"
