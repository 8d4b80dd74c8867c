"""Answers that name another feeling than what was asked."""

import pytest

from expclip.core.expression.grammar.clauses import take_apart


def told(prompt: str) -> list[str]:
    segments = take_apart(prompt).segments
    return [f"{'-' if one.denied else ''}{hit.feels.emotion}" for one in segments for hit in one.hits]


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("Thrilled? Her? Bored senseless more like", ["-excitement", "boredom"]),
    ("Happy? Me? More like exhausted.", ["-joy", "fatigue"]),
    ("scared, him? Delighted, actually", ["-fear", "joy"]),
    ("Proud? I'd say ashamed.", ["-pride", "shame"]), ("nervous? try terrified", ["-anxiety", "fear"]),
    ("Is she happy? If anything she's disgusted.", ["-joy", "disgust"]),
    ("Tired? Excited, if anything", ["-fatigue", "excitement"]), ("Calm? Me? I'm furious!", ["-serenity", "anger"]),
])  # fmt: skip
def test_an_answer_takes_the_question_back(prompt, wanted):
    assert told(prompt) == wanted


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("Angry? Yes, and a bit sad.", ["anger", "sadness"]), ("scared? sad? who knows", ["fear", "sadness"]),
    ("Scared? Me? I'm terrified!", ["fear", "fear"]), ("Surprised? Him? Yes, and delighted", ["surprise", "joy"]),
    ("Sad? I'd say so.", ["sadness"]), ("angry, him and me: amused more like", ["anger", "amusement"]),
])  # fmt: skip
def test_assent_and_stronger_words_take_nothing_back(prompt, wanted):
    assert told(prompt) == wanted
