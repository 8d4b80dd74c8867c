"""The open file: written to disk, and paths beside it."""

import bpy

from ..core.errors import OutputError
from ..core.whole_file import whole_file

PATHS_BESIDE_IT: set = {"PATH_SUPPORTS_BLEND_RELATIVE"} if bpy.app.version >= (4, 5) else set()
"""Options of a property that holds a path which may begin with //; Blender 4.2 to 4.4 take them without."""


def save(path: str) -> None:
    """Writes the open file as `path`, whole or not at all; a file that was there stays until then.

    Raises OutputError.
    """
    with whole_file(path) as temporary:
        temporary.unlink()  # Blender would keep a file that is there as a backup beside it
        try:
            bpy.ops.wm.save_as_mainfile(filepath=str(temporary), copy=True, check_existing=False)
        except RuntimeError as error:
            cause = str(error).strip().splitlines()[-1].removeprefix("Error: ").rstrip(".")
            raise OutputError(f"'{path}' cannot be written ({cause})", "free space or choose another folder") from error
