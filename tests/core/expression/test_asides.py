"""The writer's own laughter beside a direction."""

import pytest

from expclip.core.expression.asides import drop_asides
from expclip.core.expression.clauses import take_apart


def felt(prompt: str) -> set[str]:
    segments = take_apart(prompt).segments
    drop_asides(segments)
    return {hit.feels.emotion for segment in segments for hit in segment.hits}


@pytest.mark.parametrize(
    ("prompt", "emotion"),
    [
        ("she's fuming lol", "anger"),
        ("im so sad lol", "sadness"),
        ("he's terrified lmao", "fear"),
        ("embarrassed haha", "embarrassment"),
        ("grossed out rofl", "disgust"),
        ("livid 😂", "anger"),
    ],
)
def test_the_writer_laughs_and_the_face_does_not(prompt, emotion):
    assert felt(prompt) == {emotion}


@pytest.mark.parametrize(
    "prompt",
    ["lol", "crying lol", "im screaming lmao", "sobbing 😂", "happy lol", "not angry, haha", "laughing, furious"],
)
def test_who_laughs_oneself_goes_on(prompt):
    assert "amusement" in felt(prompt)
