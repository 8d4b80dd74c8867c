"""The panels draw in every state: a recording layout stands in for Blender's, which draws only in a window."""

import types

import bpy
import numpy as np
import pytest

from expclip.core.errors import EngineError
from expclip.core.settings import LIFE_PARTS
from expclip.expclip_blender import engine, face_map, jobs, panels, photo_order, photo_panels, properties, rig_panels
from expclip.rigs import arkit
from expclip.rigs.bones import BonePose
from expclip.rigs.rig_map import load_map

PANELS = [cls for cls in panels.CLASSES if cls.bl_space_type == "VIEW_3D"]
PORTRAIT_PANEL = [photo_panels.EXPCLIP_PT_view3d_portrait]
RIG_PANELS = [rig_panels.EXPCLIP_PT_view3d_rig, rig_panels.EXPCLIP_PT_view3d_bones]


class RecordingLayout:
    """Takes what a layout takes, checks the names that Blender would check, and keeps what would be seen."""

    def __init__(self, seen=None):
        self.seen = [] if seen is None else seen

    def row(self, **_):
        return RecordingLayout(self.seen)

    column = box = split = row

    def label(self, text="", icon="NONE"):
        self._check_icon(icon)
        self.seen.append(text)

    def prop(self, data, name, icon="NONE", placeholder="", **_):
        assert name in data.bl_rna.properties
        self._check_icon(icon)
        self.seen.append(f"<{name}> {placeholder}")

    def prop_search(self, data, name, owner, collection, icon="NONE", **_):
        assert name in data.bl_rna.properties and collection in owner.bl_rna.properties
        self._check_icon(icon)
        self.seen.append(f"<{name}> of {collection}")

    def operator(self, name, icon="NONE", **_):
        module, _, function = name.partition(".")
        assert function in dir(getattr(bpy.ops, module))
        self._check_icon(icon)
        self.seen.append(f"[{name}]")
        return types.SimpleNamespace()

    def progress(self, factor=0.0, text="", **_):
        assert 0 <= factor <= 1
        self.seen.append(f"{factor:.0%} {text}")

    def separator(self, **_):
        pass

    def template_icon(self, icon_value=0, scale=1.0):
        self.seen.append("(picture)")

    def template_list(self, kind, list_id, data, collection, active, active_property, **_):
        assert hasattr(active, active_property)
        items = getattr(data, collection)
        for index, item in enumerate(items):
            ui_list = getattr(bpy.types, kind)
            ui_list.draw_item(None, bpy.context, self, data, item, 0, active, active_property, index)

    @staticmethod
    def _check_icon(icon):
        assert icon in bpy.types.UILayout.bl_rna.functions["label"].parameters["icon"].enum_items


@pytest.fixture
def draw(bpy_context):
    """draw() -> everything that the four panels show, as one text."""
    # Without a window there is no region, and the scale of the interface is 0.
    window = {
        "region": types.SimpleNamespace(width=300),
        "preferences": types.SimpleNamespace(
            system=types.SimpleNamespace(ui_scale=1.0), ui_styles=bpy.context.preferences.ui_styles
        ),
    }

    class Context:
        def __getattr__(self, name):
            return window[name] if name in window else getattr(bpy_context, name)

    def show(shown=PANELS):
        seen = []
        for cls in shown:
            if hasattr(cls, "poll") and not cls.poll(Context()):
                continue
            panel = types.SimpleNamespace(layout=RecordingLayout(seen))
            for name in ("_draw_lines", "_draw_frames"):
                if hasattr(cls, name):
                    setattr(panel, name, types.MethodType(getattr(cls, name), panel))
            cls.draw(panel, Context())
        return "\n".join(seen)

    return show


def flat(text):
    return " ".join(text.split())


def test_a_newcomer_is_told_what_to_do(draw, monkeypatch):
    monkeypatch.delenv("EXPCLIP_ENGINE_PYTHON", raising=False)
    seen = flat(draw())
    assert "No sound strip is chosen" in seen and "[expclip.add_demo_character]" in seen
    assert "The engine is not installed" in seen and "[expclip.open_preferences]" in seen


