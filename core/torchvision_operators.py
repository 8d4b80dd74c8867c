"""Lets torchvision be imported beside a torch without CUDA.

open_clip brings torchvision, and pip's build of it is one for CUDA. Beside a torch for the CPU its compiled operators
do not load, so that `import torchvision` ends with "operator torchvision::nms does not exist", and transformers, which
imports torchvision wherever it is installed, fails with it. What torchvision misses on import are the schemas of two
operators that we never call; they are defined here. Whoever imports transformers or open_clip imports this first.
"""

import importlib.util
from pathlib import Path

import torch

_SCHEMAS = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)


def _defined_schemas() -> torch.library.Library | None:
    """The definitions, where torchvision is installed and its own do not load; they last as long as this object."""
    spec = importlib.util.find_spec("torchvision")
    if spec is None or spec.origin is None or _loads_operators(Path(spec.origin).parent):
        return None
    library = torch.library.Library("torchvision", "DEF")
    for schema in _SCHEMAS:
        library.define(schema)
    return library


def _loads_operators(folder: Path) -> bool:
    for compiled in (*folder.glob("_C*.so"), *folder.glob("_C*.pyd")):
        try:
            torch.ops.load_library(str(compiled))
            return True
        except OSError:
            continue
    return False


DEFINED = _defined_schemas()
