"""The open TEAD as the engine reads it."""

import numpy as np

from expclip.core.expression import corpus, tead
from expclip.rigs import arkit
from expclip.rigs.action_units import weights_from_action_units


def test_all_rows_are_read_with_their_faces():
    rows = tead.rows()
    assert len(rows) > 8000 and {row.language for row in rows} == {"en", *tead.LANGUAGES}
    for row in rows[::50]:
        assert row.weights.shape == (arkit.COUNT,) and row.weights.dtype == np.float32
        assert row.weights.any() == bool(row.action_units)


def test_letters_of_intensity_and_sides_count():
    row = tead.Row("x", "muscles", (), (), "", "L12B+4E")
    assert np.allclose(row.weights, weights_from_action_units({"L12": 0.35, "4": 1.0}))


def test_a_row_tells_what_shows_what_leaks_and_what_happens():
    mixed = next(row for row in tead.rows() if len(row.emotions) == 2)
    muscles = next(row for row in tead.rows() if row.category == "muscles")
    assert mixed.category and mixed.tags and not muscles.emotions
    assert any(row.situation for row in tead.rows()) and all(row.situation != "-" for row in tead.rows())


def test_every_emotion_has_a_group_and_a_family():
    told = {emotion for row in tead.rows() for emotion in row.emotions}
    groups, families = tead.emotion_groups(), tead.emotion_families()
    assert told <= set(groups) == set(families)
    assert len(set(groups.values())) == 18 and len(set(families.values())) == 8
    assert all(groups[emotion.name] == emotion.group for emotion in corpus.emotions().values())
