"""Action units: the table is complete and sourced, and it makes the seed corpus again."""

import json
from pathlib import Path

import numpy as np
import pytest

from expclip.rigs import action_units, arkit
from expclip.rigs.action_units import ACTION_UNITS, INTENSITIES, weights_from_action_units

CORPUS = Path(__file__).resolve().parents[2] / "presets" / "corpus" / "tead_seed.jsonl"


def by_name(weights: np.ndarray) -> dict[str, float]:
    return {name: round(float(weight), 3) for name, weight in zip(arkit.NAMES, weights, strict=True) if weight}


def test_it_makes_the_seed_corpus_exactly():
    lines = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    assert len(lines) > 500
    for line in lines:
        made = {name: weight for name, weight in by_name(weights_from_action_units(line["aus"])).items() if weight}
        assert made == line["blendshapes"], line["text"]


def test_units_and_intensities_are_those_of_the_seed_rule(shared_data):
    rule = json.loads((shared_data / "tead_seed" / "au_to_arkit.json").read_text(encoding="utf-8"))
    assert list(ACTION_UNITS) == list(rule["au_to_arkit"])
    assert rule["intensity_levels"] == INTENSITIES


@pytest.mark.parametrize("unit", ACTION_UNITS.values(), ids=lambda unit: f"AU{unit.number}")
def test_every_row_is_sourced_and_drives_known_blendshapes(unit):
    assert unit.name and unit.source
    for gains in (unit.drives, *unit.one_side.values()):
        for name, gain in gains.items():
            assert 0 < gain <= 1
            ends = ("Left", "Right") if name.endswith("*") else ("",)
            assert all(name.rstrip("*") + end in arkit.INDEX for end in ends)


def test_disputed_units_say_so():
    assert "mouthShrugUpper" in ACTION_UNITS["10"].dispute
    assert all(ACTION_UNITS[number].dispute for number in ("11", "23", "25", "26", "43"))


def test_the_sides_of_a_unit_mirror_each_other():
    mirror = list(arkit.MIRROR_INDEX)
    for number in ACTION_UNITS:
        left = weights_from_action_units({f"L{number}": 0.7})
        right = weights_from_action_units({f"R{number}": 0.7})
        if number not in ("61", "62"):  # the gaze to one side has no sides
            np.testing.assert_array_equal(left[mirror], right)


def test_a_side_drives_that_side_only():
    assert by_name(weights_from_action_units({"4": 0.5, "L12": 1.0})) == {
        "browDownLeft": 0.5,
        "browDownRight": 0.5,
        "mouthSmileLeft": 1.0,
    }
    assert by_name(weights_from_action_units({"R1": 1.0})) == {"browInnerUp": 0.6}
    assert by_name(weights_from_action_units({"L30": 0.4})) == {"jawLeft": 0.4}


def test_contributions_to_one_blendshape_add_up_below_one():
    assert by_name(weights_from_action_units({"26": 0.8, "25": 1.0}))["jawOpen"] == pytest.approx(0.4 + 0.3 * 0.1)
    assert by_name(weights_from_action_units({"27": 1.0, "26": 1.0}))["jawOpen"] == 1.0


@pytest.mark.parametrize("code", ["3", "", "L", "X12", "30", "12 "])
def test_unknown_units_are_a_key_error(code):
    with pytest.raises(KeyError):
        weights_from_action_units({code: 1.0})


def test_nothing_active_is_the_neutral_face():
    assert not weights_from_action_units({}).any()
    assert weights_from_action_units({}).shape == (52,)
    assert action_units.weights_from_action_units({"12": 0.0}).max() == 0
