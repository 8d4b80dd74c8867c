"""All notations together."""

import pytest

from expclip.core.expression.grammar.degrees import with_degrees


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("joy: ★★★★☆, brow raise x2", "joy 80% , brow raise ×2.00"), ("fear [0.9]", "fear 90%"),
    ("smile 30%, brows up 20%", "smile 30%, brows up 20%"), ("he is angry", "he is angry"),
])  # fmt: skip
def test_degrees_are_written_as_the_grammar_reads_them(prompt, wanted):
    assert " ".join(with_degrees(prompt).split()) == wanted
