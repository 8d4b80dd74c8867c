"""The style of a direction track, frame by frame."""

import numpy as np
import pytest

from expclip.core.direction import Direction, DirectionTrack
from expclip.core.errors import PromptError
from expclip.core.expression.space import DIM
from expclip.core.expression.style import style_track
from expclip.presets import expressions
from expclip.rigs import arkit

SECONDS = np.arange(0, 4, 0.02)


def test_an_empty_track_is_the_neutral_style(space):
    style, weights, notes = style_track(DirectionTrack(), space, SECONDS)
    assert style.shape == (len(SECONDS), DIM) and weights.shape == (len(SECONDS), arkit.COUNT)
    assert np.allclose(style, 0.0, atol=1e-5) and not weights.any() and notes == ()


def test_a_preset_holds_where_it_should_and_fades(space):
    track = DirectionTrack((Direction("preset", "joy", 1.0, 3.0),), fade=0.4)
    style, weights, _ = style_track(track, space, SECONDS)
    assert np.allclose(weights[100], expressions.load("joy"), atol=1e-6)
    assert not weights[:35].any() and not weights[-35:].any()
    assert np.abs(np.diff(weights, axis=0)).max() < 0.1
    assert np.allclose(style[100], space.embed(weights[100:101])[0], atol=1e-5)


def test_intensity_scales_one_direction(space):
    def smile(intensity: float) -> float:
        track = DirectionTrack((Direction("preset", "gentle-smile", intensity=intensity),))
        return float(style_track(track, space, SECONDS)[1][0, arkit.INDEX["mouthSmileLeft"]])

    assert smile(0.5) == pytest.approx(0.5 * smile(1.0)) and smile(2.0) == pytest.approx(min(1.0, 2 * smile(1.0)))


def test_a_later_direction_covers_an_earlier_one(space):
    track = DirectionTrack((Direction("preset", "joy"), Direction("preset", "anger", 2.0)))
    _, weights, _ = style_track(track, space, SECONDS)
    assert weights[0, arkit.INDEX["browDownLeft"]] == 0.0
    assert weights[-1, arkit.INDEX["mouthSmileLeft"]] == pytest.approx(0.0, abs=1e-6)


def test_a_prompt_that_is_not_understood_adds_nothing_and_says_so(space):
    track = DirectionTrack((Direction("text", "xqzt blorf"), Direction("text", "xqzt blorf", 2.0)))
    style, _, notes = style_track(track, space, SECONDS)
    assert np.allclose(style, 0.0, atol=1e-5)
    assert len(notes) == 1 and "'xqzt blorf' was not understood" in notes[0]


def test_a_long_prompt_is_noted(space):
    _, _, notes = style_track(DirectionTrack((Direction("text", "sad " * 3000),)), space, SECONDS)
    assert len(notes) == 1 and "cut: only the first" in notes[0] and len(notes[0]) < 300


def test_an_unknown_preset_is_refused(space):
    with pytest.raises(PromptError, match="preset 'joyy'"):
        style_track(DirectionTrack((Direction("preset", "joyy"),)), space, SECONDS)
