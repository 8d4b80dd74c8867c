import numpy as np
import pytest

from expclip.core.lips.difficulty import ON, expected_at, expected_rows
from expclip.core.lips.rows import Row


def test_the_line_through_the_readers_is_read_at_the_peers_figure():
    xs = np.array([0.4, 0.5, 0.6, 0.7])
    assert expected_at(0.8, xs, 0.2 + 0.5 * xs) == (pytest.approx(0.6), pytest.approx(0.0, abs=1e-7))
    expected, near = expected_at(0.55, xs, np.array([0.5, 0.6, 0.5, 0.6]))
    assert expected == pytest.approx(0.55)
    assert near < expected_at(0.9, xs, np.array([0.5, 0.6, 0.5, 0.6]))[1], "less sure farther away"


def test_readers_that_are_alike_give_their_mean():
    assert expected_at(0.9, np.full(3, 0.5), np.array([0.6, 0.7, 0.8]))[0] == pytest.approx(0.7)


def test_a_row_for_each_measure_that_enough_readers_have():
    readers = [
        [Row("a reader", "p b m closed", {"peer": x, "ours": x + 0.1}), Row("a reader", "rounding (AUC)", {"peer": x})][
            :1
        ]
        for x in (0.5, 0.6, 0.7)
    ]
    readers[0].append(Row("a reader", "rounding (AUC)", {"peer": 0.5, "ours": 0.9}))
    (row,) = expected_rows(readers, "peer", "ours")
    assert (row.on, row.what, row.wanted) == (ON, "p b m closed", ">= .94")
    assert row.values == {
        "peer": 0.85,
        "ours, expected": pytest.approx(0.95),
        "give or take": pytest.approx(0, abs=1e-7),
    }
