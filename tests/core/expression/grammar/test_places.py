"""Where on the face a prompt tells of a feeling."""

import pytest

from expclip.core.expression.grammar.clauses import take_apart
from expclip.core.expression.grammar.places import is_instrument, places_of

from ..test_reading import read, shown

SHOWN = 0.15


def places(prompt: str) -> list[str]:
    return [place for place in places_of(take_apart(prompt).segments) if place]


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("grief in the brows, pride round the mouth", ["upper", "lower"]),
        ("brows: tired. lips: delighted.", ["upper", "upper", "lower", "lower"]),
        ("cheerful from the cheekbones down", ["lower"]),
        ("inside: furious. outside: charming", ["upper", "upper", "lower", "lower"]),
        ("she is furious inside, and cheerful for the guests", ["upper", "lower"]),
        ("the happy boy waits outside", []),
        ("terrified inside the lift", []),
        ("so happy that he has to dab his eyes", []),
    ],
)
def test_places(prompt, wanted):
    assert places(prompt) == wanted


def test_something_is_done_with_a_part():
    assert is_instrument("her own eyes and laughs".split())
    assert not is_instrument("her eyes closed".split()) and not is_instrument("a friend".split())


@pytest.mark.parametrize(
    ("prompt", "above", "below"),
    [
        ("she thanks him with her mouth and begs with her eyes", "browInnerUp", ""),
        ("eyes: terrified. mouth: delighted.", "eyeWide", "mouthSmile"),
        ("thunder on his forehead, honey on his lips", "browDown", "mouthSmile"),
        ("outwardly cheerful, boiling inside", "browDown", "mouthSmile"),
        ("a broad grin, and only his brows know about the bill", "browInnerUp", "mouthSmile"),
        ("the smile is perfect, the eyebrows are not playing along", "browInnerUp", "mouthSmile"),
        ("panic masquerading as small talk", "eyeWide", "mouthSmile"),
        ("rage wrapped up in good manners", "browDown", "mouthSmile"),
        ("top half desperate, bottom half delighted", "browInnerUp", "mouthSmile"),
    ],
)
def test_upper_and_lower_face_tell_their_own(prompt, above, below, space):
    reading = read(prompt, space)
    assert shown(reading, above) > SHOWN and (not below or shown(reading, below) > SHOWN)


def test_eyes_have_no_voice(space):
    assert shown(read("her eyes are yelling at him", space), "jawOpen") < SHOWN
    assert shown(read("he is yelling at her", space), "jawOpen") > 0.3


@pytest.mark.parametrize(
    ("prompt", "felt", "rests"),
    [
        ("heartbroken, but the lips must not move", "browInnerUp", "mouthFrown"),
        ("delighted, nowhere but in the eyes", "cheekSquint", "mouthSmile"),
        ("her mouth gives nothing away, she is terrified", "eyeWide", "mouthStretch"),
        ("sitting on a giggle", "mouthPress", "jawOpen"),
        ("stunned, with her mouth closed", "browOuterUp", "jawOpen"),
    ],
)
def test_what_takes_no_part_rests(prompt, felt, rests, space):
    reading = read(prompt, space)
    assert shown(reading, felt) > SHOWN > shown(reading, rests)


def test_a_spared_part_takes_no_motion_from_another(space):
    reading = read("The brows do not move. Only the nose wrinkles.", space)
    assert shown(reading, "noseSneer") > SHOWN > shown(reading, "browDown")
