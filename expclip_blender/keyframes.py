"""Takes become keys: one key on every frame, written in bulk, in the place of the line's earlier keys."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

import bpy
import numpy as np

from ..core.errors import CharacterError, StripError
from ..core.take import Take
from . import actions, lip_check, part_channels
from .character import Character
from .sequencer import VoiceLine

_COLUMNS = {
    "co": (np.float32, 2), "handle_left": (np.float32, 2), "handle_right": (np.float32, 2),
    "handle_left_type": (np.int32, 1), "handle_right_type": (np.int32, 1), "interpolation": (np.int32, 1),
    "easing": (np.int32, 1), "type": (np.int32, 1),
    "amplitude": (np.float32, 1), "back": (np.float32, 1), "period": (np.float32, 1),
}
"""What makes up a key, for keys that are written again: attribute -> kind and numbers a key."""
_ODD_FRAMES = 2
"""A strip's length is off its sound's by no more than this through rounding."""


@dataclass(frozen=True)
class KeyedLine:
    """What one Generate left on a character: the line, its first and last frame, and what there is to know about it."""

    source: str
    label: str
    first: int
    last: int
    shapes: int
    notes: list[str] = field(default_factory=list)


def key_take(character: Character, take: Take, line: VoiceLine, notes: list[str]) -> KeyedLine:
    """Keys the take on every mesh and armature of the character from the line's first frame on, older keys go.

    Raises StripError for a take without a frame that is heard, CharacterError for an animation that cannot be changed.
    """
    weights = take.weights if line.frame_count is None else take.weights[: line.frame_count]
    if not len(weights):
        raise StripError(f"Nothing of '{line.label}' is heard", "undo its trims or choose another line")
    for owner in character.owners:
        if owner.animation_data is not None and owner.animation_data.use_tweak_mode:
            raise CharacterError(
                f"An NLA strip of '{character.name}' is being edited", "leave its tweak mode (Tab in the NLA editor)"
            )
    first, last = line.first_frame, line.first_frame + len(weights) - 1
    frames = np.arange(first, last + 1, dtype=np.float32)
    head = None if take.head is None else take.head[: len(weights)]
    values = [part.curves(weights, head) for part in character.parts]
    values, remarks = lip_check.closed(character, values, weights)
    actions.lay(character.owners, character.name)
    stale = [(known.first, known.last) for known in keyed_lines(character) if known.source == line.source]
    for part, of_part in zip(character.parts, values, strict=True):
        channels = part_channels.channels(part.owner, part.rig_map, of_part)
        actions.remember_values(part.owner, channels)
        curves = actions.curves(part.owner)
        for (path, index), keys in channels.items():
            curve = curves.find(path, index=index) or curves.new(path, index=index)
            write_keys(curve, frames, keys, [*stale, (first, last)])
        actions.settle(part.owner, channels)
    notes = [*notes, *remarks, *_remarks(character, take, line), *character.notes]
    keyed = KeyedLine(line.source, line.label, first, last, character.targets, notes)
    others = [known for known in keyed_lines(character) if known.source != line.source]
    _note_lines(character, [*_uncovered(others, first, last), keyed])
    return keyed


def _remarks(character: Character, take: Take, line: VoiceLine) -> Iterator[str]:
    fit = character.fit
    if fit is not None and fit.found and fit.missing:
        there = len(fit.found) + len(fit.missing)
        yield f"{len(fit.found)} of {there} shape keys of {fit.rig_map.title} were found, the others stay still"
    if line.end is None and line.frame_count is not None and abs(take.frames - line.frame_count) > _ODD_FRAMES:
        yield (
            f"The sound lasts {take.frames} frames and its strip {line.frame_count}, "
            "so a retimed strip is out of time with the keys"
        )


def keyed_lines(character: Character) -> list[KeyedLine]:
    """The lines that are keyed on a character, oldest first."""
    for owner in character.owners:
        action = actions.own_action(owner)
        if action is not None:
            return [KeyedLine(**line) for line in actions.read_lines(action)]
    return []


def remove_line(character: Character, source: str) -> bool:
    """Removes the keys of one line; with the last line our Action goes and everything is as before it came.

    Returns whether there were any.
    """
    lines = keyed_lines(character)
    gone = [(line.first, line.last) for line in lines if line.source == source]
    if not gone:
        return False
    kept = [line for line in lines if line.source != source]
    if not kept:
        actions.lift(character.owners)
        return True
    nothing = np.empty(0, np.float32)
    for owner in character.owners:
        if actions.own_action(owner) is not None:
            for curve in actions.curves(owner):
                write_keys(curve, nothing, nothing, gone)
    _note_lines(character, kept)
    return True


def remove_all(character: Character) -> bool:
    """Takes all that is ours off the character; returns whether there was anything."""
    ours = any(actions.own_action(owner) is not None for owner in character.owners)
    actions.lift(character.owners)
    return ours


def write_keys(
    curve: bpy.types.FCurve, frames: np.ndarray, values: np.ndarray, cleared: list[tuple[int, int]]
) -> None:
    """Writes linear keys (frames,) ascending, (values,) after removing those within the `cleared` spans of frames.

    Keys outside the spans stay as they are, handles and all. The new keys' handles, which count once somebody makes
    them Bezier keys, are of the kind that the user's preferences give to new keys.
    """
    points = curve.keyframe_points
    kept = _kept_keys(points, cleared)
    points.clear()
    if kept is None:
        points.add(len(frames))
        points.foreach_set("co", np.column_stack((frames, values)).astype(np.float32).ravel())
        points.foreach_set("interpolation", np.full(len(frames), _LINEAR, np.uint8))  # a byte copies in one go
    else:
        columns = _merged(kept, frames, values)
        points.add(len(columns["co"]))
        for name, column in columns.items():
            points.foreach_set(name, column.ravel())
    curve.update()


def _enum_value(attribute: str, item: str) -> int:
    return bpy.types.Keyframe.bl_rna.properties[attribute].enum_items[item].value


_LINEAR = _enum_value("interpolation", "LINEAR")
_AUTO_CLAMPED = _enum_value("handle_left_type", "AUTO_CLAMPED")


def _kept_keys(points, cleared: list[tuple[int, int]]) -> dict[str, np.ndarray] | None:
    at = _column(points, "co")[:, 0]
    keep = np.ones(len(points), bool)
    for first, last in cleared:
        keep &= (at < first - 0.5) | (at > last + 0.5)
    return {name: _column(points, name)[keep] for name in _COLUMNS} if keep.any() else None


def _column(points, name: str) -> np.ndarray:
    kind, width = _COLUMNS[name]
    column = np.empty(len(points) * width, kind)
    points.foreach_get(name, column)
    return column.reshape(len(points), width)


def _merged(kept: dict[str, np.ndarray], frames: np.ndarray, values: np.ndarray) -> dict[str, np.ndarray]:
    fresh = {name: np.zeros((len(frames), width), kind) for name, (kind, width) in _COLUMNS.items()}
    for name in ("co", "handle_left", "handle_right"):
        fresh[name][:] = np.column_stack((frames, values))
    fresh["interpolation"][:] = _LINEAR
    fresh["handle_left_type"][:] = fresh["handle_right_type"][:] = _AUTO_CLAMPED
    order = np.argsort(np.concatenate((kept["co"][:, 0], frames)), kind="stable")
    return {name: np.concatenate((kept[name], fresh[name]))[order] for name in _COLUMNS}


def _uncovered(lines: list[KeyedLine], first: int, last: int) -> list[KeyedLine]:
    """What is left of other lines once first..last is keyed anew."""
    left = []
    for line in lines:
        data = asdict(line)
        if line.first < first:
            left.append(KeyedLine(**data | {"last": min(line.last, first - 1)}))
        if line.last > last:
            left.append(KeyedLine(**data | {"first": max(line.first, last + 1)}))
    return left


def _note_lines(character: Character, lines: list[KeyedLine]) -> None:
    for owner in character.owners:
        action = actions.own_action(owner)
        if action is not None:
            actions.write_lines(action, [asdict(line) for line in lines])
