import tomllib

import pytest

from expclip.core.animation.articulation import sides
from expclip.core.speech import phones


@pytest.fixture(scope="module")
def table(root):
    return tomllib.loads((root / "rigs" / "articulation.toml").read_text(encoding="utf-8"))


def test_every_phone_has_a_target(table):
    assert set(table["phone"]) | set(table["diphthong"]) == set(phones.LABELS)
    assert not set(table["phone"]) & set(table["diphthong"])
    for row in table["diphthong"].values():
        assert set(row["parts"]) <= set(table["phone"])


def test_every_row_has_a_source(table):
    for kind in ("group", "contact", "phone", "diphthong"):
        assert all(row["source"] for row in table[kind].values()), kind
    assert table["opening"]["source"]


def test_targets_name_blendshapes_within_range(table):
    for label, row in table["phone"].items():
        for name, weight in row["weights"].items():
            assert sides(name)
            assert 0.0 <= weight <= 1.0, (label, name)
        assert set(row["dominance"]) == set(table["group"])
        assert row.get("contact", "closure") in table["contact"]


def test_contacts_belong_to_the_right_phones(table):
    def touching(contact):
        return {label for label, row in table["phone"].items() if row.get("contact") == contact}

    assert touching("closure") == {label for label in phones.LABELS if phones.MOUTH_CLASS[label] == "pbm"}
    assert touching("labiodental") == {"f", "v"}
    hushing = {label for label in phones.LABELS if phones.MOUTH_CLASS[label] == "chsh"}
    assert touching("sibilant") == {"s", "z"} | hushing


def test_rounded_phones_round(table):
    for label, row in table["phone"].items():
        rounding = row["weights"].get("mouthPucker", 0.0) + row["weights"].get("mouthFunnel", 0.0)
        if phones.LIP_CLASS[label] == "rounded":
            assert rounding > 0.2, label
