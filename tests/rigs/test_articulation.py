import tomllib

import numpy as np
import pytest

from expclip.core.speech import phones
from expclip.rigs import arkit
from expclip.rigs.articulation import rules, sides


@pytest.fixture(scope="module")
def table(root):
    return tomllib.loads((root / "rigs" / "articulation.toml").read_text(encoding="utf-8"))


def test_every_phone_has_a_target(table):
    assert set(table["phone"]) | set(table["diphthong"]) == set(phones.LABELS)
    assert not set(table["phone"]) & set(table["diphthong"])
    for row in table["diphthong"].values():
        assert set(row["parts"]) <= set(table["phone"])


def test_every_row_has_a_source(table):
    for kind in ("group", "contact", "class", "phone", "diphthong"):
        assert all(row["source"] for row in table[kind].values()), kind
    assert all(table[kind]["source"] for kind in ("opening", "effort", "speed"))


def test_targets_name_blendshapes_within_range(table):
    for label, row in table["phone"].items():
        for name, weight in row["weights"].items():
            assert sides(name)
            assert 0.0 <= weight <= 1.0, (label, name)
        assert row["class"] in table["class"], label


def test_every_class_is_whole_and_used(table):
    for name, row in table["class"].items():
        assert set(row["dominance"]) == set(table["group"]), name
        assert row.get("contact", "closure") in table["contact"]
        assert 0.0 <= row["reduction"] < 1.0 and 0.0 <= row["effort"] <= 1.0
    assert {row["class"] for row in table["phone"].values()} == set(table["class"])


def test_contacts_belong_to_the_right_phones(table):
    def touching(contact):
        return {label for label, row in table["phone"].items()
                if table["class"][row["class"]].get("contact") == contact}

    assert touching("closure") == {label for label in phones.LABELS if phones.MOUTH_CLASS[label] == "pbm"}
    assert touching("labiodental") == {"f", "v"}
    hushing = {label for label in phones.LABELS if phones.MOUTH_CLASS[label] == "chsh"}
    assert touching("sibilant") == {"s", "z"} | hushing


def test_rounded_phones_round(table):
    for label, row in table["phone"].items():
        rounding = row["weights"].get("mouthPucker", 0.0) + row["weights"].get("mouthFunnel", 0.0)
        if phones.LIP_CLASS[label] == "rounded":
            assert rounding > 0.2, label


def test_spreading_is_a_smile_or_a_stretch(table):
    """As in the tracked mouth: not both at once (docs/articulation.md)."""
    for label, row in table["phone"].items():
        assert min(row["weights"].get(name, 0.0) for name in ("mouthSmile", "mouthStretch")) <= 0.02, label


def test_only_vowels_shrink_when_short_and_closures_ignore_the_effort(table):
    for label, row in table["phone"].items():
        kind = table["class"][row["class"]]
        assert (kind["reduction"] > 0) == (phones.KIND[label] == "vowel"), label
        if kind.get("contact"):
            assert kind["effort"] == 0.0, label


def test_no_channel_belongs_to_two_groups():
    channels = [channel for group in rules().groups.values() for channel in group.channels]
    assert len(channels) == len(set(channels))


def test_openings_are_those_of_a_measured_face(shared_data):
    """The table's share of the lip gap against ICT-FaceKit's mesh: the mean of the three columns."""
    geometry = np.load(shared_data / "ict_facekit" / "lip_geometry.npz", allow_pickle=False)
    gap = geometry["gapB"][[geometry["names"].tolist().index(name) for name in arkit.NAMES]].mean(1)
    gap = gap / gap[arkit.INDEX["jawOpen"]]
    assert np.abs(rules().opening[rules().opening > 0] - gap[rules().opening > 0]).max() < 0.03
