"""Camera, light and render settings for pictures and films of the demo character."""

import math
from pathlib import Path

import bpy
from mathutils import Vector

FACE_HEIGHT = 0.218
"""Height in metres of the middle of the picture above the bust's base."""
DISTANCE = 0.83
LENS_MM = 85.0
BACKGROUND = (0.60, 0.66, 0.70)
KEY_LIGHT = ((-0.45, 0.55, 0.70), (0.95, 0.90, 0.84), (0.55, 0.52, 0.50))
FILL_LIGHT = ((0.75, 0.15, 0.64), (0.30, 0.34, 0.42), (0.10, 0.10, 0.12))
RIM_LIGHT = ((0.80, 0.45, -0.40), (0.50, 0.55, 0.62), (0.30, 0.30, 0.32))
BOUNCE_LIGHT = ((0.0, -0.90, 0.44), (0.22, 0.16, 0.14), (0.0, 0.0, 0.0))
"""Workbench's four lights: direction in the camera's axes (right, up, to the camera), diffuse and specular colour."""
AMBIENT = (0.16, 0.15, 0.16)


def place_camera(
    scene: bpy.types.Scene, yaw: float = 0.0, distance: float = DISTANCE, height: float = FACE_HEIGHT
) -> bpy.types.Object:
    """A portrait camera in front of the face; yaw in radians, positive shows the character's left side."""
    camera = bpy.data.objects.new("Demo Camera", bpy.data.cameras.new("Demo Camera"))
    camera.data.lens = LENS_MM
    camera.location = (distance * math.sin(yaw), -distance * math.cos(yaw), height + 0.02)
    look = Vector((0.0, 0.0, height)) - camera.location
    camera.rotation_euler = look.to_track_quat("-Z", "Y").to_euler()
    scene.collection.objects.link(camera)
    scene.camera = camera
    return camera


def use_workbench(scene: bpy.types.Scene, size: int = 512) -> None:
    """Fast pictures on any machine: Workbench with attribute colours, soft cavities and our own studio light."""
    scene.render.engine = "BLENDER_WORKBENCH"
    scene.render.resolution_x = scene.render.resolution_y = size
    scene.render.resolution_percentage = 100
    scene.view_settings.view_transform = "Standard"
    scene.display.render_aa = "8"
    shading = scene.display.shading
    shading.light = "STUDIO"
    shading.color_type = "VERTEX"
    shading.show_specular_highlight = True
    shading.show_cavity = True
    shading.cavity_type = "BOTH"
    shading.cavity_ridge_factor = 0.0
    shading.cavity_valley_factor = 0.9
    shading.curvature_ridge_factor = 0.25
    shading.curvature_valley_factor = 0.5
    scene.display.matcap_ssao_distance = 0.012
    scene.display.matcap_ssao_samples = 24
    _light_studio()
    if scene.world is None:
        scene.world = bpy.data.worlds.new("Demo World")
    scene.world.color = BACKGROUND
    scene.render.film_transparent = False


def _light_studio() -> None:
    system = bpy.context.preferences.system
    system.use_studio_light_edit = True
    system.light_ambient = AMBIENT
    for light, (direction, diffuse, specular) in zip(
        system.solid_lights, (KEY_LIGHT, FILL_LIGHT, RIM_LIGHT, BOUNCE_LIGHT), strict=True
    ):
        light.use = True
        light.smooth = 0.25
        light.direction = direction
        light.diffuse_color = diffuse
        light.specular_color = specular


def write_still(scene: bpy.types.Scene, path: Path) -> None:
    """Render the current frame to a PNG."""
    if hasattr(scene.render.image_settings, "media_type"):
        scene.render.image_settings.media_type = "IMAGE"
    scene.render.image_settings.file_format = "PNG"
    scene.render.filepath = str(path)
    bpy.ops.render.render(write_still=True, scene=scene.name)


def use_film(scene: bpy.types.Scene, path: Path) -> None:
    """Write `path` as H.264 with AAC: the frames of the scene and the sound of its sequencer."""
    if hasattr(scene.render.image_settings, "media_type"):
        scene.render.image_settings.media_type = "VIDEO"
    scene.render.image_settings.file_format = "FFMPEG"
    film = scene.render.ffmpeg
    film.format = "MPEG4"
    film.codec = "H264"
    film.constant_rate_factor = "HIGH"
    film.audio_codec = "AAC"
    film.audio_bitrate = 160
    scene.render.use_file_extension = False
    scene.render.use_sequencer = True
    scene.render.filepath = str(path)
