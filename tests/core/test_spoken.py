import json

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from expclip.core import spoken as spoken_module  # noqa: E402
from expclip.core.animation.decoder import DecoderConfig  # noqa: E402
from expclip.core.audio import open_speech  # noqa: E402
from expclip.core.bundle import SHIPPED, open_bundle  # noqa: E402
from expclip.core.engine import Engine  # noqa: E402
from expclip.core.errors import PhonesError  # noqa: E402
from expclip.core.job import AnimateJob, PhonesJob  # noqa: E402
from expclip.core.script import Script  # noqa: E402
from expclip.core.settings import AnimateSettings  # noqa: E402
from expclip.core.speech.phones import INDEX, Phone, frame_labels  # noqa: E402

from .conftest import write_wav  # noqa: E402

FAR_SECONDS = 0.6
"""An edited phone changes nothing that is so far from it."""


def silent(done, message):
    pass


@pytest.fixture(scope="module")
def engine(tiny_bundle):
    return Engine(tiny_bundle)


@pytest.fixture(scope="module")
def line(tmp_path_factory):
    path = tmp_path_factory.mktemp("line") / "line.wav"
    write_wav(path, np.random.default_rng(2).normal(0, 0.1, 6 * 16000))
    return path


def phone_list(*phones: tuple[str, float, float]) -> str:
    return json.dumps([{"phone": phone, "start": start, "end": end} for phone, start, end in phones])


WORDS = [
    ("sil", 0.0, 0.5),
    *(
        (name, 0.5 + 0.1 * place, 0.6 + 0.1 * place)
        for place, name in enumerate("hh ah l ow dh eh r m ay f r eh n d sil w ih ch w ey n aw b ae k".split())
    ),
]


def test_a_list_is_followed_to_the_frame(engine, line, tmp_path):
    (tmp_path / "phones.json").write_text(phone_list(*WORDS))
    job = AnimateJob(str(line), script=Script(phones=str(tmp_path / "phones.json")))
    said = spoken_module.spoken(job.script, open_speech(line), engine._on(torch.device("cpu")), silent)
    assert said.phonogram.shape == (300, len(INDEX))
    assert (said.phonogram.argmax(1) == frame_labels(said.phones, 300, 50.0)).all()


def test_an_edit_changes_its_neighbourhood_only(engine, line, tmp_path):
    edited = list(WORDS)
    place = next(place for place, (name, start, _) in enumerate(edited) if name == "f")
    edited[place] = ("m", *edited[place][1:])
    takes = []
    for name, phones in (("a.json", WORDS), ("b.json", edited)):
        (tmp_path / name).write_text(phone_list(*phones))
        job = AnimateJob(str(line), script=Script(phones=str(tmp_path / name)), settings=AnimateSettings(life=1.0))
        takes.append(engine.animate(job, silent))
    change = np.abs(takes[0].weights - takes[1].weights).max(1)
    seconds = np.arange(len(change)) / takes[0].fps
    _, start, end = edited[place]
    near = (seconds > start - FAR_SECONDS) & (seconds < end + FAR_SECONDS)
    assert change[near].max() > 1e-4
    assert change[~near].max() < 1e-6
    assert np.array_equal(takes[0].head, takes[1].head)


def test_the_reach_of_the_decoder_is_within_that():
    assert (DecoderConfig().reach + 1) / 50 < FAR_SECONDS


@pytest.mark.parametrize(
    "phones, told",
    [
        (None, "does not exist"),
        ("[", "not valid JSON"),
        (phone_list(("m", 1.0, 99.0)), "after the end of the line"),
    ],
)
def test_lists_that_cannot_be_followed(engine, line, tmp_path, phones, told):
    if phones is not None:
        (tmp_path / "a.json").write_text(phones)
    with pytest.raises(PhonesError, match=told):
        engine.animate(AnimateJob(str(line), script=Script(phones=str(tmp_path / "a.json"))), silent)


