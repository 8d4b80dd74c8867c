import types
import wave

import av
import numpy as np
import pytest
from made_portrait import made_portrait

from expclip.core.errors import Cancelled, SpeechError
from expclip.core.formats import write_take
from expclip.core.job import AnimateJob
from expclip.core.photo import portrait_file
from expclip.core.photo.job import PortraitJob
from expclip.core.photo.making import make_portrait
from expclip.core.photo.portrait import Frame
from expclip.core.take import Take
from expclip.rigs import arkit

SMALL = Frame(size=256)


@pytest.fixture(autouse=True)
def portrait(monkeypatch):
    monkeypatch.setattr(portrait_file, "open_portrait", lambda path, face, models: made_portrait(256))


@pytest.fixture
def engine(tmp_path):
    """Makes a take of ten frames of any line."""
    take = Take(np.zeros((10, arkit.COUNT), np.float32), 25.0, made_by={"notes": ["a note of the take"]})
    return types.SimpleNamespace(
        bundle=types.SimpleNamespace(folder=tmp_path), animate=lambda job, report: report(0.5, "Animating") or take
    )


@pytest.fixture
def late_voice(tmp_path):
    """Half a second of silence, then a second of a tone."""
    samples = np.sin(np.arange(24000) * 0.3) * 20000 * (np.arange(24000) >= 8000)
    with wave.open(str(tmp_path / "late.wav"), "wb") as sound:
        sound.setparams((1, 2, 16000, 0, "NONE", ""))
        sound.writeframes(samples.astype("<i2").tobytes())
    return str(tmp_path / "late.wav")


def test_a_part_of_a_line_sounds_from_its_start(engine, late_voice, tmp_path):
    out, told = tmp_path / "out.mp4", []
    job = PortraitJob("a.png", line=AnimateJob(late_voice, start=0.5, end=0.9), frame=SMALL)
    made = make_portrait(job, out, engine, lambda done, message: told.append((done, message)))
    assert (made.frames, made.fps, made.seconds, made.notes) == (10, 25.0, 0.4, ("a note of the take",))
    assert [done for done, _ in told] == sorted(done for done, _ in told) and told[-1] == (1.0, "Frame 10 of 10")
    with av.open(str(out)) as movie:
        heard = np.concatenate([frame.to_ndarray()[0] for frame in movie.decode(audio=0)])
        length = len(heard) / movie.streams.audio[0].rate
    assert np.abs(heard[2000:4000]).max() > 0.4 and length == pytest.approx(0.4, abs=0.05)


@pytest.mark.parametrize("frame", [1, 5, 10])
def test_it_stops_at_any_frame_and_leaves_nothing(engine, late_voice, tmp_path, frame):
    def report(done, message):
        if message.startswith(f"Frame {frame} "):
            raise Cancelled

    before = sorted(tmp_path.iterdir())
    with pytest.raises(Cancelled):
        make_portrait(
            PortraitJob("a.png", line=AnimateJob(late_voice), frame=SMALL), tmp_path / "out.mp4", engine, report
        )
    assert sorted(tmp_path.iterdir()) == before


def test_a_sound_that_is_gone_leaves_nothing(engine, tmp_path):
    write_take(Take(np.zeros((3, arkit.COUNT), np.float32), 25.0), tmp_path / "take.npz")
    before = sorted(tmp_path.iterdir())
    job = PortraitJob("a.png", take=str(tmp_path / "take.npz"), audio=str(tmp_path / "gone.wav"), frame=SMALL)
    with pytest.raises(SpeechError):
        make_portrait(job, tmp_path / "out.mp4", engine, lambda done, message: None)
    assert sorted(tmp_path.iterdir()) == before
