"""What the worker needs of an engine: core/engine.py is one, the tests' fake another. Blender reads this too, so it
names nothing that needs the engine's libraries."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from .job import AnimateJob, PhonesJob
from .photo.job import PortraitJob
from .speech.phones import Phone
from .take import Take

Report = Callable[[float, str], None]


class Spoken(Protocol):
    """core/spoken.py's."""

    @property
    def phones(self) -> list[Phone]: ...

    @property
    def language(self) -> str: ...

    @property
    def notes(self) -> tuple[str, ...]: ...


class MadePortrait(Protocol):
    """core/photo/making.py's."""

    @property
    def frames(self) -> int: ...

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...

    @property
    def fps(self) -> float: ...

    @property
    def notes(self) -> tuple[str, ...]: ...


class Serves(Protocol):
    def describe(self) -> dict: ...

    def animate(self, job: AnimateJob, report: Report) -> Take: ...

    def phones(self, job: PhonesJob, report: Report) -> Spoken: ...

    def express(self, prompts: list[str]) -> list[dict]: ...

    def photo(self, job: PortraitJob, out: Path, report: Report) -> MadePortrait: ...
