"""The demo character as a Blender object: one mesh with 52 shape keys, materials and a colour attribute."""

import bpy
import numpy as np

from ..rigs import arkit
from ..rigs.demo_head import DemoHead, Material, build

TINT = "tint"
"""Colour attribute on vertices that multiplies the materials' colours (shade in folds, cheeks, irises)."""
COLOUR = "colour"
"""Colour attribute on face corners: material colour times tint, for Workbench's attribute colours."""


def create(scene: bpy.types.Scene, name: str = "Demo") -> bpy.types.Object:
    """A new character at the scene's origin: Basis and the 52 keys in ARKit order, all at 0."""
    head = build()
    mesh = bpy.data.meshes.new(name)
    _fill(mesh, head)
    _colour(mesh, head)
    character = bpy.data.objects.new(name, mesh)
    scene.collection.objects.link(character)
    character.shape_key_add(name="Basis", from_mix=False).value = 0.0
    for shape, delta in zip(arkit.NAMES, head.deltas, strict=True):
        key = character.shape_key_add(name=shape, from_mix=False)
        key.value = 0.0  # Blender 5.0 adds keys at 1
        key.data.foreach_set("co", (head.vertices + delta).ravel())
    return character


def _fill(mesh: bpy.types.Mesh, head: DemoHead) -> None:
    sizes = (head.faces >= 0).sum(1)
    mesh.vertices.add(len(head.vertices))
    mesh.vertices.foreach_set("co", head.vertices.ravel())
    mesh.loops.add(int(sizes.sum()))
    mesh.loops.foreach_set("vertex_index", head.faces[head.faces >= 0])
    mesh.polygons.add(len(sizes))
    mesh.polygons.foreach_set("loop_start", np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int32))
    mesh.polygons.foreach_set("material_index", head.face_material)
    mesh.polygons.foreach_set("use_smooth", np.ones(len(sizes), bool))
    for material in head.materials:
        mesh.materials.append(_material(material))
    mesh.update(calc_edges=True)
    mesh.validate()


def _colour(mesh: bpy.types.Mesh, head: DemoHead) -> None:
    opaque = np.ones((len(head.tint), 1), np.float32)
    tint = mesh.color_attributes.new(TINT, "FLOAT_COLOR", "POINT")
    tint.data.foreach_set("color", np.concatenate([head.tint, opaque], 1).ravel())
    corners = head.faces >= 0
    base = np.array([material.colour for material in head.materials], np.float32)[head.face_material]
    colour = (base[:, None] * head.tint[np.where(corners, head.faces, 0)])[corners]
    corner = mesh.color_attributes.new(COLOUR, "FLOAT_COLOR", "CORNER")
    corner.data.foreach_set(
        "color", np.concatenate([colour, np.ones((len(colour), 1), np.float32)], 1).astype(np.float32).ravel()
    )
    mesh.color_attributes.active_color_name = COLOUR
    mesh.color_attributes.render_color_index = mesh.color_attributes.find(COLOUR)


def _material(material: Material) -> bpy.types.Material:
    made = bpy.data.materials.new(f"Demo {material.name}")
    made.diffuse_color = (*material.colour, 1.0)
    made.roughness = material.roughness
    if made.node_tree is None:
        made.use_nodes = True
    tree = made.node_tree
    shader = next(node for node in tree.nodes if node.type == "BSDF_PRINCIPLED")
    shader.inputs["Roughness"].default_value = material.roughness
    attribute = tree.nodes.new("ShaderNodeVertexColor")
    attribute.layer_name = COLOUR
    attribute.location = (-300, 200)
    tree.links.new(attribute.outputs["Color"], shader.inputs["Base Color"])
    return made
