"""Left and right."""

from expclip.core.expression.sides import lefthand


def test_the_first_side_becomes_left():
    assert lefthand(["right", "brow", "left", "lid"]) == (["left", "brow", "right", "lid"], True)
    assert lefthand(["left", "brow"]) == (["left", "brow"], False)
    assert lefthand(["both", "brows"]) == (["both", "brows"], False)
