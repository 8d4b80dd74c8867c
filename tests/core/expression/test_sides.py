"""Left and right."""

from expclip.core.expression.sides import lefthand, lefthand_text, swapped


def test_the_first_side_becomes_left():
    assert lefthand(["right", "brow", "left", "lid"]) == (["left", "brow", "right", "lid"], True)
    assert lefthand(["left", "brow"]) == (["left", "brow"], False)
    assert lefthand(["both", "brows"]) == (["both", "brows"], False)


def test_turned_eyes_are_mirrored_with_the_rest():
    assert lefthand_text("AU62D+R2C") == ("AU61D+L2C", True)
    assert lefthand_text("AU62") == ("AU62", False)


def test_right_and_left_that_are_no_sides():
    assert lefthand_text("angry right now, left eye closed") == ("angry right now, left eye closed", False)


def test_the_left_one_is_a_side_and_he_left_is_none():
    assert swapped("right eyebrow up while the left one sits low") == "left eyebrow up while the right one sits low"
    assert swapped("jaw toward his right, right outer brow up") == "jaw toward his left, left outer brow up"
    assert swapped("he left in a hurry") == "he left in a hurry"
