import numpy as np
import pytest

from expclip.core.direction import Direction, DirectionTrack
from expclip.core.expression.style import FeltTrack
from expclip.core.expression.turns import stares_of, turns_of
from expclip.rigs import arkit

SECONDS = 10.0


def _said(value, start=0.0, end=None, intensity=1.0):
    return Direction("text", value, start, end, intensity)


def _turns(*directions):
    """Every text has a face of its own, '' none."""
    faces = np.zeros((len(directions), arkit.COUNT), np.float32)
    for face, direction in zip(faces, directions, strict=True):
        face[ord(direction.value) - ord("A")] = 0.5
    return turns_of(FeltTrack(DirectionTrack(directions), faces, ()), SECONDS)


@pytest.mark.parametrize("directions, turns", [
    ([], []),
    ([_said("A")], []),
    ([_said("A"), _said("B", 0.0, 3.0)], [3.0]),
    ([_said("A"), _said("B", 0.07, 3.0)], [3.0]),
    ([_said("A"), _said("B", 4.0)], [4.0]),
    ([_said("A"), _said("B", 4.0, 9.9)], [4.0]),
    ([_said("A", 0.0, 5.0), _said("B", 5.0, 7.0)], [5.0, 7.0]),
    ([_said("A"), _said("A", 4.0)], []),
    ([_said("A"), _said("A", 4.0, intensity=0.3)], [4.0]),
    ([_said("A", 2.0, 3.0), _said("B", 1.0, 4.0)], [1.0, 4.0]),
    ([_said("A"), _said("B", 12.0)], []),
])  # fmt: skip
def test_a_turn_is_where_another_face_is_felt(directions, turns):
    assert _turns(*directions) == turns


def test_eyes_stay_open_while_a_direction_says_so():
    calm, staring = _said("calm, without blinking", 0.0, 2.0), _said("unblinking rage", 5.0)
    spans = stares_of(DirectionTrack((_said("sad"), calm, staring)), SECONDS)
    np.testing.assert_allclose(spans, [[0.0, 2.0], [5.0, 10.0]], atol=0.03)
    assert stares_of(DirectionTrack((staring, _said("sad", 4.0))), SECONDS) == []
    assert stares_of(DirectionTrack((Direction("preset", "unblinking"),)), SECONDS) == []
    assert stares_of(DirectionTrack(), SECONDS) == []
