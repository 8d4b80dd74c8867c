"""Looks at the files that a command was given before the libraries of the models load: they take seconds, a wrong name
none."""

from pathlib import Path
from typing import TYPE_CHECKING

from ..formats import read_take
from ..job import AnimateJob

if TYPE_CHECKING:
    from ..audio import Speech


def open_line(job: AnimateJob) -> "Speech":
    """The job's speech, with everything else that it is made from looked at.

    Raises SpeechError, PhonesError, TakeError, PictureError, and MissingPartError where nothing here reads faces.
    """
    from ..audio import open_speech
    from ..speech.phone_file import read_phones

    speech = open_speech(job.speech, job.start, job.end)
    if job.script.phones is not None:
        read_phones(job.script.phones, speech.seconds, job.script.language)
    for direction in job.track.directions:
        for name in direction.files:
            if direction.kind == "image":
                look_at_face_picture(Path(name))
            else:
                read_take(name)
    return speech


def look_at_face_picture(path: Path) -> None:
    """Raises PictureError for no picture, MissingPartError or ModelError where nothing here reads faces."""
    from ..image.mesh_models import find_mesh_models
    from ..image.picture import read_picture

    read_picture(path)
    find_mesh_models()


def look_at_face_video(path: Path) -> None:
    """As look_at_face_picture, of a video or a folder of pictures."""
    from ..image.mesh_models import find_mesh_models
    from ..image.picture import check_frames

    check_frames(path)
    find_mesh_models()
