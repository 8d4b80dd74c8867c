"""Synthetic speech with exact phone times: espeak-ng as a library, and flite where its program is installed.

espeak-ng comes with the package espeakng-loader (library and data); its phoneme events give IPA names and sample
positions. flite prints the end of each phone (-psdur); its recorded-sounding voices are English.
"""

import ctypes
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np

from ..errors import MissingPartError
from ..speech.espeak import SEPARATOR, load_espeak, start_library
from ..speech.phones import SILENCE, Phone, from_arpabet, from_ipa

SAMPLE_RATE = 16000
FLITE_VOICES = ("slt", "rms", "awb", "kal16")
_EVENT_END_OF_LIST, _EVENT_PHONEME = 0, 7
_TEXT_UTF8, _PHONEMES_IN_BRACKETS = 1, 0x100
_RATE, _PITCH, _RANGE = 1, 3, 4
_LEFT_OUT = frozenset({"fast", "Demonic", "rob"})
"""Variants: one that is only a rate, and two with which espeak-ng 1.52 crashes on some texts."""
_NARROWEST_PAUSE_SECONDS = 0.03
_SHARE_OF_UNTIMED = 0.35
_LONGEST_UNTIMED_SECONDS = 0.08
_PAUSE_LEVEL = 0.02
_THROWN_AWAY = "a"
"""Spoken after texts were only read: the library loses the first phone that it speaks then."""
_SEED_OF_BREATH = 1
"""Otherwise espeak-ng takes the clock's."""


@dataclass(frozen=True)
class Utterance:
    """samples: float32 mono at 16 kHz, peak below 1; phones: in order, silences included; voice: how it was made."""

    samples: np.ndarray
    phones: list[Phone]
    voice: str


@dataclass(frozen=True)
class Manner:
    """How espeak-ng speaks: `rate` in words a minute (80-450), `pitch` and `pitch_range` 0-99."""

    rate: int = 175
    pitch: int = 50
    pitch_range: int = 50


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("name", ctypes.c_char * 8),
    ]


