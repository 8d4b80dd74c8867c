import numpy as np
import pytest

from expclip.core.direction import Direction, DirectionTrack
from expclip.core.errors import PromptError, SettingsError

SECONDS = np.arange(0, 10, 0.02)


def test_one_direction_holds_from_the_first_to_the_last_frame():
    assert (DirectionTrack((Direction("text", "glad"),)).presence(SECONDS) == 1).all()


def test_a_later_direction_covers_the_earlier_one_and_fades_in():
    track = DirectionTrack((Direction("text", "sad"), Direction("text", "glad", start=4.0, end=6.0)), fade=0.4)
    presence = track.presence(SECONDS)
    assert np.allclose(presence.sum(1), 1, atol=1e-6)
    assert (presence[SECONDS < 3.79, 0] == 1).all()
    assert (presence[(SECONDS > 4.21) & (SECONDS < 5.79), 1] == 1).all()
    assert (presence[SECONDS > 6.21, 0] == 1).all()
    assert np.abs(np.diff(presence, axis=0)).max() < 0.1
    assert presence[np.argmin(np.abs(SECONDS - 4.0)), 1] == pytest.approx(0.5, abs=0.01)


def test_each_direction_may_begin_over_seconds_of_its_own():
    track = DirectionTrack((Direction("text", "calm"), Direction("text", "shocked", start=5.0)), 2.0, (2.0, 0.1))
    presence = track.presence(np.array([4.9, 5.0, 5.1]))
    assert presence[:, 1].tolist() == pytest.approx([0.0, 0.5, 1.0]) and np.allclose(presence.sum(1), 1)


def test_between_two_directions_nothing_holds():
    track = DirectionTrack((Direction("text", "sad", 0, 2), Direction("text", "glad", 5, 7)))
    assert not track.presence(np.array([3.5, 9.0])).any()
    assert track.presence(np.array([1.0, 6.0])).tolist() == [[1.0, 0.0], [0.0, 1.0]]


def test_an_empty_track_has_no_columns():
    assert DirectionTrack().presence(SECONDS).shape == (len(SECONDS), 0)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        (("text", "  "), PromptError),
        (("song", "glad"), PromptError),
        (("image", " "), PromptError),
        (("take", ""), PromptError),
        (("text", "glad", 0.0, None, 1.0, 1), PromptError),
        (("take", "a.csv", 0.0, None, 1.0, 0, "rest.png"), PromptError),
        (("image", "a.png", 0.0, None, 1.0, -1), SettingsError),
        (("text", "glad", -1.0), SettingsError),
        (("text", "glad", float("nan")), SettingsError),
        (("text", "glad", 2.0, 2.0), SettingsError),
        (("text", "glad", 0.0, None, 0.0), SettingsError),
        (("text", "glad", 0.0, None, float("inf")), SettingsError),
    ],
)
def test_what_cannot_be_directed_is_refused(fields, error):
    with pytest.raises(error) as failure:
        Direction(*fields)
    assert failure.value.remedy


def test_the_files_of_a_direction():
    assert Direction("text", "glad").files == () and Direction("take", "a.csv").files == ("a.csv",)
    assert Direction("image", "a.png", face=1, neutral="rest.png").files == ("a.png", "rest.png")
