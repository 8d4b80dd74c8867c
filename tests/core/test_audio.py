"""Speech from sound files: time, level and length are kept, memory is bounded, bad files are refused."""

import os
import tracemalloc

import numpy as np
import pytest
import soundfile
import soxr

from expclip.core import media_file
from expclip.core.audio import SAMPLE_RATE, open_speech, read_all
from expclip.core.errors import MissingPartError, SpeechError

RATES = [8000, 11025, 16000, 22050, 44100, 48000, 96000]


def noise(seconds: float, rate: int, channels: int = 1) -> np.ndarray:
    """Voice-like: noise below 2 kHz, so that no rate here loses any of it."""
    steps = np.random.default_rng(5).normal(size=(round(seconds * 4000) + 1, channels))
    samples = soxr.resample(steps, 4000, rate)[: round(seconds * rate)]
    return (0.1 * samples).astype(np.float32)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("seconds", [0.05, 0.777, 3.0])
def test_any_rate_becomes_16_khz_of_the_same_length(tmp_path, rate, seconds):
    soundfile.write(tmp_path / "line.wav", noise(seconds, rate), rate)
    speech = open_speech(tmp_path / "line.wav")
    samples = read_all(speech)
    assert samples.dtype == np.float32
    assert abs(len(samples) - round(speech.seconds * SAMPLE_RATE)) <= 1
    assert speech.seconds == pytest.approx(seconds, abs=1 / rate)
    assert speech.notes == ()


@pytest.mark.parametrize("rate", RATES)
def test_an_impulse_stays_at_its_time(tmp_path, rate):
    sound = np.zeros(2 * rate, np.float32)
    sound[round(1.234 * rate)] = 0.9
    soundfile.write(tmp_path / "click.wav", sound, rate, subtype="FLOAT")
    at = np.abs(read_all(open_speech(tmp_path / "click.wav"))).argmax() / SAMPLE_RATE
    assert abs(at - 1.234) < 0.001


@pytest.mark.parametrize("rate", [8000, 16000, 44100])
def test_blocks_of_any_size_are_the_whole_file(tmp_path, rate):
    sound = noise(4.3, rate)
    soundfile.write(tmp_path / "line.wav", sound, rate, subtype="FLOAT")
    speech = open_speech(tmp_path / "line.wav")
    expected = soxr.resample(sound[:, 0], rate, SAMPLE_RATE)
    for size in (1, 700, 16000, 10**6) if rate == 8000 else (5000,):
        blocks = list(speech.blocks(size))
        assert all(len(block) == size for block in blocks[:-1])
        assert 0 < len(blocks[-1]) <= size
        whole = np.concatenate(blocks)
        assert len(whole) == speech.samples
        np.testing.assert_allclose(whole[: len(expected)], expected[: len(whole)], atol=1e-6)


@pytest.mark.parametrize(
    ("name", "subtype", "tolerance"),
    [
        ("line.wav", "PCM_16", 1e-4),
        ("line.wav", "PCM_24", 1e-5),
        ("line.wav", "DOUBLE", 1e-6),
        ("line.wav", "ULAW", 0.02),
        ("line.flac", "PCM_16", 1e-4),
        ("line.aiff", "PCM_16", 1e-4),
        ("line.ogg", "VORBIS", 0.1),
        ("line.opus", "OPUS", 0.2),
        ("line.mp3", "MPEG_LAYER_III", 0.1),
    ],
)
def test_what_libsndfile_reads_is_read(tmp_path, name, subtype, tolerance):
    sound = noise(2.0, 48000)
    container = {".ogg": "OGG", ".opus": "OGG"}.get(os.path.splitext(name)[1])
    soundfile.write(tmp_path / name, sound, 48000, subtype=subtype, format=container)
    samples = read_all(open_speech(tmp_path / name))
    expected = soxr.resample(sound[:, 0], 48000, SAMPLE_RATE)
    assert len(samples) == len(expected)
    np.testing.assert_allclose(samples[500:-500], expected[500:-500], atol=tolerance)


