"""The synthetic speech corpus: shards of FLAC sound with the phones spoken in them, the same for the same seed.

train-0000 ... and dev-0000 ... are shards (see shards.py); dev voices are never heard in training.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from ..errors import EngineError
from ..speech.phones import Phone
from .made_up_voices import made_up_voice
from .shards import write_shard
from .synthesis import FLITE_VOICES, SAMPLE_RATE, Espeak, Manner, Utterance, copy_data, flite_program, speak_with_flite

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
_ENGLISH_SHARE, _FLITE_SHARE, _MADE_UP_SHARE = 0.6, 0.3, 0.5
_SENTENCE_SHARE, _SALAD_SHARE = 0.5, 0.2
_HESITATION_SHARE = 0.1
_HESITATIONS = ("um,", "uh,", "er,", "well,", "hmm,", "you know,", "I mean,", "like,")
_WORDS_A_MINUTE = (90.0, 340.0)
_MADE_UP = "made-up"
"""One variant that is written again and again: espeak-ng reads all that lie there and keeps at most 350."""
_ATTEMPTS = 4


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


def _write_shard_apart(folder: Path, name: str, seed: int, seconds: float) -> None:
    """Writes a shard in a process of its own: espeak-ng crashes on rare texts, and then other texts are drawn."""
    for attempt in range(_ATTEMPTS):
        with TemporaryDirectory() as scratch:
            arguments = (folder, name, seed, seconds, copy_data(Path(scratch)), attempt)
            process = get_context("spawn").Process(target=_write_shard, args=arguments)
            process.start()
            process.join()
        if process.exitcode == 0:
            return
    raise EngineError(f"The synthesiser failed {_ATTEMPTS} times on {name}", "see the messages above")


def _write_shard(folder: Path, name: str, seed: int, wanted_seconds: float, data: Path, attempt: int) -> None:
    part, number = name.split("-")
    rng = np.random.default_rng([seed, part == "dev", int(number), attempt])
    sound, phones, voices, clip_start = [], [], [], []
    seconds = 0.0
    for utterance in _utterances(rng, part == "dev", Espeak(data)):
        gap = np.zeros(int(rng.uniform(0.0, 0.7) ** 2 * SAMPLE_RATE), np.float32)
        sound += [gap, utterance.samples]
        seconds += len(gap) / SAMPLE_RATE
        clip_start.append(seconds)
        voices.append(utterance.voice)
        phones += [Phone(phone.label, seconds + phone.start, seconds + phone.end) for phone in utterance.phones]
        seconds += len(utterance.samples) / SAMPLE_RATE
        if seconds >= wanted_seconds:
            break
    times = np.asarray(clip_start, np.float32)
    write_shard(folder, name, np.concatenate(sound), phones, voice=voices, clip_start=times)


def _utterances(rng: np.random.Generator, dev: bool, espeak: Espeak) -> Iterator[Utterance]:
    """Clips without end, levelled to a peak of 0.2-0.9."""
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
            rate = float(np.exp(rng.uniform(*np.log(_WORDS_A_MINUTE))))
            manner = Manner(int(rate), int(rng.uniform(10, 95)), int(rng.uniform(5, 95)))
            variant = variants[rng.integers(len(variants))]
            name = variant
            if rng.random() < _MADE_UP_SHARE:
                variant, name = _MADE_UP, f"made{rng.integers(2**32):08x}"
                espeak.add_variant(_MADE_UP, made_up_voice(rng))
            text = _text(rng, language, voice, espeak)
            spoken = espeak.speak(f"{voice}+{variant}", text, manner, language)
            utterance = replace(spoken, voice=f"espeak-ng {voice}+{name}")
        peak = float(np.abs(utterance.samples).max())
        if peak > 0.01 and len(utterance.samples) > SAMPLE_RATE // 4:
            level = rng.uniform(0.2, 0.9) / peak
            yield Utterance(utterance.samples * np.float32(level), utterance.phones, utterance.voice)


def _text(rng: np.random.Generator, language: str, voice: str, espeak: Espeak) -> str:
    if rng.random() < _SENTENCE_SHARE + _SALAD_SHARE:
        return _plain_text(rng, language)
    return random_phones(_mnemonics(language, voice, espeak), rng)


def random_phones(names: Sequence[str], rng: np.random.Generator) -> str:
    """Three to eight words of any of a voice's phonemes, as espeak-ng speaks them: every phone meets every other."""
    words = ["|".join(rng.choice(names, rng.integers(2, 8))) for _ in range(rng.integers(3, 9))]
    return "[[" + " ".join(words) + "]]"


def _plain_text(rng: np.random.Generator, language: str) -> str:
    """A sentence, or words of many sentences in any order, so that words meet that never do in writing."""
    sentences = _sentences(language)
    if rng.random() < _SENTENCE_SHARE / (_SENTENCE_SHARE + _SALAD_SHARE):
        sentence = str(sentences[rng.integers(len(sentences))])
        return _hesitant(sentence, rng) if language == "en" and rng.random() < _HESITATION_SHARE else sentence
    drawn = [sentences[number] for number in rng.integers(len(sentences), size=6)]
    words = [word.strip(".,!?;") for sentence in drawn for word in sentence.split()]
    return " ".join(rng.permutation(words)[: rng.integers(3, 12)]) + str(rng.choice([".", "?", "!"]))


def _hesitant(sentence: str, rng: np.random.Generator) -> str:
    """As somebody says it who thinks while speaking: a word is repeated, or a filler stands before it."""
    words = sentence.split()
    for _ in range(rng.integers(1, 3)):
        at = int(rng.integers(len(words)))
        words.insert(at, words[at].strip(".,!?;") + "," if rng.random() < 0.4 else str(rng.choice(_HESITATIONS)))
    return " ".join(words)


@cache
def _sentences(language: str) -> tuple[str, ...]:
    return tuple((SENTENCES / f"sentences_{language}.txt").read_text(encoding="utf-8").split("\n")[:-1])


@cache
def _mnemonics(language: str, voice: str, espeak: Espeak) -> tuple[str, ...]:
    return tuple(sorted(set(espeak.mnemonics(voice, "\n".join(_sentences(language))))))
