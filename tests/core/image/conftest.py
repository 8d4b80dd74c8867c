"""Readers of faces that the data pack's task file gives, and pictures written for tests."""

from pathlib import Path

import numpy as np
import pytest


@pytest.fixture(scope="session")
def task(shared_data):
    """The networks of face_landmarker.task; skipped without LiteRT."""
    pytest.importorskip("ai_edge_litert")
    from expclip.core.image.mesh_models import read_task

    return read_task(shared_data / "face_landmarker" / "face_landmarker_v2_with_blendshapes.task")


@pytest.fixture(scope="session")
def reader(task):
    from expclip.core.image.face_network import by_mediapipe
    from expclip.core.image.reading import FaceReader

    return FaceReader(task, by_mediapipe(task.blendshapes))


@pytest.fixture(scope="session")
def portraits(shared_data) -> Path:
    return shared_data / "portraits"


@pytest.fixture(scope="session")
def known(portraits) -> dict[str, np.ndarray]:
    """What MediaPipe itself found: landmarks in pixels (faces, 478, 3) by picture, its weights in ARKit order."""
    from expclip.core.image.picture import read_picture
    from expclip.rigs import arkit

    with np.load(portraits / "face_landmarker_outputs.npz", allow_pickle=False) as data:
        rows = [list(data["blendshape_names"]).index(name) if name != "tongueOut" else 0 for name in arkit.NAMES]
        known = {}
        for key in data.files:
            if key.endswith("_landmarks"):
                name = key.removesuffix("_landmarks")
                height, width = read_picture(portraits / f"{name}.jpg").shape[:2]
                known[name] = data[key] * np.array([width, height, width], np.float32)
                known[f"{name} weights"] = data[f"{name}_blendshapes"][:, rows]
    return known


@pytest.fixture
def write_picture():
    """Writes (height, width, 3 or 4) uint8 as the file's suffix says."""

    def write(path: Path, pixels: np.ndarray) -> Path:
        write_video(path, [pixels], codec={".png": "png", ".jpg": "mjpeg"}[path.suffix], container="image2")
        return path

    return write


@pytest.fixture
def write_frames():
    """Writes frames of (height, width, 3) uint8 as a video."""

    def write(path: Path, frames: list[np.ndarray], fps: int = 30) -> Path:
        write_video(path, frames, codec="mpeg4", container="mp4", fps=fps)
        return path

    return write


def write_video(path: Path, frames: list[np.ndarray], codec: str, container: str, fps: int = 30) -> None:
    import av

    options = {"update": "1"} if container == "image2" else {}
    with av.open(str(path), "w", format=container, options=options) as out:
        stream = out.add_stream(codec, rate=fps)
        stream.height, stream.width = frames[0].shape[:2]
        given = "rgba" if frames[0].shape[2] == 4 else "rgb24"
        stream.pix_fmt = {"png": given, "mjpeg": "yuvj444p", "mpeg4": "yuv420p"}[codec]
        stream.bit_rate = 20_000_000
        for pixels in frames:
            out.mux(stream.encode(av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format=given)))
        out.mux(stream.encode())