def test_what_is_found_by_itself_is_shown(draw, fake_engine, make_face, sound_file, add_strip):
    fake_engine()
    make_face("Ada", arkit.NAMES[:47])
    add_strip(sound_file)
    seen = draw()
    assert "<character> Ada" in seen and "47 of 52 shape keys" in seen and "<strip> line.wav" in seen
    assert "Frames 10 - 57" in seen and "Missing: " + ", ".join(arkit.NAMES[47:]) in flat(seen)
    assert "[expclip.generate]" in seen and "engine" not in seen
    assert bpy.ops.expclip.generate.poll()


def test_a_character_that_cannot_be_keyed_says_why(draw, make_face):
    make_face("Ada", arkit.NAMES).data.shape_keys.use_relative = False
    assert "absolute" in flat(draw())


def test_a_strip_whose_sound_is_gone(draw, fake_engine, make_face, sound_file, add_strip):
    fake_engine()
    make_face("Ada", arkit.NAMES)
    add_strip(sound_file)
    sound_file.unlink()
    seen = "".join(draw().split())  # a path may be broken anywhere
    assert "isgone:finditorreplacethestrip'ssound." in seen
    assert not bpy.ops.expclip.generate.poll()


def test_progress_then_result_then_failure(draw, fake_engine, make_face, sound_file):
    fake_engine()
    make_face("Ada", arkit.NAMES)
    settings = bpy.context.scene.expclip
    settings.source, settings.file, settings.prompt = "FILE", str(sound_file), "gibberish"
    job = jobs.start(bpy.context)
    assert "0% Starting the engine, 0%" in draw() and "[expclip.generate]" not in draw()
    job.cancel()
    assert "Cancelling" in draw()
    job.wait()
    jobs.drop()
    bpy.ops.expclip.generate()
    seen = flat(draw())
    assert "line.wav" in seen and "1 - 48" in seen and "was not understood" in seen and "[expclip.remove]" in seen
    jobs.failure = EngineError("The engine ended unexpectedly", "try again")
    assert "The engine ended unexpectedly: try again." in flat(draw())


def test_long_sentences_are_broken_into_lines(draw):
    jobs.failure = EngineError("word " * 60, "try again")
    assert max(len(line) for line in draw().splitlines()) < 60


def test_the_parts_of_life_are_a_closed_panel_below_the_feeling(draw):
    life = panels.EXPCLIP_PT_view3d_life
    assert "DEFAULT_CLOSED" in life.bl_options and life.bl_parent_id == panels.EXPCLIP_PT_view3d_feeling.__name__
    assert [line.strip() for line in draw([life]).splitlines()] == [f"<{part}>" for part in LIFE_PARTS]


def test_both_editors_have_the_same_panels():
    every = [*panels.CLASSES, *photo_panels.CLASSES]
    mine = [cls.__name__.replace("view3d", "x") for cls in every if cls.bl_space_type == "VIEW_3D"]
    others = [cls.__name__.replace("sequencer", "x") for cls in every if cls.bl_space_type == "SEQUENCE_EDITOR"]
    assert mine == others


def test_no_second_job_while_the_engine_works(fake_engine, make_face, sound_file):
    fake_engine("hangs")
    make_face("Ada", arkit.NAMES)
    settings = bpy.context.scene.expclip
    settings.source, settings.file = "FILE", str(sound_file)
    jobs.start(bpy.context)
    assert engine.busy() and not bpy.ops.expclip.generate.poll() and not bpy.ops.expclip.remove.poll()
    jobs.drop()
    assert not engine.busy()


def test_the_words_of_a_line(draw, sound_file, bpy_context):
    settings = bpy_context.scene.expclip
    assert "<words>" not in draw()  # no strip, no words
    settings.source, settings.file = "FILE", str(sound_file)
    for words, shown in (("HEARD", ""), ("TRANSCRIPT", "<transcript>"), ("PHONES", "<phones> of texts")):
        settings.script.words = words
        seen = draw()
        assert "<words>" in seen and "<language>" in seen and "[expclip.list_phones]" in seen and shown in seen


def test_the_table_of_the_rig(draw, make_face):
    face = make_face("Ada", [row.target for row in load_map("fuse").shapes])
    seen = draw(RIG_PANELS)
    assert "Score 1.00: 50 names of Mixamo Fuse" in flat(seen)
    assert "0.9 lipsOpen" in seen and "[expclip.override_row]" in seen and "[expclip.export_rig_map]" in seen
    assert "[expclip.capture_pose]" not in seen  # it has no bones
    bpy.ops.expclip.override_row(key="MouthOpen")
    face.expclip_rig.active_key = face.data.shape_keys.key_blocks.find("MouthOpen")
    assert "<shape>" in draw(RIG_PANELS) and "[expclip.reset_row]" in draw(RIG_PANELS)


