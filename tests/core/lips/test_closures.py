"""The count of closures that the report of a batch tells."""

import numpy as np
import pytest

from expclip.core.lips.closures import _GAP, closures_reached
from expclip.core.lips.geometry import demo_face
from expclip.core.speech.phones import Phone
from expclip.rigs import arkit


def mouth(**weights):
    """A second at 30 frames, the jaw half open."""
    frames = np.zeros((30, arkit.COUNT), np.float32)
    frames[:, arkit.INDEX["jawOpen"]] = 0.5
    for name, values in weights.items():
        frames[:, arkit.INDEX[name]] = values
    return frames


def closed_from(first, last):
    values = np.zeros(30)
    values[first : last + 1] = 0.5
    return values


def test_the_table_is_the_demo_head():
    gap = demo_face().gap
    np.testing.assert_allclose(_GAP, gap / gap[arkit.INDEX["jawOpen"]], atol=1e-4)


@pytest.mark.parametrize("label", ["p", "b", "m"])
def test_a_closure_counts_where_the_lips_meet_inside_it(label):
    phones = [Phone("ɑ", 0.0, 0.3), Phone(label, 0.3, 0.4), Phone("ɑ", 0.4, 0.7), Phone(label, 0.7, 0.8)]
    assert closures_reached(phones, mouth(mouthClose=closed_from(10, 11)), 30) == (1, 2)
    assert closures_reached(phones, mouth(), 30) == (0, 2)
    assert closures_reached(phones, mouth(mouthClose=0.5), 30) == (2, 2)


def test_other_phones_and_very_short_ones_are_not_asked():
    phones = [Phone("t", 0.1, 0.3), Phone("f", 0.3, 0.5), Phone("p", 0.5, 0.53), Phone("p", 2.0, 2.1)]
    assert closures_reached(phones, mouth(mouthClose=0.5), 30) == (0, 0)


def test_a_smile_that_parts_the_lips_on_one_side_is_no_closure():
    apart = mouth(mouthClose=0.5, mouthUpperUpLeft=0.6)
    assert closures_reached([Phone("m", 0.3, 0.4)], apart, 30) == (0, 1)
