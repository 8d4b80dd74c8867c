"""The terms of PIRenderer's public weights, and whether the user of this machine has accepted them."""

import datetime
from pathlib import Path

from ..published_file import published_file
from ..whole_file import whole_file

TERMS = (
    "PIRenderer's public weights are licensed CC BY-NC 4.0: pictures and videos made with them may not be used "
    "commercially, and their authors (Ren, Li, Chen, Li and Liu, ICCV 2021) are to be named."
)


def are_accepted() -> bool:
    """Whether exactly these terms were accepted here."""
    try:
        return _record().read_text(encoding="utf-8").startswith(TERMS)
    except (OSError, ValueError):
        return False


def accept() -> None:
    """Remembers it beside the models that this user has fetched. Raises OutputError."""
    _record().parent.mkdir(parents=True, exist_ok=True)
    today = datetime.date.today().isoformat()
    with whole_file(_record()) as temporary:
        temporary.write_text(f"{TERMS}\nAccepted on {today}.\n", encoding="utf-8")


def _record() -> Path:
    return published_file("pirenderer_terms.txt")
