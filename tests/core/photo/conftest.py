import sys
from pathlib import Path

import numpy as np
import pytest
import torch

sys.path.insert(0, str(Path(__file__).parent))

from made_portrait import made_portrait


@pytest.fixture(scope="session")
def made():
    return made_portrait()


@pytest.fixture(scope="session")
def renderer(made):
    from expclip.core.photo.warp import WarpRenderer

    return WarpRenderer(made, torch.device("cpu"))


PORTRAITS = ("nasa_astronaut", "pexels_angry", "pexels_neutral", "pexels_surprised", "pexels_group")


@pytest.fixture(scope="session", params=("made", *PORTRAITS))
def any_portrait(request, made):
    """The made portrait, and where the data pack is there its five people, close up."""
    if request.param == "made":
        return made
    from expclip.core.image.picture import read_picture
    from expclip.core.photo.portrait import Frame, Portrait
    from expclip.rigs import arkit

    folder = request.getfixturevalue("shared_data") / "portraits"
    pixels = read_picture(folder / f"{request.param}.jpg")
    height, width = pixels.shape[:2]
    with np.load(folder / "face_landmarker_outputs.npz") as outputs:
        landmarks = outputs[f"{request.param}_landmarks"][0] * [width, height, width]
        scores = dict(zip(outputs["blendshape_names"], outputs[f"{request.param}_blendshapes"][0], strict=True))
    weights = np.array([scores.get(name, 0.0) for name in arkit.NAMES], np.float32)
    return Portrait(pixels, landmarks.astype(np.float32), weights).framed(Frame(closeup=True, size=512))
