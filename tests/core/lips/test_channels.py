import numpy as np
import pytest

from expclip.core.lips.channels import together
from expclip.rigs import arkit


def mouth(**channels: np.ndarray) -> np.ndarray:
    weights = np.zeros((200, arkit.COUNT), np.float32)
    for name, curve in channels.items():
        weights[:, arkit.INDEX[name]] = curve
    return weights


@pytest.fixture
def waves() -> np.ndarray:
    return np.abs(np.random.default_rng(3).normal(0.3, 0.1, (3, 200)))


def test_channels_that_rise_together_and_apart(waves):
    a, b, _ = waves
    compared = together(
        [mouth(jawOpen=a, mouthFunnel=0.5 * a, mouthPucker=1 - a), mouth(jawOpen=a, mouthFunnel=b, mouthPucker=b)]
    )
    assert compared.names == ("jawOpen", "mouthFunnel", "mouthPucker")
    told = {(one, other): each for one, other, each in compared.pairs()}
    assert told["jawOpen", "mouthFunnel"][0] == pytest.approx(1, abs=1e-5)
    assert told["mouthFunnel", "mouthPucker"] == pytest.approx([-1, 1], abs=1e-5)
    assert abs(told["jawOpen", "mouthFunnel"][1]) < 0.3


def test_sides_are_one_and_what_is_still_in_one_mouth_is_left_away(waves):
    a, b, c = waves
    compared = together(
        [
            mouth(jawOpen=a, mouthSmileLeft=a, mouthSmileRight=b, mouthLeft=c),
            mouth(jawOpen=a, mouthSmileLeft=b, mouthSmileRight=a, mouthFunnel=c),
        ]
    )
    assert compared.names == ("jawOpen", "mouthSmile")
    assert compared.tables[0] == pytest.approx(compared.tables[1], abs=1e-5)


def test_agreement(waves):
    a, b, c = waves
    one = mouth(jawOpen=a, mouthFunnel=a + 0.5 * b, mouthPucker=c - 0.5 * a)
    other = mouth(jawOpen=a, mouthFunnel=b, mouthPucker=a)
    compared = together([one, 0.5 * one, other])
    assert compared.agreement(0, 1) == pytest.approx((1, 0), abs=1e-4)
    r, apart = compared.agreement(0, 2)
    assert r < 0.5 and apart > 0.3