@pytest.mark.parametrize("name", ["line.wav", "line.flac", "line.ogg", "line.opus", "line.mp3", "line.aiff"])
def test_a_long_file_read_in_chunks_is_the_file_read_at_once(tmp_path, name):
    container = "OGG" if name.endswith("opus") else None
    soundfile.write(tmp_path / name, noise(13.0, 48000, channels=2), 48000, format=container)
    at_once, _ = soundfile.read(tmp_path / name, dtype="float32")
    expected = soxr.resample(at_once.mean(axis=1), 48000, SAMPLE_RATE)
    np.testing.assert_allclose(read_all(open_speech(tmp_path / name)), expected, atol=1e-5)


def test_96_khz_with_7_channels_is_averaged_and_noted(tmp_path):
    sound = noise(1.5, 96000, channels=7)
    soundfile.write(tmp_path / "many.wav", sound, 96000, subtype="FLOAT")
    speech = open_speech(tmp_path / "many.wav")
    assert speech.notes == ("7 channels were averaged",)
    expected = soxr.resample(sound.mean(axis=1), 96000, SAMPLE_RATE)
    np.testing.assert_allclose(read_all(speech), expected, atol=1e-5)


def test_silence_is_read_and_noted(tmp_path):
    soundfile.write(tmp_path / "silence.wav", np.zeros(16000), 16000)
    speech = open_speech(tmp_path / "silence.wav")
    assert speech.notes == ("The line is silent",)
    assert not read_all(speech).any()


def test_channels_that_cancel_each_other_are_noted(tmp_path):
    voice = noise(1.0, 16000)
    soundfile.write(tmp_path / "line.wav", np.concatenate([voice, -voice], axis=1), 16000)
    assert "cancel each other" in open_speech(tmp_path / "line.wav").notes[0]


def test_samples_beyond_full_scale_stay(tmp_path):
    sound = noise(1.0, 16000) * 20
    soundfile.write(tmp_path / "loud.wav", sound, 16000, subtype="FLOAT")
    np.testing.assert_array_equal(read_all(open_speech(tmp_path / "loud.wav")), sound[:, 0])
    soundfile.write(tmp_path / "units.wav", sound * 1000, 16000, subtype="FLOAT")
    assert "full scale" in open_speech(tmp_path / "units.wav").notes[0]


def test_two_hours_need_little_memory(tmp_path):
    path = tmp_path / "long.flac"
    minute = np.round(noise(60, 8000) * 3000).astype(np.int16)
    with soundfile.SoundFile(path, "w", 8000, 1) as file:
        for _ in range(120):
            file.write(minute)
    tracemalloc.start()
    try:
        speech = open_speech(path)
        samples = sum(len(block) for block in speech.blocks(SAMPLE_RATE * 20))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert speech.seconds == 7200
    assert samples == 7200 * SAMPLE_RATE
    assert peak < 20e6


@pytest.mark.parametrize("name", ["with some spaces.wav", "声音 — Ünïcödé.wav", "голос.flac", "🎤.ogg"])
def test_any_name_is_read(tmp_path, name):
    soundfile.write(tmp_path / name, noise(0.5, 16000), 16000)
    assert open_speech(str(tmp_path / name)).seconds == 0.5


@pytest.mark.parametrize("name", ["line.wav", "line.flac", "line.ogg", "line.mp3"])
def test_a_part_is_the_same_as_in_the_whole(tmp_path, name):
    soundfile.write(tmp_path / name, noise(5.0, 48000), 48000)
    whole = read_all(open_speech(tmp_path / name))
    part = open_speech(tmp_path / name, start=1.5, end=3.25)
    assert part.seconds == 1.75
    assert part.notes == ()
    # The resampler hears silence before and after the part, so that its ends differ.
    np.testing.assert_allclose(read_all(part)[100:-100], whole[24000:52000][100:-100], atol=1e-5)


def test_a_part_beyond_the_end_is_shortened_and_noted(tmp_path):
    soundfile.write(tmp_path / "line.wav", noise(2.0, 16000), 16000)
    speech = open_speech(tmp_path / "line.wav", start=1.0, end=5.0)
    assert speech.seconds == 1.0
    assert speech.notes == ("The sound ends at 2.00 s, before the wanted 5.00 s",)


