import numpy as np
import pytest

pytest.importorskip("torch")

from expclip.core.animation.articulation import rules
from expclip.core.animation.mixing import mix
from expclip.core.animation.windows import Stretch
from expclip.core.settings import AnimateSettings
from expclip.rigs import arkit

JAW, CLOSE, SMILE = (arkit.INDEX[name] for name in ("jawOpen", "mouthClose", "mouthSmileLeft"))
LOWER, BROW = arkit.INDEX["mouthLowerDownLeft"], arkit.INDEX["browInnerUp"]


def stretch(firmness: float = 0.0, closure: float = 0.0, neutral=None, styled=None) -> Stretch:
    """One frame; neutral and styled: weights by channel."""
    faces = np.zeros((2, 1, arkit.COUNT), np.float32)
    for face, weights in zip(faces, (neutral or {}, styled or {}), strict=True):
        for channel, weight in weights.items():
            face[0, channel] = weight
    return Stretch(faces[0], faces[1], np.array([firmness], np.float32), np.array([closure], np.float32))


@pytest.mark.parametrize("lips, intensity, wanted", [
    (1.0, 1.0, (0.5, 0.1)), (0.0, 1.0, (0.2, 0.0)), (1.0, 0.5, (0.4, 0.25)), (2.0, 2.0, (1.0, 0.2)),
])
def test_lips_and_expression_are_scaled_apart(lips, intensity, wanted):
    mixed = mix(
        stretch(neutral={JAW: 0.3, SMILE: 0.4}, styled={JAW: 0.5, SMILE: 0.1}),
        AnimateSettings(lips=lips, intensity=intensity),
    )
    np.testing.assert_allclose(mixed[0, [JAW, SMILE]], wanted, atol=1e-6)


@pytest.mark.parametrize("intensity", [1.0, 2.0])
def test_no_expression_opens_lips_that_meet(intensity):
    wide = {JAW: 0.7, LOWER: 0.5, arkit.INDEX["mouthUpperUpRight"]: 0.6, arkit.INDEX["mouthFunnel"]: 0.3, BROW: 0.4}
    mixed = mix(stretch(1.0, 1.0, {JAW: 0.05, CLOSE: 0.05}, wide), AnimateSettings(intensity=intensity))[0]
    assert mixed[JAW] == pytest.approx(0.05) and mixed[CLOSE] == pytest.approx(mixed[JAW])
    opens = rules().opening > 0
    opens[JAW] = False
    assert not mixed[opens].any()
    assert mixed[BROW] == pytest.approx(min(0.4 * intensity, 1.0))


def test_firm_sounds_open_no_further_than_speech_does():
    mixed = mix(stretch(0.8, 0.0, {LOWER: 0.1}, {LOWER: 0.6}), AnimateSettings())[0]
    assert mixed[LOWER] == pytest.approx(0.1 + 0.2 * 0.5)


def test_silence_leaves_the_expression_alone():
    mixed = mix(stretch(0.0, 0.0, {}, {JAW: 0.6, LOWER: 0.3}), AnimateSettings())[0]
    assert mixed[JAW] == pytest.approx(0.6) and mixed[LOWER] == pytest.approx(0.3) and mixed[CLOSE] == 0.0


def test_without_lips_no_contact_holds_the_expression():
    mixed = mix(stretch(1.0, 1.0, {JAW: 0.1, CLOSE: 0.1}, {JAW: 0.6, CLOSE: 0.1}), AnimateSettings(lips=0.0))[0]
    assert mixed[JAW] == pytest.approx(0.5) and mixed[CLOSE] == 0.0


def test_a_smile_yields_where_lips_are_round():
    pucker = arkit.INDEX["mouthPucker"]
    smiling = {SMILE: 0.8, BROW: 0.4}
    wide, round_ = (
        mix(stretch(0.0, 0.0, {pucker: weight}, {**smiling, pucker: weight / 2}), AnimateSettings())[0]
        for weight in (0.0, 0.5)
    )
    assert wide[SMILE] == pytest.approx(0.8)
    assert round_[SMILE] == pytest.approx(0.2) and round_[pucker] == pytest.approx(0.5)
    assert round_[BROW] == wide[BROW]
