import numpy as np
import pytest

pytest.importorskip("espeakng_loader")

from expclip.core.training.corpus import ENGLISH_VOICES, OTHER_VOICES, SENTENCES
from expclip.core.training.synthesis import Espeak, Manner, flite_program, speak_with_flite


@pytest.fixture(scope="module")
def espeak():
    return Espeak()


def level(samples: np.ndarray, start: float, end: float) -> float:
    return float(np.sqrt(np.mean(samples[int(start * 16000) : int(end * 16000)] ** 2)))


def test_phones_of_a_word(espeak):
    spoken = espeak.speak("en-us", "Tomato.", Manner(), "en")
    assert [phone.label for phone in spoken.phones if phone.label != "sil"] == ["t", "ə", "m", "eɪ", "ɾ", "oʊ"]


def test_an_l_after_a_vowel_has_its_share(espeak):
    """espeak-ng lets it begin where the next phone begins."""
    spoken = [phone for phone in espeak.speak("en-us", "girls", Manner(), "en").phones if phone.label != "sil"]
    assert [phone.label for phone in spoken] == ["ɡ", "ɜ", "l", "z"]
    assert 0.04 < spoken[2].end - spoken[2].start <= 0.081
    assert spoken[1].end == pytest.approx(spoken[2].start) and spoken[2].end == pytest.approx(spoken[3].start)


@pytest.mark.parametrize(
    ("voice", "word", "labels"),
    [
        ("en-us", "people", "p i p ə l"),
        ("gmw/en", "near", "n ɪ ə"),
        ("gmw/en", "hair", "h ɛ"),
        ("en-us", "four", "f ɔ ɹ"),
    ],
)
def test_english_is_told_as_in_a_dictionary(espeak, voice, word, labels):
    spoken = espeak.speak(voice, word, Manner(), "en").phones
    assert [phone.label for phone in spoken if phone.label != "sil"] == labels.split()


def test_phone_times_fit_the_sound(espeak):
    """A sibilant between vowels: its second half of the spectrum is loud exactly while it lasts."""
    spoken = espeak.speak("en-us", "[[a:saa:]]", Manner(rate=120), "en")
    hiss = next(phone for phone in spoken.phones if phone.label == "s")
    spectrum = np.abs(np.fft.rfft(np.lib.stride_tricks.sliding_window_view(spoken.samples, 320)[::160], axis=1))
    high = spectrum[:, 80:].sum(1) / spectrum.sum(1)
    middle = (np.arange(len(high)) * 160 + 160) / 16000
    inside = (middle > hiss.start + 0.01) & (middle < hiss.end - 0.01)
    outside = (middle < hiss.start - 0.02) | (middle > hiss.end + 0.02)
    assert np.median(high[inside]) > 2 * np.median(high[outside])


def test_phones_follow_each_other(espeak):
    spoken = espeak.speak("en-us", "Hello there, my friend. It was a bright day!", Manner(), "en")
    for before, after in zip(spoken.phones[:-1], spoken.phones[1:], strict=True):
        assert before.start < before.end == pytest.approx(after.start)
    assert spoken.phones[-1].end == pytest.approx(len(spoken.samples) / 16000, abs=0.01)
    pauses = [phone for phone in spoken.phones if phone.label == "sil" and phone.end - phone.start > 0.1]
    assert pauses
    for pause in pauses:
        assert level(spoken.samples, pause.start + 0.03, pause.end) < 0.05 * np.sqrt(np.mean(spoken.samples**2))


def test_every_language_of_the_corpus_speaks(espeak):
    voices = [("en", voice) for voice, _ in ENGLISH_VOICES] + list(OTHER_VOICES)
    assert len({language for language, _ in voices}) >= 15
    for language, voice in voices:
        sentences = (SENTENCES / f"sentences_{language}.txt").read_text(encoding="utf-8").splitlines()
        for text in sentences[:12]:
            assert len(espeak.speak(voice, text, Manner(), language).phones) > 5, (voice, text)
        assert len(espeak.mnemonics(voice, " ".join(sentences))) > 15


def test_an_unknown_voice_is_told(espeak):
    with pytest.raises(ValueError, match="no voice"):
        espeak.speak("xx-nowhere", "Hello.", Manner(), "en")


@pytest.mark.skipif(flite_program() is None, reason="flite is not installed")
def test_flite_gives_phones_and_times():
    spoken = speak_with_flite("slt", "My map.", 180.0, 1.0)
    assert [phone.label for phone in spoken.phones if phone.label != "sil"] == ["m", "aɪ", "m", "æ", "p"]
    assert spoken.phones[-1].end == pytest.approx(len(spoken.samples) / 16000, abs=0.05)


def test_no_phone_is_lost_after_a_text_was_only_read(espeak):
    first = [phone.label for phone in espeak.speak("en-us", "tomato", Manner(), "en").phones]
    espeak.mnemonics("en-us", "something else")
    assert [phone.label for phone in espeak.speak("en-us", "tomato", Manner(), "en").phones] == first
