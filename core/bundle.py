"""A model bundle: a folder with config.json, *.safetensors, MODEL_CARD.md, and SHA256SUMS over all of them.

No file is used before its sha256 was found right, and the bytes that were checked are the bytes that are loaded.
"""

import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import ModelError
from .whole_file import whole_file

if TYPE_CHECKING:
    from torch import Tensor

FORMAT = 1
CONFIG, SUMS = "config.json", "SHA256SUMS"
SHIPPED = Path(__file__).parent / "models"
FOLDER_VARIABLE = "EXPCLIP_MODELS"
_SUM_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")
_AGAIN = "install the models again, or choose another folder"


@dataclass(frozen=True)
class Bundle:
    """An opened bundle; `id` names this very set of files, `sums` maps file names to their sha256."""

    folder: Path
    id: str
    config: dict
    sums: dict[str, str]

    @property
    def name(self) -> str:
        return self.config["name"]

    def part(self, name: str) -> dict:
        """The dimensions of one network, from config.json. Raises ModelError."""
        part = self.config.get(name)
        if not isinstance(part, dict):
            raise ModelError(f"The models in '{self.folder}' have no part '{name}'", _AGAIN)
        return part

    def tensors(self, name: str) -> "dict[str, Tensor]":
        """The tensors of `name`.safetensors. Raises ModelError when it is missing or one byte of it has changed."""
        from safetensors import SafetensorError
        from safetensors.torch import load

        data = _checked_bytes(self.folder, f"{name}.safetensors", self.sums)
        try:
            return load(data)
        except (SafetensorError, ValueError) as error:
            raise ModelError(f"'{self.folder / name}.safetensors' holds no tensors, {error}", _AGAIN) from error

    def verify(self) -> tuple[str, ...]:
        """Reads every file of the bundle and returns their names. Raises ModelError for the first that is not right."""
        for name in self.sums:
            _checked_bytes(self.folder, name, self.sums)
        for path in _files(self.folder):
            if path not in self.sums:
                raise ModelError(f"'{self.folder / path}' is not listed in {SUMS}", "remove it, or seal the bundle")
        return tuple(self.sums)


def chosen_folder(folder: str | os.PathLike | None = None) -> Path:
    """The bundle that is meant: `folder`, else what EXPCLIP_MODELS names, else the shipped one."""
    return Path(folder or os.environ.get(FOLDER_VARIABLE) or SHIPPED)


def open_bundle(folder: str | os.PathLike | None = None) -> Bundle:
    """Opens the chosen bundle and checks its config.json.

    Raises ModelError: no such folder, no or damaged SHA256SUMS, a changed config.json, another format.
    """
    path = chosen_folder(folder)
    if not path.is_dir():
        raise ModelError(f"There is no folder of models '{path}'", "check its name, or leave it away")
    sums, id = _read_sums(path)
    try:
        config = json.loads(_checked_bytes(path, CONFIG, sums))
        format, name = config["format"], config["name"]
    except (ValueError, TypeError, KeyError) as error:
        raise ModelError(f"'{path / CONFIG}' is no configuration of models", _AGAIN) from error
    if format != FORMAT or not isinstance(name, str):
        raise ModelError(
            f"The models in '{path}' have format {format}, and this ExpCLIP reads format {FORMAT}",
            "update ExpCLIP, or choose other models",
        )
    return Bundle(path, id, config, sums)


def write_part(folder: Path, name: str, config: dict, tensors: "dict[str, Tensor]") -> None:
    """Puts one network into a bundle and seals it: `name`.safetensors, dimensions in config.json.

    Floats are stored in half precision, whole numbers as they are.

    Raises OutputError, and ModelError for a config.json that cannot be read.
    """
    from safetensors.torch import save

    plain = {key: value.detach().cpu().contiguous() for key, value in tensors.items()}
    halves = {key: value.half() if value.is_floating_point() else value for key, value in plain.items()}
    folder.mkdir(parents=True, exist_ok=True)
    with whole_file(folder / f"{name}.safetensors") as temporary:
        temporary.write_bytes(save(halves))
    whole = {"format": FORMAT, "name": folder.name} | _read_config(folder) | {name: config}
    with whole_file(folder / CONFIG) as temporary:
        temporary.write_text(json.dumps(whole, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    seal(folder)


def _read_config(folder: Path) -> dict:
    try:
        config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ModelError(f"'{folder / CONFIG}' is no configuration of models", "remove it") from error
    if not isinstance(config, dict):
        raise ModelError(f"'{folder / CONFIG}' is no configuration of models", "remove it")
    return config


def seal(folder: Path) -> None:
    """Writes SHA256SUMS over all files of the folder. Raises ModelError and OutputError."""
    try:
        sums = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in _files(folder)}
    except OSError as error:
        raise ModelError(f"The models in '{folder}' cannot be read, {error.strerror}", "check your rights") from error
    with whole_file(folder / SUMS) as temporary:
        text = "".join(f"{digest}  {name}\n" for name, digest in sums.items())
        temporary.write_text(text, encoding="utf-8", newline="\n")


def _files(folder: Path) -> list[str]:
    """Names of the bundle's files, in order; hidden ones are the system's, or a training's that is under way."""
    names = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and path.name != SUMS)
    return sorted(name.as_posix() for name in names if not any(part.startswith(".") for part in name.parts))


def _read_sums(folder: Path) -> tuple[dict[str, str], str]:
    try:
        text = (folder / SUMS).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ModelError(f"The models in '{folder}' have no {SUMS}", _AGAIN) from error
    except (OSError, ValueError) as error:
        raise ModelError(f"'{folder / SUMS}' cannot be read", _AGAIN) from error
    sums = {}
    for line in text.splitlines():
        match = _SUM_LINE.fullmatch(line)
        if match is None or not _is_inside(folder, match[2]):
            raise ModelError(f"'{folder / SUMS}' is damaged in the line '{line[:80]}'", _AGAIN)
        sums[match[2]] = match[1]
    return sums, hashlib.sha256(text.encode()).hexdigest()[:12]


def _is_inside(folder: Path, name: str) -> bool:
    """Whether the file lies in the folder, links followed; '\\' and ':' would lead elsewhere on Windows."""
    return not set(name) & set("\\:\0") and (folder / name).resolve().is_relative_to(folder.resolve())


def _checked_bytes(folder: Path, name: str, sums: dict[str, str]) -> bytes:
    path = folder / name
    if name not in sums:
        raise ModelError(f"'{path}' is not listed in {SUMS}", _AGAIN)
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ModelError(f"The model file '{path}' is missing", _AGAIN) from error
    except OSError as error:
        raise ModelError(f"The model file '{path}' cannot be read, {error.strerror}", "check your rights") from error
    if hashlib.sha256(data).hexdigest() != sums[name]:
        raise ModelError(f"The model file '{path}' is damaged", _AGAIN)
    return data
