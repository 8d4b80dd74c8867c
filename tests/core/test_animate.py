import json
import shutil

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from expclip.core import animate as animate_module  # noqa: E402
from expclip.core import engine as engine_module  # noqa: E402
from expclip.core.animate import at_rate  # noqa: E402
from expclip.core.animation.articulation import rules  # noqa: E402
from expclip.core.bundle import seal  # noqa: E402
from expclip.core.direction import Direction, DirectionTrack  # noqa: E402
from expclip.core.engine import Engine  # noqa: E402
from expclip.core.errors import Cancelled, DeviceError, ModelError, PromptError  # noqa: E402
from expclip.core.job import AnimateJob  # noqa: E402
from expclip.core.settings import AnimateSettings, LifeStrengths  # noqa: E402
from expclip.core.speech.phones import COUNT, INDEX, SILENCE, Phone  # noqa: E402
from expclip.core.spoken import Spoken  # noqa: E402
from expclip.presets import expressions  # noqa: E402
from expclip.rigs import arkit  # noqa: E402

from .conftest import write_wav  # noqa: E402


def silent(done, message):
    pass


@pytest.fixture(scope="module")
def engine(tiny_bundle):
    return Engine(tiny_bundle)


def take_of(engine, speech, *directions, report=silent, **settings):
    return engine.animate(AnimateJob(str(speech), DirectionTrack(directions), AnimateSettings(**settings)), report)


class TestAtRate:
    def ramp(self, frames):
        """Model frames whose value is their own time in seconds."""
        return np.repeat(((np.arange(frames) + 0.5) / 50)[:, None], arkit.COUNT, 1).astype(np.float32)

    @pytest.mark.parametrize("fps", [24.0, 30000 / 1001, 30.0, 50.0, 60.0, 120.0])
    @pytest.mark.parametrize("pieces", [(100,), (1, 1, 98), (33, 0, 66, 1)])
    def test_frames_stand_at_their_time(self, fps, pieces):
        stretches = np.split(self.ramp(100), np.cumsum(pieces)[:-1])
        frames = int(np.ceil(2 * fps))
        weights = at_rate(stretches, frames, fps)
        wanted = np.clip(np.arange(frames) / fps, 0.01, 1.99)
        np.testing.assert_allclose(weights[:, 7], wanted, atol=1e-5)

    def test_nothing_is_silence(self):
        assert not at_rate([], 3, 30.0).any()
        assert not at_rate([np.zeros((0, arkit.COUNT), np.float32)], 3, 30.0).any()

    def test_one_frame_is_held(self):
        np.testing.assert_allclose(at_rate([self.ramp(1)], 3, 30.0), 0.01)


def test_a_line_longer_than_a_window_has_no_seam(engine, tmp_path):
    seconds = np.arange(40 * 16000) / 16000
    write_wav(tmp_path / "long.wav", 0.2 * np.sin(2 * np.pi * 200 * seconds) * np.sin(2 * np.pi * 2 * seconds))
    take = take_of(engine, tmp_path / "long.wav", fps=50.0, life=0.0)
    assert take.frames == 2000
    steps = np.abs(np.diff(take.weights[100:-100], axis=0)).max(axis=1)
    assert steps.max() < 3 * np.percentile(steps, 95)


def test_a_part_of_the_sound_is_that_part(engine, spoken_line):
    job = AnimateJob(str(spoken_line), start=0.5, end=1.25)
    assert engine.animate(job, silent).frames == 23


def test_a_direction_changes_its_span_only(engine, tmp_path):
    write_wav(tmp_path / "line.wav", np.random.default_rng(1).normal(0, 0.1, 6 * 16000))
    plain = take_of(engine, tmp_path / "line.wav", life=0.0)
    track = Direction("preset", "joy", 0.0, 2.0)
    directed = take_of(engine, tmp_path / "line.wav", track, life=0.0)
    changed = np.abs(directed.weights - plain.weights).max(axis=1) > 1e-6
    assert changed[:50].all() and not changed[70:].any()


def test_intensity_scales_what_the_direction_adds(engine, spoken_line):
    sad = Direction("preset", "grief")
    plain, half, whole = (
        take_of(engine, spoken_line, *directions, intensity=intensity, life=0.0).weights
        for directions, intensity in (((), 1.0), ((sad,), 0.5), ((sad,), 1.0))
    )
    inside = (np.minimum(np.minimum(plain, half), whole) > 0.01) & (whole < 0.99)
    mouth = np.array([name.startswith(("mouth", "jaw")) for name in arkit.NAMES])
    inside[:, mouth | (rules().opening > 0)] = False  # where the sound holds the lips, they yield
    assert inside.any()
    np.testing.assert_allclose((half - plain)[inside], 0.5 * (whole - plain)[inside], atol=1e-4)


def test_the_expression_follows_the_voice_and_no_intensity_goes_above_two(engine, tmp_path, monkeypatch):
    from expclip.core import animate as animate_module

    write_wav(tmp_path / "line.wav", np.random.default_rng(1).normal(0, 0.1, 4 * 16000))
    given: list[np.ndarray] = []
    embed = engine.space.embed
    monkeypatch.setattr(engine.space, "embed", lambda weights: given.append(weights) or embed(weights))
    swell = np.linspace(0.5, 4.0, 201).astype(np.float32)
    monkeypatch.setattr(animate_module.arousal, "strength", lambda voice, phones, follow: swell**follow)
    smile = arkit.INDEX["mouthSmileLeft"]
    calm = Direction("preset", "gentle-smile", intensity=0.8)
    weight = float(expressions.load("gentle-smile")[smile])

    def worn(**settings) -> np.ndarray:
        given.clear()
        take_of(engine, tmp_path / "line.wav", calm, **settings)
        return np.concatenate([weights[:, smile] for weights in given])

    assert np.ptp(worn()) < 1e-6
    followed = worn(follow_voice=1.0)
    assert followed.min() == pytest.approx(0.5 * 0.8 * weight, abs=0.01)
    assert followed.max() == pytest.approx(min(1.0, 2.0 * weight), abs=1e-4)
    assert worn(follow_voice=1.0, intensity=2.0).max() == pytest.approx(min(1.0, weight), abs=1e-4)


