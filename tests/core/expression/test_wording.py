"""Strength, denial and holding in, apart from the feeling itself."""

import tomllib

import pytest

from expclip.core.expression.wording import STRONGEST, WEAKEST, take_apart


@pytest.mark.parametrize(
    ("prompt", "left", "denied"),
    [
        ("not angry, just tired", "just tired", "angry"),
        ("angry, not sad", "angry", "sad"),
        ("never happy but calm", "but calm", "happy"),
        ("without a smile", "", "a smile"),
        ("she cannot stop laughing", "she laughing", ""),
        ("no way", "no way", ""),
        ("I don't hate you. I love you", "i i love you", "hate you"),
    ],
)
def test_denied_words_are_left_out(prompt, left, denied):
    wording = take_apart(prompt)
    assert (" ".join(wording.words), " ".join(wording.denied)) == (left, denied)


def test_a_denied_feeling_with_a_plain_opposite_leaves_it():
    assert take_apart("not happy at all").words == ("sad",)


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [("slightly sad", "sad"), ("sad", "very sad"), ("very sad", "extremely sad"), ("a hint of joy", "a bit of joy")],
)
def test_strength_words_are_in_order(weaker, stronger):
    weak, strong = take_apart(weaker), take_apart(stronger)
    assert weak.strength < strong.strength and weak.words == strong.words


def test_strength_stays_in_bounds():
    assert take_apart("very extremely absolutely utterly happy").strength == STRONGEST
    assert take_apart("barely slightly faintly a little bit happy").strength == WEAKEST


def test_a_little_girl_is_not_weak():
    assert take_apart("a little girl laughing").strength == 1.0


def test_what_is_held_in_is_told():
    wording = take_apart("holding back tears")
    assert wording.held_in and wording.words == ("tears",) and wording.told


def test_the_table_is_of_factors_and_words(root):
    table = tomllib.loads((root / "presets" / "prompt_words.toml").read_text(encoding="utf-8"))
    assert all(0.2 < factor < 1.6 for factor in table["strength"].values())
    assert not set(table["strength"]) & set(table["negation"]["words"])
    assert len(table["strength"]) >= 60
