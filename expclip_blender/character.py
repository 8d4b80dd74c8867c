"""The character: which objects of a scene make up one face, and which of their shape keys and bones a take drives."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import bpy

from ..core.errors import CharacterError
from ..rigs import arkit
from ..rigs.detection import Detection
from ..rigs.rig_map import LIPS_OPEN, LIPS_TOGETHER, RigMap, Row
from . import actions, controls, face_map, part_channels
from .actions import Owner
from .part import Part

_TOLD = 4
_STANDS_FOR = {LIPS_OPEN: "jawOpen", LIPS_TOGETHER: "mouthClose"}


@dataclass(frozen=True)
class Character:
    """One face in Blender: the object that stands for it and every mesh and armature that moves with it.

    fit: the map that the names of its shape keys or sliders fit, None where the user's own rows are all there is;
    `notes` are sentences about what will not move. Holds Blender's own data: good until the next undo or file.
    """

    name: str
    parts: tuple[Part, ...]
    fit: Detection | None
    meshes: tuple[bpy.types.Object, ...]
    notes: tuple[str, ...]

    @property
    def owners(self) -> list[Owner]:
        return [part.owner for part in self.parts]

    @property
    def rig_map(self) -> RigMap:
        """The rows of all parts in one map."""
        rows = {row.channel: row for part in self.parts for row in part.rig_map.rows}
        title = self.name if self.fit is None else f"{self.name}, {self.fit.rig_map.title}"
        return RigMap(self.name, title, tuple(rows.values()))

    @property
    def targets(self) -> int:
        """How many shape keys, bones and sliders are driven; one name on several meshes counts once."""
        return len({(part.owner.id_type, row.target) for part in self.parts for row in part.rig_map.rows})

    @property
    def channels(self) -> tuple[str, ...]:
        """The ARKit names that the face shows."""
        inputs = {name for part in self.parts for row in part.rig_map.rows for name in row.drives}
        shown = {_STANDS_FOR.get(name, name) for name in inputs}
        return tuple(name for name in arkit.NAMES if name in shown)

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(name for name in arkit.NAMES if name not in self.channels)


def find_object(scene: bpy.types.Scene, near: bpy.types.Object | None) -> bpy.types.Object | None:
    """The face that is meant when none was chosen: the best match of `near` and its kin, else of the scene."""
    if near is not None and near.name in scene.objects:
        nearby = _best([near]) or _best(_siblings(near, scene))
        if nearby is not None:
            return nearby
    return _best(scene.objects)


def rig_of(obj: bpy.types.Object) -> face_map.ExpclipRig:
    """Where the rows and poses of this character are kept: on its armature, else on the mesh."""
    return (armature_of(obj) or obj).expclip_rig


def open_character(obj: bpy.types.Object, scene: bpy.types.Scene) -> Character:
    """The character that `obj` is a mesh or the armature of, with the other meshes under the same armature or parent.

    Raises CharacterError where nothing of it fits a rig map, or nothing that fits may be keyed.
    """
    if obj.type not in ("MESH", "ARMATURE"):
        raise CharacterError(f"'{obj.name}' is no mesh", "choose the mesh that has the face's shape keys")
    rig, own = rig_of(obj), _key_names(obj)
    objects, found = _family(obj, scene)
    fitting, sliders = _sliders(obj, objects)
    if not rig.poses and not any(sliders.values()):
        _check_keys(obj, own, bool(face_map.bound(rig, found, own).rows))
    if own:
        _check_editable(obj)
    notes: list[str] = []
    parts = [*_meshes(objects, rig, found, notes)]
    if not any(isinstance(part.owner, bpy.types.Key) for part in parts):
        found = fitting or found
    shown = [row for part in parts for row in part.rig_map.rows] + [row for rows in sliders.values() for row in rows]
    armature = armature_of(obj)
    bones = _bones(armature, rig, found, {name for row in shown for name in row.drives}, notes)
    parts += _posed({**sliders, **({armature: (*bones, *sliders.get(armature, ()))} if armature else {})}, notes)
    if not parts and not any(face_map.bound(rig, found, _key_names(mesh)).rows for mesh in objects):
        raise CharacterError(
            f"Nothing of '{obj.name}' is known to move", "take the starting set of bones, or pose its bones and capture"
        )
    if not parts:
        raise CharacterError(
            f"All matching shape keys of '{obj.name}' are driven by its rig",
            "remove the drivers to key the shapes, or pose the rig's bones for them",
        )
    if obj.type == "MESH" and obj.show_only_shape_key:
        notes.append(f"A shape key of '{obj.name}' is pinned, so the face does not move until it is unpinned")
    meshes = tuple(mesh for mesh in objects if mesh.type == "MESH")
    return Character(obj.name, tuple(parts), found, meshes, tuple(notes))


def sliders(obj: bpy.types.Object, scene: bpy.types.Scene) -> dict[str, tuple[bpy.types.Object, Row | None]]:
    """Every custom property that may be a slider of the character: the object that has it, and what drives it."""
    objects, _ = _family(obj, scene)
    rows = {row.target: row for of_holder in _sliders(obj, objects)[1].values() for row in of_holder}
    return {name: (holder, rows.get(name)) for holder in _holders(obj, objects) for name in controls.paths_of(holder)}


def shown_by_keys(obj: bpy.types.Object, scene: bpy.types.Scene) -> set[str]:
    """The inputs of rows that drive the character's shape keys and sliders, whether or not it can be keyed now."""
    objects, found = _family(obj, scene)
    rows = [row for mesh in objects for row in face_map.bound(rig_of(obj), found, _key_names(mesh)).rows]
    rows += [row for of_object in _sliders(obj, objects)[1].values() for row in of_object]
    return {_STANDS_FOR.get(name, name) for row in rows for name in row.drives}


