"""Each feeling has words of several degrees, and stronger ones show more of what it mainly shows."""

import numpy as np
import pytest

from expclip.core.expression.grammar.clauses import take_apart
from expclip.core.expression.grammar.graded import EMOTIONS, feeling_face, graded_words

_WITHOUT_DEGREES = frozenset(("neutral", "kiss"))


@pytest.mark.parametrize("emotion", sorted(set(EMOTIONS) - _WITHOUT_DEGREES))
def test_every_feeling_has_three_degrees_that_show_more_and_more(emotion):
    degrees = sorted({feels.degree for _, feels in graded_words() if feels.emotion == emotion and not feels.loose})
    assert len(degrees) >= 3 and degrees[-1] > degrees[0] + 0.3
    plain = feeling_face(emotion, 1.0)
    main = plain >= 0.6 * plain.max()
    shown = [float(feeling_face(emotion, degree)[main].mean()) for degree in degrees]
    assert shown == sorted(shown) and shown[-1] > shown[0] + 0.05
    assert np.all(feeling_face(emotion, 1.3) <= 1.0)


@pytest.mark.parametrize(("weaker", "stronger"), [
    ("fond of her", "besotted with her"), ("peckish", "ravenous"), ("regretful", "racked with guilt"),
    ("a glimmer of hope", "hoping against hope"), ("uninterested", "bored stiff"), ("a bit jel", "well jel"),
    ("sad-ish", "sad"), ("angry, but only a shade", "angry as all hell"), ("happy", "couldn't be happier"),
    ("happy", "could not be happier"), ("a whiff of panic", "a tidal wave of panic"),
])  # fmt: skip
def test_words_of_degree(weaker, stronger):
    def degree(prompt: str) -> float:
        return max(h.feels.degree * one.strength for one in take_apart(prompt).segments for h in one.hits)

    assert degree(weaker) + 0.1 < degree(stronger)


@pytest.mark.parametrize(("prompt", "emotions"), [
    ("it isn't the dog he's scared of, it's the owner", ["fear"]), ("he isn't scared of the dog", ["-fear"]),
    ("kindly stop the boy smirking", []), ("a kindly man", ["contentment"]),
])  # fmt: skip
def test_who_or_what_is_meant(prompt, emotions):
    segments = take_apart(prompt).segments
    assert [f"{'-' if one.denied else ''}{h.feels.emotion}" for one in segments for h in one.hits] == emotions


@pytest.mark.parametrize(("prompt", "shouted"), [("SO mad", True), ("OH NO it is", True), ("a PC game", False)])
def test_capitals(prompt, shouted):
    assert ("strength: capitals" in take_apart(prompt).told) == shouted
