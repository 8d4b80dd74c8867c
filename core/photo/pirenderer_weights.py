"""Opens the checkpoint of PIRenderer that a user brings, once its terms are accepted."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from ..errors import LicenceError, ModelError
from .pirenderer import PIRenderer
from .terms import TERMS, are_accepted

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
    """A generator ready to draw, on the CPU; the checkpoint's `entry` that it is, "" for plain tensors; the sha256."""

    generator: PIRenderer
    entry: str
    sha256: str


def open_weights(checkpoint: Path) -> Weights:
    """The generator of a checkpoint: the authors' .pt, or a .safetensors of its tensors.

    Nothing in the file is run. Raises LicenceError before the file is touched where nobody has accepted TERMS,
    ModelError for what cannot be read or is no checkpoint, MisfitError when the tensors are not exactly PIRenderer's.
    """
    if not are_accepted():
        raise LicenceError(
            TERMS.removesuffix("."), "accept these terms once with --accept-terms if you keep to them, or use the "
            "warp renderer",
        )  # fmt: skip
    try:
        data = checkpoint.read_bytes()
    except OSError as error:
        raise ModelError(f"The checkpoint '{checkpoint}' cannot be read", "check its name") from error
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        entry, tensors = (_safetensors if checkpoint.suffix.lower() == ".safetensors" else _pickled)(data)
    except ValueError as error:
        raise ModelError(
            f"'{checkpoint}' (sha256 {sha256}) {error}", "choose the one that the authors publish"
        ) from error
    generator = PIRenderer()
    if misfit := misfit_of(generator, tensors):
        raise MisfitError(checkpoint, misfit)
    generator.load_state_dict(tensors)
    return Weights(generator.eval().requires_grad_(False), entry, sha256)


def _pickled(data: bytes) -> tuple[str, Mapping[str, Tensor]]:
    """The entry that is used and its tensors. Raises ValueError with the rest of a sentence."""
    try:
        loaded = torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    except Exception as error:  # torch raises whatever the bytes lead it to
        raise ValueError("is damaged, no checkpoint, or holds more than tensors") from error
    entry = next((entry for entry in ENTRIES if isinstance(loaded, Mapping) and entry in loaded), None)
    if entry is None or not _are_tensors(loaded[entry]):
        raise ValueError(f"holds no tensors named {' or '.join(ENTRIES)}")
    return entry, loaded[entry]


def _safetensors(data: bytes) -> tuple[str, Mapping[str, Tensor]]:
    """The same of a .safetensors: tensors by their names, or behind an entry's name and a dot."""
    from safetensors import SafetensorError
    from safetensors.torch import load

    try:
        tensors = load(data)
    except (SafetensorError, ValueError) as error:
        raise ValueError("is damaged or no .safetensors") from error
    for entry in ENTRIES:
        inside = {name[len(entry) + 1 :]: value for name, value in tensors.items() if name.startswith(f"{entry}.")}
        if inside:
            return entry, inside
    return "", tensors


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
