"""The extension's own Actions on shape keys and bones, and what they displace.

An owner is what has the animation data: the Key datablock of a mesh, the object of an armature or of custom properties.
One without animation simply gets our Action. Where it has animation of its own, the assigned Action moves as it is onto
an NLA track and ours is laid over it; where both animate the same, ours holds only between its first and last key.
`lift` undoes all that.
"""

import json
from collections.abc import Iterable, Iterator

import bpy

from .action_slots import assign_new_slot, bound_curves, curves_of, handle, has_slots, new_action, remove_slot

Owner = bpy.types.Key | bpy.types.Object
Channel = tuple[str, int]
"""What a curve animates: data path and index, which is 0 for a single value."""

MARK = "expclip"
"""The custom property that tells an Action of ours; its value is one of the roles."""
FACE, REST = "face", "rest"
_LINES = "expclip_lines"
_BEFORE = "expclip_before"
_KEPT = "Kept by ExpCLIP"


def own_action(owner: Owner) -> bpy.types.Action | None:
    """Our Action on an owner, None where none is assigned."""
    animation = owner.animation_data
    action = None if animation is None else animation.action
    return action if action is not None and action.get(MARK) == FACE else None


def lay(owners: Iterable[Owner], name: str) -> None:
    """Gives every owner an Action of ours, one for all where there are slots; keeps those that are there."""
    owners = list(owners)
    shared = next((action for owner in owners if (action := own_action(owner)) is not None), None)
    for owner in owners:
        if own_action(owner) is not None:
            continue
        _put_away_leftovers(owner)
        if shared is None or not has_slots(shared):
            lines = read_lines(shared) if shared is not None else []
            shared = _own(f"ExpCLIP {name}", FACE, owner)
            write_lines(shared, lines)
        _displace(owner, shared)


def curves(owner: Owner):
    """The F-curves of our Action that belong to this owner."""
    action = own_action(owner)
    assert action is not None
    return curves_of(action, owner.animation_data)


def settle(owner: Owner, channels: Iterable[Channel]) -> None:
    """Arranges our Action over the user's animation, once it is known that ours animates `channels`.

    Curves outside an NLA strip's time fall back to the property's default, which is 1 for shape keys in Blender 5.0:
    what only we animate is held at its old value by a strip of rest below.
    """
    animation = owner.animation_data
    users = _users_channels(animation)
    channels = list(channels)
    if not users.intersection(channels):
        animation.action_extrapolation = "HOLD"
        return
    animation.action_extrapolation = "NOTHING"
    values = {channel: value for channel, value in _values_before(owner).items() if channel in channels}
    unheld = values.keys() - users - _rest_channels(animation)
    if unheld:
        _remove_rest(animation)
        rest = _own("ExpCLIP rest", REST, owner)
        _lay_rest(animation, rest, owner, {channel: values[channel] for channel in values if channel not in users})


def remember_values(owner: Owner, channels: Iterable[Channel]) -> None:
    """Notes what the sliders and bones were at before they are first keyed, for `lift`."""
    action = own_action(owner)
    assert action is not None
    values = _values_before(owner)
    for channel in channels:
        if channel not in values:
            values[channel] = get_value(owner, channel)
    every = dict(action[_BEFORE].to_dict())
    noted = json.dumps([[*channel, value] for channel, value in values.items()])
    every[handle(owner.animation_data)]["values"] = noted
    action[_BEFORE] = every


def lift(owners: Iterable[Owner]) -> None:
    """Takes our Action off and restores what was there: Action, slot, blending, NLA, sliders and bones."""
    for owner in owners:
        action = own_action(owner)
        if action is None:
            continue
        before, values = _before(owner), _values_before(owner)
        slot = handle(owner.animation_data)
        _restore(owner, before, values)
        _forget(action, slot)
        if not any(own_action(other) == action for other in _all_owners()):
            bpy.data.actions.remove(action)


def moved_by_others(owner: Owner) -> set[str]:
    """Data paths that the user's Action, NLA strips or drivers of an owner move."""
    animation = owner.animation_data
    if animation is None:
        return set()
    paths = {path for path, _ in _users_channels(animation)} | {driver.data_path for driver in animation.drivers}
    if animation.action is not None and own_action(owner) is None:
        paths.update(curve.data_path for curve in bound_curves(animation.action, animation))
    return paths


def _all_owners() -> Iterator[Owner]:
    yield from bpy.data.shape_keys
    yield from bpy.data.objects


def read_lines(action: bpy.types.Action) -> list[dict]:
    """The voice lines that our Action holds, as they were noted by write_lines."""
    return json.loads(action.get(_LINES, "[]"))


def write_lines(action: bpy.types.Action, lines: list[dict]) -> None:
    action[_LINES] = json.dumps(lines)


def _own(name: str, role: str, owner: Owner) -> bpy.types.Action:
    action = new_action(name, owner.id_type)
    action[MARK] = role
    action[_BEFORE] = {}
    return action


def _before(owner: Owner) -> dict:
    """What `_displace` noted; empty where somebody removed the note."""
    action = own_action(owner)
    note = action.get(_BEFORE) if action is not None else None
    return dict(note.to_dict().get(handle(owner.animation_data), {})) if note is not None else {}


