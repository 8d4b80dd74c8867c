"""What differs between Blender's versions about Actions: slots and layers from 4.4 on, bare curves before."""

import bpy

Holder = bpy.types.AnimData | bpy.types.NlaStrip
"""What an Action and its slot are assigned to."""


def has_slots(action: bpy.types.Action) -> bool:
    return hasattr(action, "slots")


def new_action(name: str, id_type: str) -> bpy.types.Action:
    """An empty Action that `curves_of` can fill; before 4.4 for owners of `id_type` alone."""
    action = bpy.data.actions.new(name)
    if has_slots(action):
        action.layers.new("Layer").strips.new(type="KEYFRAME")
    else:
        action.id_root = id_type
    return action


def assign_new_slot(holder: Holder, action: bpy.types.Action, owner: bpy.types.ID) -> None:
    """A slot for `owner` in an Action that the holder has already."""
    if has_slots(action):
        holder.action_slot = action.slots.new(id_type=owner.id_type, name=owner.name)


def curves_of(action: bpy.types.Action, holder: Holder):
    """The F-curves of an Action of ours under the holder's slot."""
    if not has_slots(action):
        return action.fcurves
    return action.layers[0].strips[0].channelbag(holder.action_slot, ensure=True).fcurves


def bound_curves(action: bpy.types.Action, holder: Holder) -> list[bpy.types.FCurve]:
    """The F-curves of an Action that was made elsewhere, under the holder's slot; none without a slot."""
    if not has_slots(action):
        return list(action.fcurves)
    slot = holder.action_slot
    if slot is None:
        return []
    bags = (part.channelbag(slot) for layer in action.layers for part in layer.strips)
    return [curve for bag in bags if bag is not None for curve in bag.fcurves]


def handle(animation: bpy.types.AnimData) -> str:
    """What our notes know an owner by: its slot; 0 before 4.4, where each owner has an Action of its own."""
    return str(getattr(animation, "action_slot_handle", 0))


def remove_slot(action: bpy.types.Action, of: str) -> None:
    """Removes the slot with this handle."""
    if has_slots(action):
        for slot in list(action.slots):
            if str(slot.handle) == of:
                action.slots.remove(slot)
