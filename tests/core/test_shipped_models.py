"""What the shipped models must do whatever their quality: the engine with them, on real input."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
import soundfile

pytest.importorskip("torch")

from expclip.core.animation.decoder import DecoderConfig
from expclip.core.bundle import SHIPPED, open_bundle
from expclip.core.direction import Direction, DirectionTrack
from expclip.core.engine import Engine
from expclip.core.expression.motion_style import MotionStyleConfig
from expclip.core.image.face_network import FaceNetworkConfig
from expclip.core.job import AnimateJob
from expclip.core.settings import AnimateSettings
from expclip.core.speech.encoder import EncoderConfig
from expclip.core.take import Take

from .conftest import write_wav

LINE = Path(__file__).parents[2] / "presets" / "demo" / "line.flac"


@pytest.fixture(scope="module")
def engine():
    if not (SHIPPED / "animation.safetensors").exists():
        pytest.skip("no models ship with this checkout yet")
    return Engine(SHIPPED)


def take_of(engine: Engine, speech: Path, *directions: Direction) -> Take:
    job = AnimateJob(str(speech), DirectionTrack(directions), AnimateSettings(device="cpu"))
    return engine.animate(job, lambda done, message: None)


def test_the_demo_line_moves_the_mouth(engine):
    jaw = take_of(engine, LINE).channel("jawOpen")
    assert jaw.max() > 0.15 and jaw.min() < 0.05


@pytest.mark.parametrize("loudness", [0.0, 1e-4, 1e-2])
def test_silence_and_noise_rest_the_mouth(engine, tmp_path, loudness):
    write_wav(tmp_path / "nothing.wav", np.random.default_rng(0).normal(0, 1, 3 * 16000) * loudness)
    take = take_of(engine, tmp_path / "nothing.wav")
    assert take.channel("jawOpen").max() < 0.08
    assert take.channel("mouthFunnel").max() < 0.1 and take.channel("mouthPucker").max() < 0.15


def test_joy_smiles_and_anger_lowers_the_brows(engine):
    plain, joy, anger = (
        take_of(engine, LINE, *directions) for directions in ((), (Direction("text", "very happy, smiling"),),
                                                              (Direction("text", "very angry"),))
    )
    for name in ("mouthSmileLeft", "mouthSmileRight"):
        assert joy.channel(name).mean() > plain.channel(name).mean() + 0.2
    for name in ("browDownLeft", "browDownRight"):
        assert anger.channel(name).mean() > plain.channel(name).mean() + 0.2


def test_windows_of_a_long_line_join(engine, tmp_path, monkeypatch):
    """Beside one window for all of it no weight differs by .01."""
    from expclip.core.speech import listening

    sound, rate = soundfile.read(LINE)
    write_wav(tmp_path / "long.wav", np.tile(sound, 8), rate)
    windows = take_of(engine, tmp_path / "long.wav").weights
    assert len(windows) > 2 * 30 * listening.WINDOW_FRAMES / 50
    monkeypatch.setattr(listening, "WINDOW_FRAMES", 100 * 50)
    assert np.abs(take_of(engine, tmp_path / "long.wav").weights - windows).max() < 0.01


def test_a_feeling_comes_and_goes(engine):
    seconds = take_of(engine, LINE).seconds
    take = take_of(engine, LINE, Direction("preset", "joy", 0.0, seconds / 2))
    smile = take.channel("mouthSmileLeft")
    assert smile[: take.frames // 3].mean() > smile[-take.frames // 3 :].mean() + 0.2


@pytest.mark.parametrize(
    ("part", "config"),
    [
        ("speech", EncoderConfig),
        ("animation", DecoderConfig),
        ("style", MotionStyleConfig),
        ("face", FaceNetworkConfig),
    ],
)
def test_a_part_states_every_field_of_its_configuration(part, config):
    """A default that changes in the code would change what ships."""
    if not (SHIPPED / f"{part}.safetensors").exists():
        pytest.skip(f"no models of '{part}' ship with this checkout yet")
    assert {field.name for field in fields(config)} <= set(open_bundle(SHIPPED).part(part))