def _values_before(owner: Owner) -> dict[Channel, float]:
    return {(path, index): value for path, index, value in json.loads(_before(owner).get("values", "[]"))}


def get_value(owner: Owner, channel: Channel) -> float:
    value = owner.path_resolve(channel[0])
    return value if isinstance(value, float) else value[channel[1]]  # type: ignore[index]


def set_value(owner: Owner, channel: Channel, value: float) -> None:
    """A shape key, bone or custom property that is gone is left aside."""
    path = channel[0]
    custom = path.endswith("]")
    place = path.rindex('["' if custom else ".")
    try:
        owner.path_resolve(path)
        held = owner.path_resolve(path[:place]) if place else owner
    except ValueError:
        return
    name = bpy.utils.unescape_identifier(path[place + 2 : -2]) if custom else path[place + 1 :]
    if custom:
        held[name] = value  # type: ignore[index]
        owner.update_tag()  # else drivers do not hear of it
    elif isinstance(getattr(held, name), float):
        setattr(held, name, value)
    else:
        getattr(held, name)[channel[1]] = value


def _displace(owner: Owner, action: bpy.types.Action) -> None:
    had_data = owner.animation_data is not None
    animation = owner.animation_data_create()
    before = {
        "had_data": had_data,
        "extrapolation": animation.action_extrapolation,
        "blend_type": animation.action_blend_type,
        "influence": animation.action_influence,
        "use_nla": animation.use_nla,
        "values": "[]",
    }
    if animation.action is not None:
        before["action"] = animation.action
        if has_slots(action):
            before["slot"] = animation.action_slot_handle
        _push_down(animation)
        animation.use_nla = True
    animation.action = action
    animation.action_blend_type = "REPLACE"
    animation.action_influence = 1.0
    assign_new_slot(animation, action, owner)
    every = dict(action[_BEFORE].to_dict())
    every[handle(animation)] = before
    action[_BEFORE] = every


def _push_down(animation: bpy.types.AnimData) -> None:
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


def _users_channels(animation: bpy.types.AnimData) -> set[Channel]:
    return _strips_channels(strip for strip in _strips(animation) if strip.action.get(MARK) != REST)


def _rest_channels(animation: bpy.types.AnimData) -> set[Channel]:
    return _strips_channels(strip for strip in _strips(animation) if strip.action.get(MARK) == REST)


def _strips_channels(strips: Iterable[bpy.types.NlaStrip]) -> set[Channel]:
    return {
        (curve.data_path, curve.array_index) for strip in strips for curve in bound_curves(strip.action, strip)
    }


def _strips(animation: bpy.types.AnimData) -> Iterator[bpy.types.NlaStrip]:
    return (strip for track in animation.nla_tracks for strip in track.strips if strip.action is not None)


def _lay_rest(
    animation: bpy.types.AnimData, rest: bpy.types.Action, owner: Owner, values: dict[Channel, float]
) -> None:
    track = animation.nla_tracks.new()
    track.name = "ExpCLIP rest"
    strip = track.strips.new(rest.name, 0, rest)
    assign_new_slot(strip, rest, owner)
    for (path, index), value in values.items():
        curves_of(rest, strip).new(path, index=index).keyframe_points.insert(0.0, value)
    strip.extrapolation = "HOLD"


def _remove_rest(animation: bpy.types.AnimData) -> None:
    for track in list(animation.nla_tracks):
        rests = [strip.action for strip in track.strips if strip.action and strip.action.get(MARK) == REST]
        if rests:
            animation.nla_tracks.remove(track)
            for rest in rests:
                if rest.users == 0:
                    bpy.data.actions.remove(rest)


def _put_away_leftovers(owner: Owner) -> None:
    """Somebody took our Action off by hand: our rest goes too, and what we kept for the user stays as a track."""
    if owner.animation_data is not None:
        _remove_rest(owner.animation_data)


def _restore(owner: Owner, before: dict, values: dict[Channel, float]) -> None:
    animation = owner.animation_data
    action = before.get("action")
    _remove_rest(animation)
    animation.action = None
    if action is not None:
        for track in list(animation.nla_tracks):
            if track.name.startswith(_KEPT) and [strip.action for strip in track.strips] == [action]:
                animation.nla_tracks.remove(track)
                break
        animation.action = action
        if has_slots(action):
            animation.action_slot = next((slot for slot in action.slots if slot.handle == before.get("slot")), None)
    animation.action_extrapolation = before.get("extrapolation", "HOLD")
    animation.action_blend_type = before.get("blend_type", "REPLACE")
    animation.action_influence = before.get("influence", 1.0)
    animation.use_nla = before.get("use_nla", True)
    used = animation.action is not None or len(animation.drivers) or len(animation.nla_tracks)
    if not before.get("had_data", True) and not used:
        owner.animation_data_clear()
    for channel, value in values.items():
        set_value(owner, channel, value)


def _forget(action: bpy.types.Action, slot: str) -> None:
    every = dict(action[_BEFORE].to_dict())
    every.pop(slot, None)
    action[_BEFORE] = every
    remove_slot(action, slot)
