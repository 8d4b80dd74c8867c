"""The sound of video and m4a files."""

import numpy as np
import pytest

from expclip.core.audio import SAMPLE_RATE, open_speech, read_all
from expclip.core.errors import SpeechError

av = pytest.importorskip("av", reason="PyAV is not installed")

BURST_SECONDS = 1.0


def make_media(path, codec: str, rate: int, channels: int = 2, pictures: bool = False, **options) -> None:
    """Two seconds, silent but for 50 ms of tone at BURST_SECONDS; with pictures, a video of three seconds."""
    time = np.arange(2 * rate) / rate
    burst = np.where(abs(time - BURST_SECONDS - 0.025) < 0.025, 0.5 * np.sin(2 * np.pi * 1000 * time), 0)
    planes = np.tile(burst.astype(np.float32), (channels, 1))
    with av.open(str(path), "w", options=options) as container:
        layout = {1: "mono", 2: "stereo"}[channels]
        track = container.add_stream(codec, rate=rate, layout=layout)
        if pictures:
            video = container.add_stream("mpeg4", rate=25, width=32, height=32, pix_fmt="yuv420p")
            for _ in range(75):
                black = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")
                container.mux(video.encode(black))
            container.mux(video.encode(None))
        for start in range(0, planes.shape[1], 1024):
            block = np.ascontiguousarray(planes[:, start : start + 1024])
            frame = av.AudioFrame.from_ndarray(block, format="fltp", layout=layout)
            frame.sample_rate, frame.pts = rate, start
            container.mux(track.encode(frame))
        container.mux(track.encode(None))


@pytest.mark.parametrize(
    ("name", "codec", "rate", "pictures"),
    [
        ("line.m4a", "aac", 44100, False),
        ("clip.mp4", "aac", 48000, True),
        ("clip.mkv", "aac", 22050, True),
        ("clip.webm", "libopus", 48000, False),
        ("clip.mov", "pcm_s16le", 44100, True),
    ],
)
def test_the_sound_of_a_video_keeps_its_time(tmp_path, name, codec, rate, pictures):
    make_media(tmp_path / name, codec, rate, pictures=pictures)
    speech = open_speech(tmp_path / name)
    samples = read_all(speech)
    assert speech.seconds == pytest.approx(2.0, abs=0.06)  # coders fill their last block
    assert abs(len(samples) - speech.seconds * SAMPLE_RATE) <= 1
    energy = samples.astype(np.float64) ** 2
    middle = (energy * np.arange(len(samples))).sum() / energy.sum() / SAMPLE_RATE
    assert middle == pytest.approx(BURST_SECONDS + 0.025, abs=0.005)
    assert samples[: SAMPLE_RATE // 2].max() < 0.01
    part = open_speech(tmp_path / name, start=0.5, end=1.5)
    np.testing.assert_allclose(read_all(part)[100:-100], samples[8000:24000][100:-100], atol=1e-4)


def test_a_video_without_sound_is_refused(tmp_path):
    with av.open(str(tmp_path / "mute.mp4"), "w") as container:
        video = container.add_stream("mpeg4", rate=25, width=32, height=32, pix_fmt="yuv420p")
        container.mux(video.encode(av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")))
        container.mux(video.encode(None))
    with pytest.raises(SpeechError, match="has no sound in it"):
        open_speech(tmp_path / "mute.mp4")


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
@pytest.mark.parametrize(("name", "options"), [("line.m4a", {"movflags": "faststart"}), ("a.m4a", {}), ("b.mka", {})])
def test_a_media_file_that_was_cut_off_is_refused(tmp_path, name, options, share):
    make_media(tmp_path / name, "aac", 44100, **options)
    content = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(content[: int(len(content) * share)])
    with pytest.raises(SpeechError, match="cut off|is no sound|is empty"):
        open_speech(tmp_path / name)


def test_a_playlist_opens_no_other_file(tmp_path):
    make_media(tmp_path / "line.m4a", "aac", 44100)
    (tmp_path / "list.m3u8").write_text("#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:2,\nline.m4a\n#EXT-X-ENDLIST\n")
    (tmp_path / "list.mkv").write_text("ffconcat version 1.0\nfile 'line.m4a'\n")
    for name in ("list.m3u8", "list.mkv"):
        with pytest.raises(SpeechError, match="is no sound"):
            open_speech(tmp_path / name)
