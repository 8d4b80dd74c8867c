"""A portrait's movie on a plane in the scene, in time with the voice."""

import bpy

from ..core.errors import StripError
from .photo_strip import MARK

HEIGHT = 1.0
"""Of a new plane, in metres."""


def open_movie(path: str) -> bpy.types.Image:
    """Raises StripError where Blender cannot show the movie."""
    image = bpy.data.images.load(path)
    image.source = "MOVIE"
    if not (image.frame_duration and all(_size(image))):
        bpy.data.images.remove(image)
        raise StripError(f"Blender cannot open the movie '{path}'", "bake the portrait again")
    return image


def place(
    scene: bpy.types.Scene, movie: bpy.types.Image, label: str, first_frame: int, source: str
) -> bpy.types.Object:
    """Shows the movie on an upright plane at the 3D cursor, its first picture at `first_frame`.

    A plane of an earlier portrait of the same line shows the new movie and stays where it is. The movie's frames must
    be the scene's.
    """
    width, height = _size(movie)
    mesh = _mesh(label, width / height)
    mesh.materials.append(_material(label, movie, first_frame))
    plane = next((obj for obj in scene.objects if obj.get(MARK) == source and obj.type == "MESH"), None)
    if plane is None:
        plane = bpy.data.objects.new(label, mesh)
        plane[MARK] = source
        plane.location = scene.cursor.location
        scene.collection.objects.link(plane)
        return plane
    earlier, plane.data = plane.data, mesh
    if isinstance(earlier, bpy.types.Mesh):
        _forget(earlier)
    return plane


def _size(movie: bpy.types.Image) -> tuple[int, ...]:
    """Width and height in pixels."""
    return tuple(movie.size)  # type: ignore[arg-type]


def _mesh(label: str, aspect: float) -> bpy.types.Mesh:
    """Facing the front view, standing on its origin."""
    mesh = bpy.data.meshes.new(label)
    half = aspect * HEIGHT / 2
    corners = [(-half, 0, 0), (half, 0, 0), (half, 0, HEIGHT), (-half, 0, HEIGHT)]
    mesh.from_pydata(corners, [], [(0, 1, 2, 3)])
    places = mesh.uv_layers.new(name="UVMap").data
    for corner, place in zip(places, ((0, 0), (1, 0), (1, 1), (0, 1)), strict=True):
        corner.uv = place
    return mesh


def _material(label: str, image: bpy.types.Image, first_frame: int) -> bpy.types.Material:
    """Shines with the movie, so that the scene's lights do not change a face that is lit already."""
    material = bpy.data.materials.new(label)
    if bpy.app.version < (5, 0):  # from 5.0 on a material has nothing but nodes
        material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    nodes.clear()
    texture, light = nodes.new("ShaderNodeTexImage"), nodes.new("ShaderNodeEmission")
    output = nodes.new("ShaderNodeOutputMaterial")
    for column, node in enumerate((texture, light, output)):
        node.location = (300 * column - 600, 0)
    texture.image = image
    texture.extension = "EXTEND"
    shown = texture.image_user
    shown.frame_start, shown.frame_offset, shown.frame_duration = first_frame, 0, image.frame_duration
    shown.use_auto_refresh = True
    links.new(texture.outputs["Color"], light.inputs["Color"])
    links.new(light.outputs["Emission"], output.inputs["Surface"])
    nodes.active = texture  # what Workbench shows
    return material


def _forget(mesh: bpy.types.Mesh) -> None:
    """Removes what an earlier portrait made, as far as nobody else uses it."""
    materials = [material for material in mesh.materials if material is not None]
    if not mesh.users:
        bpy.data.meshes.remove(mesh)
    for material in materials:
        if material.users:
            continue
        images = [node.image for node in material.node_tree.nodes if node.type == "TEX_IMAGE" and node.image]
        bpy.data.materials.remove(material)
        for image in images:
            if not image.users:
                bpy.data.images.remove(image)
