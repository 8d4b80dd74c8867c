"""What the decoder loses of an expression comes back."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from expclip.core.animation.articulation import rules  # noqa: E402
from expclip.core.animation.decoder import AnimationDecoder, DecoderConfig  # noqa: E402
from expclip.core.animation.faithful import at_rest, restored  # noqa: E402
from expclip.core.animation.mixing import mix  # noqa: E402
from expclip.core.animation.windows import Stretch, stream_weights  # noqa: E402
from expclip.core.expression.space import DIM  # noqa: E402
from expclip.core.settings import AnimateSettings  # noqa: E402
from expclip.core.speech.phones import Phone  # noqa: E402
from expclip.core.speech.phonogram import phonogram_of  # noqa: E402
from expclip.rigs import arkit  # noqa: E402

PUFF, BROW, LOWER, PRESS = (
    arkit.INDEX[name] for name in ("cheekPuff", "browOuterUpLeft", "mouthLowerDownLeft", "mouthPressLeft")
)


class OneFace:
    """A space whose D gives one face for every style but zero."""

    def __init__(self, weights: dict[int, float]):
        self.worn = np.zeros(arkit.COUNT, np.float32)
        self.worn[list(weights)] = list(weights.values())

    def face(self, style: np.ndarray) -> np.ndarray:
        return self.worn * style.any(1, keepdims=True)


@pytest.fixture(scope="module")
def decoder():
    torch.manual_seed(0)
    return AnimationDecoder(
        DecoderConfig(style=DIM, hidden=16, layers=1, heads=2, feed_forward=16, style_tokens=2, amplitude=1.0)
    ).eval()


def silent(decoder, frames: int = 40) -> Stretch:
    style = np.ones((frames, DIM), np.float32)
    parts = phonogram_of([], frames), np.tile(np.float32([-3.0, -4.0]), (frames, 1))
    (made,) = stream_weights(*parts, lambda seconds: style[: len(seconds)], decoder, lambda done, message: None)
    return made


def styles(decoder, frames: int) -> np.ndarray:
    return np.ones((frames + 2 * decoder.config.reach, DIM), np.float32)


def test_a_face_that_does_not_speak_is_the_wanted_one(decoder):
    """Inside: at the ends of a line the decoder hears that there is nothing before and after."""
    space, made = OneFace({PUFF: 0.8, BROW: 0.6}), silent(decoder, 100)
    whole = restored(made, styles(decoder, 100), space, decoder)
    taken = np.minimum(whole.neutral[50], made.styled[50])
    lost = np.abs(made.styled[50] - space.worn).max()
    assert lost > 0.3
    np.testing.assert_allclose(whole.styled[50], np.maximum(space.worn, taken), atol=0.2 * lost)


def test_the_neutral_style_stays_as_it_is(decoder):
    made = silent(decoder)
    assert restored(made, 0.0 * styles(decoder, 40), OneFace({PUFF: 0.8}), decoder) is made


def speaking(firmness: float, opening: float) -> Stretch:
    neutral = np.zeros((1, arkit.COUNT), np.float32)
    neutral[:, arkit.INDEX["jawOpen"]] = opening
    return Stretch(neutral, neutral.copy(), np.array([firmness], np.float32), np.array([firmness], np.float32))


def test_the_sound_keeps_the_lips(decoder):
    """A p under a face that opens and presses the lips: it stays closed, and a vowel is not pressed away."""
    space = OneFace({LOWER: 0.9, PRESS: 0.9, BROW: 0.9})
    rest = at_rest(styles(decoder, 1), decoder)[0]
    held = restored(speaking(1.0, 0.0), styles(decoder, 1), space, decoder)
    vowel = restored(speaking(0.0, 0.5), styles(decoder, 1), space, decoder)
    opens = rules().opening > 0
    assert np.abs(held.styled[0, opens]).max() < 1e-6
    assert held.styled[0, BROW] == pytest.approx(0.9 - rest[BROW], abs=1e-5)
    assert vowel.styled[0, PRESS] == pytest.approx(0.3 * (0.9 - rest[PRESS]), abs=1e-5)


@pytest.mark.parametrize("name", ["eye-roll", "rage", "skeptical", "pout", "laugh", "exasperated"])
def test_shipped_models_show_every_strong_shape_and_close_the_lips(root, name):
    from expclip.core.bundle import SHIPPED, open_bundle
    from expclip.core.networks import load_networks, load_space
    from expclip.presets import expressions

    if not (SHIPPED / "animation.safetensors").exists():
        pytest.skip("no models ship with this checkout yet")
    bundle = open_bundle(SHIPPED)
    space = load_space(bundle)
    decoder = load_networks(bundle, space, torch.device("cpu")).decoder
    face = expressions.load(name)
    spoken = [Phone(label, 0.2 + 0.1 * row, 0.3 + 0.1 * row) for row, label in enumerate("p ɑ m i b u s ə".split())]
    phonogram, loudness = phonogram_of(spoken, 60), np.zeros((60, 2), np.float32)
    style = space.embed(np.repeat(face[None], 60 + 2 * decoder.config.reach, 0))
    (made,) = stream_weights(phonogram, loudness, lambda at: style[: len(at)], decoder, lambda done, message: None)
    whole = restored(made, style, space, decoder)
    weaker, stronger = (mix(whole, AnimateSettings(intensity=intensity)) for intensity in (1.0, 2.0))
    strong = face >= 0.25
    assert (weaker.max(0)[strong] > 0.6 * face[strong]).all()
    rise = (stronger - weaker) * np.sign(whole.styled - whole.neutral)
    rise[:, arkit.INDEX["mouthClose"]] = 0.0  # the jaw's corrective goes with the jaw
    assert rise.min() > -1e-5
    shut = whole.closure > 0.9
    assert shut.any() and stronger[shut][:, arkit.INDEX["mouthLowerDownLeft"]].max() < 0.1
