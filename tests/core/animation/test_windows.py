from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from expclip.core.animation.decoder import AnimationDecoder, DecoderConfig  # noqa: E402
from expclip.core.animation.windows import STRETCH_FRAMES, stream_weights  # noqa: E402
from expclip.core.errors import Cancelled  # noqa: E402

STYLE, PHONES = 6, 10


@pytest.fixture(scope="module")
def decoder():
    torch.manual_seed(0)
    shape = DecoderConfig(
        phones=PHONES, style=STYLE, hidden=16, layers=2, heads=2, feed_forward=16, style_tokens=2, window=8,
        amplitude=1.0,
    )
    return AnimationDecoder(shape).eval()


def line(frames: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(3)
    phonogram = random.dirichlet(np.full(PHONES, 0.1), frames).astype(np.float32)
    return phonogram, random.standard_normal((frames, 2)).astype(np.float32)


def held_style(seconds: np.ndarray) -> np.ndarray:
    return np.full((len(seconds), STYLE), 0.7, np.float32)


def neutral_style(seconds: np.ndarray) -> np.ndarray:
    return np.zeros((len(seconds), STYLE), np.float32)


def rising_style(seconds: np.ndarray) -> np.ndarray:
    return np.repeat(0.1 * seconds[:, None], STYLE, 1).astype(np.float32)


def animate(heard, decoder, style=held_style, report=lambda done, message: None) -> dict[str, np.ndarray]:
    phonogram, loudness = heard
    stretches = list(stream_weights(phonogram, loudness, style, decoder, report))
    return {
        name: np.concatenate([getattr(stretch, name) for stretch in stretches])
        for name in ("neutral", "styled", "firmness", "closure")
    }


@pytest.mark.parametrize("frames", [1, 7, STRETCH_FRAMES, STRETCH_FRAMES + 1, 3 * STRETCH_FRAMES - 1])
def test_every_length_gives_its_frames(decoder, frames):
    result = animate(line(frames), decoder)
    assert result["styled"].shape == result["neutral"].shape == (frames, 52)
    assert result["firmness"].shape == result["closure"].shape == (frames,)
    assert all(part.min() >= 0.0 and part.max() <= 1.0 for part in result.values())


@pytest.mark.parametrize("style", [held_style, rising_style])
def test_stretches_give_what_the_whole_line_gives(decoder, style):
    """No seams: the same face as from one run over the whole line."""
    phonogram, loudness = line(3 * STRETCH_FRAMES + 50)
    result = animate((phonogram, loudness), decoder, style)
    seconds = (np.arange(len(phonogram)) + 0.5) / 50
    for name, track in (("neutral", neutral_style), ("styled", style)):
        with torch.inference_mode():
            parts = (torch.from_numpy(part)[None] for part in (phonogram, loudness, track(seconds)))
            weights, _ = decoder(*parts)
        np.testing.assert_allclose(result[name], weights[0].clamp(0.0, 1.0).numpy(), atol=1e-5)


def test_amplitude_makes_the_articulation_larger_and_not_the_expression(decoder):
    wider = AnimationDecoder(replace(decoder.config, amplitude=1.5)).eval()
    wider.load_state_dict(decoder.state_dict())
    before, after = animate(line(100), decoder), animate(line(100), wider)
    shown = [result[name] for result in (before, after) for name in ("neutral", "styled")]
    free = np.all([(part > 0.0) & (part < 1.0) for part in shown], axis=0)
    assert free.mean() > 0.1
    np.testing.assert_allclose(after["neutral"][free], 1.5 * before["neutral"][free], atol=1e-5)
    added, still_added = (result["styled"][free] - result["neutral"][free] for result in (before, after))
    np.testing.assert_allclose(still_added, added, atol=1e-5)


def test_without_a_style_both_faces_are_one(decoder):
    result, neutral = animate(line(150), decoder), animate(line(150), decoder, neutral_style)
    np.testing.assert_allclose(result["neutral"], neutral["neutral"], atol=1e-6)
    assert np.array_equal(neutral["neutral"], neutral["styled"])
    assert np.abs(result["styled"] - result["neutral"]).max() > 1e-3


def test_style_stands_at_its_time(decoder):
    def late(seconds):
        return np.where(seconds[:, None] > 20.0, 0.7, 0.0).astype(np.float32).repeat(STYLE, 1)

    result = animate(line(1500), decoder, late)
    moved = np.abs(result["styled"] - result["neutral"]).max(1)
    assert moved[:980].max() < 1e-6 and moved[1000:].min() > 1e-4


def test_an_edit_changes_its_neighbourhood_only(decoder):
    phonogram, loudness = line(600)
    edited = phonogram.copy()
    edited[295:303] = np.eye(PHONES, dtype=np.float32)[4]
    before, after = animate((phonogram, loudness), decoder), animate((edited, loudness), decoder)
    reach = decoder.config.reach
    for name in before:
        moved = np.abs(before[name] - after[name]).reshape(600, -1).max(1)
        assert moved[295:303].max() > 1e-4
        assert moved[: 295 - reach].max() < 1e-6 and moved[303 + reach :].max() < 1e-6


def test_progress_rises_and_cancelling_stops(decoder):
    told = []
    animate(line(900), decoder, report=lambda done, message: told.append(done))
    assert told == sorted(told) and told[-1] == 1.0 and len(told) > 2

    def stop(done, message):
        raise Cancelled

    with pytest.raises(Cancelled):
        animate(line(900), decoder, report=stop)
