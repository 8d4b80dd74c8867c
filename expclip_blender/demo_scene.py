"""The demo's scene: the demo character speaks the demo line, keyed by the same code as the Generate button."""

import sys
from collections.abc import Sequence
from pathlib import Path

import bpy

from ..core.formats import read_take
from ..core.whole_file import whole_file
from . import character, demo_character, demo_render, demo_rig, keyframes, registration, sequencer

FPS = 30
PICTURE_SIZE = 640
TOLD_EVERY = 30
"""Frames between two words of progress."""


def main(arguments: Sequence[str]) -> int:
    """Takes the voice line, its take, and the .blend and .mp4 to write; both are written whole or not at all."""
    line, take, blend, film = map(Path, arguments)
    bpy.ops.wm.read_homefile(use_factory_startup=True, use_empty=True)
    with registration.registered():
        scene = build(line, take)
        demo_render.use_film(scene, Path("//") / film.name)
        with whole_file(blend) as path:
            path.unlink()  # Blender would keep a file that is there as a backup beside it
            bpy.ops.wm.save_as_mainfile(filepath=str(path), copy=True, check_existing=False)
        with whole_file(film) as path:
            render(scene, path)
    return 0


def build(line: Path, take: Path) -> bpy.types.Scene:
    """The open scene with the character, its keys, the sound strip, a camera and light."""
    scene = bpy.context.scene
    scene.render.fps, scene.render.fps_base = FPS, 1.0
    speaker = demo_character.create(scene)
    demo_rig.add_head_bone(speaker)
    strip = add_strip(scene, line)
    voice = sequencer.strip_line(strip, scene, scene)
    keyed = keyframes.key_take(character.open_character(speaker, scene), read_take(take), voice, [])
    scene.frame_start, scene.frame_end = keyed.first, keyed.last
    scene.frame_set(keyed.first)
    demo_render.place_camera(scene)
    demo_render.use_workbench(scene, PICTURE_SIZE)
    return scene


def add_strip(scene: bpy.types.Scene, line: Path) -> "bpy.types.Strip":
    """Lays the sound at the scene's first frame and packs it, so that the .blend can be sent on its own."""
    editor = scene.sequence_editor_create()
    strips = sequencer.strips_of(editor)
    strip = strips.new_sound(name=line.stem, filepath=str(line), channel=1, frame_start=scene.frame_start)
    strip.sound.pack()
    return strip


def render(scene: bpy.types.Scene, film: Path) -> None:
    """Renders all frames with their sound, and says on stderr how far it is."""
    demo_render.use_film(scene, film)
    total = scene.frame_end - scene.frame_start + 1

    def tell(scene: bpy.types.Scene, *_) -> None:
        done = scene.frame_current - scene.frame_start + 1
        if done % TOLD_EVERY == 0 or done == total:
            print(f"ExpCLIP: frame {done} of {total}", file=sys.stderr, flush=True)

    bpy.app.handlers.render_post.append(tell)
    try:
        bpy.ops.render.render(animation=True)
    finally:
        bpy.app.handlers.render_post.remove(tell)
