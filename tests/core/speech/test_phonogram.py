import numpy as np

from expclip.core.speech.phones import COUNT, INDEX, Phone
from expclip.core.speech.phonogram import phonogram_of

SIL, M, A = INDEX["sil"], INDEX["m"], INDEX["ɑ"]


def test_rows_sum_to_one_and_silence_fills_the_gaps():
    rows = phonogram_of([Phone("m", 0.1, 0.2), Phone("ɑ", 0.3, 0.4)], 30)
    assert rows.shape == (30, COUNT) and rows.dtype == np.float32
    assert np.allclose(rows.sum(1), 1.0, atol=1e-6)
    assert (rows.argmax(1) == [SIL] * 5 + [M] * 5 + [SIL] * 5 + [A] * 5 + [SIL] * 10).all()


def test_an_edge_inside_a_frame_is_shared_by_time():
    rows = phonogram_of([Phone("m", 0.0, 0.045), Phone("ɑ", 0.045, 0.1)], 5)
    assert np.allclose(rows[2, [M, A]], [0.25, 0.75], atol=1e-6)
    assert rows[:, SIL].max() < 1e-6


def test_a_phone_shorter_than_a_frame_is_not_lost():
    rows = phonogram_of([Phone("m", 0.041, 0.046)], 5)
    assert np.isclose(rows[2, M], 0.25) and np.isclose(rows[2, SIL], 0.75)


def test_overlapping_phones_share_and_what_lies_outside_is_left_away():
    rows = phonogram_of([Phone("m", -0.1, 0.04), Phone("ɑ", 0.02, 9.0)], 4)
    assert np.allclose(rows[:, M], [1.0, 0.5, 0.0, 0.0]) and np.allclose(rows.sum(1), 1.0)
    assert np.allclose(phonogram_of([Phone("m", 1.0, 2.0)], 3)[:, SIL], 1.0)
    assert phonogram_of([], 0).shape == (0, COUNT)
