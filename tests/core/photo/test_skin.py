import numpy as np
import torch
from made_portrait import face_with

from expclip.core.photo.anatomy import anatomy_of
from expclip.core.photo.skin import Skin, folds
from expclip.rigs import arkit


def every_shape() -> torch.Tensor:
    weights = torch.cat([torch.eye(arkit.COUNT), torch.zeros(1, arkit.COUNT)])
    weights[arkit.INDEX["mouthClose"], arkit.INDEX["jawOpen"]] = 1.0
    return weights


def test_no_single_shape_folds_the_picture_or_leaves_a_hole(any_portrait):
    """Every place is shown once: the map to the picture keeps its orientation everywhere."""
    skin = Skin(anatomy_of(any_portrait), any_portrait.pixels.shape[:2], torch.device("cpu"))
    weights = every_shape()
    for start in range(0, len(weights), 8):
        determinants = folds(skin, weights[start : start + 8])
        assert torch.isfinite(determinants).all()
        assert determinants.min() > 0


TOGETHER = (
    {"jawOpen": 1, "mouthSmile": 1},
    {"jawOpen": 1, "mouthSmile": 1, "mouthUpperUp": 1, "mouthLowerDown": 1},
    {"jawOpen": 1, "mouthPucker": 1},
    {"jawOpen": 1, "mouthFunnel": 1},
    {"jawOpen": 0.6, "jawLeft": 1, "mouthLeft": 1, "mouthStretch": 1},
    {"jawOpen": 0.5, "mouthClose": 0.5, "mouthRollLower": 1, "mouthRollUpper": 1},
    {"mouthSmile": 1, "mouthPucker": 1},
    {"mouthSmile": 1, "noseSneer": 1, "mouthUpperUp": 1},
    {"mouthFrown": 1, "mouthPress": 1, "browDown": 1, "noseSneer": 1},
    {"eyeBlink": 1, "eyeSquint": 1, "browDown": 1, "cheekSquint": 1},
    {"jawOpen": 1, "browInnerUp": 1, "browOuterUp": 1, "eyeWide": 1},
)


def test_strong_shapes_together_fold_nothing_either(any_portrait):
    skin = Skin(anatomy_of(any_portrait), any_portrait.pixels.shape[:2], torch.device("cpu"))
    weights = torch.cat([torch.from_numpy(face_with(**shapes)) for shapes in TOGETHER])
    assert folds(skin, weights).amin((1, 2, 3)).min() > 0


def test_a_fold_would_be_seen():
    from expclip.core.photo.fields import folding

    across = torch.linspace(-1, 1, 21)
    overturned = torch.stack([(-1.5 * across).expand(21, 21), torch.zeros(21, 21)])[None]
    assert (folding(overturned, 0.1) < 0).all()


def test_nothing_moves_at_the_border_of_the_picture(any_portrait):
    face = anatomy_of(any_portrait)
    height, width = any_portrait.pixels.shape[:2]
    skin = Skin(face, (height, width), torch.device("cpu"))
    shown = face.to_picture(skin.grid.places())
    outside = (shown < 0).any(-1) | (shown > [width - 1, height - 1]).any(-1)
    assert np.abs(skin.moving.numpy()[..., outside]).max(initial=0) == 0
    edge = np.ones(outside.shape, bool)
    edge[1:-1, 1:-1] = False
    pixels = skin.moving.numpy() * skin.grid.half[:, None, None]
    assert np.abs(pixels[..., edge]).max() < 1e-4 * face.width
