"""Who is spoken to is not felt."""

import pytest

from expclip.core.expression.clauses import take_apart


def felt(prompt: str) -> list[str]:
    return [hit.feels.emotion for one in take_apart(prompt).segments if not one.denied for hit in one.hits]


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("you're not angry, love, you're ashamed", ["shame"]), ("I'm proud of you, darling", ["pride"]),
    ("honey, give me fear", ["fear"]), ("Now, my dears, please be sad.", ["sadness"]),
])  # fmt: skip
def test_a_form_of_address_is_no_feeling(prompt, wanted):
    assert felt(prompt) == wanted


@pytest.mark.parametrize("prompt", ["love", "love, joy, pride", "tender, love, longing", "I feel love"])
def test_love_is_felt_where_nobody_is_called_so(prompt):
    assert "love" in felt(prompt)
