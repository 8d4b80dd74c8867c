"""Pictures of every key, of common combinations and of the presets, for the documentation and for judging them."""

import math
import tempfile
from collections.abc import Sequence
from pathlib import Path

import bpy
import numpy as np

from ..presets import expressions
from ..rigs import arkit
from . import demo_character, demo_render

KEY_COLUMNS, PRESET_COLUMNS = 8, 12
PORTRAIT = 0.75
"""Width of a tile by its height."""
DISTANCE, HEIGHT = 0.79, 0.213
COMBINATIONS: tuple[tuple[str, dict[str, float]], ...] = (
    ("smile, jaw open", {"mouthSmile": 0.8, "jawOpen": 0.45, "cheekSquint": 0.5}),
    (
        "sadness",
        {"browInnerUp": 0.8, "browDown": 0.35, "mouthFrown": 0.55, "mouthShrugLower": 0.35, "eyeLookDown": 0.35},
    ),
    ("fear", {"eyeWide": 0.8, "browInnerUp": 0.9, "browOuterUp": 0.3, "mouthStretch": 0.8, "jawOpen": 0.2}),
    ("closed over open jaw", {"jawOpen": 0.6, "mouthClose": 0.6}),
    ("anger", {"browDown": 1.0, "noseSneer": 0.7, "mouthFrown": 0.5, "mouthPress": 0.6, "eyeSquint": 0.4}),
    ("surprise", {"eyeWide": 0.9, "browInnerUp": 0.9, "browOuterUp": 0.9, "jawOpen": 0.6}),
    (
        "crying",
        {
            "browInnerUp": 1.0,
            "eyeSquint": 0.8,
            "eyeBlink": 0.4,
            "mouthFrown": 0.9,
            "mouthShrugLower": 0.7,
            "cheekSquint": 0.5,
            "mouthStretch": 0.3,
        },
    ),
    (
        "laugh",
        {
            "mouthSmile": 1.0,
            "jawOpen": 0.6,
            "cheekSquint": 1.0,
            "eyeSquint": 0.7,
            "mouthUpperUp": 0.4,
            "browOuterUp": 0.3,
        },
    ),
    ("disgust", {"noseSneer": 1.0, "mouthUpperUp": 0.6, "browDown": 0.6, "eyeSquint": 0.6, "mouthFrown": 0.4}),
    ("f, v", {"mouthRollLower": 0.7, "mouthUpperUp": 0.3, "jawOpen": 0.1}),
    ("th", {"tongueOut": 0.45, "jawOpen": 0.2}),
    ("sh", {"mouthFunnel": 0.7, "jawOpen": 0.12}),
)
"""Name and weights; a name without a side stands for both sides."""
PORTRAITS: tuple[tuple[float, dict[str, float]], ...] = (
    (0.0, {"mouthSmile": 0.15}),
    (20.0, {"mouthSmile": 0.9, "jawOpen": 0.4, "cheekSquint": 0.7, "eyeSquint": 0.25, "browOuterUp": 0.3,
            "eyeLookOutLeft": 0.6, "eyeLookInRight": 0.6}),
    (-20.0, {"browInnerUp": 0.8, "browDownLeft": 0.5, "mouthPress": 0.4, "mouthFrown": 0.5, "mouthLeft": 0.3,
             "eyeLookOutLeft": 0.5, "eyeLookInRight": 0.5, "eyeLookUp": 0.2}),
)  # fmt: skip
"""Yaw of the camera in degrees and weights."""


def main(arguments: Sequence[str]) -> int:
    """Takes the folder for the three pictures of the documentation."""
    folder = Path(arguments[0])
    write_keys(folder / "demo_head_52.png")
    write_presets(folder / "presets.png")
    write_portraits(folder / "demo_head.png")
    return 0


def write_keys(path: Path, tile: int = 256) -> None:
    """Render the 52 keys and the combinations, `tile` pixels high each, into one PNG."""
    write([*((name, {name: 1.0}) for name in arkit.NAMES), *COMBINATIONS], path, tile, KEY_COLUMNS)