def test_without_a_script_the_line_is_heard(engine, line):
    said = engine.phones(PhonesJob(str(line)), silent)
    assert said.phones[0].start == 0.0 and said.phones[-1].end == 6.0
    assert said.language in ("en", "es") and not said.notes
    assert np.allclose(said.phonogram.sum(1), 1.0, atol=1e-3)


def test_a_language_without_a_grammar_is_told(engine, line):
    assert "heard as" in engine.phones(PhonesJob(str(line), script=Script(language="tr")), silent).notes[0]


@pytest.fixture
def hears(monkeypatch):
    """Makes any encoder hear these phones, each for 0.12 s."""

    def hears(labels: str) -> None:
        rows = [INDEX[label] for label in labels.split() for _ in range(6)]
        posteriors = np.full((300, len(INDEX)), 0.05 / len(INDEX), np.float32)
        posteriors[np.arange(len(rows)), rows] = 0.95
        posteriors[len(rows) :, INDEX["sil"]] = 0.95
        monkeypatch.setattr(spoken_module, "listen", lambda *_: np.log(posteriors).astype(np.float16))

    return hears


HARE = "b ɛ t ɜ l eɪ t ð ə n n ɛ v ɜ s ɛ d ð ə h ɛ ɹ"


class TestTranscripts:
    pytest.importorskip("espeakng_loader")

    def said(self, engine, line, transcript, language="en"):
        return engine.phones(PhonesJob(str(line), script=Script(transcript=transcript, language=language)), silent)

    def test_one_that_fits(self, engine, line, hears):
        hears(HARE)
        said = self.said(engine, line, "Better late than never, said the hare.", "auto")
        assert said.language == "en" and not said.notes
        assert " ".join(phone.label for phone in said.phones) == HARE + " sil"

    def test_one_of_another_line(self, engine, line, hears):
        hears(HARE)
        said = self.said(engine, line, "Good morning, Bobby: my book, please!")
        assert said.phones == engine.phones(PhonesJob(str(line), script=Script(language="en")), silent).phones
        assert "does not fit" in said.notes[0]
        script = Script(transcript="Good morning, Bobby: my book, please!", language="en")
        assert engine.animate(AnimateJob(str(line), script=script), silent).made_by["notes"] == list(said.notes)

    def test_a_word_too_many(self, engine, line, hears):
        hears(HARE)
        said = self.said(engine, line, "Better late than never, said mushrooms the hare.")
        assert said.notes == ("Not heard of the transcript: 'mushrooms'",)

    def test_a_part(self, engine, line, hears):
        hears(HARE)
        assert "covers" in self.said(engine, line, "Better late than never said").notes[0]
        told = self.said(engine, line, "said the hare").notes[0]
        assert told.startswith("The transcript lacks what is said at 0.0-1.7 s (") and "% of the speech" in told

    def test_letters_that_tell_the_language(self, engine, line, hears):
        hears("n i x aʊ ʃ ɨ tʃ i ɛ")
        said = self.said(engine, line, "你好世界", "auto")
        assert said.language == "cmn" and not said.notes

    def test_what_cannot_be_read(self, engine, line, hears):
        hears(HARE)
        said = self.said(engine, line, "Better late than 漢, said the hare.")
        assert said.notes == ("espeak-ng cannot read '漢', the mouth follows the sound there; write it as it sounds",)

    def test_kanji_alone(self, engine, line, hears):
        hears(HARE)
        said = self.said(engine, line, "真っ昼間電柱", "ja")
        assert said.notes[0].startswith("espeak-ng cannot read '真っ昼間電柱'")
        assert said.notes[0].endswith("write it in kana") and "does not fit" in said.notes[1]


@pytest.fixture(scope="module")
def shipped():
    if "grammar" not in open_bundle(SHIPPED).config:
        pytest.skip("the shipped bundle has no phone grammars")
    pytest.importorskip("espeakng_loader")
    return Engine(SHIPPED)


