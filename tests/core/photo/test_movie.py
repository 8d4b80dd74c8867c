from fractions import Fraction

import av
import numpy as np
import pytest
import soundfile

from expclip.core.errors import OutputError, SettingsError, SpeechError
from expclip.core.photo.mark import checked_reason, mark_for, marked
from expclip.core.photo.movie import Making, check_movie_place, write_portrait

SIZE = (96, 128)


def frames(count: int, channels: int = 3):
    for number in range(count):
        frame = np.full((*SIZE, channels), 40 + 3 * number, np.uint8)
        frame[..., -1] = 200
        yield frame


@pytest.fixture
def tone(tmp_path):
    path = tmp_path / "tone.wav"
    time = np.arange(32000) / 16000
    soundfile.write(path, 0.5 * np.sin(2 * np.pi * 440 * time), 16000)
    return path


def test_a_movie_has_all_frames_its_rate_its_sound_and_says_what_it_is(tmp_path, tone):
    out = tmp_path / "out.mp4"
    assert write_portrait(str(out), frames(30), Making(30000 / 1001, tone)) == 30
    with av.open(str(out)) as movie:
        assert "Synthetic" in movie.metadata["comment"] and movie.metadata["synthetic"] == "true"
        video = movie.streams.video[0]
        assert (video.codec_context.name, video.width, video.height) == ("h264", 128, 96)
        assert video.average_rate == Fraction(30000, 1001)
        assert sum(1 for _ in movie.decode(video)) == 30
    with av.open(str(out)) as movie:
        blocks = [frame.to_ndarray() for frame in movie.decode(movie.streams.audio[0])]
    sound = np.concatenate(blocks, axis=1)
    assert abs(sound.shape[1] / 48000 - 30 * 1001 / 30000) < 0.05
    spectrum = np.abs(np.fft.rfft(sound[0, 4800:43200]))
    assert abs(np.argmax(spectrum) * 48000 / 38400 - 440) < 3


def test_the_reason_for_no_mark_is_in_the_movie_and_the_mark_is_not(tmp_path):
    out = tmp_path / "out.mp4"
    write_portrait(str(out), frames(3), Making(25.0, unmarked="a test of the lab"))
    with av.open(str(out)) as movie:
        assert "a test of the lab" in movie.metadata["comment"]
        picture = next(movie.decode(video=0)).to_ndarray(format="rgb24").astype(int)
    assert np.ptp(picture[..., 0]) < 6


def test_the_mark_is_small_and_seen():
    picture = np.full((512, 512, 3), 128, np.uint8)
    result = marked(picture, mark_for(512, 512))
    changed = (result != picture).any(-1)
    assert 0.0005 < changed.mean() < 0.01
    assert changed[400:, 400:].sum() == changed.sum()
    assert result.max() > 200 and result.min() < 70


def test_pictures_keep_alpha_and_say_what_they_are(tmp_path):
    assert write_portrait(str(tmp_path / "shots" / "%04d.png"), frames(3, 4), Making(25.0)) == 3
    names = sorted(path.name for path in (tmp_path / "shots").iterdir())
    assert names == ["0000.png", "0001.png", "0002.png"]
    assert b"Synthetic" in (tmp_path / "shots" / "0001.png").read_bytes()
    with av.open(str(tmp_path / "shots" / "0001.png"), options={"format_whitelist": "png_pipe"}) as file:
        frame = next(file.decode(video=0))
    assert frame.to_ndarray(format="rgba")[0, 0].tolist() == [43, 43, 43, 200]
    assert "Synthetic" in frame.metadata["Comment"]


def test_a_reason_in_any_writing_is_in_the_picture(tmp_path):
    write_portrait(str(tmp_path / "%04d.png"), frames(1), Making(25.0, unmarked="映画のため"))
    assert "映画のため".encode() in (tmp_path / "0000.png").read_bytes()
    with av.open(str(tmp_path / "0000.png"), options={"format_whitelist": "png_pipe"}) as file:
        assert next(file.decode(video=0)).width == SIZE[1]


def test_the_mark_is_seen_where_the_picture_is_transparent():
    picture = np.zeros((512, 512, 4), np.uint8)
    result = marked(picture, mark_for(512, 512))
    assert (result[..., 3] > 200).sum() > 50 and (result[..., 3] == 0).mean() > 0.98
    assert result[result[..., 3] > 200][:, :3].min() > 200


def broken():
    yield from frames(2)
    raise RuntimeError("the renderer broke")


@pytest.mark.parametrize("name", ["out.mp4", "shots/%03d.png", "shots/%02d.png"])
def test_what_breaks_off_leaves_nothing(tmp_path, name):
    with pytest.raises(RuntimeError):
        write_portrait(str(tmp_path / name), broken(), Making(25.0))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["out.avi", "out", "shots/picture.png", "%04d/x.png", "shots/%dd.png"])
def test_other_names_are_refused(name):
    with pytest.raises(OutputError):
        check_movie_place(name)


def test_sound_that_is_none_is_refused_and_nothing_is_left(tmp_path):
    text = tmp_path / "text.wav"
    text.write_text("no sound")
    with pytest.raises(SpeechError):
        write_portrait(str(tmp_path / "out.mp4"), frames(2), Making(25.0, text))
    assert [path.name for path in tmp_path.iterdir()] == ["text.wav"]


def test_an_empty_reason_is_none():
    with pytest.raises(SettingsError):
        checked_reason("  ")
