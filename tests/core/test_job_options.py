import argparse

import pytest

from expclip.core.batch_lines import read_lines
from expclip.core.cli.job_options import add_settings_options, settings_of
from expclip.core.errors import SettingsError
from expclip.core.job import AnimateJob
from expclip.core.settings import LIFE_PARTS, AnimateSettings, LifeStrengths


def _settings(*arguments):
    parser = argparse.ArgumentParser()
    add_settings_options(parser)
    return settings_of(parser.parse_args(arguments))


def test_without_options_all_is_plain():
    assert _settings() == AnimateSettings()


@pytest.mark.parametrize("part", LIFE_PARTS)
def test_each_part_of_life_is_an_option(part):
    assert _settings(f"--{part}", "0.5").life_parts == LifeStrengths(**{part: 0.5})
    with pytest.raises(SettingsError, match=f"strength of the {part} is 7: give a number from 0 to 2"):
        _settings(f"--{part}", "7")


def test_parts_of_life_are_columns_of_a_batch_and_travel_with_the_job(tmp_path):
    path = tmp_path / "lines.csv"
    path.write_text("audio,blinks,head\na.wav,0.5,0\nb.wav,,9\n", encoding="utf-8")
    good, bad = read_lines(path)
    assert AnimateJob.from_json(good.job.to_json()).settings.life_parts == LifeStrengths(blinks=0.5, head=0.0)
    assert "The strength of the head is 9: give a number from 0 to 2." in str(bad.fault)