class TestRealVoices:
    WIZARD = "He began a confused complaint against the wizard who had vanished behind the curtain on the left."

    @staticmethod
    def said(engine, speech, **script):
        return engine.phones(PhonesJob(str(speech), script=Script(**script)), silent)

    def test_a_reader_s_transcript_is_followed(self, shipped, shared_data):
        said = self.said(shipped, shared_data / "speech_test/mfa/61-70968-0000.flac", transcript=self.WIZARD)
        assert said.language == "en" and not said.notes
        labels = [phone.label for phone in said.phones]
        assert labels.count("b") == 2 and labels.count("v") == 1 and labels.count("p") == 1
        assert 60 < len(labels) < 90
        assert all(before.end == after.start for before, after in zip(said.phones[:-1], said.phones[1:], strict=True))

    def test_word_times_are_those_of_people(self, shipped, shared_data):
        """cold_corpus: its TextGrid has the word "corpus" from 3.06 to 3.62 s, and a p in it."""
        text = (
            "uh so this is the sick corpus uh i have a cold so i probably sound quite different than the uh acoustic "
            "corpus um the recording environment is also quite different and i'm saying a bunch of different words "
            "that i did not say in the original one uh and here's a long pause and i think this is probably good "
            "alright thanks"
        )
        said = self.said(shipped, shared_data / "speech_test/mfa/cold_corpus.flac", transcript=text)
        closed = [phone for phone in said.phones if phone.label == "p" and 3.06 < phone.start < 3.62]
        assert len(closed) == 1

    def test_half_a_transcript_is_followed_and_told(self, shipped, shared_data):
        speech = shared_data / "speech_test/mfa/61-70968-0000.flac"
        half = self.said(shipped, speech, transcript="He began a confused complaint against the wizard")
        whole = self.said(shipped, speech, transcript=self.WIZARD)
        assert any("lacks what is said at 2." in note for note in half.notes), half.notes
        before = [phone for phone in whole.phones if phone.end < 1.8]
        assert half.phones[: len(before)] == before

    @pytest.mark.parametrize("transcript, unread", [
        ("真っ昼間なのにキャンプの外れの電柱に電球がともっていた", ["真っ昼間", "外", "電柱", "電球"]),
        ("まっぴるまなのにキャンプのはずれのでんちゅうにでんきゅうがともっていた", []),
        ("まっぴるま なのに きゃんぷの はずれの でんちゅうに でんきゅうが ともっていた", []),
    ])  # fmt: skip
    def test_japanese_is_followed_and_what_cannot_be_read_is_named(self, shipped, shared_data, transcript, unread):
        speech = shared_data / "speech_test/mfa/common_voice_ja_24511055.flac"
        said = self.said(shipped, speech, transcript=transcript, language="ja")
        named = ", ".join(f"'{word}'" for word in unread)
        told = f"espeak-ng cannot read {named}, the mouth follows the sound there; write it in kana"
        assert said.language == "ja" and said.notes == ((told,) if unread else ())
        assert "m p" in " ".join(phone.label for phone in said.phones)  # the lips close in キャンプ

    def test_another_line_s_transcript_is_not_followed(self, shipped, shared_data):
        speech = shared_data / "speech_test/mfa/61-70968-0000.flac"
        other = "Seventy six trombones led the big parade through every street in town that summer evening"
        said = self.said(shipped, speech, transcript=other)
        assert "does not fit" in said.notes[0]
        assert said.phones == self.said(shipped, speech).phones


@pytest.mark.parametrize("end", [0.05, 1.0, 2.345, 2.35])
def test_phones_end_with_the_line(engine, line, end):
    phones: list[Phone] = engine.phones(PhonesJob(str(line), end=end), silent).phones
    assert all(phone.end > phone.start for phone in phones)
    assert phones[-1].end == pytest.approx(end, abs=1e-4)
