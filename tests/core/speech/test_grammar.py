import numpy as np
import pytest

from expclip.core.speech import grammar as module
from expclip.core.speech.grammar import english_label, grammar_of
from expclip.core.speech.phones import ARPABET, INDEX, LABELS


def test_probabilities_sum_to_one(spanish):
    assert np.allclose(spanish.after_two.sum(2), 1.0, atol=1e-5)
    assert np.allclose(spanish.after_one.sum(1), 1.0, atol=1e-5)
    assert np.isclose(spanish.share.sum(), 1.0, atol=1e-5)
    assert spanish.after_two.min() > 0.0


def test_what_was_seen_is_probable_and_the_rest_possible(spanish):
    m, e, s, a, l = (spanish.phones.index(label) for label in "mesal")  # noqa: E741
    assert spanish.after_two[e, m].argmax() == s
    assert spanish.after_two[e, m, s] > 4 * spanish.after_two[e, m, l]
    assert spanish.after_two[s, e, a] > spanish.after_one[l, s]


def test_silence_is_the_first_phone_and_only_spoken_ones_follow(spanish):
    assert spanish.phones[0] == "sil"
    assert set(spanish.phones) == {"sil", "p", "m", "e", "s", "a", "l"}


def test_a_label_that_the_language_lacks_counts_for_its_nearest(spanish):
    assert spanish.sounds[INDEX["z"]].argmax() == spanish.phones.index("s")
    assert spanish.sounds[INDEX["ɛ"]].argmax() == spanish.phones.index("e")
    assert np.allclose(spanish.sounds.sum(1), 1.0)
    assert spanish.told.sum() == len(spanish.phones)


def test_english_has_what_a_dictionary_distinguishes(counts_of):
    english = grammar_of("en", counts_of(" ".join(english_label(label) for label in LABELS[1:])))
    assert len(english.phones) == 40
    assert {ARPABET[label] for label in english.phones} == set(ARPABET.values())
    schwa = INDEX["ə"]
    assert english.phones[english.sounds[schwa].argmax()] == "ʌ" and english.told[schwa, english.phones.index("ʌ")]
    tap = english.sounds[INDEX["ɾ"]]
    assert tap[english.phones.index("t")] == tap[english.phones.index("d")] == 1.0


def test_the_tables_cover_the_inventory():
    rows = {row["label"]: row for row in module._rows("durations.csv")}
    assert tuple(rows) == LABELS
    for row in rows.values():
        assert 1 <= int(row["shortest"]) <= 3 and float(row["mean"]) >= int(row["shortest"]) and row["source"]
    for row in module._rows("allophones.csv"):
        assert row["label"] in INDEX and row["phone"] in INDEX and 0 < float(row["weight"]) <= 1
        assert row["told"] in ("yes", "no") and row["source"]


def test_counts_of_another_inventory_are_refused():
    with pytest.raises(ValueError, match="inventory"):
        module.grammars_of({"phones": ["sil", "a"], "languages": []}, {})


