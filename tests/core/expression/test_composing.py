"""Two feelings in one face, a mouth that is told beside a feeling, what is heard beside muscles."""

import pytest

from .test_reading import read, shown

SHOWN, RESTS = 0.15, 0.1


@pytest.mark.parametrize(
    "prompt",
    [
        "laughing through her tears",
        "crying through laughter",
        "joking through the grief",
        "happy despite the sorrow",
        "proud and in tears",
        "proud dad, trying not to bawl",
        "weepy and happy",
        "disappointed but hopeful",
        "heartbroken and amused",
    ],
)
def test_sorrow_beside_pleasure_draws_the_brows_up_over_a_smile(prompt, space):
    reading = read(prompt, space)
    assert shown(reading, "browInnerUp") > SHOWN and shown(reading, "mouthSmile") > SHOWN
    assert shown(reading, "browDown") < RESTS


@pytest.mark.parametrize("prompt", ["in tears", "sad and angry", "furious and amused", "angry through the tears"])
def test_other_brows_are_lowered(prompt, space):
    assert shown(read(prompt, space), "browDown") > SHOWN


@pytest.mark.parametrize(
    ("prompt", "above"),
    [
        ("grief through a smile", "browInnerUp"),
        ("hatred behind a smile", "browDown"),
        ("fear behind laughter", "eyeWide"),
    ],
)
def test_what_a_smile_covers_shows_above_it(prompt, above, space):
    reading = read(prompt, space)
    assert shown(reading, above) > SHOWN and shown(reading, "mouthSmile") > SHOWN
    assert shown(reading, "mouthFrown") < RESTS and shown(reading, "mouthStretch") < RESTS


@pytest.mark.parametrize(
    "prompt",
    [
        "furious, but the boss is watching so he gives a polite smile",
        "furious, with a thin smile",
        "terrified, but manages a smile",
        "livid with pursed lips",
        "furious, lips pressed tight",
    ],
)
def test_a_mouth_that_is_told_takes_a_faint_opening_away(prompt, space):
    assert shown(read(prompt, space), "jawOpen") < RESTS


@pytest.mark.parametrize(
    "prompt", ["furious", "surprised smile", "screaming with rage, smiling", "an enraged, open mouthed grin"]
)
def test_other_mouths_stay_open(prompt, space):
    assert shown(read(prompt, space), "jawOpen") > SHOWN


@pytest.mark.parametrize(
    "prompt",
    [
        "huge yawn, it's the Duke's poetry",
        "mouth a perfect O, like the picture on a biscuit tin",
        "rolls her eyes, big for the camera",
    ],
)
def test_what_is_heard_does_not_smile_beside_a_yawn(prompt, space):
    assert shown(read(prompt, space), "mouthSmile") < 0.15


def test_lids_of_a_yawn_yield_to_eyes_that_are_told_to_be_huge(space):
    reading = read("mid-yawn, eyes huge", space)
    assert shown(reading, "eyeWide") > 0.5 > 0.15 > shown(reading, "eyeBlink")
    assert shown(read("mid-yawn", space), "eyeBlink") > 0.5


@pytest.mark.parametrize("prompt", ["not surprised, interested", "he isn't shocked, he's mildly curious"])
def test_raised_brows_of_what_is_told_stay_where_surprise_is_denied(prompt, space):
    assert shown(read(prompt, space), "browInnerUp") > 0.25


@pytest.mark.parametrize("prompt", ["not angry, brows relaxed", "it still looks scared, bring the lids back to normal"])
def test_a_denial_beside_parts_at_rest_leaves_no_opposite(prompt, space):
    assert not read(prompt, space).weights.any()
