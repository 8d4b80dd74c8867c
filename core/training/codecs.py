"""Sound as it comes out of a telephone or a file: real codecs of libsndfile, none of which moves the sound in time."""

import io
from dataclasses import dataclass

import numpy as np

SAMPLE_RATE = 16000


@dataclass(frozen=True)
class Codec:
    """A file format of libsndfile; `rate` is 8000 or 16000 Hz, `share` how often it is drawn beside the others."""

    format: str
    subtype: str
    rate: int
    share: float


CODECS = (
    Codec("OGG", "VORBIS", 16000, 5.0),
    Codec("MP3", "MPEG_LAYER_III", 16000, 5.0),
    Codec("WAV", "GSM610", 8000, 3.0),
    Codec("WAV", "ULAW", 8000, 3.0),
    Codec("WAV", "ALAW", 8000, 1.0),
    Codec("WAV", "IMA_ADPCM", 16000, 2.0),
    Codec("WAV", "IMA_ADPCM", 8000, 1.0),
    Codec("WAV", "MS_ADPCM", 16000, 2.0),
    Codec("WAV", "NMS_ADPCM_16", 8000, 1.0),
    Codec("OGG", "OPUS", 16000, 0.5),
)
"""Opus is rare because its encoder takes 140 ms for 4 s, ten times as long as the others."""


def draw_codec(rng: np.random.Generator) -> Codec:
    shares = np.array([codec.share for codec in CODECS])
    return CODECS[rng.choice(len(CODECS), p=shares / shares.sum())]


def through_codec(samples: np.ndarray, codec: Codec, strength: float) -> np.ndarray:
    """float32 (n,) in -1..1 -> the same length, coded and read again; `strength` 0 (best) to 0.95 (smallest file)."""
    import soundfile

    narrow = codec.rate * 2 == SAMPLE_RATE
    sent = _halved(samples) if narrow else samples
    file = io.BytesIO()
    lossy = codec.format in ("OGG", "MP3")
    level = {"compression_level": strength} if lossy else {}
    soundfile.write(file, sent, codec.rate, format=codec.format, subtype=codec.subtype, **level)
    file.seek(0)
    heard, _ = soundfile.read(file, dtype="float32")
    heard = np.concatenate([heard, np.zeros(max(0, len(sent) - len(heard)), np.float32)])[: len(sent)]
    return _doubled(heard, len(samples)) if narrow else heard


def _halved(samples: np.ndarray) -> np.ndarray:
    """Half the rate; everything above a quarter of the old rate is cut off."""
    even = samples[: len(samples) // 2 * 2]
    spectrum = np.fft.rfft(even)[: len(even) // 4 + 1]
    return np.clip(np.fft.irfft(spectrum, len(even) // 2) / 2, -1.0, 1.0).astype(np.float32)


def _doubled(samples: np.ndarray, length: int) -> np.ndarray:
    spectrum = np.zeros(len(samples) + 1, np.complex64)
    spectrum[: len(samples) // 2 + 1] = np.fft.rfft(samples)
    wide = np.fft.irfft(spectrum, len(samples) * 2) * 2
    return np.concatenate([wide, np.zeros(length - len(wide))]).astype(np.float32)
