"""What pip installs is whole: every table and weight of the packages goes with them."""

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SETUPTOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
FOLDERS = ("core", "presets", "rigs", "expclip_blender")
DATA = frozenset((".csv", ".flac", ".json", ".jsonl", ".npz", ".safetensors", ".toml", ".tsv", ".txt"))


def folder_of(package: str) -> Path:
    return ROOT.joinpath(*package.split(".")[1:])


@pytest.fixture(scope="module")
def packed() -> set[Path]:
    return {
        path for package, patterns in SETUPTOOLS["package-data"].items()
        for pattern in patterns for path in folder_of(package).glob(pattern)
    }  # fmt: skip


@pytest.mark.parametrize("folder", FOLDERS)
def test_all_data_goes_with_its_package(packed: set[Path], folder: str):
    there = {path for path in (ROOT / folder).rglob("*") if path.suffix in DATA}
    assert there or folder == "expclip_blender"
    assert not there - packed


@pytest.mark.parametrize("folder", FOLDERS)
def test_all_modules_are_in_a_package(folder: str):
    modules = {path.parent for path in (ROOT / folder).rglob("*.py")}
    assert not modules - {folder_of(package) for package in SETUPTOOLS["packages"]}
