"""The demo character's head, made by this project's own code; pure numpy."""

from .head import DemoHead, build
from .materials import Material

__all__ = ["DemoHead", "Material", "build"]