def scene_of(obj: bpy.types.Object, preferred: bpy.types.Scene) -> bpy.types.Scene:
    """The scene whose frames the character's keys count: `preferred` where it is in it, else the first that has it."""
    if obj.name in preferred.objects and preferred.objects[obj.name] == obj:
        return preferred
    if not obj.users_scene:
        raise CharacterError(f"'{obj.name}' is in no scene", "link it to a scene or choose another character")
    return obj.users_scene[0]


def armature_of(obj: bpy.types.Object) -> bpy.types.Object | None:
    if obj.type == "ARMATURE":
        return obj
    for modifier in obj.modifiers:
        if modifier.type == "ARMATURE" and modifier.object is not None:
            return modifier.object
    return obj.parent if obj.parent is not None and obj.parent.type == "ARMATURE" else None


def _family(obj: bpy.types.Object, scene: bpy.types.Scene) -> tuple[list[bpy.types.Object], Detection | None]:
    """The objects of a character, and the map that its shape keys fit: those of `obj` where it has any."""
    objects = list(dict.fromkeys((obj, *_siblings(obj, scene))))
    names = _key_names(obj) or [name for other in objects for name in _key_names(other)]
    return objects, face_map.fit(rig_of(obj), dict.fromkeys(names))


def _key_names(obj: bpy.types.Object) -> list[str]:
    if obj.type != "MESH" or obj.data is None or obj.data.shape_keys is None:
        return []
    return obj.data.shape_keys.key_blocks.keys()


def _best(objects: Iterable[bpy.types.Object]) -> bpy.types.Object | None:
    counts = [(_driven_targets(obj), obj) for obj in objects]
    most = max((count for count, _ in counts), default=0)
    return next((obj for count, obj in counts if count == most), None) if most else None


def _driven_targets(obj: bpy.types.Object) -> int:
    """How much of an object a take would drive; an armature counts by its sliders and the poses that were captured."""
    rig, keys = rig_of(obj), _key_names(obj)
    sliders = list(controls.paths_of(obj)) if obj.type in ("MESH", "ARMATURE") else []
    rows = [row for names in (keys, sliders) for row in face_map.bound(rig, face_map.fit(rig, names), names).rows]
    return len(rows) + (len(obj.expclip_rig.poses) if obj.type == "ARMATURE" else 0)


def _siblings(obj: bpy.types.Object, scene: bpy.types.Scene) -> Iterator[bpy.types.Object]:
    """Meshes of `scene` under the same armature, or where there is none under the same parent."""
    owner = armature_of(obj) or obj.parent
    for other in scene.objects:
        if other.type != "MESH":
            continue
        if owner is None:
            belongs = other.parent == obj
        else:
            belongs = other.parent in (owner, obj) or armature_of(other) == owner
        if belongs:
            yield other


def _check_keys(obj: bpy.types.Object, names: list[str], known: bool) -> None:
    if obj.type == "MESH" and not names:
        raise CharacterError(f"'{obj.name}' has no shape keys", "choose a mesh with shape keys such as jawOpen")
    if names and not known:
        raise CharacterError(
            f"None of the shape keys of '{obj.name}' has a name that a rig map knows",
            "choose the map of its rig, fit them to shapes (Rig panel), name them like jawOpen, or choose another mesh",
        )


