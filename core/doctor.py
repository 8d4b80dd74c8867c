"""Looks at everything the engine stands on and tells what is not right, with the remedy."""

import importlib.util
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .bundle import open_bundle
from .errors import ExpclipError

PYTHONS = ((3, 11), (3, 13))
LIBRARIES = ("torch", "transformers", "safetensors", "soundfile", "soxr", "scipy")
OPTIONAL = (("av", "video, m4a and aac files", "add the package 'av' to the engine's environment"),)
_INSTALL = "install the engine again"


@dataclass(frozen=True)
class Finding:
    """`is_fatal`: the engine cannot work so. `remedy` is empty where nothing is to be done."""

    subject: str
    state: str
    remedy: str = ""
    is_fatal: bool = False


def examine(models: str | os.PathLike | None = None) -> Iterator[Finding]:
    """Every finding, in the order in which one rests on another."""
    yield _python()
    missing = [name for name in LIBRARIES if importlib.util.find_spec(name) is None]
    if missing:
        yield Finding("libraries", f"{', '.join(missing)} not installed", _INSTALL, is_fatal=True)
    if "torch" not in missing:
        yield from _torch()
    yield _models(models)
    if not missing:
        yield _engine(models)
    for name, purpose, remedy in OPTIONAL:
        if importlib.util.find_spec(name) is None:
            yield Finding(purpose, f"not read, '{name}' is not installed", remedy)
        else:
            yield Finding(purpose, "read")
    yield _faces()


def _python() -> Finding:
    lowest, highest = PYTHONS
    state = f"{platform.python_version()} ({sys.executable})"
    if lowest <= sys.version_info[:2] <= highest:
        return Finding("python", state)
    remedy = f"use Python {lowest[0]}.{lowest[1]} to {highest[0]}.{highest[1]}"
    return Finding("python", state, remedy, is_fatal=sys.version_info < lowest)


def _torch() -> Iterator[Finding]:
    try:
        import torch
    except (ImportError, OSError) as error:
        yield Finding("torch", f"does not load, {error}", _INSTALL, is_fatal=True)
        return
    yield Finding("torch", f"{torch.__version__}, {torch.get_num_threads()} threads")
    if torch.cuda.is_available():
        memory = torch.cuda.get_device_properties(0).total_memory / 2**30
        yield Finding("device", f"cuda, {torch.cuda.get_device_name(0)}, {memory:.0f} GB")
    elif has_nvidia_gpu():
        told = "has no CUDA" if torch.version.cuda is None else f"(CUDA {torch.version.cuda}) cannot use it"
        yield Finding(
            "device", f"cpu, though there is an NVIDIA GPU: this torch {told}",
            "install a CUDA build of torch (on Windows from torch's own package index) and a driver that fits",
        )
    else:
        yield Finding("device", f"cpu, {platform.machine()}")


def has_nvidia_gpu() -> bool:
    return Path("/proc/driver/nvidia/version").exists() or shutil.which("nvidia-smi") is not None


def _faces() -> Finding:
    from .image.mesh_models import FETCH, find_mesh_models

    subject = "faces in pictures and videos"
    if importlib.util.find_spec("ai_edge_litert") is None:
        return Finding(subject, "not read, 'ai-edge-litert' is not installed", _INSTALL)
    try:
        found = find_mesh_models()
    except ExpclipError as error:
        return Finding(subject, f"not read, {error.sentence}", error.remedy)
    if found.is_coarse:
        state = f"read with the older, less exact mesh of {found.source}"
        return Finding(subject, state, f"{FETCH}, in Blender in the extension's preferences")
    return Finding(subject, f"read with {found.source}")


def _models(models: str | os.PathLike | None) -> Finding:
    try:
        bundle = open_bundle(models)
        bundle.verify()
    except ExpclipError as error:
        return Finding("models", error.sentence, error.remedy, is_fatal=True)
    return Finding("models", f"{bundle.name} ({bundle.id}), every file is right")


def _engine(models: str | os.PathLike | None) -> Finding:
    try:
        from .engine import Engine

        Engine(models).describe()
    except ExpclipError as error:
        return Finding("engine", error.sentence, error.remedy, is_fatal=True)
    except (ImportError, OSError) as error:
        return Finding("engine", f"does not load, {error}", _INSTALL, is_fatal=True)
    return Finding("engine", "works")
