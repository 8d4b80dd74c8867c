"""A bundle of tiny networks with random weights, and a sound: whatever needs models runs without the shipped ones."""

import json
import wave
from pathlib import Path

import numpy as np
import pytest


@pytest.fixture(scope="session")
def tiny_bundle(tmp_path_factory) -> Path:
    torch = pytest.importorskip("torch")
    from safetensors.torch import save_file

    from expclip.core.animation.decoder import AnimationDecoder, DecoderConfig
    from expclip.core.bundle import seal
    from expclip.core.expression.space import DIM, ExpressionSpace
    from expclip.core.expression.words import words_of
    from expclip.core.speech.encoder import EncoderConfig, SpeechEncoder

    from .tiny_text import tiny_side

    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("bundle")
    speech = EncoderConfig(hidden=32, layers=1, heads=2, feed_forward=32, conv=32)
    decoder = DecoderConfig(style=DIM, hidden=32, layers=1, heads=2, feed_forward=32, style_tokens=2)
    words = sorted(set(words_of("sad happy angry joy grief holding back tears she is very not brave smile with a the")))
    space = ExpressionSpace(hidden=32)
    save_file(SpeechEncoder(speech).state_dict(), folder / "speech.safetensors")
    save_file(AnimationDecoder(decoder).state_dict(), folder / "animation.safetensors")
    save_file(space.tensors(), folder / "expression.safetensors")
    side = tiny_side(*words)  # last: what it draws moves no other weights
    save_file(side.tensors(), folder / "text.safetensors")
    save_file(_grammars("en", "es"), folder / "grammar.safetensors")
    config = {
        "format": 1, "name": "tiny", "speech": speech.to_json(), "animation": decoder.to_json(),
        "expression": space.config(), "text": side.config(),
        "grammar": {"phones": list(speech.phones), "languages": ["en", "es"]},
    }
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    (folder / "MODEL_CARD.md").write_text("Random weights, for tests.\n", encoding="utf-8")
    seal(folder)
    return folder


def _grammars(*languages: str) -> dict:
    """Counts of phones that follow each other in four words, the same in every language."""
    import torch

    from expclip.core.speech.phones import COUNT, INDEX

    counts: dict[int, int] = {}
    for word in ("m ɑ m ə", "p i l oʊ", "s t ɪ k s", "f i v ə"):
        numbers = [INDEX[label] for label in ["sil", "sil", *word.split(), "sil", "sil"]]
        for a, b, c in zip(numbers, numbers[1:], numbers[2:], strict=False):
            counts[(a * COUNT + b) * COUNT + c] = counts.get((a * COUNT + b) * COUNT + c, 0) + 1
    tables = {"trigrams": sorted(counts), "times": [counts[key] for key in sorted(counts)]}
    return {
        f"{language}.{name}": torch.tensor(values, dtype=torch.int32)
        for language in languages for name, values in tables.items()
    }


@pytest.fixture(scope="session")
def spoken_line(tmp_path_factory) -> Path:
    """1.5 s of something like a voice, under a name with a space and letters that are not Latin."""
    seconds = np.arange(int(1.5 * 16000)) / 16000
    buzz = np.sin(2 * np.pi * 140 * seconds) + 0.5 * np.sin(2 * np.pi * 900 * seconds)
    sound = 0.2 * buzz * (0.5 + 0.5 * np.sin(2 * np.pi * 3 * seconds))
    path = tmp_path_factory.mktemp("sound") / "line of Zoë 語.wav"
    write_wav(path, sound)
    return path


def write_wav(path: Path, samples: np.ndarray, rate: int = 16000) -> None:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


@pytest.fixture
def run(capsys, monkeypatch, tiny_bundle):
    """run(*arguments) -> (exit status, stdout, stderr) with the tiny bundle."""
    from expclip.core.cli import main

    monkeypatch.setenv("EXPCLIP_MODELS", str(tiny_bundle))

    def call(*arguments):
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as ended:
            status = ended.code
        told = capsys.readouterr()
        return status, told.out, told.err

    return call
