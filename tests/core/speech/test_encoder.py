import numpy as np
import pytest

torch = pytest.importorskip("torch")

from expclip.core.speech.encoder import FRAME_SAMPLES, EncoderConfig, SpeechEncoder  # noqa: E402

SMALL = EncoderConfig(bands=20, conv=32, hidden=32, layers=1, heads=2, feed_forward=32)


@pytest.fixture(scope="module")
def encoder():
    torch.manual_seed(0)
    return SpeechEncoder(SMALL).eval()


@pytest.mark.parametrize("samples", [FRAME_SAMPLES, FRAME_SAMPLES * 7, FRAME_SAMPLES * 7 + 319])
def test_one_frame_for_each_320_samples(encoder, samples):
    features, logits = encoder(torch.zeros(2, samples))
    assert features.shape == (2, samples // FRAME_SAMPLES, SMALL.hidden)
    assert logits.shape == (2, samples // FRAME_SAMPLES, len(SMALL.phones))


def test_frames_are_centred_on_their_samples(encoder):
    """A click in the middle of frame 50 changes the convolutions' output there, and elsewhere only the colour."""
    click = torch.zeros(1, 100 * FRAME_SAMPLES)
    click[0, 50 * FRAME_SAMPLES + FRAME_SAMPLES // 2] = 1.0
    conv = encoder.ear
    padded = torch.nn.functional.pad(torch.cat([click, torch.zeros_like(click)]), (360, 360))
    heard, silent = conv(padded)
    change = (heard - silent).abs().sum(0).detach().numpy()
    beside = np.abs(change - np.median(change))
    assert change.argmax() == 50 and set(np.flatnonzero(beside > 0.01)) <= {49, 50, 51}


def test_the_absolute_level_is_heard(encoder):
    tone = torch.sin(torch.arange(16000) * 0.2)[None]
    loud, quiet = (encoder(tone * level)[0] for level in (0.5, 0.0005))
    assert (loud - quiet).abs().mean() > 0.05


def test_config_travels_through_json():
    assert EncoderConfig.from_json(SMALL.to_json()) == SMALL
    assert EncoderConfig.from_json({**SMALL.to_json(), "phones": list(SMALL.phones)}) == SMALL


def test_the_second_view_is_free_of_the_microphone():
    """Sound that is filtered as a whole looks the same there."""
    torch.manual_seed(0)
    bands = SpeechEncoder(EncoderConfig(layers=1)).eval().ear
    sound = torch.randn(1, 32720) * 0.1
    first, second = (bands._bands(sound * level)[:, 80:] for level in (1.0, 0.3))
    assert torch.allclose(first, second, atol=1e-3)
    assert not torch.allclose(bands._bands(sound)[:, :80], bands._bands(sound * 0.3)[:, :80], atol=0.1)
