"""pocketsphinx, a development dependency: a peer that hears phones, and the reference that aligns a known text.

All-phone recognition with a phone bigram is what Rhubarb Lip Sync's phonetic recogniser does. Results are kept in a
folder, because they never change for the same sound.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from ..audio import SAMPLE_RATE
from ..errors import MissingPartError
from ..speech.phones import ARPABET, SILENCE, Phone, from_arpabet

_FPS = 100
_PEAK = 0.5
_DITHER = 3e-4
_EDGE_SECONDS = 0.3
"""Silence put around the sound: alignments fail where speech begins at once."""
_VERSION = "2"


@dataclass(frozen=True)
class Task:
    """samples: float32 (n,) at 16 kHz; text: what is said, to be aligned; None to hear the phones."""

    samples: np.ndarray
    text: str | None = None

    @property
    def name(self) -> str:
        """The name of its kept result: the same sound and text give the same."""
        said = f"{_VERSION}\n{self.text or ''}".encode()
        return hashlib.sha256(self.samples.tobytes() + said).hexdigest()[:24] + ".json"


def phones_of(tasks: Sequence[Task], kept: Path, processes: int = 2) -> list[list[Phone] | None]:
    """The phones of each task; None where a text cannot be aligned. Raises MissingPartError without pocketsphinx."""
    check_installed()
    kept.mkdir(parents=True, exist_ok=True)
    wanted = [task for task in tasks if not (kept / task.name).exists()]
    if wanted:
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            for task, phones in zip(wanted, pool.map(heard, wanted, chunksize=4), strict=True):
                rows = None if phones is None else [[phone.label, phone.start, phone.end] for phone in phones]
                (kept / task.name).write_text(json.dumps(rows), encoding="utf-8")
    return [_read(kept / task.name) for task in tasks]


def heard(task: Task) -> list[Phone] | None:
    """One task, in this process. None where its text cannot be aligned."""
    if task.text is None:
        return _all_phones(task.samples)
    return _aligned(task.samples, plain_words(task.text))


def plain_words(text: str) -> list[str]:
    """Lower-case words of letters and apostrophes; marks in [...] and <...> left out."""
    said = re.sub(r"\[[^]]*\]|<[^>]*>", " ", text.lower().replace("’", "'"))
    return [word for word in re.sub(r"[^a-z' ]", " ", said).split() if word.strip("'")]


def check_installed() -> None:
    try:
        import pocketsphinx  # noqa: F401
    except ImportError as missing:
        raise MissingPartError(
            "The recogniser pocketsphinx is not installed", "install the packages of tests/requirements.txt"
        ) from missing


def _all_phones(samples: np.ndarray) -> list[Phone]:
    recogniser = _recogniser()
    _listen(recogniser, _pcm(samples))
    spans = [(part.word, part.start_frame, part.end_frame + 1) for part in recogniser.seg() or ()]
    return _phones(spans, len(samples) / SAMPLE_RATE)


def _aligned(samples: np.ndarray, words: list[str]) -> list[Phone] | None:
    aligner = _aligner()
    for word in words:
        if aligner.lookup_word(word) is None:
            spoken = _spoken(word)
            if not spoken:
                return None
            aligner.add_word(word, spoken, True)
    sound = _pcm(samples)
    try:
        aligner.set_align_text(" ".join(words))
        _listen(aligner, sound)
        if aligner.hyp() is None:
            return None
        aligner.set_alignment()
        _listen(aligner, sound)
        spans = [
            (phone.name, phone.start, phone.start + phone.duration)
            for word in aligner.get_alignment()
            for phone in word
        ]
    except RuntimeError:
        _aligner.cache_clear()
        return None
    return _phones(spans, len(samples) / SAMPLE_RATE)


def _listen(decoder, sound: bytes) -> None:
    decoder.start_utt()
    decoder.process_raw(sound, full_utt=True)
    decoder.end_utt()


def _spoken(word: str) -> str:
    """The ARPAbet of a word that the dictionary does not have, by espeak-ng; empty where it cannot read it."""
    from ..speech.pronunciation import words_of

    variants = [variant for spoken in words_of(word, "en") for variant in spoken.variants[:1]]
    return " ".join(ARPABET[label].upper() for variant in variants for label in variant)


def _phones(spans: Iterable[tuple[str, int, int]], seconds: float) -> list[Phone]:
    """Frames of the padded sound -> seconds of the clip; noises and fillers are silence."""
    phones: list[Phone] = []
    for name, first, past in spans:
        label = SILENCE if name.startswith(("+", "<", "(")) else from_arpabet(name)
        start, end = (min(max(frame / _FPS - _EDGE_SECONDS, 0.0), seconds) for frame in (first, past))
        if end <= start:
            continue
        if label == SILENCE and phones and phones[-1].label == SILENCE:
            phones[-1] = Phone(SILENCE, phones[-1].start, end)
        else:
            phones.append(Phone(label, start, end))
    return phones


def _pcm(samples: np.ndarray) -> bytes:
    """16-bit samples at a usual level with dither: in digital silence the recogniser's features are not defined."""
    edge = np.zeros(round(_EDGE_SECONDS * SAMPLE_RATE), np.float32)
    level = _PEAK / max(float(np.abs(samples).max(initial=0.0)), 1e-4)
    sound = np.concatenate([edge, samples * np.float32(level), edge])
    sound = sound + np.random.default_rng(0).normal(0.0, _DITHER, len(sound))
    return (np.clip(sound, -1.0, 1.0) * 32767).astype("<i2").tobytes()


def _read(path: Path) -> list[Phone] | None:
    rows = json.loads(path.read_text(encoding="utf-8"))
    return None if rows is None else [Phone(*row) for row in rows]


def _models() -> Path:
    import pocketsphinx

    return Path(pocketsphinx.get_model_path()) / "en-us"


@cache
def _recogniser():
    import pocketsphinx

    # Rhubarb Lip Sync's own settings of its phonetic recogniser: all phones, beams of 1e-20, language weight 2.
    return pocketsphinx.Decoder(
        hmm=str(_models() / "en-us"), allphone=str(_models() / "en-us-phone.lm.bin"), allphone_ci=True,
        lw=2.0, beam=1e-20, pbeam=1e-20, loglevel="FATAL",
    )  # fmt: skip


@cache
def _aligner():
    import pocketsphinx

    # With bestpath the alignment often ends before the utterance does (pocketsphinx issue 339).
    return pocketsphinx.Decoder(
        hmm=str(_models() / "en-us"), dict=str(_models() / "cmudict-en-us.dict"), lm=None, bestpath=False,
        compallsen=True, beam=1e-150, wbeam=1e-120, pbeam=1e-150, loglevel="FATAL",
    )  # fmt: skip
