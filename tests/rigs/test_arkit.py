"""The table of the 52 blendshapes: complete, in Apple's order, and paired."""

from expclip.rigs import arkit

APPLE_ORDER = """
eyeBlinkLeft eyeLookDownLeft eyeLookInLeft eyeLookOutLeft eyeLookUpLeft eyeSquintLeft eyeWideLeft
eyeBlinkRight eyeLookDownRight eyeLookInRight eyeLookOutRight eyeLookUpRight eyeSquintRight eyeWideRight
jawForward jawLeft jawRight jawOpen mouthClose mouthFunnel mouthPucker mouthLeft mouthRight
mouthSmileLeft mouthSmileRight mouthFrownLeft mouthFrownRight mouthDimpleLeft mouthDimpleRight
mouthStretchLeft mouthStretchRight mouthRollLower mouthRollUpper mouthShrugLower mouthShrugUpper
mouthPressLeft mouthPressRight mouthLowerDownLeft mouthLowerDownRight mouthUpperUpLeft mouthUpperUpRight
browDownLeft browDownRight browInnerUp browOuterUpLeft browOuterUpRight
cheekPuff cheekSquintLeft cheekSquintRight noseSneerLeft noseSneerRight tongueOut
""".split()
MIDLINE = {
    "jawForward", "jawOpen", "mouthClose", "mouthFunnel", "mouthPucker", "mouthRollLower", "mouthRollUpper",
    "mouthShrugLower", "mouthShrugUpper", "browInnerUp", "cheekPuff", "tongueOut",
}  # fmt: skip


def test_names_are_apples_in_apples_order():
    assert list(arkit.NAMES) == APPLE_ORDER
    assert arkit.COUNT == 52


def test_index_and_regions_cover_every_name_once():
    assert [arkit.INDEX[name] for name in arkit.NAMES] == list(range(52))
    assert sorted(name for names in arkit.REGIONS.values() for name in names) == sorted(APPLE_ORDER)
    assert set(arkit.REGIONS) == {"eyes", "jaw", "mouth", "brows", "cheeks", "nose", "tongue"}


def test_a_mirror_exchanges_left_and_right():
    for shape in arkit.BLENDSHAPES:
        exchanged = shape.name.replace("Left", "#").replace("Right", "Left").replace("#", "Right")
        assert shape.mirror == exchanged
        assert (shape.mirror == shape.name) == (shape.name in MIDLINE)


def test_mirroring_twice_changes_nothing():
    assert [arkit.MIRROR_INDEX[channel] for channel in arkit.MIRROR_INDEX] == list(range(52))


def test_paired_shapes_share_region_and_say_the_same_motion():
    by_name = {shape.name: shape for shape in arkit.BLENDSHAPES}
    for shape in arkit.BLENDSHAPES:
        mirror = by_name[shape.mirror]
        assert shape.region == mirror.region
        assert shape.motion.replace("right", "left") == mirror.motion.replace("right", "left")


def test_every_row_names_its_motion_and_source():
    for shape in arkit.BLENDSHAPES:
        assert shape.motion and shape.source