class Espeak:
    """espeak-ng as a voice.

    Its sound depends on what it spoke before: the same calls in a fresh process give the same sound.

    data: a copy of its data (copy_data), to which add_variant adds; without it the package's own is read.
    Raises MissingPartError when the package espeakng-loader is not installed, or data are damaged.
    """

    def __init__(self, data: Path | None = None):
        self._espeak = load_espeak()
        self._library, self._rate, self._added_to = self._espeak.library, self._espeak.rate, data
        if data is not None:
            start_library(self._library, data)
        callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))
        self._has_read = True
        self._chunks: list[np.ndarray] = []
        self._events: list[tuple[int, str]] = []
        self._callback = callback(self._receive)
        self._library.espeak_SetSynthCallback(self._callback)

    @cached_property
    def variants(self) -> tuple[str, ...]:
        """The timbres that can be added to a voice as voice+variant, without the robots and those that crash."""
        names = (path.name for path in (self._espeak.data / "voices" / "!v").iterdir())
        return tuple(sorted(name for name in names if "robo" not in name.lower() and name not in _LEFT_OUT))

    def add_variant(self, name: str, text: str) -> None:
        """From now on voice+name speaks with the variant file `text`. Raises ValueError without a copy of the data."""
        if self._added_to is None:
            raise ValueError("espeak-ng's own data stays as it is: start it with a copy")
        (self._added_to / "voices" / "!v" / name).write_text(text, encoding="utf-8")

    def speak(self, voice: str, text: str, manner: Manner, language: str) -> Utterance:
        """Speech of `text`; a text in [[...]] is phonemes in the voice's own mnemonics. Raises KeyError for a phone
        name without a row in symbols.csv, ValueError for a voice that is not there or a text that gives no sound."""
        self._espeak.choose(voice)
        for parameter, value in ((_RATE, manner.rate), (_PITCH, manner.pitch), (_RANGE, manner.pitch_range)):
            self._library.espeak_SetParameter(parameter, value, 0)
        if self._has_read:
            self._synthesise(_THROWN_AWAY)
            self._has_read = False
        self._synthesise(text)
        if not self._chunks:
            raise ValueError(f"espeak-ng made no sound with {voice}")
        samples = np.concatenate(self._chunks).astype(np.float32) / 32768.0
        phones = self._phones(samples, language)
        return Utterance(_resample(samples, self._rate), phones, f"espeak-ng {voice}")

    def _synthesise(self, text: str) -> None:
        self._library.espeak_ng_SetRandSeed(ctypes.c_long(_SEED_OF_BREATH))
        self._chunks.clear()
        self._events.clear()
        encoded = text.encode()
        flags = _TEXT_UTF8 | _PHONEMES_IN_BRACKETS
        self._library.espeak_Synth(encoded, len(encoded) + 1, 0, 0, 0, flags, None, None)

    def mnemonics(self, voice: str, text: str) -> list[str]:
        """The voice's own names of the phonemes of `text`, for use in [[...]]; stress, pauses, switches left out."""
        self._has_read = True
        self._espeak.choose(voice)
        names = [
            name for clause in self._espeak.mnemonics(text) for name in clause.replace(" ", SEPARATOR).split(SEPARATOR)
        ]
        names = [name.strip("',%=|") for name in names]
        return [name for name in names if name and name.strip("_:-;") and "(" not in name]

    def _receive(self, samples, count, events) -> int:
        if count > 0:
            self._chunks.append(np.ctypeslib.as_array(samples, (count,)).copy())
        number = 0
        while events[number].type != _EVENT_END_OF_LIST:
            event = events[number]
            if event.type == _EVENT_PHONEME:
                self._events.append((event.sample, bytes(event.name).decode("utf-8", "ignore")))
            number += 1
        return 0

    def _phones(self, samples: np.ndarray, language: str) -> list[Phone]:
        """Events -> phones. A nameless event is a pause, or only a mark inside a word: the sound decides. A phone that
        begins where it ends (an l after a vowel) sounds in the last part of the phone before it."""
        spans: list[tuple[int, int, tuple[str, ...]]] = []
        events = [(0, ""), *self._events]
        loud = float(np.sqrt(np.mean(samples**2))) * _PAUSE_LEVEL
        for (start, name), (end, _) in zip(events, [*events[1:], (len(samples), "")], strict=True):
            start, end = min(start, len(samples)), min(end, len(samples))
            labels = from_ipa(name, language) if "(" not in name else ()
            if end <= start:
                if labels and spans and spans[-1][2] != (SILENCE,):
                    first, last, before = spans[-1]
                    part = min((last - first) * _SHARE_OF_UNTIMED, _LONGEST_UNTIMED_SECONDS * self._rate)
                    spans[-1:] = [(first, last - int(part), before), (last - int(part), last, labels)]
                continue
            if not labels:
                span = samples[start:end]
                quiet = float(np.sqrt(np.mean(span**2))) <= loud
                if spans and not (quiet or (end - start) > 0.2 * self._rate) and spans[-1][2] != (SILENCE,):
                    spans[-1] = (spans[-1][0], end, spans[-1][2])
                    continue
                if spans and end - start < _NARROWEST_PAUSE_SECONDS * self._rate:
                    spans[-1] = (spans[-1][0], end, spans[-1][2])
                    continue
                labels = (SILENCE,)
            spans.append((start, end, labels))
        phones = []
        for start, end, labels in spans:
            edges = np.linspace(start, end, len(labels) + 1) / self._rate
            spoken = zip(labels, edges[:-1].tolist(), edges[1:].tolist(), strict=True)
            phones += [Phone(label, first, last) for label, first, last in spoken]
        return phones


def copy_data(folder: Path) -> Path:
    """Copies espeak-ng's data (19 MB) into `folder` and returns where it is. Raises MissingPartError."""
    data = load_espeak().data
    return Path(shutil.copytree(data, folder / data.name))


@cache
def flite_program() -> str | None:
    """The path of flite, or None where it is not installed."""
    return shutil.which("flite")


def speak_with_flite(voice: str, text: str, pitch_hz: float, stretch: float) -> Utterance:
    """English speech by flite with a mean pitch in Hz and a duration factor. Raises MissingPartError without flite."""
    import soundfile

    program = flite_program()
    if program is None:
        raise MissingPartError("The synthesiser flite is not installed", "install flite, or make the corpus without it")
    with tempfile.TemporaryDirectory() as folder:
        wave = Path(folder) / "speech.wav"
        command = [program, "-voice", voice, "--setf", f"int_f0_target_mean={pitch_hz:.1f}"]
        command += ["--setf", f"duration_stretch={stretch:.3f}", "-psdur", "-t", text, "-o", str(wave)]
        printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
        samples, rate = soundfile.read(wave, dtype="float32")
    phones, start = [], 0.0
    for word in printed.split():
        name, _, end = word.rpartition(":")
        phones.append(Phone(from_arpabet(name), start, float(end)))
        start = float(end)
    return Utterance(_resample(samples, rate), phones, f"flite {voice}")


def _resample(samples: np.ndarray, rate: int) -> np.ndarray:
    import soxr

    if rate == SAMPLE_RATE:
        return samples
    return soxr.resample(samples, rate, SAMPLE_RATE).astype(np.float32)
