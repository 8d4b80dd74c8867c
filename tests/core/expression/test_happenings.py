"""What happens to people: rows, their faces by emotion and strength."""

import numpy as np

from expclip.core.expression import tead
from expclip.core.expression.happenings import SHOWN, Happening, happenings
from expclip.rigs import arkit

SMILE, FROWN = arkit.INDEX["mouthSmileLeft"], arkit.INDEX["mouthFrownLeft"]


def test_many_rows_of_many_emotions():
    rows = happenings()
    assert len(rows) > 30_000
    counts = {emotion: sum(row.emotions == (emotion,) for row in rows) for emotion in tead.emotion_groups()}
    assert sum(count >= 20 for count in counts.values()) > 120
    assert {row.strength for row in rows} == set(SHOWN)
    assert all(set(row.emotions) <= set(counts) for row in rows)


def test_a_face_is_of_its_emotion_and_stays_the_same():
    text = "the vet comes out smiling"
    joy, grief = Happening(text, ("joy",), 3), Happening(text, ("grief",), 3)
    assert joy.weights[SMILE] > 0.2 and joy.weights[FROWN] == 0.0
    assert grief.weights[FROWN] > 0.15 and grief.weights[SMILE] == 0.0
    assert np.array_equal(joy.weights, Happening(text, ("joy",), 3).weights)


def test_what_is_stronger_shows_more():
    rising = [float(Happening("a letter", ("fear",), strength).weights.sum()) for strength in sorted(SHOWN)]
    assert rising == sorted(rising) and rising[0] < 0.6 * rising[-1]


def test_what_leaks_does_not_undo_what_shows():
    smiling = Happening("polite to the last guest", ("bravesmile", "grief"), 3).weights
    assert smiling[SMILE] > 0.15
    assert smiling.max() <= 1.0 and smiling.dtype == np.float32


def test_nothing_told_nothing_shown():
    assert not Happening("the ball is red", (), 1).weights.any()
