import numpy as np
import pytest

from expclip.core.animation.life import enliven
from expclip.core.settings import AnimateSettings
from expclip.core.take import Take
from expclip.core.voice import RATE, Voice
from expclip.rigs import arkit

FPS = 30
FRAMES = 60 * FPS


def _talk(seconds=60):
    """Phrases of 2 s with a pitch peak each, and half a second of silence between them."""
    times = np.arange(seconds * RATE) / RATE
    speaking = times % 2.5 < 2.0
    loudness = np.where(speaking, -22.0, -70.0)
    pitch = np.where(speaking, 120 + 60 * np.exp(-np.square((times % 2.5 - 0.7) / 0.1)), 0.0)
    return Voice(loudness.astype(np.float32), pitch.astype(np.float32))


def _living(weights, life=1.0, seed=7):
    weights = weights.copy()
    head = enliven(weights, FPS, _talk(), AnimateSettings(life=life, seed=seed))
    return Take(weights, FPS, head)


def _channel(face, name):
    return face.weights[:, arkit.INDEX[name]]


def _blinks(lid):
    return int(((lid[1:] > 0.8) & (lid[:-1] <= 0.8)).sum())


@pytest.fixture(scope="module")
def living():
    return _living(np.zeros((FRAMES, arkit.COUNT), np.float32))


def test_blinks_as_often_as_people_in_conversation(living):
    left, right = _channel(living, "eyeBlinkLeft"), _channel(living, "eyeBlinkRight")
    assert np.array_equal(left, right)
    assert 10 <= _blinks(left) <= 28
    assert left.max() > 0.95
    assert (left > 0.5).mean() < 0.1


def test_the_same_seed_gives_the_same_face_and_another_one_another(living):
    again = _living(np.zeros((FRAMES, arkit.COUNT), np.float32))
    other = _living(np.zeros((FRAMES, arkit.COUNT), np.float32), seed=8)
    assert np.array_equal(living.weights, again.weights) and np.array_equal(living.head, again.head)
    assert not np.array_equal(living.weights, other.weights)


def test_without_strength_nothing_moves():
    weights = np.random.default_rng(0).random((FRAMES, arkit.COUNT)).astype(np.float32)
    face = _living(weights, life=0.0)
    assert np.array_equal(face.weights, weights)
    assert not face.head.any()


def test_shut_eyes_stay_shut_and_a_directed_gaze_stays():
    weights = np.zeros((FRAMES, arkit.COUNT), np.float32)
    for name in ("eyeBlinkLeft", "eyeBlinkRight", "eyeLookDownLeft", "eyeLookDownRight"):
        weights[:, arkit.INDEX[name]] = 1.0
    face = _living(weights)
    assert _channel(face, "eyeBlinkLeft").min() == 1.0
    for name in arkit.NAMES:
        if name.startswith("eyeLook"):
            assert np.array_equal(_channel(face, name), weights[:, arkit.INDEX[name]])


def test_both_eyes_look_the_same_way(living):
    assert np.array_equal(_channel(living, "eyeLookOutLeft"), _channel(living, "eyeLookInRight"))
    assert not (_channel(living, "eyeLookOutLeft") * _channel(living, "eyeLookInLeft")).any()
    assert 0.05 < max(_channel(living, "eyeLookOutLeft").max(), _channel(living, "eyeLookInLeft").max()) < 0.3


def test_brows_rise_on_the_pitch_peaks_and_not_on_a_frown(living):
    brow = _channel(living, "browOuterUpLeft")
    phase = (np.arange(FRAMES) / FPS) % 2.5
    assert brow[np.abs(phase - 0.7) < 0.06].mean() > 4 * brow[np.abs(phase - 1.7) < 0.3].mean() + 0.05
    frown = np.zeros((FRAMES, arkit.COUNT), np.float32)
    frown[:, [arkit.INDEX["browDownLeft"], arkit.INDEX["browDownRight"]]] = 1.0
    assert not _channel(_living(frown), "browOuterUpLeft").any()


def test_the_mouth_is_left_alone_and_the_head_moves_a_little(living):
    mouth = [arkit.INDEX[name] for region in ("mouth", "jaw", "tongue") for name in arkit.REGIONS[region]]
    assert not living.weights[:, mouth].any()
    assert 0.01 < np.abs(living.head).max() < 0.2
    assert np.abs(np.diff(living.head, axis=0)).max() * FPS < 0.6
