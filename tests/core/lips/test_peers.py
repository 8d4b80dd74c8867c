import numpy as np
import pytest

from expclip.core.lips.envelope import envelope_mouth
from expclip.core.lips.visemes import shape_of, viseme_mouth
from expclip.core.speech.phones import ARPABET, Phone
from expclip.rigs import arkit

JAW, PUCKER = arkit.INDEX["jawOpen"], arkit.INDEX["mouthPucker"]


def test_every_phone_has_a_shape():
    assert len({ARPABET[label] for label in ARPABET}) == 40
    for phone in set(ARPABET.values()):
        shape = shape_of(phone)
        assert shape.shape == (52,) and shape.min() >= 0 and shape.max() <= 1


def test_shapes_look_like_their_sounds():
    assert shape_of("m")[JAW] == shape_of("sil")[JAW] == 0
    assert shape_of("aa")[JAW] > shape_of("eh")[JAW] > shape_of("s")[JAW] > 0
    assert shape_of("uw")[PUCKER] > 0.3 and shape_of("iy")[PUCKER] == 0


def test_a_shape_is_there_when_its_phone_begins_and_is_held():
    spoken = [Phone("ɑ", 0.2, 0.4), Phone("m", 0.4, 0.5), Phone("ɑ", 0.5, 0.7)]
    seconds = np.array([0.05, 0.2, 0.3, 0.4, 0.43, 0.5, 0.6, 0.9])
    jaw = viseme_mouth(spoken, seconds)[:, JAW]
    open_ = shape_of("aa")[JAW]
    assert jaw == pytest.approx([0, open_, open_, 0, 0, open_, open_, 0])


def test_gaps_between_phones_are_silent():
    jaw = viseme_mouth([Phone("ɑ", 0.0, 0.2), Phone("ɑ", 1.0, 1.2)], np.array([0.1, 0.6, 1.1]))[:, JAW]
    assert jaw[1] == 0 and jaw[0] == jaw[2] > 0


def test_no_phones_is_a_mouth_at_rest():
    assert not viseme_mouth([], np.arange(10) / 50).any()


def test_the_envelope_follows_loudness_whatever_the_level():
    rng = np.random.default_rng(0)
    sound = rng.normal(size=16000).astype(np.float32)
    sound[:8000] *= 0.01
    loud, quiet = envelope_mouth(sound), envelope_mouth(0.1 * sound)
    assert loud.shape == (50, 52)
    assert loud[:20, JAW].max() < 0.05 < 0.4 < loud[30:, JAW].mean()
    assert loud == pytest.approx(quiet, abs=1e-4)
    assert not envelope_mouth(np.zeros(16000, np.float32)).any()
