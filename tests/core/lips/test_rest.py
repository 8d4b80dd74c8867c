import math

import numpy as np
import pytest

from expclip.core.lips.geometry import Lips
from expclip.core.lips.rest import score_rest, silent_frames
from expclip.core.speech.phones import Phone

FPS = 50.0


def lips(opening: np.ndarray) -> Lips:
    still = np.zeros(len(opening))
    return Lips(np.repeat(opening[:, None], 3, 1), still, still, still, FPS)


def test_closed_and_still():
    told = score_rest([(lips(np.full(100, 0.01)), np.ones(100, bool))])
    assert (told.closed, told.jitter) == (1.0, 0.0)


def test_a_quarter_open_and_moving():
    opening = np.zeros(100)
    opening[:25] = 0.1
    told = score_rest([(lips(opening), np.ones(100, bool))])
    assert told.closed == 0.75
    assert told.jitter == pytest.approx(0.1 * FPS / 99)


def test_motion_into_silence_is_not_jitter():
    opening = np.zeros(100)
    opening[:50] = 0.5
    silent = np.arange(100) >= 50
    told = score_rest([(lips(opening), silent)])
    assert (told.closed, told.jitter) == (1.0, 0.0)


def test_nothing_to_judge():
    assert math.isnan(score_rest([(lips(np.zeros(10)), np.zeros(10, bool))]).closed)


def test_silence_begins_a_fifth_of_a_second_after_speech():
    mouth = lips(np.zeros(200))
    silent = silent_frames(mouth, [Phone("a", 0.0, 1.1), Phone("sil", 1.1, 2.0), Phone("a", 2.2, 2.4)], 1.0, 3.0)
    assert np.flatnonzero(silent).tolist() == [*range(65, 110), *range(130, 150)]
