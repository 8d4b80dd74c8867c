"""Opens the checkpoint of PIRenderer that a user brings, once its terms are accepted."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from ..errors import LicenceError, ModelError
from .pirenderer import PIRenderer

TERMS = (
    "PIRenderer's public weights are licensed CC BY-NC 4.0: pictures and videos made with them may not be used "
    "commercially, and their authors (Ren, Li, Chen, Li and Liu, ICCV 2021) are to be named."
)
ENTRIES = ("net_G_ema", "net_G")
"""Where a checkpoint holds the generator, the better one first: the running mean of training, and its last step."""
_NAMED = 3


@dataclass(frozen=True)
class Misfit:
    """What of a checkpoint does not fit, each list in order of name; `misshapen` tells both shapes."""

    missing: tuple[str, ...]
    unexpected: tuple[str, ...]
    misshapen: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.unexpected or self.misshapen)

    def lines(self) -> list[str]:
        """The whole report, a line for each tensor."""
        return [
            *(f"{name} is missing" for name in self.missing),
            *(f"{name} is unexpected" for name in self.unexpected),
            *self.misshapen,
        ]


class MisfitError(ModelError):
    """A checkpoint of another network; `misfit` is the whole report, the sentence counts and tells the first lines."""

    def __init__(self, checkpoint: Path, misfit: Misfit):
        lines = misfit.lines()
        told = "; ".join(lines[:_NAMED]) + ("; ..." if len(lines) > _NAMED else "")
        super().__init__(
            f"The checkpoint '{checkpoint}' does not fit PIRenderer, with {len(misfit.missing)} tensors missing, "
            f"{len(misfit.unexpected)} unexpected and {len(misfit.misshapen)} of another shape ({told})",
            "choose a checkpoint of the generator for faces",
        )
        self.misfit = misfit


@dataclass(frozen=True)
class Weights:
    """A generator ready to draw, on the CPU; `entry` of the checkpoint it is, and the file's sha256."""

    generator: PIRenderer
    entry: str
    sha256: str


def open_weights(checkpoint: Path, accepted: bool) -> Weights:
    """The generator of a checkpoint; `accepted`: the user has been shown TERMS and keeps to them.

    Nothing in the file is run. Raises LicenceError before the file is touched, ModelError for what cannot be read or
    is no checkpoint, MisfitError when the tensors are not exactly PIRenderer's.
    """
    if not accepted:
        raise LicenceError(TERMS.removesuffix("."), "accept these terms if you keep to them, or use the warp renderer")
    try:
        with checkpoint.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            loaded = torch.load(file, map_location="cpu", weights_only=True)
    except OSError as error:
        raise ModelError(f"The checkpoint '{checkpoint}' cannot be read", "check its name") from error
    except Exception as error:  # torch raises whatever the bytes lead it to
        raise ModelError(
            f"'{checkpoint}' (sha256 {sha256}) is damaged, no checkpoint, or holds more than tensors", "get it again"
        ) from error
    entry = next((entry for entry in ENTRIES if isinstance(loaded, Mapping) and entry in loaded), None)
    if entry is None or not _are_tensors(loaded[entry]):
        raise ModelError(
            f"'{checkpoint}' (sha256 {sha256}) holds no tensors named {' or '.join(ENTRIES)}",
            "choose the checkpoint that PIRenderer's authors publish",
        )
    generator, tensors = PIRenderer(), loaded[entry]
    if misfit := misfit_of(generator, tensors):
        raise MisfitError(checkpoint, misfit)
    generator.load_state_dict(tensors)
    return Weights(generator.eval().requires_grad_(False), entry, sha256)


def misfit_of(generator: PIRenderer, tensors: Mapping[str, Tensor]) -> Misfit:
    """Compares every name and shape."""
    expected = generator.state_dict()
    return Misfit(
        missing=tuple(sorted(expected.keys() - tensors.keys())),
        unexpected=tuple(sorted(tensors.keys() - expected.keys())),
        misshapen=tuple(
            f"{name} is {tuple(tensors[name].shape)} instead of {tuple(expected[name].shape)}"
            for name in sorted(expected.keys() & tensors.keys())
            if tensors[name].shape != expected[name].shape
        ),
    )


def _are_tensors(entry: object) -> bool:
    return isinstance(entry, Mapping) and all(
        isinstance(name, str) and isinstance(value, Tensor) for name, value in entry.items()
    )
