"""The style of a direction track, frame by frame."""

import numpy as np
import pytest

from expclip.core.direction import Direction, DirectionTrack
from expclip.core.errors import MissingPartError, PromptError, TakeError
from expclip.core.formats import write_take
from expclip.core.take import Take
from expclip.presets import expressions
from expclip.rigs import arkit

SECONDS = np.arange(0, 4, 0.02)
SMILE = arkit.INDEX["mouthSmileLeft"]


@pytest.fixture
def felt(space, tiny_bundle):
    """felt(*directions, fade) -> the track with its faces."""
    from expclip.core.bundle import open_bundle
    from expclip.core.expression.style import feel_track

    def feel(*directions: Direction, fade: float = 0.4):
        return feel_track(DirectionTrack(directions, fade), space, open_bundle(tiny_bundle))

    return feel


def test_an_empty_track_is_a_face_at_rest(felt):
    track = felt()
    assert track.weights(SECONDS).shape == (len(SECONDS), arkit.COUNT)
    assert not track.weights(SECONDS).any() and track.notes == ()


def test_a_preset_holds_where_it_should_and_fades(felt):
    weights = felt(Direction("preset", "joy", 1.0, 3.0)).weights(SECONDS)
    assert np.allclose(weights[100], expressions.load("joy"), atol=1e-6)
    assert not weights[:35].any() and not weights[-35:].any()
    assert np.abs(np.diff(weights, axis=0)).max() < 0.1


def test_intensity_and_the_voice_scale_a_direction(felt):
    def smile(intensity: float, strength: float = 1.0) -> float:
        track = felt(Direction("preset", "gentle-smile", intensity=intensity))
        return float(track.weights(SECONDS, np.full(len(SECONDS), strength))[0, SMILE])

    assert smile(0.5) == pytest.approx(0.5 * smile(1.0)) and smile(2.0) == pytest.approx(min(1.0, 2 * smile(1.0)))
    assert smile(1.0, 0.6) == pytest.approx(0.6 * smile(1.0)) and smile(0.5, 1.6) == pytest.approx(0.8 * smile(1.0))


def test_a_later_direction_covers_an_earlier_one(felt):
    weights = felt(Direction("preset", "joy"), Direction("preset", "anger", 2.0)).weights(SECONDS)
    assert weights[0, arkit.INDEX["browDownLeft"]] == 0.0
    assert weights[-1, SMILE] == pytest.approx(0.0, abs=1e-6)


def test_a_prompt_that_is_not_understood_adds_nothing_and_says_so(felt):
    track = felt(Direction("text", "xqzt blorf"), Direction("text", "xqzt blorf", 2.0))
    assert not track.weights(SECONDS).any()
    assert len(track.notes) == 1 and "'xqzt blorf' was not understood" in track.notes[0]


def test_a_long_prompt_is_noted(felt):
    notes = felt(Direction("text", "sad " * 3000)).notes
    assert len(notes) == 1 and "cut: only the first" in notes[0] and len(notes[0]) < 300


def test_an_unknown_preset_is_refused(felt):
    with pytest.raises(PromptError, match="preset 'joyy'"):
        felt(Direction("preset", "joyy"))


def test_a_take_is_worn_by_a_bundle_that_reads_motion(felt, tmp_path):
    write_take(Take(np.zeros((3, arkit.COUNT)), 30.0), tmp_path / "take.npz")
    with pytest.raises(MissingPartError, match="cannot read the style of a motion"):
        felt(Direction("take", str(tmp_path / "take.npz")))
    with pytest.raises(TakeError, match="does not exist"):
        felt(Direction("take", str(tmp_path / "none.csv")))
