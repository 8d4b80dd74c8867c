"""What stands in a prompt beside its direction."""

import pytest

from expclip.core.expression.grammar.beside import is_plain_matter, without_camera


@pytest.mark.parametrize(
    "prompt",
    [
        "dolly in, 35mm",
        "EXT. PARKING LOT - NIGHT",
        "fade to black",
        "slow zoom",
        "pan right, hold, cut",
        "wide shot, aerial shot",
    ],
)
def test_the_camera_has_no_face(prompt):
    assert without_camera(prompt) == ""


@pytest.mark.parametrize(
    ("prompt", "left"),
    [
        ("Close-up: she is terrified", "terrified"),
        ("camera pushes in as rage builds", "rage"),
        ("closes up", "closes up"),
    ],
)
def test_what_is_told_beside_the_camera_is_read(prompt, left):
    assert left in without_camera(prompt)


@pytest.mark.parametrize(
    "prompt",
    [
        "tarpaulin, 3 by 4 m, with eyelets",
        "USB cable, 2 m, black",
        "screws M4 x 20, zinc plated, pack of 100",
        "SELECT name FROM users WHERE id = 4;",
        "https://example.com/a?b=c",
        '{"a": 1}',
        "12.03.2024",
        "Mr. Thomas Baker",
        "lorem ipsum dolor sit amet",
        "221B Baker Street",
        "12 Elm Street, Springfield",
    ],
)
def test_plain_matter(prompt):
    assert is_plain_matter(prompt)


@pytest.mark.parametrize(
    "prompt",
    [
        "7 days old, first smile",
        "two metres of snow and she laughs",
        "he runs 10 km, uphill",
        "3am, baby screaming",
        "smile, 50%, eyes closed",
        "<3 <3 so in love",
        "Mr. Darcy, haughty",
        "9/10, sad",
        "5 Men on the Road, laughing",
        "100 people in Baker Street cheer",
    ],
)
def test_directions_are_no_plain_matter(prompt):
    assert not is_plain_matter(prompt)


@pytest.mark.parametrize("label", ["Angry Guard A1", "Terrified Villager B2", "Shocked Anna F3"])
def test_a_label_that_names_a_feeling_is_a_direction(label):
    assert not is_plain_matter(label) and is_plain_matter(label.split(maxsplit=1)[1])


def test_code_stays_code_where_a_feeling_is_named():
    assert is_plain_matter("def angry(face): return 1")


@pytest.mark.parametrize("prompt", ["cut to the quick", "cut to ribbons by the critics"])
def test_who_is_cut_is_not_the_film(prompt):
    assert without_camera(prompt) == prompt
    assert not without_camera("cut to the kitchen").startswith("cut")
