"""Where MediaPipe's face networks come from on this machine: its task file, or the files of an installed mediapipe.

They are not ours to ship. The task file is looked for where EXPCLIP_FACE_TASK says, then where
'expclip models download face' puts it.
"""

import csv
import hashlib
import importlib.metadata
import os
import zipfile
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from ..errors import MissingPartError, ModelError
from ..published_file import published_file
from ..upgrades import upgrade_of

TASK_VARIABLE = "EXPCLIP_FACE_TASK"
TASK = upgrade_of("face")
FETCH = "fetch the exact one with 'expclip models download face'"


@dataclass(frozen=True)
class MeshModels:
    """Networks as .tflite bytes. A mesh of 468 points has `iris` beside it; one of 478 comes with `blendshapes`."""

    source: str
    detector: bytes
    landmarks: bytes
    iris: bytes | None = None
    blendshapes: bytes | None = None

    @property
    def is_coarse(self) -> bool:
        return self.blendshapes is None

    @property
    def notes(self) -> tuple[str, ...]:
        """What of these networks is worth knowing, with the remedy."""
        coarse = f"the older mesh of {self.source} sees lids, brows and lips less exactly: {FETCH}"
        return (coarse,) if self.is_coarse else ()


@cache
def find_mesh_models() -> MeshModels:
    """Raises MissingPartError where there are none, ModelError for a file that is damaged or of another version."""
    named = os.environ.get(TASK_VARIABLE)
    if named:
        return read_task(Path(named))
    task = published_file(TASK.files[0])
    return read_task(task) if task.is_file() else installed_models()


def read_task(path: Path) -> MeshModels:
    """The networks of face_landmarker.task. Raises ModelError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"The face models '{path}' cannot be read, {error.strerror}", "check the name") from error
    if hashlib.sha256(data).hexdigest() != TASK.sha256[TASK.files[0]]:
        raise ModelError(
            f"'{path}' is not the {TASK.files[0]} that is known", "fetch it with 'expclip models download face'"
        )
    with zipfile.ZipFile(BytesIO(data)) as archive:
        detector, landmarks, blendshapes = (
            archive.read(f"face_{name}.tflite") for name in ("detector", "landmarks_detector", "blendshapes")
        )
    return MeshModels("MediaPipe Face Landmarker", detector, landmarks, blendshapes=blendshapes)


def installed_models() -> MeshModels:
    """From the files of the mediapipe package, which is not imported: it wants another numpy than the engine has.

    Raises MissingPartError where there is none, or one of another version.
    """
    try:
        package = importlib.metadata.distribution("mediapipe")
    except importlib.metadata.PackageNotFoundError as error:
        raise MissingPartError(
            "Reading faces needs MediaPipe's face models, which are not on this machine",
            "fetch them with 'expclip models download face', in Blender in the extension's preferences",
        ) from error
    with (Path(__file__).parent / "mesh_models.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    return MeshModels(
        f"mediapipe {package.version}",
        **{row["role"]: _checked(Path(str(package.locate_file(row["file"]))), row["sha256"]) for row in rows},
    )


def _checked(path: Path, sha256: str) -> bytes:
    data = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise MissingPartError(
            "The installed mediapipe does not hold the face models of version 0.10.21",
            "fetch them with 'expclip models download face'",
        )
    return data
