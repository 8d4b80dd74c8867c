"""Single files that somebody publishes at an address, fetched into the user's cache; nothing is asked but on demand."""

import os
import sys
import urllib.request
from pathlib import Path

from .whole_file import whole_file

_SECONDS_TO_WAIT = 30


def published_file(name: str) -> Path:
    """Where the file lies once it was fetched."""
    home = Path.home()
    if sys.platform == "win32":
        caches = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
    elif sys.platform == "darwin":
        caches = home / "Library" / "Caches"
    else:
        caches = Path(os.environ.get("XDG_CACHE_HOME", home / ".cache"))
    return caches / "expclip" / "models" / name


def fetch(address: str) -> Path:
    """Fetches a file, named as its address ends, unless it is there already.

    Raises OSError when the address cannot be reached, and OutputError.
    """
    path = published_file(address.rpartition("/")[2])
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as temporary:
            temporary.write_bytes(content_of(address))
    return path


def content_of(address: str) -> bytes:
    """Raises OSError when the address cannot be reached."""
    with urllib.request.urlopen(address, timeout=_SECONDS_TO_WAIT) as answer:
        return answer.read()
