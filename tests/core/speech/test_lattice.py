import csv
from pathlib import Path

import numpy as np
import pytest

from expclip.core.speech import lattice
from expclip.core.speech.lattice import FILLER, NO_WORD, Costs, best_path, unit_scores
from expclip.core.speech.phones import COUNT, INDEX, LABELS
from expclip.core.speech.pronunciation import Word

COSTS = Costs()


def word(*variants: str, pause: bool = False) -> Word:
    return Word(variants[0] if variants else "?", tuple(tuple(variant.split()) for variant in variants), pause)


def path(words: list[Word], log_posteriors: np.ndarray, costs: Costs = COSTS) -> list[tuple[str, int, int, int]]:
    scores = unit_scores(log_posteriors, costs)
    return [
        ("*" if segment.unit == FILLER else LABELS[segment.unit], segment.word, segment.first, segment.past)
        for segment in best_path(words, scores, costs)
    ]


PAPA = word("p ɑ p ɑ")


def test_phones_are_found_where_they_spoken(spoken):
    heard = spoken(("sil", 8), ("p", 3), ("ɑ", 5), ("p", 1), ("ɑ", 9), ("sil", 4))
    assert path([PAPA], heard) == [
        ("sil", NO_WORD, 0, 8), ("p", 0, 8, 11), ("ɑ", 0, 11, 16), ("p", 0, 16, 17), ("ɑ", 0, 17, 26),
        ("sil", NO_WORD, 26, 30),
    ]


def test_a_phone_twice_in_a_row_is_two(spoken):
    heard = spoken(("sil", 4), ("s", 12), ("sil", 4))
    assert [segment[0] for segment in path([word("s"), word("s")], heard)] == ["sil", "s", "s", "sil"]


def test_pauses_between_words_are_optional(spoken):
    words = [word("m ɑ"), word("n i")]
    together = spoken(("m", 4), ("ɑ", 6), ("n", 4), ("i", 6))
    apart = spoken(("m", 4), ("ɑ", 6), ("sil", 10), ("n", 4), ("i", 6))
    assert [segment[0] for segment in path(words, together)] == ["m", "ɑ", "n", "i"]
    assert [segment[0] for segment in path(words, apart)] == ["m", "ɑ", "sil", "n", "i"]


def test_the_variant_that_sounds_is_taken(spoken):
    words = [word("t u", "t ə")]
    assert [segment[0] for segment in path(words, spoken(("t", 3), ("ə", 3)))] == ["t", "ə"]
    assert [segment[0] for segment in path(words, spoken(("t", 3), ("u", 3)))] == ["t", "u"]


def test_a_word_that_is_not_spoken_is_left_out(spoken):
    words = [word("m ɑ m ə"), word("s t ɪ k s"), word("p i p i")]
    found = path(words, spoken(("m", 4), ("ɑ", 6), ("m", 4), ("ə", 4), ("p", 4), ("i", 5), ("p", 4), ("i", 6)))
    assert {segment[1] for segment in found} == {0, 2}


def test_speech_that_is_in_no_word_is_filled(spoken):
    heard = spoken(("m", 4), ("ɑ", 6), ("s", 8), ("u", 8), ("z", 6), ("n", 4), ("i", 6))
    assert path([word("m ɑ"), word("n i")], heard)[2] == ("*", NO_WORD, 10, 32)


def test_a_word_without_variants_takes_what_sounds_in_its_place(spoken):
    found = path([word("m ɑ"), word(), word("n i")], spoken(("m", 4), ("ɑ", 6), ("ʃ", 8), ("n", 4), ("i", 6)))
    assert ("*", 1, 10, 18) in found


def test_no_words_and_no_frames(spoken):
    assert path([], spoken(("sil", 10))) == [("sil", NO_WORD, 0, 10)]
    assert path([], spoken(("m", 10)))[0][0] == "*"
    assert path([PAPA], spoken(("sil", 0)).reshape(0, COUNT)) == []
    assert path([PAPA], spoken(("sil", 1)))[-1][3] == 1


@pytest.mark.parametrize("seed", range(5))
def test_segments_cover_every_frame(spoken, seed):
    random = np.random.default_rng(seed)
    labels = [LABELS[number] for number in random.integers(1, COUNT, 60)]
    heard = spoken(*((label, int(frames)) for label, frames in zip(labels, random.integers(1, 9, 60), strict=True)))
    words = [word(" ".join(random.permutation(labels[start : start + 4]))) for start in range(0, 60, 4)]
    found = path(words, heard)
    assert found[0][2] == 0 and found[-1][3] == len(heard)
    assert all(one[3] == other[2] and one[3] > one[2] for one, other in zip(found[:-1], found[1:], strict=True))
    spoken = [segment[1] for segment in found if segment[1] != NO_WORD]
    assert spoken == sorted(spoken)


def test_the_beam_changes_nothing_in_a_long_line(spoken):
    random = np.random.default_rng(7)
    phones = [(LABELS[number], int(frames)) for number, frames in
              zip(random.integers(1, COUNT, 600), random.integers(2, 7, 600), strict=True)]
    words = [word(" ".join(label for label, _ in phones[start : start + 3])) for start in range(0, 600, 3)]
    heard = spoken(*phones, sure=0.5)
    assert path(words, heard, Costs(beam=150.0)) == path(words, heard, Costs(beam=1e6))
    assert {segment[1] for segment in path(words, heard)} == set(range(200))


def test_the_table_of_confusions():
    with (Path(lattice.__file__).parent / "heard_as.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    assert len({(row["label"], row["heard_as"]) for row in rows}) == len(rows)
    for row in rows:
        assert row["label"] in INDEX and row["heard_as"] in INDEX and row["source"]
        assert row["label"] != row["heard_as"] and 0 < float(row["weight"]) <= 1
