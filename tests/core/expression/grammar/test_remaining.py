"""What is all that remains where a feeling is gone."""

import pytest

from ..test_reading import read, shown


@pytest.mark.parametrize("prompt", ["No fear left in her. Only the job.", "No anger left in him. Only the work."])
def test_who_has_nothing_but_a_task_does_not_smile(prompt, space):
    face = read(prompt, space)
    assert shown(face, "mouthSmile") < 0.05 < 0.2 < shown(face, "browDown")


@pytest.mark.parametrize("prompt", ["you can stop panicking now, it was only the cat", "no fear any more, only joy"])
def test_what_is_told_otherwise_still_smiles(prompt, space):
    assert shown(read(prompt, space), "mouthSmile") > 0.2