def write_presets(path: Path, tile: int = 240, names: Sequence[str] = expressions.NAMES[1:]) -> None:
    """Render named expressions, all but the first one, neutral, into one PNG."""
    faces = [(name, dict(zip(arkit.NAMES, expressions.load(name).tolist(), strict=True))) for name in names]
    write(faces, path, tile, PRESET_COLUMNS)


def write(
    faces: Sequence[tuple[str, dict[str, float]]],
    path: Path,
    tile: int,
    columns: int,
    distance: float = DISTANCE,
    height: float = HEIGHT,
) -> None:
    """Render faces with their names, in the order of reading, into one PNG. Uses a scene of its own."""
    scene = bpy.data.scenes.new("Contact Sheet")
    character = demo_character.create(scene)
    demo_render.use_workbench(scene, tile)
    scene.render.resolution_x = round(tile * PORTRAIT)
    camera = demo_render.place_camera(scene, distance=distance, height=height)
    label = add_label(scene, camera)
    tiles = []
    with tempfile.TemporaryDirectory() as folder:
        for index, (name, weights) in enumerate(faces):
            pose(character, weights)
            label.data.body = name
            picture = Path(folder) / f"{index}.png"
            demo_render.write_still(scene, picture)
            tiles.append(picture_pixels(picture))
    tiles += [np.zeros_like(tiles[0])] * (-len(tiles) % columns)
    rows = [np.concatenate(tiles[start : start + columns], 1) for start in range(0, len(tiles), columns)]
    save_picture(np.concatenate(rows[::-1], 0), path)


def write_portraits(path: Path, tile: int = 420) -> None:
    """The character at rest, laughing and in doubt, side by side in one PNG."""
    scene = bpy.data.scenes.new("Portraits")
    character = demo_character.create(scene)
    demo_render.use_workbench(scene, tile)
    tiles = []
    with tempfile.TemporaryDirectory() as folder:
        for index, (yaw, weights) in enumerate(PORTRAITS):
            demo_render.place_camera(scene, yaw=math.radians(yaw))
            pose(character, weights)
            picture = Path(folder) / f"{index}.png"
            demo_render.write_still(scene, picture)
            tiles.append(picture_pixels(picture))
    save_picture(np.concatenate(tiles, 1), path)


def pose(character: bpy.types.Object, weights: dict[str, float]) -> None:
    """Set the keys; every other key goes to 0. A name without a side sets both sides."""
    keys = character.data.shape_keys.key_blocks
    wanted = {}
    for name, weight in weights.items():
        wanted |= {name: weight} if name in arkit.INDEX else {f"{name}Left": weight, f"{name}Right": weight}
    for name in arkit.NAMES:
        keys[name].value = wanted.get(name, 0.0)


def add_label(scene: bpy.types.Scene, camera: bpy.types.Object) -> bpy.types.Object:
    curve = bpy.data.curves.new("Label", "FONT")
    curve.align_x = "CENTER"
    curve.align_y = "BOTTOM_BASELINE"  # more lines grow upwards
    curve.size = 0.0115
    ink = bpy.data.materials.new("Label")
    ink.diffuse_color = (0.95, 0.97, 0.97, 1.0)
    curve.materials.append(ink)
    label = bpy.data.objects.new("Label", curve)
    label.parent = camera
    label.location = (0.0, -0.0985, -0.5)
    scene.collection.objects.link(label)
    return label


def picture_pixels(path: Path) -> np.ndarray:
    """(height, width, 4), bottom row first."""
    image = bpy.data.images.load(str(path))
    width, height = image.size
    pixels = np.empty(width * height * 4, np.float32)
    image.pixels.foreach_get(pixels)
    bpy.data.images.remove(image)
    return pixels.reshape(height, width, 4)


def save_picture(pixels: np.ndarray, path: Path) -> None:
    height, width, _ = pixels.shape
    image = bpy.data.images.new("Contact Sheet", width, height)
    image.pixels.foreach_set(pixels.astype(np.float32).ravel().data)
    image.filepath_raw = str(path)
    image.file_format = "PNG"
    image.save()
    bpy.data.images.remove(image)
