"""The extension's own Actions on shape keys, and what they displace.

All that differs between Blender's versions is here: slots and layers from 4.4 on, an Action for each mesh before.

A Key datablock without animation simply gets our Action. Where it has animation of its own, the assigned Action moves
as it is onto an NLA track and ours is laid over it; where both animate a shape key, ours holds only between its first
and last key. `lift` puts everything back.
"""

import json
from collections.abc import Iterable

import bpy

MARK = "expclip"
"""The custom property that tells an Action of ours; its value is one of the roles."""
FACE, REST = "face", "rest"
_LINES = "expclip_lines"
_BEFORE = "expclip_before"
_KEPT = "Kept by ExpCLIP"


def own_action(key: bpy.types.Key) -> bpy.types.Action | None:
    """Our Action on a Key datablock, None where none is assigned."""
    animation = key.animation_data
    action = None if animation is None else animation.action
    return action if action is not None and action.get(MARK) == FACE else None


def lay(keys: Iterable[bpy.types.Key], name: str) -> None:
    """Gives every Key datablock an Action of ours, one for all where there are slots; keeps those that are there."""
    keys = list(keys)
    shared = next((action for key in keys if (action := own_action(key)) is not None), None)
    for key in keys:
        if own_action(key) is not None:
            continue
        _put_away_leftovers(key)
        if shared is None or not _has_slots(shared):
            lines = read_lines(shared) if shared is not None else []
            shared = _new_action(f"ExpCLIP {name}", FACE)
            write_lines(shared, lines)
        _displace(key, shared)


def curves(key: bpy.types.Key):
    """The F-curves of our Action that belong to this Key datablock."""
    action = own_action(key)
    assert action is not None
    return _curves_of(action, key.animation_data)


def settle(key: bpy.types.Key, paths: Iterable[str]) -> None:
    """Arranges our Action over the user's animation, once it is known that ours animates `paths`.

    Curves outside an NLA strip's time fall back to the property's default, which is 1 for shape keys in Blender 5.0:
    keys that only we animate are held at their old values by a strip of rest below.
    """
    animation = key.animation_data
    users = _users_paths(animation)
    paths = list(paths)
    if not users.intersection(paths):
        animation.action_extrapolation = "HOLD"
        return
    animation.action_extrapolation = "NOTHING"
    values = _before(key).get("values", {})
    unheld = [path for path in paths if path not in users and path in values and path not in _rest_paths(animation)]
    if unheld:
        _remove_rest(animation)
        rest = _new_action("ExpCLIP rest", REST)
        _lay_rest(animation, rest, key, {path: values[path] for path in paths if path not in users and path in values})


def remember_values(key: bpy.types.Key, paths: Iterable[str]) -> None:
    """Notes the sliders' values before they are first keyed, for `lift`."""
    action = own_action(key)
    assert action is not None
    every = dict(action[_BEFORE].to_dict())
    before = every[_handle(key.animation_data)]
    values = before["values"]
    for path in paths:
        if path not in values:
            values[path] = key.path_resolve(path)
    action[_BEFORE] = every


def lift(keys: Iterable[bpy.types.Key]) -> None:
    """Takes our Action off and restores what was there: Action, slot, blending, NLA and sliders."""
    for key in keys:
        action = own_action(key)
        if action is None:
            continue
        before = _before(key)
        handle = _handle(key.animation_data)
        _restore(key, before)
        _forget(action, handle)
        if not any(own_action(other) == action for other in bpy.data.shape_keys):
            bpy.data.actions.remove(action)


def read_lines(action: bpy.types.Action) -> list[dict]:
    """The voice lines that our Action holds, as they were noted by write_lines."""
    return json.loads(action.get(_LINES, "[]"))


def write_lines(action: bpy.types.Action, lines: list[dict]) -> None:
    action[_LINES] = json.dumps(lines)


def _has_slots(action: bpy.types.Action) -> bool:
    return hasattr(action, "slots")


def _new_action(name: str, role: str) -> bpy.types.Action:
    action = bpy.data.actions.new(name)
    action[MARK] = role
    action[_BEFORE] = {}
    if _has_slots(action):
        action.layers.new("Layer").strips.new(type="KEYFRAME")
    else:
        action.id_root = "KEY"
    return action


def _curves_of(action: bpy.types.Action, holder):
    """`holder` has the Action and its slot assigned: animation data or an NLA strip."""
    if not _has_slots(action):
        return action.fcurves
    return action.layers[0].strips[0].channelbag(holder.action_slot, ensure=True).fcurves


def _handle(animation: bpy.types.AnimData) -> str:
    return str(getattr(animation, "action_slot_handle", 0))


def _before(key: bpy.types.Key) -> dict:
    """What `_displace` noted; empty where somebody removed the note."""
    action = own_action(key)
    note = action.get(_BEFORE) if action is not None else None
    return dict(note.to_dict().get(_handle(key.animation_data), {})) if note is not None else {}


def _displace(key: bpy.types.Key, action: bpy.types.Action) -> None:
    had_data = key.animation_data is not None
    animation = key.animation_data_create()
    before = {
        "had_data": had_data,
        "extrapolation": animation.action_extrapolation,
        "blend_type": animation.action_blend_type,
        "influence": animation.action_influence,
        "use_nla": animation.use_nla,
        "values": {},
    }
    if animation.action is not None:
        before["action"] = animation.action
        if _has_slots(action):
            before["slot"] = animation.action_slot_handle
        _push_down(animation, key)
        animation.use_nla = True
    animation.action = action
    animation.action_blend_type = "REPLACE"
    animation.action_influence = 1.0
    if _has_slots(action):
        animation.action_slot = action.slots.new(id_type=key.id_type, name=key.name)
    every = dict(action[_BEFORE].to_dict())
    every[_handle(animation)] = before
    action[_BEFORE] = every


