"""The table of what directors demand: whole, even, and what a strict coder would expect."""

import csv

import numpy as np
import pytest

from expclip.core.expression import tead
from expclip.core.expression.demands import TABLE, demands, shown
from expclip.rigs import arkit

BASES = set(map(arkit.sideless, arkit.NAMES)) | set(arkit.NAMES)


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def face(*names: str) -> np.ndarray:
    weights = np.zeros((1, arkit.COUNT), np.float32)
    for name in names:
        weights[0, [arkit.INDEX[side] for side in (f"{name}Left", f"{name}Right", name) if side in arkit.INDEX]] = 0.5
    return shown(weights)


def of(emotion: str) -> np.ndarray:
    asked = demands()
    return np.flatnonzero(asked.emotion == asked.emotions.index(emotion))


def test_every_emotion_has_twelve_moments_by_three_judges():
    asked = demands()
    assert set(tead.emotion_groups()) <= set(asked.emotions)
    assert {len(of(emotion)) for emotion in asked.emotions} == {12}
    assert len({row["moment"] for row in rows()}) > 0.98 * len(rows())


def test_names_are_shapes_and_nothing_is_both_asked_and_forbidden():
    for row in rows():
        asked, forbidden = set(row["want"].replace(";", " ").split()), set(row["forbid"].split())
        assert asked | forbidden <= BASES and not asked & forbidden, row


def test_chances_of_emotions_are_shared_among_their_demands():
    asked = demands()
    chances = np.linspace(0.0, 1.0, len(asked.emotions))
    shared = asked.shared(chances)
    assert shared[of("joy")] == pytest.approx(chances[asked.emotions.index("joy")] / 12)
    assert shared.sum() == pytest.approx(chances.sum())


def test_joy_asks_for_what_grief_forbids():
    asked = demands()
    smiling = face("mouthSmile", "cheekSquint")
    assert asked.met(smiling)[0, of("joy")].mean() > 0.9 and not asked.wrong(smiling)[0, of("joy")].any()
    assert asked.wrong(smiling)[0, of("grief")].mean() > 0.9


def test_one_shape_of_a_requirement_is_enough():
    """Disgust wrinkles the nose or lifts the lip; either will do for most, neither for none."""
    asked, disgust = demands(), of("disgust")
    assert all(asked.met(face(shape))[0, disgust].mean() > 0.6 for shape in ("noseSneer", "mouthUpperUp"))
    assert asked.met(face("eyeLookUp"))[0, disgust].mean() < 0.2


def test_who_asks_for_nothing_is_content_with_rest():
    asked = demands()
    assert asked.met(face())[0, of("neutral")] == pytest.approx(1.0)


def test_a_shape_of_one_side_is_there():
    weights = np.zeros((1, arkit.COUNT), np.float32)
    weights[0, arkit.INDEX["mouthSmileLeft"]] = 0.5
    weights[0, arkit.INDEX["jawOpen"]] = 0.1
    there = shown(weights)[0]
    assert there[[arkit.INDEX["mouthSmileLeft"], arkit.INDEX["mouthSmileRight"]]].all() and there.sum() == 2
