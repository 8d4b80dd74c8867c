"""Actions of a line in a .blend of their own, and many such files opened at once."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import bpy

from ..core.errors import OutputError
from ..core.whole_file import whole_file
from . import actions


def write(name: str, path: Path) -> None:
    """Writes copies of our Actions as `path`, whole or not at all: called `name`, plain ones of the user's.

    Raises OutputError.
    """
    kept = [ours.copy() for ours in bpy.data.actions if ours.get(actions.MARK) == actions.FACE]
    try:
        for action in kept:
            action.name = name
            for note in list(action.keys()):
                del action[note]
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as temporary:
            bpy.data.libraries.write(str(temporary), set(kept), fake_user=True, compress=True)
    except (OSError, RuntimeError) as error:
        raise OutputError(f"'{path}' cannot be written ({error})", "free space or choose another folder") from error
    finally:
        bpy.data.batch_remove(kept)


@contextmanager
def opened(paths: Iterable[Path]) -> Iterator[None]:
    """Has the Actions of these files in the open one within the block, assigned to nothing and kept on saving."""
    added: list[bpy.types.Action] = []
    try:
        for path in paths:
            with bpy.data.libraries.load(str(path), link=False) as (there, wanted):  # type: ignore[func-returns-value]
                wanted.actions = there.actions
            for action in wanted.actions:
                action.use_fake_user = True
            added += wanted.actions
        yield
    finally:
        bpy.data.batch_remove(added)
