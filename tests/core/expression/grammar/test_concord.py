"""Two denials that are one, and two that are none."""

import pytest

from expclip.core.expression.grammar.clauses import take_apart


@pytest.mark.parametrize(("prompt", "denied"), [
    ("he ain't got no joy", True), ("she don't show no fear", True), ("ain't nobody happy", True),
    ("I can't see no joy in that face", True), ("I don't think there's no joy in it", False),
    ("never not angry", False), ("can't not be happy", False), ("nobody's angry with you", True),
])  # fmt: skip
def test_dialect_denies_once(prompt, denied):
    (named,) = [one for one in take_apart(prompt).segments if one.hits]
    assert named.denied == denied
