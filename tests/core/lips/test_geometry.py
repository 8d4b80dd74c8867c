import numpy as np
import pytest

from expclip.core.lips.geometry import demo_face, measured_face
from expclip.core.lips.test_sets import SHARED
from expclip.rigs import arkit

TABLE = SHARED / "ict_facekit" / "lip_geometry.npz"


def face(name: str):
    if name == "demo":
        return demo_face()
    if not TABLE.exists():
        pytest.skip("lip_geometry.npz lies beside the project, and is not here")
    return measured_face(TABLE)


def weights(**named: float) -> np.ndarray:
    row = np.zeros((1, arkit.COUNT))
    for name, value in named.items():
        row[0, arkit.INDEX[name]] = value
    return row


@pytest.fixture(scope="module", params=["measured", "demo"])
def mouth(request):
    built = face(request.param)
    return lambda **named: built.lips(weights(**named), 50.0)


def test_a_face_at_rest_is_closed(mouth):
    assert mouth().closed.all() and mouth().widest[0] == 0.0


def test_the_open_jaw_is_the_measure(mouth):
    assert mouth(jawOpen=1.0).columns == pytest.approx(np.ones((1, 3)))
    assert mouth(jawOpen=0.3).opening[0] == pytest.approx(0.3)
    assert mouth(jawOpen=0.05).closed.all() and not mouth(jawOpen=0.1).closed.any()


def test_mouth_close_takes_the_jaw_back(mouth):
    assert mouth(jawOpen=0.3, mouthClose=0.3).closed.all()


def test_puckered_lips_are_narrow_and_round(mouth):
    assert mouth(mouthPucker=0.8).width[0] < mouth().width[0] - 5
    assert mouth(mouthStretchLeft=0.8, mouthStretchRight=0.8).width[0] > mouth().width[0] + 2
    assert mouth(mouthPucker=0.8, mouthFunnel=0.1).rounding[0] == pytest.approx(0.9)


def test_the_jaw_takes_the_lip_from_the_teeth():
    measured = face("measured")
    low, rolled = weights(jawOpen=0.4), weights(jawOpen=0.05, mouthRollLower=0.5)
    assert measured.lips(low, 50.0).teeth[0] > 10 > 2.5 > measured.lips(rolled, 50.0).teeth[0]


def test_names_decide_and_not_places():
    known = face("measured")
    with np.load(TABLE, allow_pickle=False) as data:
        jaw = data["gapB"][data["names"].tolist().index("jawOpen")]
    assert known.gap[arkit.INDEX["jawOpen"]] == pytest.approx(jaw)
