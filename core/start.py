"""Starts the command line from the extension's own files: `python -I .../core/start.py worker`.

The package is loaded by its location. Its parent folder never comes onto sys.path, where a neighbour of the
extension that is named like a library would shadow that library.
"""

import importlib.util
import sys
from pathlib import Path

NAME = "expclip"


def load_package() -> None:
    """Makes `expclip` importable from the folder this file lies in, whatever that folder is called."""
    folder = Path(__file__).resolve().parents[1]
    here = str(folder / "core")
    sys.path[:] = [entry for entry in sys.path if entry != here]  # put there when run without -I
    spec = importlib.util.spec_from_file_location(
        NAME, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None and spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    sys.modules[NAME] = package
    spec.loader.exec_module(package)


def main() -> int:
    load_package()
    from expclip.core.cli import main as command_line

    return command_line(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