def _check_editable(obj: bpy.types.Object) -> None:
    if not obj.data.shape_keys.is_editable:
        what = "mesh of the library override" if obj.override_library else "character"
        raise CharacterError(
            f"The {what} '{obj.name}' is linked from another file and cannot be keyed",
            "make a library override of its mesh data (Outliner: Library Override > Make)",
        )
    if not obj.data.shape_keys.use_relative:
        raise CharacterError(f"The shape keys of '{obj.name}' are absolute", "turn on 'Relative' in its shape keys")


def is_driven(key: bpy.types.Key, name: str) -> bool:
    if key.animation_data is None:
        return False
    path = key.key_blocks[name].path_from_id("value")
    return any(driver.data_path == path for driver in key.animation_data.drivers)


def _meshes(
    objects: list[bpy.types.Object], rig: face_map.ExpclipRig, found: Detection | None, notes: list[str]
) -> Iterator[Part]:
    """The meshes that the map drives, each Key datablock once, without the keys that drivers move."""
    seen: set[bpy.types.Key] = set()
    driven = 0
    for mesh in objects:
        rows = face_map.bound(rig, found, _key_names(mesh))
        if not rows.rows or mesh.data.shape_keys in seen:
            continue
        key = mesh.data.shape_keys
        seen.add(key)
        if not key.is_editable:
            notes.append(f"'{mesh.name}' is linked without a library override and stays still")
            continue
        free = replace(rows, rows=tuple(row for row in rows.rows if not is_driven(key, row.target)))
        driven += len(rows.rows) - len(free.rows)
        if cut := [row.target for row in free.rows if row.range[0] < min(key.key_blocks[row.target].slider_min, 0.0)]:
            notes.append(f"The sliders of {_listed(cut)} end at 0, so they go one way only: lower their minimum to -1")
        if muted := [row.target for row in free.rows if row.acts and key.key_blocks[row.target].mute]:
            notes.append(f"Muted shape keys of '{mesh.name}' do not move until they are unmuted: {_listed(muted)}")
        if free.rows:
            yield Part(key, free, mesh)
    if driven:
        notes.append(f"{driven} shape keys are driven by the rig and left to it")


def _listed(names: list[str]) -> str:
    told = ", ".join(f"'{name}'" for name in names[:_TOLD])
    return told + (f" and {len(names) - _TOLD} more" if len(names) > _TOLD else "")


def _bones(
    armature: bpy.types.Object | None,
    rig: face_map.ExpclipRig,
    found: Detection | None,
    shown: set[str],
    notes: list[str],
) -> tuple[Row, ...]:
    """The rows of the armature's bones, without those that something else moves; `shown` are inputs of other rows."""
    if armature is None or armature.pose is None:
        return ()
    rows = face_map.NO_MAP.overridden(face_map.bone_rows(rig, found, armature.pose.bones.keys(), shown))
    others = actions.moved_by_others(armature)
    held = {row.target for row in rows.rows if part_channels.bone_paths(armature.pose.bones[row.target], rows) & others}
    if held:
        notes.append(f"The bones {_listed(sorted(held))} are animated by the rig itself and left to it")
    return tuple(row for row in rows.rows if row.target not in held)


def _holders(obj: bpy.types.Object, objects: list[bpy.types.Object]) -> list[bpy.types.Object]:
    return [holder for holder in dict.fromkeys((armature_of(obj), *objects, obj.parent)) if holder is not None]


def _sliders(
    obj: bpy.types.Object, objects: list[bpy.types.Object]
) -> tuple[Detection | None, dict[bpy.types.Object, tuple[Row, ...]]]:
    """The map that the names of custom properties fit, and the rows of those that no driver moves."""
    rig = rig_of(obj)
    paths = {holder: controls.paths_of(holder) for holder in _holders(obj, objects)}
    found = face_map.fit(rig, dict.fromkeys(name for of_holder in paths.values() for name in of_holder))
    rows = {holder: face_map.bound(rig, found, of_holder).rows for holder, of_holder in paths.items()}
    return found, {
        holder: tuple(row for row in of_holder if not controls.is_driven(holder, paths[holder][row.target]))
        for holder, of_holder in rows.items()
    }


def _posed(rows: dict[bpy.types.Object, tuple[Row, ...]], notes: list[str]) -> Iterator[Part]:
    """Bones and sliders of each object."""
    for holder, of_holder in rows.items():
        if of_holder and holder.is_editable:
            yield Part(holder, replace(face_map.NO_MAP, rows=of_holder), holder)
        elif of_holder:
            notes.append(f"'{holder.name}' is linked without a library override and its bones stay still")
