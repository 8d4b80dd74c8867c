"""The extension's preferences: the engine's state in words, and what can be done about it."""

import bpy

from ..core.errors import ExpclipError
from . import engine, engine_operators, face_operators

ORIGINS = {
    "variable": "from an environment variable",
    "chosen": "chosen below",
    "own": "installed by this extension",
}


class ExpclipPreferences(bpy.types.AddonPreferences):
    bl_idname = engine.PACKAGE

    engine_python: bpy.props.StringProperty(
        name="Existing Environment",
        description="A Python environment that has the engine's libraries: its folder or its Python. "
        "Empty: the one that this extension installs",
        subtype="FILE_PATH",
    )
    wheels: bpy.props.StringProperty(
        name="Folder of Wheels",
        description="A folder of wheels to install from, without a network. Empty: from the package index",
        subtype="DIR_PATH",
    )
    package_index: bpy.props.StringProperty(
        name="Extra Package Index",
        description="Address of one more package index, for example one that has PyTorch for your graphics card. "
        "Usually empty",
    )

    def draw(self, context):
        layout = self.layout
        layout.use_property_split = True
        layout.use_property_decorate = False
        self._draw_state(layout.box())
        self._draw_install(layout)
        face_operators.draw(layout.box())

    def _draw_state(self, box):
        icon, sentence = engine_operators.describe_state()
        column = box.column(align=True)
        column.label(text=sentence, icon=icon)
        if engine_operators.is_installing():
            step = engine_operators.installation.last_step
            row = box.split(factor=0.75)
            row.progress(factor=step.done, text=step.message)
            row.operator("expclip.cancel_engine_installation", icon="X")
            return
        for line in _details():
            column.label(text=line, icon="BLANK1")
        row = box.row()
        row.operator("expclip.check_engine", icon="FILE_REFRESH")
        row.operator("expclip.remove_engine", icon="TRASH")

    def _draw_install(self, layout):
        column = layout.column()
        column.enabled = not engine_operators.is_installing()
        column.prop(self, "engine_python", placeholder="The one that this extension installs")
        column.separator(type="LINE")
        column.prop(self, "wheels", placeholder="None: install from the package index")
        row = column.row()
        row.enabled = not self.wheels
        row.prop(self, "package_index")
        if not self.wheels and not bpy.app.online_access:
            remedy = "allow it in System, or choose a folder of wheels"
            column.label(text=f"Blender may not go online: {remedy}", icon="INFO")
        column.separator()
        label = "Install Engine Again" if engine_operators.has_own_engine() else "Install Engine"
        button = column.row()
        button.scale_y = 1.3
        button.operator("expclip.install_engine", text=label, icon="IMPORT")


def _details() -> list[str]:
    try:
        found = engine.find()
    except ExpclipError:
        return []
    lines = [f"Python: {found.python} ({ORIGINS[found.source]})"]
    check = engine.last_check
    if check is not None and check.python == found.python and check.engine is not None:
        device, name = check.engine.get("device", "?"), check.engine.get("device_name", "")
        lines.append(f"Device: {device} ({name})" if name else f"Device: {device}")
        lines.append(f"Model: {check.engine.get('model', '?')}")
    return lines


CLASSES = (*engine_operators.CLASSES, *face_operators.CLASSES, ExpclipPreferences)
