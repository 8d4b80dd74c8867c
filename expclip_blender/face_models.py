"""MediaPipe's networks for faces in pictures: fetched on demand into the extension's folder, given to the engine."""

import os
import threading
from pathlib import Path

from ..core.errors import EngineError, ExpclipError, ModelError
from ..core.image.mesh_models import TASK, TASK_VARIABLE, read_task
from ..core.published_file import content_of, published_file
from ..core.whole_file import whole_file

ADDRESS = TASK.address + TASK.files[0]


def kept_below(own: Path | None) -> Path | None:
    """The file below the extension's own folder, or None where it is not there."""
    file = None if own is None else own / TASK.files[0]
    return file if file is not None and file.is_file() else None


def are_there(own: Path | None) -> bool:
    """Whether the engine will find them: the user's, the extension's, or those of the shell's commands."""
    return bool(os.environ.get(TASK_VARIABLE)) or kept_below(own) is not None or published_file(TASK.files[0]).is_file()


class Download:
    """Fetches them into `own` in a thread. Ends as `finished`, with `error` None or the reason why nothing is there."""

    def __init__(self, own: Path, online: bool, address: str = ADDRESS):
        """Raises EngineError where Blender may not go online."""
        if not online:
            raise EngineError(
                "Blender may not go online",
                f"allow it in Blender's system preferences, or bring the file to {own / TASK.files[0]}",
            )
        self.error: ExpclipError | None = None
        self._own, self._address = own, address
        self._thread = threading.Thread(target=self._run, name="expclip-faces", daemon=True)
        self._thread.start()

    @property
    def finished(self) -> bool:
        return not self._thread.is_alive()

    def join(self) -> None:
        self._thread.join()

    def _run(self) -> None:
        try:
            data = content_of(self._address)
            self._own.mkdir(parents=True, exist_ok=True)
            with whole_file(self._own / TASK.files[0]) as temporary:
                temporary.write_bytes(data)
                read_task(temporary)
        except ModelError:
            self.error = ModelError(
                f"What {self._address} holds is not the file that is known", "try again, or update this extension"
            )
        except ExpclipError as error:
            self.error = error
        except OSError as error:
            self.error = ModelError(
                f"The face models cannot be fetched from {self._address} ({error})", "check the connection, try again"
            )
