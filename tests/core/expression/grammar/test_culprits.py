"""The mirth of who does a wrong is not the face of who suffers it."""

import pytest

from expclip.core.expression.grammar.culprits import without_mirth_of_culprits

from ..test_reading import read, shown


@pytest.mark.parametrize(
    ("prompt", "rest"),
    [
        ("He ran over my dog on purpose. He was laughing when he did it.", "He ran over my dog on purpose. "),
        ("Someone poisoned the well. Her son drank. He's laughing.", "Someone poisoned the well. Her son drank. "),
        ("They hang the wrong man. The judge winks at her.", "They hang the wrong man. The judge "),
        ("The rope was cut clean. And there he is, waving.", "The rope was cut clean. And there he is, "),
        ("A boy holds a lighter to the hedgehog, grinning.", "A boy holds a lighter to the hedgehog, "),
        ("he ran over my dog on purpose, he laughs and I cry", "he ran over my dog on purpose, I cry"),
        ("my boss walked in while I was showering and laughed", "my boss walked in while I was showering and "),
    ],
)
def test_mirth_of_culprits_is_left_out(prompt, rest):
    assert without_mirth_of_culprits(prompt) == rest


@pytest.mark.parametrize(
    "prompt",
    [
        "She cuts the brakes, smiling.",
        "She laughs as the guards whip the boy.",
        "We laughed when the clown threw the pie.",
        "He brought my bike back. He was laughing.",
        "Someone keyed my car and I laugh.",
        "If someone cuts the rope, she laughs.",
        "The waiter took the plate and bowed.",
    ],
)
def test_other_mirth_stays(prompt):
    assert without_mirth_of_culprits(prompt) == prompt


def test_the_wrong_is_felt(space):
    face = read("He ran over my dog on purpose. He was laughing when he did it.", space)
    assert shown(face, "browDown") > 0.5
    assert shown(face, "mouthSmile") == 0.0