@pytest.mark.parametrize(
    ("start", "end"),
    [(-1, None), (float("nan"), None), (float("inf"), None), (2, 1), (1, 1), (0, float("nan")), (9, None), (2, 3)],
)
def test_a_part_outside_the_sound_is_refused(tmp_path, start, end):
    soundfile.write(tmp_path / "line.wav", noise(2.0, 16000), 16000)
    with pytest.raises(SpeechError) as told:
        open_speech(tmp_path / "line.wav", start=start, end=end)
    assert told.value.remedy


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(SpeechError, match="does not exist"):
        open_speech(tmp_path / "none.wav")
    with pytest.raises(SpeechError, match="is a folder"):
        open_speech(tmp_path)
    with pytest.raises(SpeechError):
        open_speech("nul\0.wav")


@pytest.mark.parametrize("content", [b"", b"This is a text.\n" * 200, b"RIFF", bytes(5000), b"ID3\x04" + b"x" * 3000])
@pytest.mark.parametrize("name", ["line.wav", "line.mp3", "line.raw", "line"])
def test_what_is_no_sound_is_refused(tmp_path, content, name):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SpeechError, match="is no sound|is empty|damaged"):
        open_speech(tmp_path / name)


@pytest.mark.parametrize("name", ["line.wav", "line.aiff", "line.flac", "line.ogg", "line.mp3"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_a_file_that_was_cut_off_is_refused(tmp_path, name, share):
    path = tmp_path / name
    soundfile.write(path, noise(6.0, 44100, channels=2), 44100)
    assert open_speech(path).seconds == pytest.approx(6.0, abs=0.01)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(SpeechError, match="cut off|is no sound"):
        open_speech(path)


def ogg_pages(content: bytes) -> list[bytes]:
    return [b"OggS" + page for page in content.split(b"OggS")[1:]]


def flagged(page: bytes, flags: int) -> bytes:
    """The page with these flags and its checksum (RFC 3533, section 6)."""
    page = page[:5] + bytes([flags]) + page[6:22] + bytes(4) + page[26:]
    crc = 0
    for byte in page:
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1 ^ (0x04C11DB7 if crc & 0x80000000 else 0)) & 0xFFFFFFFF
    return page[:22] + crc.to_bytes(4, "little") + page[26:]


@pytest.mark.parametrize(("name", "kind"), [("line.ogg", "VORBIS"), ("line.opus", "OPUS")])
def test_an_ogg_file_is_read_as_a_player_plays_it(tmp_path, name, kind):
    pytest.importorskip("av", reason="PyAV is not installed")
    path = tmp_path / name
    soundfile.write(path, noise(2.5, 48000), 48000, format="OGG", subtype=kind)
    content = path.read_bytes()
    *pages, last = ogg_pages(content)

    def opened(*parts: bytes):
        path.write_bytes(b"".join(parts))
        return open_speech(path)

    assert opened(content).seconds == pytest.approx(2.5, abs=0.03) and not open_speech(path).notes
    assert opened(content, b"TAG" + bytes(125)).seconds == pytest.approx(2.5, abs=0.03)
    assert opened(content, content).seconds == pytest.approx(5.0, abs=0.06)
    assert opened(*pages, flagged(last, 0)).seconds == pytest.approx(2.5, abs=0.06)
    assert any("its end may be missing" in note for note in open_speech(path).notes)
    ended_empty = opened(*pages, flagged(last, 0), flagged(last[:26] + b"\0", 4))
    assert ended_empty.seconds == pytest.approx(2.5, abs=0.06) and not ended_empty.notes
    with pytest.raises(SpeechError, match="cut off"):
        opened(*pages, last[:-20])


def test_without_pyav_a_chain_of_ogg_recordings_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(media_file, "is_readable", lambda: False)
    soundfile.write(tmp_path / "line.ogg", noise(1.0, 48000), 48000)
    content = (tmp_path / "line.ogg").read_bytes()
    (tmp_path / "line.ogg").write_bytes(content + content)
    speech = open_speech(tmp_path / "line.ogg")
    assert speech.seconds == pytest.approx(1.0) and "only the first is read" in speech.notes[0]


def test_a_wav_that_was_cut_off_behind_long_metadata_is_refused(tmp_path):
    soundfile.write(tmp_path / "line.wav", noise(1.0, 16000), 16000)
    content = (tmp_path / "line.wav").read_bytes()
    metadata = b"junk" + (40001).to_bytes(4, "little") + bytes(40002)  # of odd length: padded
    grown = content[:12] + metadata + content[12:]
    (tmp_path / "line.wav").write_bytes(grown)
    assert open_speech(tmp_path / "line.wav").seconds == 1.0
    (tmp_path / "line.wav").write_bytes(grown[:-100])
    with pytest.raises(SpeechError, match="cut off"):
        open_speech(tmp_path / "line.wav")


@pytest.mark.parametrize("stated", [0xFFFFFFFF, 0])
def test_a_wav_from_a_stream_states_no_length_and_is_read(tmp_path, stated):
    soundfile.write(tmp_path / "line.wav", noise(1.0, 16000), 16000)
    content = bytearray((tmp_path / "line.wav").read_bytes())
    at = content.index(b"data") + 4
    content[at : at + 4] = stated.to_bytes(4, "little")
    (tmp_path / "line.wav").write_bytes(content)
    if stated:
        assert open_speech(tmp_path / "line.wav").seconds == 1.0
    else:  # libsndfile sees no samples there
        with pytest.raises(SpeechError, match="is empty"):
            open_speech(tmp_path / "line.wav")


def test_an_mp3_that_does_not_state_its_length_is_read_to_its_end(tmp_path):
    pytest.importorskip("av", reason="PyAV is not installed")
    sound = np.concatenate([noise(2.0, 48000) * 0.001, noise(4.0, 48000)])  # few bits a second, then many
    soundfile.write(tmp_path / "line.mp3", sound, 48000)
    content = (tmp_path / "line.mp3").read_bytes()
    (tmp_path / "line.mp3").write_bytes(content[content.index(b"\xff\xfb", 4) :])
    assert open_speech(tmp_path / "line.mp3").seconds == pytest.approx(6.0, abs=0.1)


def test_sound_of_10_ms_and_no_samples_are_refused(tmp_path):
    soundfile.write(tmp_path / "short.wav", noise(0.01, 16000), 16000)
    with pytest.raises(SpeechError, match="10 ms"):
        open_speech(tmp_path / "short.wav")
    soundfile.write(tmp_path / "empty.wav", np.zeros(0), 16000)
    with pytest.raises(SpeechError, match="is empty"):
        open_speech(tmp_path / "empty.wav")


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("channel", [0, 1])
def test_samples_that_are_not_numbers_are_refused(tmp_path, value, channel):
    sound = noise(2.0, 16000, channels=2)
    sound[24000, channel] = value
    soundfile.write(tmp_path / "line.wav", sound, 16000, subtype="FLOAT")
    with pytest.raises(SpeechError, match="not numbers at 1.50 s"):
        open_speech(tmp_path / "line.wav")


def test_a_file_that_shrinks_after_it_was_opened_is_told(tmp_path):
    path = tmp_path / "line.wav"
    soundfile.write(path, noise(2.0, 16000), 16000)
    speech = open_speech(path)
    soundfile.write(path, noise(1.0, 16000), 16000)
    with pytest.raises(SpeechError, match="has changed"):
        read_all(speech)
    path.unlink()
    with pytest.raises(SpeechError):
        read_all(speech)


def test_without_pyav_a_video_is_told_apart_from_no_sound(tmp_path, monkeypatch):
    monkeypatch.setattr(media_file, "is_readable", lambda: False)
    (tmp_path / "clip.mp4").write_bytes(bytes(1000))
    with pytest.raises(MissingPartError, match="PyAV"):
        open_speech(tmp_path / "clip.mp4")
    (tmp_path / "clip.wav").write_bytes(bytes(1000))
    with pytest.raises(SpeechError, match="is no sound"):
        open_speech(tmp_path / "clip.wav")
