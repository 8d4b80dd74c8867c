"""The synthetic speech corpus: shards of FLAC sound with the phones spoken in them, the same for the same seed.

A corpus folder holds train-0000.flac / .npz ... and dev-0000.flac / .npz ...; dev voices are never heard in training.
In an .npz: `label` (phones,) uint8 inventory numbers, `start`, `end` (phones,) float32 seconds in the shard,
`voice` (clips,) and `clip_start` (clips,) seconds. What no phone covers is silence.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from ..errors import EngineError, MissingPartError
from ..speech import phones as inventory
from .synthesis import FLITE_VOICES, SAMPLE_RATE, Espeak, Manner, Utterance, flite_program, speak_with_flite

SENTENCES = Path(__file__).resolve().parents[2] / "presets" / "corpus"
SHARD_SECONDS = 300.0
DEV_SHARDS = 4
DEV_VARIANTS = frozenset({"f5", "m7", "klatt4", "Andrea", "Michael", "grandpa"})
DEV_FLITE_VOICES = ("kal16",)
ENGLISH_VOICES = (
    ("en-us", 4.0), ("gmw/en", 3.0), ("en-gb-x-rp", 2.0), ("en-gb-scotland", 1.0), ("en-gb-x-gbclan", 1.0),
    ("en-gb-x-gbcwmd", 1.0), ("en-029", 1.0), ("en-us-nyc", 1.0),
)  # fmt: skip
OTHER_VOICES = (
    ("de", "de"), ("fr", "roa/fr"), ("fr", "fr-be"), ("es", "es"), ("es", "es-419"), ("it", "it"), ("pt", "roa/pt"),
    ("pt", "pt-br"), ("nl", "gmw/nl"), ("sv", "gmq/sv"), ("pl", "pl"), ("ru", "ru"), ("cs", "cs"), ("cmn", "cmn"),
    ("ja", "ja"), ("hi", "hi"), ("ar", "ar"), ("tr", "tr"), ("fi", "fi"), ("ko", "ko"), ("vi", "aav/vi"),
)  # fmt: skip
_ENGLISH_SHARE, _FLITE_SHARE = 0.6, 0.35
_SENTENCE_SHARE, _SALAD_SHARE = 0.5, 0.2
_ATTEMPTS = 4


@dataclass(frozen=True)
class Shard:
    """pcm: int16 (n,) mono at 16 kHz; label, start, end: the phones, see the module's text.

    arpabet: the labels come from a dictionary of ARPAbet phones, so that only the English view of them is known;
    is_recorded: people speak.
    """

    pcm: np.ndarray
    label: np.ndarray
    start: np.ndarray
    end: np.ndarray
    voice: tuple[str, ...]
    arpabet: bool = False
    is_recorded: bool = False

    @property
    def seconds(self) -> float:
        return len(self.pcm) / SAMPLE_RATE

    def sound(self, first: int = 0, past: int | None = None) -> np.ndarray:
        """Samples first..past as float32 in -1..1."""
        return self.pcm[first:past].astype(np.float32) / 32768.0

    def phones(self, first: float = 0.0, last: float = np.inf) -> list[inventory.Phone]:
        """The phones that touch first..last seconds, times counted from `first`."""
        inside = np.flatnonzero((self.end > first) & (self.start < last))
        return [
            inventory.Phone(inventory.LABELS[self.label[i]], float(self.start[i] - first), float(self.end[i] - first))
            for i in inside
        ]


def make_corpus(
    folder: Path,
    hours: float,
    seed: int,
    report: Callable[[float, str], None],
    processes: int = 2,
    shard_seconds: float = SHARD_SECONDS,
) -> None:
    """Writes `hours` of training speech and some of held-out voices into `folder`; shards that are there are kept.

    Raises MissingPartError without espeak-ng; flite is used where it is installed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"dev-{number:04d}" for number in range(DEV_SHARDS)]
    names += [f"train-{number:04d}" for number in range(max(1, round(hours * 3600 / shard_seconds)))]
    wanted = [name for name in names if not (folder / f"{name}.npz").exists()]
    done = len(names) - len(wanted)
    with ThreadPoolExecutor(processes) as pool:
        jobs = [pool.submit(_write_shard_apart, folder, name, seed, shard_seconds) for name in wanted]
        for job in as_completed(jobs):
            job.result()
            done += 1
            report(done / len(names), f"{done} of {len(names)} shards of speech")


def read_shards(folder: Path, part: str) -> list[Shard]:
    """The shards of `part` ("train" or "dev") that are complete. Raises MissingPartError when there is none."""
    import soundfile

    shards = []
    for path in sorted(folder.glob(f"{part}-*.npz")):
        pcm, _ = soundfile.read(path.with_suffix(".flac"), dtype="int16")
        with np.load(path, allow_pickle=False) as data:
            phones = (data["label"], data["start"], data["end"])
            shards.append(Shard(pcm, *phones, tuple(data["voice"].tolist()), "arpabet" in data, "recorded" in data))
    if not shards:
        raise MissingPartError(f"There is no {part} speech in {folder}", "make it with 'expclip train corpus'")
    return shards


