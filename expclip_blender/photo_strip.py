"""A portrait's movie in the sequencer, above the voice that it belongs to."""

import bpy

from . import sequencer
from .sequencer import VoiceLine

MARK = "expclip_portrait"
"""The custom property of what a portrait made: the source of its line."""
_MOST_CHANNELS = 128


def lay(scene: bpy.types.Scene, path: str, label: str, line: VoiceLine, voice: str | None):
    """Lays the movie of a line at `path` over its frames of `scene`, above the sound strip named `voice`.

    What an earlier portrait of the same line laid is taken away.
    """
    strips = sequencer.strips_of(scene.sequence_editor_create())
    earlier = [strip for strip in strips if strip.get(MARK) == line.source]
    least = 1 + max([0, *(_channel(strip) for strip in sequencer.sound_strips(scene) if strip.name == voice)])
    movie = strips.new_movie(
        name=label, filepath=path, channel=_MOST_CHANNELS, frame_start=line.first_frame, fit_method="FIT"
    )
    for strip in earlier:
        strips.remove(strip)
    movie[MARK] = line.source
    if line.frame_count is not None:  # the movie's last picture may begin before the sound ends and last longer
        movie.frame_final_end = min(movie.frame_final_end, line.first_frame + line.frame_count)
    movie.channel = _free_channel(strips, movie, least)
    return movie


def lay_sound(scene: bpy.types.Scene, path: str, label: str, line: VoiceLine) -> None:
    """Lays the movie's own sound, for a line that is no strip; a Blender that was built without sound lays none."""
    strips = sequencer.strips_of(scene.sequence_editor_create())
    try:
        sound = strips.new_sound(name=label, filepath=path, channel=_MOST_CHANNELS, frame_start=line.first_frame)
    except RuntimeError:
        return
    sound[MARK] = line.source
    sound.channel = _free_channel(strips, sound, 1)


def _channel(strip) -> int:
    """Of the strip itself, or of the outermost meta strip that holds it."""
    while (meta := strip.parent_meta()) is not None:
        strip = meta
    return strip.channel


def _free_channel(strips, wanted, least: int) -> int:
    """The lowest channel from `least` on in which nothing else lies while `wanted` is shown."""
    taken = {
        strip.channel
        for strip in strips
        if strip != wanted
        and strip.frame_final_start < wanted.frame_final_end
        and strip.frame_final_end > wanted.frame_final_start
    }
    return next((channel for channel in range(least, _MOST_CHANNELS) if channel not in taken), _MOST_CHANNELS)
