"""Data about faces: the blendshape names, rig maps, action units, and the demo head. No engine, no Blender."""
