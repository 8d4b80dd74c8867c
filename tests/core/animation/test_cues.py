import numpy as np

from expclip.core.animation.cues import Cues
from expclip.core.speech.phones import Phone
from expclip.core.voice import Voice


def _cues(loudness, *phones):
    return Cues(Voice(np.asarray(loudness, np.float32), np.zeros(len(loudness), np.float32)), phones)


def test_phrases_are_what_lies_between_silences():
    cues = _cues(
        np.zeros(200), Phone("sil", 0.0, 0.5), Phone("m", 0.5, 0.6), Phone("aa", 0.6, 0.9), Phone("sil", 0.9, 1.4),
        Phone("p", 1.4, 1.5), Phone("aa", 1.7, 1.9),
    )
    np.testing.assert_allclose(cues.phrases(), [[0.5, 0.9], [1.4, 1.5], [1.7, 1.9]])
    assert _cues(np.zeros(200), Phone("sil", 0.0, 4.0)).phrases().shape == (0, 2)


def test_the_number_is_the_sounds_and_not_its_levels_or_phones():
    loudness = np.random.default_rng(0).uniform(-60, -20, 300)
    number = _cues(loudness).number()
    assert _cues(loudness - 20.0, Phone("aa", 0.0, 6.0)).number() == number
    assert _cues(loudness[::-1]).number() != number
    assert _cues(loudness[:-1]).number() != number
