"""Emote commands of games."""

import pytest

from expclip.core.expression.grammar.commands import with_commands

from ..test_reading import read, shown


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("/blowkiss", "mouthPucker"),
        ("player emote: /wave", "mouthSmile"),
        ("emote_thumbsup_01", "mouthSmile"),
        ("anim: sleep", "eyeBlink"),
        ("/eyeroll", "eyeLookUp"),
        ("/pout", "mouthShrugLower"),
    ],
)
def test_a_command_is_done(prompt, wanted, space):
    assert shown(read(prompt, space), wanted) > 0.25


@pytest.mark.parametrize("prompt", ["eat/sleep/repeat", "a yes/no question", "/wavelength", "waves", "the emote shop"])
def test_what_is_no_command_stays(prompt):
    assert with_commands(prompt) == prompt
