import math

import pytest

from expclip.core.errors import SettingsError
from expclip.core.settings import AnimateSettings


def test_settings_travel_as_json():
    settings = AnimateSettings(intensity=1.5, lips=0.0, fps=30000 / 1001, seed=7, device="cpu")
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


@pytest.mark.parametrize("wrong", [{"speed": 1.0}, {"fps": "30"}, {"seed": 1.5}, {"intensity": True}])
def test_json_with_unknown_or_misformed_settings_is_refused(wrong):
    with pytest.raises(SettingsError):
        AnimateSettings.from_json(wrong)


def test_whole_numbers_serve_as_decimals():
    assert AnimateSettings.from_json({"fps": 24}).fps == 24
