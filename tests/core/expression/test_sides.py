"""Left and right."""

from expclip.core.expression.sides import lefthand, lefthand_text


def test_the_first_side_becomes_left():
    assert lefthand(["right", "brow", "left", "lid"]) == (["left", "brow", "right", "lid"], True)
    assert lefthand(["left", "brow"]) == (["left", "brow"], False)
    assert lefthand(["both", "brows"]) == (["both", "brows"], False)


def test_turned_eyes_are_mirrored_with_the_rest():
    assert lefthand_text("AU62D+R2C") == ("AU61D+L2C", True)
    assert lefthand_text("AU62") == ("AU62", False)


def test_right_and_left_that_are_no_sides():
    assert lefthand_text("angry right now, left eye closed") == ("angry right now, left eye closed", False)
