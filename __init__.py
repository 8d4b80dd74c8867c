"""ExpCLIP: a voice line and a sentence about feeling become 52 ARKit blendshape keys on every frame.

This package is both the Blender extension and the engine behind it; importing it loads neither.
"""


def register():
    from .expclip_blender import registration

    registration.register()


def unregister():
    from .expclip_blender import registration

    registration.unregister()
