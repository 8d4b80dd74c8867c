"""Words that do something only where something holds."""

from expclip.core.expression.reading import read_prompts


def test_only_the_lips_is_not_the_lips_only_just_parted(space):
    assert "only the lower face" in read_prompts(["just the lips pressed"], space)[0].read_as
    assert "only the lower face" not in read_prompts(["the lips just parted"], space)[0].read_as
