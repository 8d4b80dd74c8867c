import math

import pytest

from expclip.core.lips.phone_score import Compared, edit_distance, score_phones, spoken
from expclip.core.speech.phones import Phone, from_arpabet


def phones(*timed: tuple[str, float, float]) -> list[Phone]:
    return [Phone(from_arpabet(name), start, end) for name, start, end in timed]


TRUE = phones(("sil", 0.0, 0.2), ("p", 0.2, 0.3), ("iy", 0.3, 0.6), ("f", 0.6, 0.8), ("sil", 0.8, 1.0))


def score(heard: list[Phone], unknown=()):
    return score_phones([Compared(TRUE, heard, 1.0, unknown)])


def test_the_truth_is_all_right():
    told = score(TRUE)
    assert set(told.all_frames.values()) == set(told.speech_frames.values()) == {1.0}
    assert told.error_rate == 0.0
    assert told.found == told.meant == {"fv": 1.0, "pbm": 1.0}
    assert told.speech_seconds == pytest.approx(0.6)


def test_silence_alone_is_right_in_silent_frames_only():
    told = score([])
    assert told.all_frames["39 phones"] == pytest.approx(0.4)
    assert told.speech_frames["39 phones"] == 0.0
    assert told.error_rate == 1.0
    assert math.isnan(told.meant["pbm"])


def test_a_phone_of_the_same_class_is_right_for_the_mouth():
    told = score(phones(("b", 0.2, 0.3), ("ih", 0.3, 0.6), ("f", 0.6, 0.8)))
    assert told.speech_frames["39 phones"] == pytest.approx(1 / 3)
    assert told.speech_frames["12 mouth classes"] == 1.0
    assert told.error_rate == pytest.approx(2 / 3)


def test_lip_classes_are_coarser():
    told = score(phones(("m", 0.2, 0.3), ("ae", 0.3, 0.6), ("s", 0.6, 0.8)))
    assert told.speech_frames["12 mouth classes"] == pytest.approx(1 / 6)
    assert told.speech_frames["6 lip classes"] == pytest.approx(4 / 6)


def test_late_phones_cost_their_edges():
    late = [Phone(phone.label, phone.start + 0.04, phone.end + 0.04) for phone in TRUE]
    told = score(late)
    assert told.error_rate == 0.0
    assert told.speech_frames["39 phones"] == pytest.approx(1 - 6 / 30)
    assert told.found["pbm"] == pytest.approx(3 / 5)


def test_what_nobody_knows_is_not_judged():
    wrong = phones(("p", 0.2, 0.3), ("aa", 0.3, 0.6), ("f", 0.6, 0.8))
    assert score(wrong).speech_frames["39 phones"] == pytest.approx(0.5)
    assert score(wrong, [(0.3, 0.6)]).speech_frames["39 phones"] == 1.0


@pytest.mark.parametrize("wanted, got, errors", [
    ("", "", 0), ("abc", "abc", 0), ("abc", "", 3), ("", "ab", 2), ("abc", "axc", 1), ("abc", "ac", 1),
    ("abc", "abxc", 1), ("kitten", "sitting", 3), ("aaaa", "baaa", 1), ("abcd", "dabc", 2),
])  # fmt: skip
def test_edit_distance(wanted, got, errors):
    assert edit_distance(wanted, got) == errors


def test_spoken_leaves_silence_out():
    assert spoken(TRUE) == ["p", "iy", "f"]