def test_a_mesh_that_no_rig_map_fits(draw, make_face):
    bpy.context.scene.expclip.character = make_face("Crate", ["Squash", "Stretch"])
    assert "No known rig has shape keys of these names" in flat(draw(RIG_PANELS))
    assert "None of the shape keys of 'Crate'" in flat(draw())


def test_bones_have_a_panel(draw, make_face, bpy_context):
    rig = bpy.data.objects.new("Rig", bpy.data.armatures.new("Rig"))
    bpy_context.scene.collection.objects.link(rig)
    make_face("Ada", arkit.NAMES, rig)
    seen = draw(RIG_PANELS)
    assert "[expclip.capture_pose]" in seen and "[expclip.starting_poses]" in seen and "capture it" in flat(seen)
    face_map.keep_poses(rig.expclip_rig, {"jawOpen": BonePose({"jaw": np.ones(3)}, {})})
    assert "jawOpen" in draw(RIG_PANELS) and "[expclip.remove_pose]" in draw(RIG_PANELS)


def test_a_picture_and_a_take_as_feelings(draw, bpy_context, root):
    settings = bpy_context.scene.expclip
    settings.feeling, settings.picture = "PICTURE", str(root / "docs" / "images" / "demo_head.png")
    assert "(picture)" in draw()
    settings.picture = "/nowhere/face.png"
    assert "(picture)" not in draw() and "<picture>" in draw()
    direction, = properties.direction_track(settings).directions
    assert (direction.kind, direction.value, direction.neutral) == ("image", "/nowhere/face.png", None)
    settings.picture_face, settings.picture_neutral = 1, "/nowhere/rest.png"
    assert "<picture_face>" in draw() and "<picture_neutral>" in draw()
    direction, = properties.direction_track(settings).directions
    assert (direction.face, direction.neutral) == (1, "/nowhere/rest.png")
    settings.feeling, settings.style_take = "TAKE", "/nowhere/take.csv"
    direction, = properties.direction_track(settings).directions
    assert (direction.kind, direction.value) == ("take", "/nowhere/take.csv") and "<style_take>" in draw()
    settings.style_take = ""
    assert not properties.direction_track(settings).directions


def test_the_portrait_says_what_it_needs(draw, fake_engine, bpy_context, root):
    fake_engine()
    portrait = bpy_context.scene.expclip_portrait
    seen = draw(PORTRAIT_PANEL)
    assert "<picture>" in seen and "(picture)" not in seen and "[expclip.bake_portrait]" in seen
    portrait.picture = str(root / "docs" / "images" / "demo_head.png")
    seen = draw(PORTRAIT_PANEL)
    assert "(picture)" in seen and "No sound strip is chosen" in flat(seen) and "<reason>" not in seen
    portrait.mark = False
    assert "<reason>" in draw(PORTRAIT_PANEL) and "<checkpoint>" not in draw(PORTRAIT_PANEL)
    portrait.renderer = "pirenderer"
    assert "<checkpoint>" in draw(PORTRAIT_PANEL)


def test_each_panel_tells_of_its_own_job(draw, fake_engine, make_face, sound_file, bpy_context, root, tmp_path):
    fake_engine()
    make_face("Ada", arkit.NAMES)
    settings, portrait = bpy_context.scene.expclip, bpy_context.scene.expclip_portrait
    settings.source, settings.file, portrait.folder = "FILE", str(sound_file), str(tmp_path)
    portrait.picture = str(root / "docs" / "images" / "demo_head.png")
    job = jobs.start(bpy_context, photo_order.order_from)
    assert "0% Starting the engine, 0%" in draw(PORTRAIT_PANEL) and "Starting" not in draw()
    assert "[expclip.generate]" in draw() and "[expclip.bake_portrait]" not in draw(PORTRAIT_PANEL)
    job.cancel()
    job.wait()
    jobs.drop()
    jobs.failure = EngineError("The engine ended unexpectedly", "try again")
    assert "unexpectedly" in flat(draw(PORTRAIT_PANEL)) and "unexpectedly" not in flat(draw())
