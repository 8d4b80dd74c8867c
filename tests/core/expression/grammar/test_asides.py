"""What the writer says beside a direction."""

import pytest

from expclip.core.expression.grammar.asides import without_asides

from ..test_reading import read, shown


@pytest.mark.parametrize(
    ("prompt", "gone"),
    [
        ("Tired, darling, not sad.", "darling"),
        ("Darling, you're livid with him.", "Darling"),
        ("my dear, you look exhausted", "my dear"),
        ("you're not angry, love, you're ashamed", "love"),
        ("I'm proud of you, darling", "darling"),
        ("honey, give me fear", "honey"),
        ("Now, my dears, please be sad.", "dears"),
        ("please, sunshine, be sad", "sunshine"),
        ("okay babe, fear. real fear", "babe"),
        ("It is grief, my love. Play it quiet.", "my love"),
        ("Try it again, love: terrified this time.", "love"),
        ("cheers love, I'm knackered", "love"),
        ("And so he took the car and the dog, love. Ten years.", "love"),
        ('She curtsies at the word "shame", and the whole room waits.', "shame"),
        ("for the love of god look bored", "love"),
        ("sweet mother of god, she is disgusted", "sweet"),
        ("good grief, she's jealous", "grief"),
        ("oh, he's furious", "oh"),
        ("ohh you poor thing", "ohh"),
        ("he's fuming lmaooo", "lmaooo"),
        ("bro is terrified 😂", "😂"),
        ("embarrassed haha", "haha"),
        ("grossed out roflmao", "roflmao"),
        ("crying screaming throwing up happy tears", "throwing"),
        ("screaming, crying, puking, he is so happy for her", "puking"),
    ],
)
def test_what_is_said_to_the_reader_is_set_aside(prompt, gone):
    assert gone in prompt and gone not in without_asides(prompt)


@pytest.mark.parametrize(
    "prompt",
    [
        "my darling",
        "her darling son comes home, she weeps",
        "love, anger, fear",
        "torn between anger, love, and fear",
        "you feel regret, love, longing",
        "Come in, love.",
        'the word "shame"',
        'act out the word "shame" so that everybody can guess it',
        "he is sad, for the love of her is gone",
        "my heart, broken",
        "lol",
        "I'm so mad lol",
        "she's crying 😂",
        "delighted lol",
        "not angry, haha",
        "Oh no. Terrified.",
        "oh, a letter",
        "crying and throwing up, terrified",
    ],
)
def test_what_is_told_stays(prompt):
    assert without_asides(prompt) == prompt


@pytest.mark.parametrize(
    ("prompt", "rests"),
    [
        ("bored and in pain, sweetheart", "mouthSmile"),
        ("No, no, you're not cross, love, you're heartbroken", "mouthSmile"),
        ("he got ratioed lmao", "jawOpen"),
        ("oh you are so bored", "eyeWide"),
    ],
)
def test_it_does_not_show(prompt, rests, space):
    reading = read(prompt, space)
    assert reading.weights.any() and shown(reading, rests) < 0.1