def _push_down(animation: bpy.types.AnimData, key: bpy.types.Key) -> None:
    """Lays the assigned Action onto a track of its own, with its slot and blending, over all time that matters."""
    action = animation.action
    slot = getattr(animation, "action_slot", None)
    if hasattr(animation, "action_slot") and slot is None:
        return  # it animates nothing without a slot; `lift` assigns it again
    first, last = _span(action)
    track = animation.nla_tracks.new()
    track.name = _KEPT
    strip = track.strips.new(action.name, int(first), action)
    if slot is not None:
        strip.action_slot = slot
    strip.use_sync_length = False
    strip.action_frame_end = last
    strip.action_frame_start = first
    strip.frame_end = last
    strip.frame_start = first
    strip.extrapolation = animation.action_extrapolation
    strip.blend_type = animation.action_blend_type
    if animation.action_influence != 1.0:
        strip.use_animated_influence = True
        strip.influence = animation.action_influence


def _span(action: bpy.types.Action) -> tuple[float, float]:
    """The Action's frames, widened by every scene's: curves may go on beyond their keys."""
    first, last = action.frame_range
    starts = [first, *(scene.frame_start for scene in bpy.data.scenes)]
    ends = [last, *(scene.frame_end for scene in bpy.data.scenes)]
    return float(int(min(starts)) - 1), float(int(max(ends)) + 1)


def _users_paths(animation: bpy.types.AnimData) -> set[str]:
    """Data paths that NLA strips animate which are not our rest."""
    paths: set[str] = set()
    for track in animation.nla_tracks:
        for strip in track.strips:
            if strip.action is not None and strip.action.get(MARK) != REST:
                paths.update(curve.data_path for curve in _strip_curves(strip))
    return paths


def _rest_paths(animation: bpy.types.AnimData) -> set[str]:
    return {
        curve.data_path
        for track in animation.nla_tracks for strip in track.strips
        if strip.action is not None and strip.action.get(MARK) == REST
        for curve in _strip_curves(strip)
    }


def _strip_curves(strip: bpy.types.NlaStrip) -> list[bpy.types.FCurve]:
    action = strip.action
    if not _has_slots(action):
        return list(action.fcurves)
    slot = strip.action_slot
    if slot is None:
        return []
    bags = (part.channelbag(slot) for layer in action.layers for part in layer.strips)
    return [curve for bag in bags if bag is not None for curve in bag.fcurves]


def _lay_rest(animation: bpy.types.AnimData, rest: bpy.types.Action, key: bpy.types.Key, values: dict) -> None:
    track = animation.nla_tracks.new()
    track.name = "ExpCLIP rest"
    strip = track.strips.new(rest.name, 0, rest)
    if _has_slots(rest):
        strip.action_slot = rest.slots.new(id_type=key.id_type, name=key.name)
    for path, value in values.items():
        _curves_of(rest, strip).new(path).keyframe_points.insert(0.0, value)
    strip.extrapolation = "HOLD"


def _remove_rest(animation: bpy.types.AnimData) -> None:
    for track in list(animation.nla_tracks):
        rests = [strip.action for strip in track.strips if strip.action and strip.action.get(MARK) == REST]
        if rests:
            animation.nla_tracks.remove(track)
            for rest in rests:
                if rest.users == 0:
                    bpy.data.actions.remove(rest)


def _put_away_leftovers(key: bpy.types.Key) -> None:
    """Somebody took our Action off by hand: our rest goes too, and what we kept for the user stays as a track."""
    if key.animation_data is not None:
        _remove_rest(key.animation_data)


def _restore(key: bpy.types.Key, before: dict) -> None:
    animation = key.animation_data
    action = before.get("action")
    _remove_rest(animation)
    animation.action = None
    if action is not None:
        for track in list(animation.nla_tracks):
            if track.name.startswith(_KEPT) and [strip.action for strip in track.strips] == [action]:
                animation.nla_tracks.remove(track)
                break
        animation.action = action
        if _has_slots(action):
            animation.action_slot = next((slot for slot in action.slots if slot.handle == before.get("slot")), None)
    animation.action_extrapolation = before.get("extrapolation", "HOLD")
    animation.action_blend_type = before.get("blend_type", "REPLACE")
    animation.action_influence = before.get("influence", 1.0)
    animation.use_nla = before.get("use_nla", True)
    used = animation.action is not None or len(animation.drivers) or len(animation.nla_tracks)
    if not before.get("had_data", True) and not used:
        key.animation_data_clear()
    for path, value in before.get("values", {}).items():
        block = _block_of(key, path)
        if block is not None:
            block.value = value


def _block_of(key: bpy.types.Key, path: str) -> bpy.types.ShapeKey | None:
    return next((block for block in key.key_blocks if block.path_from_id("value") == path), None)


def _forget(action: bpy.types.Action, handle: str) -> None:
    every = dict(action[_BEFORE].to_dict())
    every.pop(handle, None)
    action[_BEFORE] = every
    if _has_slots(action):
        for slot in list(action.slots):
            if str(slot.handle) == handle:
                action.slots.remove(slot)
