"""FACS notation."""

import pytest

from expclip.core.expression.grammar.facs import PLAIN_INTENSITY, read_facs


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("AU4+24", {"4": PLAIN_INTENSITY, "24": PLAIN_INTENSITY}),
        ("au 1 + 2 + AU5B", {"1": PLAIN_INTENSITY, "2": PLAIN_INTENSITY, "5": 0.35}),
        ("AU L12E", {"L12": 1.0}),
        ("AU06+R14c", {"6": PLAIN_INTENSITY, "R14": 0.55}),
        ("AU6B+12D, add 25 so we catch the top teeth", {"6": 0.35, "12": 0.8, "25": PLAIN_INTENSITY}),
        ("12345", {}),
        ("take 4+24 again", {}),
    ],
)
def test_units_are_read(prompt, wanted):
    assert read_facs(prompt).units == wanted


def test_the_rest_of_the_prompt_remains():
    notation = read_facs("AU4 and slightly sad")
    assert notation.units and notation.rest.strip(" ;").split() == ["and", "slightly", "sad"]
    assert notation.told == ("AU 4: brow lowerer",)


@pytest.mark.parametrize("prompt", ["AU99", "AU30"])
def test_a_unit_that_moves_nothing_or_needs_a_side_is_told(prompt):
    notation = read_facs(prompt)
    assert not notation.units and notation.told[0].startswith("ignored")


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("only 14L, around a D", {"L14": 0.8}),
        ("20A? hmm no, make it a D", {"20": 0.8}),
        ("17B - no wait, 17D", {"17": 0.8}),
        ("20B? wait, make it a D. And 17E", {"20": 0.8, "17": 1.0}),
        ("10, left full, right a quarter", {"L10": 1.0, "R10": 0.25}),
        ("AU12, right half as much as left", {"R12": 0.4, "L12": 0.8}),
        ("12, right a third, left double that", {"R12": 0.33, "L12": 0.66}),
        ("27 at full, 1+2 at half", {"27": 1.0, "1": 0.5, "2": 0.5}),
        ("a touch of AU12, lots of AU6", {"12": 0.3, "6": 0.9}),
        ("AU 6, 12 and 25 (D)", {"6": 0.8, "12": 0.8, "25": 0.8}),
        ("AU 14 (L) at D", {"L14": 0.8}),
        ("20, gently", {"20": 0.35}),
        ("AU10 on the left at D, right stays at zero", {"L10": 0.8}),
        ("action unit fourteen", {"14": PLAIN_INTENSITY}),
        ("AU12 asymmetric, stronger on the right", {"R12": 1.0, "L12": 0.8}),
        ("AU2 at D, weaker on the left", {"L2": 0.4, "R2": 0.8}),
        ("AU4+7, AU15 off, all at D", {"4": 0.8, "7": 0.8}),
        ("AU12, slightly stronger on the left", {"L12": 0.88, "R12": 0.8}),
        ("AU12D, weaker on the left", {"L12": 0.4, "R12": 0.8}),
        ("AU12B, twice as strong on the right", {"L12": 0.35, "R12": 0.7}),
    ],
)
def test_amounts_sides_and_corrections_in_words(prompt, wanted):
    assert read_facs(prompt).units == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("4+5+7 up top, 23 below", "4 5 7 23"),
        ("gaze: 64. neck: leave it.", "64"),
        ("AU17 with 24, whatever the weather", "17 24"),
        ("give me 9 and 10", "9 10"),
        ("could you do 1+4 but softly", "1 4"),
        ("15 + a bit of 17", "15 17"),
        ("AU4. 12 roses arrive.", "4"),
    ],
)
def test_a_code_or_a_part_of_the_face_vouches_for_plain_numbers(prompt, wanted):
    assert set(read_facs(prompt).units) == set(wanted.split())


@pytest.mark.parametrize(
    "prompt",
    ["7 or 8 people, all late", "the 12 arrives at 5", "5 minutes left", "24/7", "he is 25 and heartbroken",
     "seat 12C is taken", "1, 2, 3, go", "5 and 6 are on the bus", "2 eyes, 1 nose", "4 for you and 2 for me", "2+2",
     "4+5=9"],
)  # fmt: skip
def test_other_numbers_are_no_units(prompt):
    notation = read_facs(prompt)
    assert not notation.units and notation.rest == prompt


@pytest.mark.parametrize(
    ("prompt", "units", "resting"),
    [
        ("AU6 at C, AU12 at D, no 4", {"6", "12"}, "browDownLeft"),
        ("12 but not 6", {"12"}, "cheekSquintRight"),
        ("AU7 hard, AU12 off", {"7"}, "mouthSmileLeft"),
        ("AU1, without AU2", {"1"}, "browOuterUpLeft"),
        ("AU26, not 20", {"26"}, "mouthStretchLeft"),
        ("AU4+7, 15 off", {"4", "7"}, "mouthFrownLeft"),
    ],
)
def test_what_is_denied_rests(prompt, units, resting):
    notation = read_facs(prompt)
    assert set(notation.units) == units and resting in notation.silenced


def test_a_part_that_is_left_out_takes_no_code_with_it():
    notation = read_facs("AU15+17, brows left out of it")
    assert set(notation.units) == {"15", "17"} and "brows left out of it" in notation.rest


def test_a_denied_code_leaves_a_told_one_its_shapes():
    assert "jawOpen" not in read_facs("AU26, not 27").silenced and "jawOpen" in read_facs("AU12, not 27").silenced


@pytest.mark.parametrize(
    "prompt", ["the man in 14B takes his socks off", "seat 12A is taken", "in row 20 a child cries"]
)
def test_seats_are_no_codes(prompt):
    assert not read_facs(prompt).units


@pytest.mark.parametrize("prompt", ["AU14B in the chair", "14B, sneering", "6C and 12D"])
def test_codes_beside_places_are(prompt):
    assert read_facs(prompt).units
