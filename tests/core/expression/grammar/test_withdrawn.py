"""What is taken from one part of the face."""

import pytest

from expclip.core.expression.grammar.clauses import take_apart


@pytest.mark.parametrize(("prompt", "emotion", "spared"), [
    ("take the anger out of the mouth", "anger", "lower"), ("wipe the fear off the brows", "fear", "upper"),
    ("take the sadness away from his lips", "sadness", "lower"),
])  # fmt: skip
def test_the_other_parts_keep_it(prompt, emotion, spared):
    (one,) = [segment for segment in take_apart(prompt).segments if segment.hits]
    assert (one.hits[0].feels.emotion, one.denied, one.spared) == (emotion, False, spared)


@pytest.mark.parametrize("prompt", ["take the anger off", "take the anger out of his voice", "no anger in the mouth"])
def test_what_is_taken_from_no_part_is_gone(prompt):
    (one,) = [segment for segment in take_apart(prompt).segments if segment.hits]
    assert one.denied
