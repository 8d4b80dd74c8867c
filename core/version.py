"""The version of ExpCLIP, from the manifest that the extension and the engine share."""

import tomllib
from pathlib import Path


def version() -> str:
    manifest = Path(__file__).parents[1] / "blender_manifest.toml"
    return tomllib.loads(manifest.read_text(encoding="utf-8"))["version"]
