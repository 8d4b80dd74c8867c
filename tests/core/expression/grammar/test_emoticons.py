"""Faces that are typed."""

import pytest

from expclip.core.expression.grammar.emoticons import with_emoji

from ..test_reading import read, shown


@pytest.mark.parametrize(
    ("typed", "shows"),
    [
        (":P", "tongueOut"),
        ("bleh :p", "tongueOut"),
        ("T_T", "mouthFrown"),
        (">:(", "browDown"),
        ("face = :3", "mouthSmile"),
        ("D:", "eyeWide"),
        ("we won :')", "mouthSmile"),
        ("O_O", "eyeWide"),
        ("so long a wait -_-", "eyeBlink"),
        ("<3", "mouthSmile"),
    ],
)
def test_typed_faces_show(typed, shows, space):
    assert shown(read(typed, space), shows) > 0.2


@pytest.mark.parametrize(
    "prompt",
    [
        "Option D: happy",
        "smile at 9:30",
        "ratio 4:3",
        "see https://x.y/z",
        "he smiles (a bit)",
        "jaw <30",
        "sad :(",
        "AU:PART",
        "o.o.o",
        ":|}^9>",
    ],
)
def test_other_signs_stay(prompt):
    assert with_emoji(prompt) == prompt
