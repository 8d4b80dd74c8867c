"""Heads drawn for the older mesh."""

import numpy as np
import pytest

pytest.importorskip("torch")

from expclip.core.training.drawn_heads import SIDE, DrawnHeads
from expclip.presets import expressions


@pytest.fixture(scope="module")
def heads(shared_data) -> DrawnHeads:
    return DrawnHeads(shared_data / "ict_facekit", shared_data / "landmarks")


def test_a_head_is_drawn_by_lot(heads):
    one, same, other = (heads.draw(np.zeros(52), np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert one.shape == (SIDE, SIDE, 3) and one.dtype == np.uint8
    assert np.array_equal(one, same) and not np.array_equal(one, other)


@pytest.mark.parametrize(("preset", "shape", "least"), [("joy", "mouthSmile", 0.4), ("asleep", "eyeBlink", 0.1)])
def test_a_head_is_a_face_that_shows_what_it_was_posed_by(heads, shared_data, preset, shape, least):
    pytest.importorskip("ai_edge_litert")
    from expclip.core.image.crop import Picture
    from expclip.core.image.face_network import by_mediapipe
    from expclip.core.image.mesh_models import read_task
    from expclip.core.image.reading import FaceReader
    from expclip.rigs import arkit

    task = read_task(shared_data / "face_landmarker" / "face_landmarker_v2_with_blendshapes.task")
    reader = FaceReader(task, by_mediapipe(task.blendshapes))
    shown = []
    for pose in (expressions.load(preset), np.zeros(52)):
        (face,) = reader.faces(Picture(heads.draw(pose, np.random.default_rng(3))))
        shown.append(reader.weigh(face.mesh)[[arkit.INDEX[f"{shape}Left"], arkit.INDEX[f"{shape}Right"]]].mean())
    assert shown[0] > shown[1] + least
