"""A torchvision whose operators do not load is imported all the same, and nobody imports transformers before that."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("torch")

ROOT = Path(__file__).resolve().parents[2]
FRESH = """
import runpy, sys
sys.path.insert(0, sys.argv[1])
runpy.run_path(sys.argv[2])["load_package"]()
if sys.argv[3] == "mended":
    from expclip.core import torchvision_operators
import torchvision
"""
TORCHVISION = """
import torch

@torch.library.register_fake("torchvision::nms")
def nms(dets, scores, iou_threshold):
    pass

@torch.library.register_fake("torchvision::qnms")
def qnms(dets, scores, iou_threshold):
    pass
"""
"""What pip's torchvision does on import beside a torch without CUDA: its compiled part is silently not there."""
FOREIGN = ("transformers", "open_clip", "torchvision")


@pytest.mark.parametrize("how, status", [("mended", 0), ("as it is", 1)])
def test_a_torchvision_without_operators(tmp_path, how, status):
    (tmp_path / "torchvision").mkdir()
    (tmp_path / "torchvision" / "__init__.py").write_text(TORCHVISION)
    (tmp_path / "torchvision" / "_C.so").write_bytes(b"for another torch")
    command = [sys.executable, "-I", "-c", FRESH, str(tmp_path), str(ROOT / "core" / "start.py"), how]
    told = subprocess.run(command, capture_output=True, text=True, timeout=250)
    assert told.returncode == status, told.stderr
    assert status == 0 or "torchvision::nms does not exist" in told.stderr


def test_it_comes_before_transformers():
    """Whatever of the engine imports one of them imports the operators, too."""
    careless = [
        str(path.relative_to(ROOT)) for path in sorted((ROOT / "core").rglob("*.py"))
        if any(name.split(".")[0] in FOREIGN for name in imported(path))
        and "torchvision_operators" not in imported(path)
    ]  # fmt: skip
    assert not careless


def imported(path: Path) -> set[str]:
    """At the top of a file or in its functions."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module} if node.module else {alias.name for alias in node.names}
    return names
