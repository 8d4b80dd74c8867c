import numpy as np
import pytest

torch = pytest.importorskip("torch")

from expclip.core.animation.live import AHEAD_FRAMES, LiveMouth  # noqa: E402
from expclip.core.bundle import open_bundle  # noqa: E402
from expclip.core.expression.space import DIM  # noqa: E402
from expclip.core.networks import load_networks, load_space  # noqa: E402
from expclip.core.settings import AnimateSettings  # noqa: E402


@pytest.fixture(scope="module")
def networks(tiny_bundle):
    bundle = open_bundle(tiny_bundle)
    return load_networks(bundle, load_space(bundle), torch.device("cpu"))


def mouth(networks, style: float = 0.0) -> LiveMouth:
    return LiveMouth(networks, np.full(DIM, style, np.float32), "en", AnimateSettings())


def sound(seconds: float) -> np.ndarray:
    return (np.random.default_rng(3).standard_normal(int(seconds * 16000)) * 0.1).astype(np.float32)


@pytest.mark.parametrize("block", [100, 1600, 7000])
@pytest.mark.parametrize("seconds", [0.1, 1.013, 5.5])
def test_every_frame_comes_once(networks, seconds, block):
    if block == 100 and seconds > 2:
        pytest.skip("the same as with longer blocks, only slow")
    live, samples = mouth(networks), sound(seconds)
    faces = [live.feed(samples[at : at + block]) for at in range(0, len(samples), block)] + [live.finish()]
    assert sum(map(len, faces)) == -(-len(samples) // 320)
    assert np.isfinite(np.concatenate(faces)).all()


def test_faces_come_no_later_than_promised(networks):
    live, samples, shown = mouth(networks), sound(6.0), 0
    for at in range(0, len(samples), 1600):
        shown += len(live.feed(samples[at : at + 1600]))
        assert shown == max(0, (at + 1600) // 320 - AHEAD_FRAMES)


def test_what_is_kept_does_not_grow(networks):
    live, samples = mouth(networks), sound(12.0)
    kept = []
    for at in range(0, len(samples), 3200):
        live.feed(samples[at : at + 3200])
        kept.append(len(live._sound))
    assert max(kept[20:]) <= 3.3 * 16000


def test_sound_that_comes_at_once_gives_the_face_of_a_line(networks):
    """One block that is all of the sound is heard as a line is."""
    from expclip.core.animation.faithful import restored
    from expclip.core.animation.mixing import mix
    from expclip.core.animation.windows import stream_weights
    from expclip.core.speech.decoding import hear
    from expclip.core.speech.loudness import frame_decibels, loudness_channels, speech_level

    samples = sound(2.0)
    live = mouth(networks, 0.3)
    faces = np.concatenate([live.feed(samples), live.finish()])
    with torch.inference_mode():
        posteriors = networks.encoder(torch.from_numpy(samples)[None])[1][0].log_softmax(-1).numpy()
    decibels = frame_decibels(samples)
    stretches = stream_weights(
        hear(posteriors, networks.grammars, "en").phonogram,
        loudness_channels(decibels, speech_level(decibels)),
        lambda seconds: np.full((len(seconds), DIM), 0.3, np.float32),
        networks.decoder,
        lambda done, message: None,
    )
    held = np.full((2 * networks.decoder.config.reach + 1, DIM), 0.3, np.float32)
    whole = np.concatenate(
        [mix(restored(stretch, held, networks.space, networks.decoder), AnimateSettings()) for stretch in stretches]
    )
    np.testing.assert_allclose(faces, whole, atol=1e-5)


def test_the_style_is_worn(networks):
    samples = sound(1.0)
    plain, styled = (
        np.concatenate([live.feed(samples), live.finish()]) for live in (mouth(networks), mouth(networks, 2.0))
    )
    assert np.abs(plain - styled).max() > 1e-3


def test_what_the_decoder_loses_of_a_style_is_given_back(networks):
    """Silence leaves room for all of an expression."""
    from expclip.core.animation.faithful import at_rest

    style = np.random.default_rng(5).standard_normal(DIM).astype(np.float32)
    live = LiveMouth(networks, style, "en", AnimateSettings())
    faces = np.concatenate([live.feed(np.zeros(16000, np.float32)), live.finish()])
    drawn = at_rest(np.broadcast_to(style, (2 * networks.decoder.config.reach + 1, DIM)), networks.decoder)[0]
    wanted = networks.space.face(style[None])[0]
    weak = np.argmax(wanted - drawn)
    assert wanted[weak] - drawn[weak] > 0.05
    assert faces[len(faces) // 2, weak] > drawn[weak] + 0.02
