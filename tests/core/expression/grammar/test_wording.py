"""Words of strength, apart from the feeling itself."""

import tomllib

import pytest

from expclip.core.expression.grammar.wording import STRONGEST, WEAKEST, plain_wording


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [("slightly sad", "sad"), ("sad", "very sad"), ("very sad", "extremely sad"), ("a hint of joy", "a bit of joy")],
)
def test_strength_words_are_in_order(weaker, stronger):
    weak, strong = plain_wording(weaker), plain_wording(stronger)
    assert weak.strength < strong.strength and weak.words == strong.words


def test_strength_stays_in_bounds():
    assert plain_wording("very extremely absolutely utterly happy").strength == STRONGEST
    assert plain_wording("barely slightly faintly a little bit happy").strength == WEAKEST


def test_a_little_girl_is_not_weak():
    assert plain_wording("a little girl laughing").strength == 1.0


def test_the_table_is_of_factors_and_words(root):
    table = tomllib.loads((root / "presets" / "prompt_words.toml").read_text(encoding="utf-8"))
    assert all(0.2 < factor < 1.6 for factor in table["strength"].values())
    assert not set(table["strength"]) & set(table["negation"]["words"])
    assert len(table["strength"]) >= 60
