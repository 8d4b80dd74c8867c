import math

import pytest

from expclip.core.errors import SettingsError
from expclip.core.settings import LIFE_PARTS, AnimateSettings, LifeStrengths


def test_settings_travel_as_json():
    life = LifeStrengths(blinks=0.5)
    settings = AnimateSettings(intensity=1.5, lips=0.0, fps=30000 / 1001, seed=7, device="cpu", life_parts=life)
    assert AnimateSettings.from_json(settings.to_json()) == settings


@pytest.mark.parametrize(
    "wrong",
    [
        {"intensity": 0.0}, {"intensity": -1.0}, {"intensity": math.nan}, {"intensity": 2.1},
        {"lips": -0.1}, {"lips": math.inf}, {"follow_voice": -0.1}, {"follow_voice": 1.1}, {"follow_voice": math.nan},
        {"fps": 0.0}, {"fps": -30.0}, {"fps": math.nan}, {"fps": 1000.0},
        {"device": "tpu"},
    ],
)  # fmt: skip
def test_a_value_that_no_take_can_be_made_with_is_refused(wrong):
    with pytest.raises(SettingsError) as failure:
        AnimateSettings(**wrong)
    assert failure.value.remedy


@pytest.mark.parametrize("wrong", [
    {"speed": 1.0}, {"fps": "30"}, {"seed": 1.5}, {"intensity": True}, {"life_parts": 0.5}, {"life_parts": None},
    {"life_parts": {"nose": 1.0}}, {"life_parts": {"blinks": "often"}}, {"life_parts": {"head": 2.5}},
])
def test_json_with_unknown_or_misformed_settings_is_refused(wrong):
    with pytest.raises(SettingsError):
        AnimateSettings.from_json(wrong)


def test_whole_numbers_serve_as_decimals():
    assert AnimateSettings.from_json({"fps": 24}).fps == 24


def test_parts_of_life_that_are_left_away_are_natural():
    settings = AnimateSettings.from_json({"life_parts": {"head": 0}})
    assert settings.life_parts == LifeStrengths(head=0.0)
    assert list(LIFE_PARTS) == list(settings.to_json()["life_parts"])


def test_a_strength_of_a_part_is_refused_in_a_sentence():
    with pytest.raises(SettingsError, match="strength of the blinks is 3: give a number from 0 to 2"):
        LifeStrengths(blinks=3.0)