def _write_shard_apart(folder: Path, name: str, seed: int, seconds: float) -> None:
    """Writes a shard in a process of its own: espeak-ng crashes on rare texts, and then other texts are drawn."""
    for attempt in range(_ATTEMPTS):
        process = get_context("spawn").Process(target=_write_shard, args=(folder, name, seed, seconds, attempt))
        process.start()
        process.join()
        if process.exitcode == 0:
            return
    raise EngineError(f"The synthesiser failed {_ATTEMPTS} times on {name}", "see the messages above")


def _write_shard(folder: Path, name: str, seed: int, wanted_seconds: float, attempt: int) -> None:
    import soundfile

    part, number = name.split("-")
    rng = np.random.default_rng([seed, part == "dev", int(number), attempt])
    sound, label, start, end, voices, clip_start = [], [], [], [], [], []
    seconds = 0.0
    for utterance in _utterances(rng, part == "dev"):
        gap = np.zeros(int(rng.uniform(0.0, 0.7) ** 2 * SAMPLE_RATE), np.float32)
        sound += [gap, utterance.samples]
        seconds += len(gap) / SAMPLE_RATE
        clip_start.append(seconds)
        voices.append(utterance.voice)
        for phone in utterance.phones:
            if phone.label != inventory.SILENCE:
                label.append(inventory.INDEX[phone.label])
                start.append(seconds + phone.start)
                end.append(seconds + phone.end)
        seconds += len(utterance.samples) / SAMPLE_RATE
        if seconds >= wanted_seconds:
            break
    temporary = folder / f".{name}.part"
    with temporary.open("wb") as file:
        soundfile.write(file, np.concatenate(sound), SAMPLE_RATE, format="FLAC", subtype="PCM_16")
    os.replace(temporary, folder / f"{name}.flac")
    with temporary.open("wb") as file:
        np.savez(
            file, label=np.asarray(label, np.uint8), start=np.asarray(start, np.float32),
            end=np.asarray(end, np.float32), voice=np.asarray(voices), clip_start=np.asarray(clip_start, np.float32),
        )  # fmt: skip
    os.replace(temporary, folder / f"{name}.npz")


def _utterances(rng: np.random.Generator, dev: bool) -> Iterator[Utterance]:
    """Clips without end, levelled to a peak of 0.2-0.9."""
    espeak = _espeak()
    variants = [variant for variant in espeak.variants if (variant in DEV_VARIANTS) == dev]
    flite_voices = [voice for voice in FLITE_VOICES if (voice in DEV_FLITE_VOICES) == dev]
    weights = np.array([weight for _, weight in ENGLISH_VOICES])
    while True:
        english = rng.random() < _ENGLISH_SHARE
        if english:
            language, voice = "en", ENGLISH_VOICES[rng.choice(len(weights), p=weights / weights.sum())][0]
        else:
            language, voice = OTHER_VOICES[rng.integers(len(OTHER_VOICES))]
        if english and flite_program() is not None and rng.random() < _FLITE_SHARE:
            pitch, stretch = rng.uniform(70, 240), float(np.exp(rng.uniform(-0.45, 0.45)))
            utterance = speak_with_flite(str(rng.choice(flite_voices)), _plain_text(rng, "en"), pitch, stretch)
        else:
            manner = Manner(int(rng.uniform(100, 280)), int(rng.uniform(10, 95)), int(rng.uniform(10, 95)))
            variant = variants[rng.integers(len(variants))]
            utterance = espeak.speak(f"{voice}+{variant}", _text(rng, language, voice), manner, language)
        peak = float(np.abs(utterance.samples).max())
        if peak > 0.01 and len(utterance.samples) > SAMPLE_RATE // 4:
            level = rng.uniform(0.2, 0.9) / peak
            yield Utterance(utterance.samples * np.float32(level), utterance.phones, utterance.voice)


def _text(rng: np.random.Generator, language: str, voice: str) -> str:
    if rng.random() < _SENTENCE_SHARE + _SALAD_SHARE:
        return _plain_text(rng, language)
    names = _mnemonics(language, voice)
    words = ["|".join(rng.choice(names, rng.integers(2, 8))) for _ in range(rng.integers(3, 9))]
    return "[[" + " ".join(words) + "]]"


def _plain_text(rng: np.random.Generator, language: str) -> str:
    """A sentence, or words of many sentences in any order, so that words meet that never do in writing."""
    sentences = _sentences(language)
    if rng.random() < _SENTENCE_SHARE / (_SENTENCE_SHARE + _SALAD_SHARE):
        return str(rng.choice(sentences))
    words = [word.strip(".,!?;") for sentence in rng.choice(sentences, 6) for word in str(sentence).split()]
    return " ".join(rng.permutation(words)[: rng.integers(3, 12)]) + str(rng.choice([".", "?", "!"]))


@cache
def _espeak() -> Espeak:
    return Espeak()


@cache
def _sentences(language: str) -> tuple[str, ...]:
    return tuple((SENTENCES / f"sentences_{language}.txt").read_text(encoding="utf-8").split("\n")[:-1])


@cache
def _mnemonics(language: str, voice: str) -> tuple[str, ...]:
    return tuple(sorted({name for text in _sentences(language) for name in _espeak().mnemonics(voice, text)}))
