import numpy as np
import pytest

from expclip.core.lips import sphinx
from expclip.core.lips.phone_score import Compared, score_phones
from expclip.core.lips.sphinx import Task, plain_words
from expclip.core.lips.test_sets import SHARED, annotated
from expclip.core.speech.phones import SILENCE, Phone


def test_plain_words():
    assert plain_words("Well, it's [adif] HERE <VOCNOISE> - 'tis") == ["well", "it's", "here", "'tis"]
    assert plain_words("... ' ?") == []


def test_the_same_sound_and_text_have_one_name():
    sound = np.ones(100, np.float32)
    names = {Task(sound).name, Task(sound, "a").name, Task(sound, "b").name, Task(2 * sound).name}
    assert len(names) == 4 and Task(sound.copy(), "a").name == Task(sound, "a").name


def test_times_count_from_the_clip_and_noises_are_silent():
    spans = [("SIL", 0, 40), ("+NSN+", 40, 50), ("P", 50, 58), ("IY", 58, 70), ("SIL", 70, 160)]
    assert sphinx._phones(spans, 0.9) == [
        Phone(SILENCE, 0.0, pytest.approx(0.2)), Phone("p", pytest.approx(0.2), pytest.approx(0.28)),
        Phone("i", pytest.approx(0.28), pytest.approx(0.4)), Phone(SILENCE, pytest.approx(0.4), 0.9),
    ]  # fmt: skip


def test_what_was_heard_once_is_kept(tmp_path, monkeypatch):
    pytest.importorskip("pocketsphinx")
    task = Task(np.zeros(1600, np.float32))
    (tmp_path / task.name).write_text('[["p", 0.0, 0.1]]', encoding="utf-8")
    monkeypatch.setattr(sphinx, "heard", None)
    assert sphinx.phones_of([task], tmp_path) == [[Phone("p", 0.0, 0.1)]]


def test_a_text_of_real_speech_is_aligned_and_its_phones_are_heard():
    pytest.importorskip("pocketsphinx")
    if not (SHARED / "speech_test").exists():
        pytest.skip("the test recordings lie beside the project, and are not here")
    clip, seconds = annotated()[0], 2.49
    samples, true = clip.samples[: int(seconds * 16000)], [phone for phone in clip.phones if phone.start < seconds]
    aligned = sphinx.heard(Task(samples, "This is the acoustic corpus."))
    guessed = sphinx.heard(Task(samples))
    assert aligned is not None and guessed is not None
    sure, unsure = (score_phones([Compared(true, phones, seconds)]) for phones in (aligned, guessed))
    assert sure.error_rate < 0.1 and sure.speech_frames["39 phones"] > 0.7
    assert 0.2 < unsure.error_rate < 0.8 and unsure.speech_frames["12 mouth classes"] > 0.4
