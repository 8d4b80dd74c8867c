"""The engine: speech in, take out. No Blender anywhere below this folder."""