def test_progress_runs_to_its_end_and_can_stop_the_job(engine, spoken_line):
    told = []
    take_of(engine, spoken_line, report=lambda done, message: told.append(done))
    assert told == sorted(told) and told[-1] == 1.0

    def stop(done, message):
        raise Cancelled

    with pytest.raises(Cancelled):
        take_of(engine, spoken_line, report=stop)


def test_an_unknown_preset_names_what_there_is(engine, spoken_line):
    with pytest.raises(PromptError, match="melancolly"):
        take_of(engine, spoken_line, Direction("preset", "melancolly"))


def test_cuda_where_there_is_none(engine, spoken_line, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(DeviceError):
        take_of(engine, spoken_line, device="cuda")


def test_a_full_gpu_leaves_the_job_to_the_cpu(engine, spoken_line, monkeypatch):
    """The pretended GPU is the meta device: networks can be put there, and nothing can be computed."""
    wanted = take_of(engine, spoken_line)
    really_animate = engine_module.animate

    def animate(job, speech, networks, report):
        if networks.device.type == "meta":
            raise torch.OutOfMemoryError("CUDA out of memory")
        return really_animate(job, speech, networks, report)

    monkeypatch.setattr(engine_module, "animate", animate)
    monkeypatch.setattr(
        engine_module, "chosen_device", lambda name: torch.device("meta" if name == "auto" else name)
    )
    take = take_of(engine, spoken_line)
    np.testing.assert_array_equal(take.weights, wanted.weights)
    assert any("memory" in note and "CPU" in note for note in take.made_by["notes"])
    assert "meta" not in engine._networks


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA device")
def test_cuda_gives_what_the_cpu_gives(engine, spoken_line):
    joy = Direction("preset", "joy")
    on_cpu, on_cuda = (take_of(engine, spoken_line, joy, device=device).weights for device in ("cpu", "cuda"))
    np.testing.assert_allclose(on_cuda, on_cpu, atol=1e-3)


@pytest.mark.parametrize("part, change", [
    ("speech", {"hidden": 48}), ("speech", {"colour": 1}), ("animation", {"style_tokens": 3}),
    ("expression", {"dim": 1}),
])
def test_models_that_do_not_fit_their_config_are_told(tiny_bundle, spoken_line, tmp_path, part, change):
    other = shutil.copytree(tiny_bundle, tmp_path / "other")
    config = json.loads((other / "config.json").read_text())
    if part == "expression":
        del config["expression"]["hidden"]
    config[part] |= change
    (other / "config.json").write_text(json.dumps(config))
    seal(other)
    with pytest.raises(ModelError, match="another version"):
        take_of(Engine(other), spoken_line)


def test_life_is_laid_over_the_same_lips_and_can_be_left_away(engine, spoken_line):
    still, living = take_of(engine, spoken_line, life=0.0), take_of(engine, spoken_line)
    mouth = [arkit.INDEX[name] for name in arkit.REGIONS["mouth"] + arkit.REGIONS["jaw"]]
    assert np.array_equal(still.weights[:, mouth], living.weights[:, mouth])
    assert still.head is None
    assert np.abs(living.head).max() > 0


def test_the_eyes_blink_where_a_part_gives_back_to_the_whole_and_not_where_a_direction_forbids_it(engine, tmp_path):
    write_wav(tmp_path / "line.wav", np.random.default_rng(1).normal(0, 0.1, 8 * 16000))
    whole, part = Direction("preset", "joy"), Direction("preset", "grief", 0.0, 3.0)
    lid = take_of(engine, tmp_path / "line.wav", whole, part, fps=50.0).channel("eyeBlinkLeft")
    assert lid[150:170].max() > 0.95 and lid[:20].max() < 0.9
    staring = Direction("text", "angry, without blinking")
    assert take_of(engine, tmp_path / "line.wav", staring, fps=50.0).channel("eyeBlinkLeft").max() < 0.9


def test_each_part_of_life_has_its_strength_in_the_settings(engine, spoken_line):
    still = take_of(engine, spoken_line, life_parts=LifeStrengths(0.0, 0.0, 0.0, 0.0, 0.0))
    np.testing.assert_array_equal(still.weights, take_of(engine, spoken_line, life=0.0).weights)
    assert not still.head.any()
    assert still.made_by["job"]["settings"]["life_parts"]["head"] == 0.0


def test_sound_in_which_nobody_speaks_is_told(engine, tmp_path, monkeypatch):
    def nobody(script, speech, networks, report):
        frames = round(speech.seconds * 50)
        phonogram = np.zeros((frames, COUNT), np.float32)
        phonogram[:, INDEX[SILENCE]] = 1.0
        return Spoken([Phone(SILENCE, 0.0, speech.seconds)], phonogram, "en")

    monkeypatch.setattr(animate_module, "spoken", nobody)
    write_wav(tmp_path / "noise.wav", np.random.default_rng(0).normal(0, 0.1, 16000))
    (note,) = take_of(engine, tmp_path / "noise.wav").made_by["notes"]
    assert note == "Nobody is heard to speak in 'noise.wav', so that the mouth rests"
    write_wav(tmp_path / "still.wav", np.zeros(16000))
    assert take_of(engine, tmp_path / "still.wav").made_by["notes"] == ["The line is silent"]
