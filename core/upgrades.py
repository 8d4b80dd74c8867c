"""Bigger models that a user may fetch: what they are called, where they lie once fetched, and fetching them.

They come from the Hugging Face hub into its own cache, which other programs share, or from an address into ours, and
only by `download`.
"""

import hashlib
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .errors import MissingPartError, ModelError
from .published_file import fetch, published_file

TABLE = Path(__file__).resolve().parents[1] / "presets" / "upgrades.toml"


@dataclass(frozen=True)
class Upgrade:
    """One row of upgrades.toml; `revision` names the very state of `repository`, `sha256` its known files.

    model: what its own library calls it, where that is another name; fitted_by: the command that makes use of it;
    address: where its files are published, for what is in no repository of the hub.
    """

    name: str
    repository: str
    revision: str
    licence: str
    source: str
    megabytes: int
    files: tuple[str, ...]
    sha256: Mapping[str, str]
    model: str = ""
    fitted_by: str = ""
    address: str = ""


def _read_table() -> dict[str, Upgrade]:
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return {name: Upgrade(name, **row | {"files": tuple(row["files"])}) for name, row in table.items()}


UPGRADES = _read_table()


def upgrade_of(name: str) -> Upgrade:
    """By its name, its repository or its library's name. Raises ModelError for another one."""
    if upgrade := _named(name):
        return upgrade
    raise ModelError(f"There are no models '{name}' to download", f"choose one of {', '.join(UPGRADES)}")


def _named(name: str) -> Upgrade | None:
    return next((row for row in UPGRADES.values() if name and name in (row.name, row.repository, row.model)), None)


def checkpoint_folder(path_or_name: str) -> Path:
    """The folder that is meant: one of the user's, or a downloaded upgrade's, whose files are right.

    Asks no network. Raises ModelError: no such folder or name, not downloaded yet, or damaged.
    """
    if Path(path_or_name).is_dir():
        return Path(path_or_name)
    if (upgrade := _named(path_or_name)) is None:
        raise ModelError(
            f"There is no folder '{path_or_name}'",
            f"choose the folder of a checkpoint, or one of {', '.join(UPGRADES)}",
        )
    if not is_downloaded(upgrade):
        raise ModelError(
            f"'{upgrade.name}' is not on this machine yet", f"fetch it with 'expclip models download {upgrade.name}'"
        )
    return _checked([_fetch(upgrade, name, offline=True) for name in upgrade.files], upgrade)


def is_downloaded(upgrade: Upgrade) -> bool:
    try:
        return all(_fetch(upgrade, name, offline=True) for name in upgrade.files)
    except (OSError, ValueError, MissingPartError):
        return False


def download(upgrade: Upgrade, report: Callable[[float, str], None]) -> Path:
    """Fetches what is not there yet and returns the folder. Raises ModelError: unreachable, or not what is meant."""
    paths = []
    for number, name in enumerate(upgrade.files):
        report(number / len(upgrade.files), f"fetching {name} of {upgrade.repository}")
        try:
            paths.append(_fetch(upgrade, name, offline=False))
        except (OSError, ValueError) as error:
            raise _unreachable(upgrade) from error
    return _checked(paths, upgrade)


def _unreachable(upgrade: Upgrade) -> ModelError:
    if upgrade.address:
        return ModelError(
            f"'{upgrade.name}' cannot be fetched from {upgrade.address}",
            f"check the connection, or bring the file to {published_file(upgrade.files[0])}",
        )
    return ModelError(
        f"'{upgrade.name}' cannot be fetched from the Hugging Face hub",
        f"check the connection, or bring {upgrade.repository} from another machine and give its folder",
    )


def _fetch(upgrade: Upgrade, name: str, offline: bool) -> Path:
    """Raises OSError, the hub's own errors among them, and ValueError."""
    if upgrade.address:
        return published_file(name).resolve(strict=True) if offline else fetch(upgrade.address + name)
    try:
        import huggingface_hub
    except ModuleNotFoundError as error:
        raise MissingPartError("The library huggingface_hub is not installed", "install the engine again") from error
    huggingface_hub.logging.set_verbosity_error()  # it tells of each of its five tries
    return Path(
        huggingface_hub.hf_hub_download(upgrade.repository, name, revision=upgrade.revision, local_files_only=offline)
    )


def _checked(paths: list[Path], upgrade: Upgrade) -> Path:
    for path in paths:
        wanted = upgrade.sha256.get(path.name)
        with path.open("rb") as file:
            if wanted is not None and hashlib.file_digest(file, "sha256").hexdigest() != wanted:
                raise ModelError(f"'{path}' is not what {upgrade.repository} holds", "delete it and download again")
    return paths[0].parent
