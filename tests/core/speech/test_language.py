import numpy as np
import pytest

from expclip.core.speech.grammar import grammar_of
from expclip.core.speech.language import guess_language, likelihoods

ENGLISH = ("ð ɪ s", "s ɪ t", "t ɪ n z", "h ɪ z θ ɪ ŋ", "ð ʌ k æ t", "s æ t", "w ɪ θ ð ɪ s", "θ ɪ ŋ k s")


@pytest.fixture(scope="module")
def grammars(counts_of, spanish):
    return {"en": grammar_of("en", counts_of(*ENGLISH)), "es": spanish}


@pytest.fixture(scope="module")
def line(spoken):
    return lambda text: spoken(("sil", 8), *((label, 5) for label in text.split()), ("sil", 8))


def test_phones_tell_the_language(grammars, line):
    assert guess_language(line("m e s a s a l a m a p a p e l " * 3), grammars) == "es"
    assert guess_language(line("ð ɪ s θ ɪ ŋ s æ t w ɪ θ ð ʌ k æ t " * 3), grammars) == "en"


def test_in_doubt_it_is_english(grammars, line):
    assert guess_language(line("sil sil sil"), grammars) == "en"
    assert guess_language(line("s")[:9], grammars) == "en"
    assert guess_language(line("")[:0], grammars) == "en"


def test_strange_sounds_speak_against_a_language(grammars, line):
    """ð and θ are not Spanish here, e and p not English."""
    told = likelihoods(np.exp(line("ð ɪ θ").astype(np.float32)), grammars)
    assert told["en"] > told["es"] + 5
    told = likelihoods(np.exp(line("p e p").astype(np.float32)), grammars)
    assert told["es"] > told["en"] + 5
