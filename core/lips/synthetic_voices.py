"""Voices made to be judged on: sentences by espeak-ng's variants that training never hears, with exact phones."""

import json
from itertools import chain, repeat
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import soundfile

from ..errors import EngineError
from ..speech.phones import Phone
from ..training.corpus import DEV_VARIANTS, ENGLISH_VOICES, OTHER_VOICES, SENTENCES
from ..training.synthesis import SAMPLE_RATE, Espeak, Manner

SECONDS = 90.0
_SEED = 77
_ATTEMPTS = 4


def voices_of(language: str, folder: Path) -> list[tuple[Path, list[Phone], str]]:
    """(sound, phones, text) of about SECONDS of speech; made once, in a process of its own, and kept in `folder`.

    Raises MissingPartError without espeak-ng, EngineError where it keeps failing.
    """
    index = folder / f"{language}.json"
    for attempt in range(_ATTEMPTS):
        if index.exists():
            break
        process = get_context("spawn").Process(target=_make, args=(language, folder, attempt))
        process.start()
        process.join()  # espeak-ng crashes on rare texts, and then others are drawn
    if not index.exists():
        raise EngineError(f"The synthesiser failed {_ATTEMPTS} times in '{language}'", "see the messages above")
    rows = json.loads(index.read_text(encoding="utf-8"))
    return [(folder / row["file"], [Phone(*phone) for phone in row["phones"]], row["text"]) for row in rows]


def _make(language: str, folder: Path, attempt: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng([_SEED, attempt])
    voices = [("en", name) for name, _ in ENGLISH_VOICES] + list(OTHER_VOICES)
    names = [name for code, name in voices if code == language]
    sentences = (SENTENCES / f"sentences_{language}.txt").read_text(encoding="utf-8").split("\n")[:-1]
    espeak, seconds = Espeak(), 0.0
    rows: list[dict] = []
    for text in chain.from_iterable(rng.permutation(sentences) for _ in repeat(None)):
        voice = f"{rng.choice(names)}+{rng.choice(sorted(DEV_VARIANTS))}"
        manner = Manner(int(rng.uniform(120, 220)), int(rng.uniform(20, 80)), int(rng.uniform(20, 80)))
        said = espeak.speak(voice, str(text), manner, language)
        name = f"{language}-{len(rows):03d}.flac"
        level = np.float32(0.5 / max(float(np.abs(said.samples).max()), 1e-3))
        soundfile.write(folder / name, said.samples * level, SAMPLE_RATE)
        phones = [[phone.label, phone.start, phone.end] for phone in said.phones]
        rows.append({"file": name, "text": str(text), "phones": phones})
        seconds += len(said.samples) / SAMPLE_RATE
        if seconds >= SECONDS:
            break
    (folder / f"{language}.json").write_text(json.dumps(rows), encoding="utf-8")
