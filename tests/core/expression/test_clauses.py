"""Prompts taken apart."""

import pytest

from expclip.core.expression.clauses import FAINT, take_apart


def told(prompt: str) -> list[str]:
    """Emotions of the segments, a denied one with a minus."""
    segments = take_apart(prompt).segments
    return [f"{'-' if one.denied else ''}{hit.feels.emotion}" for one in segments for hit in one.hits]


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("not angry, just tired", ["-anger", "fatigue"]),
        ("angry, not sad", ["anger", "-sadness"]),
        ("never happy but calm", ["-joy", "serenity"]),
        ("she cannot stop laughing", ["amusement"]),
        ("anything but calm", ["-serenity"]),
        ("no longer afraid", ["-fear"]),
        ("I don't hate you. I am in love", ["-anger", "love"]),
        ("neither happy nor sad", ["-joy", "-sadness"]),
        ("less angry than hurt", ["-anger", "hurt"]),
        ("not only angry but disgusted", ["anger", "disgust"]),
    ],
)
def test_denial_holds_to_the_next_turn(prompt, wanted):
    assert told(prompt) == wanted


def test_strength_belongs_to_its_segment():
    slightly, very = take_apart("slightly sad and very angry").segments
    assert slightly.strength < 0.6 and very.strength > 1.1


def test_a_strong_feeling_as_an_adverb_is_strength():
    (segment,) = take_apart("furiously happy").segments
    assert [hit.feels.emotion for hit in segment.hits] == ["joy"] and segment.strength > 1.2


def test_hardly_weakens_a_motion_and_denies_a_feeling():
    assert take_apart("hardly a smile").segments[0].strength == pytest.approx(FAINT)
    assert told("hardly happy") == ["-joy"]


@pytest.mark.parametrize(
    ("prompt", "mask"),
    [("holding back tears", "held"), ("pretending to be happy", "feigned"), ("almost crying", "nearing")],
)
def test_masks(prompt, mask):
    assert take_apart(prompt).segments[-1].mask == mask


@pytest.mark.parametrize("prompt", ["won't cry", "not going to cry", "must not laugh", "refuses to cry"])
def test_a_refusal_holds_in(prompt):
    assert any(segment.mask == "held" and not segment.denied for segment in take_apart(prompt).segments)


@pytest.mark.parametrize("prompt", ["never been so happy", "couldn't be happier"])
def test_a_denied_comparison_is_strength(prompt):
    (segment,) = take_apart(prompt).segments
    assert not segment.denied and segment.strength > 1.2 and segment.hits


def test_how_a_prompt_is_written_is_strength():
    assert take_apart("ANGRY").strength > 1 < take_apart("angry!!!").strength
    assert take_apart("sooo angry").strength > 1 == take_apart("so angry").strength
