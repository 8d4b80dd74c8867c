import numpy as np
import pytest

from expclip.core.speech import language
from expclip.core.speech.grammar import grammar_of
from expclip.core.speech.language import Guess, guess_language, likelihoods

ENGLISH = ("ð ɪ s", "s ɪ t", "t ɪ n z", "h ɪ z θ ɪ ŋ", "ð ʌ k æ t", "s æ t", "w ɪ θ ð ɪ s", "θ ɪ ŋ k s")


@pytest.fixture(scope="module")
def grammars(counts_of, spanish):
    return {"en": grammar_of("en", counts_of(*ENGLISH)), "es": spanish}


@pytest.fixture(scope="module")
def line(spoken):
    return lambda text: spoken(("sil", 8), *((label, 5) for label in text.split()), ("sil", 8))


def test_phones_tell_the_language(grammars, line):
    assert guess_language(line("m e s a s a l a m a p a p e l " * 3), grammars).language == "es"
    assert guess_language(line("ð ɪ s θ ɪ ŋ s æ t w ɪ θ ð ʌ k æ t " * 3), grammars).language == "en"


def test_in_doubt_it_is_english(grammars, line):
    assert guess_language(line("sil sil sil"), grammars).language == "en"
    assert guess_language(line("s")[:9], grammars).language == "en"
    assert guess_language(line("")[:0], grammars).language == "en"


@pytest.mark.parametrize(
    ("more", "guess"),
    [(-1.0, Guess("en")), (3.0, Guess("en", sure=False)), (12.5, Guess("en", sure=False)), (15.0, Guess("es"))],
)
def test_english_in_doubt_is_told(grammars, line, monkeypatch, more, guess):
    spoken = line("m e s a p a p e l s a l a m e s a l a m e s a l a")
    assert 100 < len(spoken) < 150
    monkeypatch.setattr(language, "likelihoods", lambda heard, grammars: {"en": -100.0, "es": -100.0 + more})
    assert guess_language(spoken, grammars) == guess


def test_a_word_is_too_little_for_doubt(grammars, line, monkeypatch):
    monkeypatch.setattr(language, "likelihoods", lambda heard, grammars: {"en": -100.0, "es": -98.0})
    assert guess_language(line("m e s a"), grammars) == Guess("en")


def test_strange_sounds_speak_against_a_language(grammars, line):
    """ð and θ are not Spanish here, e and p not English."""
    told = likelihoods(np.exp(line("ð ɪ θ").astype(np.float32)), grammars)
    assert told["en"] > told["es"] + 5
    told = likelihoods(np.exp(line("p e p").astype(np.float32)), grammars)
    assert told["es"] > told["en"] + 5
