"""Sentences are broken into lines; here every letter is one wide."""

import bpy  # noqa: F401 - the module under test draws with Blender's font
import pytest

from expclip.expclip_blender import paragraph


@pytest.mark.parametrize("text, width, wanted", [
    ("a short one", 11, ["a short one"]),
    ("a short one", 10, ["a short", "one"]),
    ("look at /far/away/line.wav now", 8, ["look at", "/far/awa", "y/line.w", "av now"]),
    ("one", 0, ["o", "n", "e"]),
    ("", 10, [""]),
])
def test_lines(text, width, wanted):
    assert paragraph.lines(text, width, len) == wanted


def test_no_letter_is_lost():
    text = "The sound file '/projects/Голос/line one.wav' of the strip 'line one' is gone: find it."
    for width in range(1, len(text) + 1):
        broken = paragraph.lines(text, width, len)
        assert "".join(broken).replace(" ", "") == text.replace(" ", "")
        assert max(map(len, broken)) <= width
