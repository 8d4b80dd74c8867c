import math

import numpy as np
import pytest

from expclip.core.lips.contacts import Spoken, chance_below, frames_of, score_contacts
from expclip.core.lips.geometry import Lips
from expclip.core.speech.phones import Phone, from_arpabet

FPS = 50.0
LINE = ("p", "aa", "t", "iy", "f", "uw", "s", "m", "eh", "w")
LENGTH = 0.1


def line(length: float = LENGTH) -> list[Phone]:
    return [Phone(from_arpabet(name), i * length, (i + 1) * length) for i, name in enumerate(LINE)]


def lips(**by_phone: dict[str, float]) -> Lips:
    """A mouth that shows a value in the middle 60 ms of each phone, and `else` around it."""
    frames = int(len(LINE) * LENGTH * FPS)
    values = {}
    for measure in ("opening", "teeth", "rounding"):
        shown = by_phone.get(measure, {})
        values[measure] = np.full(frames, shown.get("else", 0.3))
        for number, name in enumerate(LINE):
            if name in shown:
                first = round(number * LENGTH * FPS) + 1
                values[measure][first : first + 3] = shown[name]
    return Lips(
        np.repeat(values["opening"][:, None], 3, 1), np.full(frames, 44.0), values["teeth"], values["rounding"], FPS
    )


def test_a_mouth_that_does_it_all():
    mouth = lips(
        opening={"p": 0.0, "m": 0.05}, teeth={"f": 1.0, "else": 6.0}, rounding={"uw": 0.8, "w": 0.6, "else": 0.1}
    )
    told = score_contacts([Spoken(line(), mouth)])
    assert (told.closed, told.net, told.closures) == (1.0, 1.0, 2)
    assert (told.closure_auc, told.teeth_auc, told.rounding_auc) == (1.0, 1.0, 1.0)


def test_a_mouth_that_stays_shut_closes_everything_and_tells_nothing():
    told = score_contacts([Spoken(line(), lips(opening={"else": 0.0}))])
    assert (told.closed, told.net, told.closure_auc) == (1.0, 0.0, 0.5)


def test_one_of_two_closures():
    told = score_contacts([Spoken(line(), lips(opening={"p": 0.02, "m": 0.09}))])
    assert told.closed == 0.5 and told.net == 0.5


def test_the_largest_column_decides():
    mouth = lips(opening={"p": 0.0, "m": 0.0})
    mouth.columns[:, 2] = 0.2
    assert score_contacts([Spoken(line(), mouth)]).closed == 0.0


def test_late_by_a_phone_closes_nothing():
    mouth = lips(opening={"aa": 0.0, "eh": 0.0})
    assert score_contacts([Spoken(line(), mouth)]).closed == 0.0


def test_short_phones_are_not_judged():
    assert math.isnan(score_contacts([Spoken(line(0.035), lips())]).closed)
    assert score_contacts([Spoken(line(0.04), lips())]).closures == 2


def test_rounding_backwards():
    mouth = lips(rounding={"iy": 0.9, "eh": 0.9, "uw": 0.1, "w": 0.1})
    assert score_contacts([Spoken(line(), mouth)]).rounding_auc == 0.0


def test_half_a_frame_to_either_side():
    mouth = lips()
    assert frames_of(Phone("p", 0.2, 0.3), mouth).tolist() == [10, 11, 12, 13, 14, 15]
    assert frames_of(Phone("p", 0.209, 0.291), mouth).tolist() == [10, 11, 12, 13, 14, 15]
    assert frames_of(Phone("p", 0.211, 0.289), mouth).tolist() == [11, 12, 13, 14]
    assert frames_of(Phone("p", -0.1, 0.02), mouth).tolist() == [0, 1]
    assert len(frames_of(Phone("p", 5.0, 5.1), mouth)) == 0


@pytest.mark.parametrize("low, high, chance", [
    ([1, 2], [3, 4], 1.0), ([3, 4], [1, 2], 0.0), ([1, 1], [1, 1], 0.5), ([1, 3], [2], 0.5), ([1, 2, 3], [2, 2], 0.5),
])  # fmt: skip
def test_chance_below(low, high, chance):
    assert chance_below(np.array(low), np.array(high)) == chance
