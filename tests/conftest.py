"""Every test imports `expclip` from this checkout, whatever environment runs it."""

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def _load_this_checkout() -> None:
    """Bpy's environments are shared by all checkouts of a machine, so none of them is installed there."""
    loaded = sys.modules.get("expclip")
    if loaded is not None and Path(loaded.__file__ or "").parent == ROOT:
        return
    spec = importlib.util.spec_from_file_location(
        "expclip", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
    )
    assert spec is not None and spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    sys.modules["expclip"] = package
    spec.loader.exec_module(package)


_load_this_checkout()


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the checkout, which is the package."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The data pack beside the project; tests that need it are skipped where it is absent."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the data pack ../shared/data is not beside this checkout")
    return folder
