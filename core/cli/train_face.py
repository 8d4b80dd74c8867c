"""expclip train face: the network that weighs faces in pictures."""

import argparse
from pathlib import Path

from ..errors import MissingPartError, SettingsError
from .terminal import Terminal
from .train_options import add_bundle, add_common, add_minutes, check_amount


def add_to(parts: argparse._SubParsersAction) -> None:
    parser = parts.add_parser(
        "face",
        help="the network that weighs faces in pictures",
        description="Teaches our network by MediaPipe's, on landmark sets of made-up faces; no picture is used. The "
        "teacher is fetched by 'expclip models download face'.",
    )
    parser.add_argument(
        "--landmarks",
        metavar="FOLDER",
        type=Path,
        required=True,
        help="the data pack's folder with canonical_face.npz and arkit_landmark_basis.npz",
    )
    parser.add_argument(
        "--sets", metavar="N", type=int, default=140_000, help="how many faces to make up (default: %(default)d)"
    )
    add_bundle(parser)
    add_minutes(parser, 12.0)
    add_common(parser, run)


def run(options: argparse.Namespace, terminal: Terminal) -> None:
    from ..image.face_network import by_mediapipe
    from ..image.mesh_models import find_mesh_models
    from ..training.face_image import FaceTraining, train_face

    check_amount("minutes", options.minutes)
    check_amount("sets", options.sets)
    blendshapes = find_mesh_models().blendshapes
    if blendshapes is None:
        raise MissingPartError(
            "The installed mediapipe has no blendshape network to learn from",
            "fetch one with 'expclip models download face'",
        )
    training = FaceTraining(minutes=options.minutes, sets=options.sets, seed=options.seed)
    try:
        train_face(options.landmarks, by_mediapipe(blendshapes), options.out, training, report=terminal.progress)
    except FileNotFoundError as error:
        raise SettingsError(f"There is no file '{error.filename}'", "give the folder of the landmarks") from error
    terminal.finish(f"{options.out}: the network of faces is trained")
