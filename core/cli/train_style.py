"""expclip train style: what hears the expression behind a motion."""

import argparse

from ..bundle import open_bundle, write_part
from .terminal import Terminal
from .train_options import add_bundle, add_common, add_corpora, add_minutes, check_amount


def add_to(parts: argparse._SubParsersAction) -> None:
    parser = parts.add_parser(
        "style", help="what hears the expression behind a motion",
        description="Trains what reads the style of a take, on motion that the bundle's decoder and the articulation "
        "teacher make from the phones of corpora under known expressions.",
    )
    add_corpora(parser)
    add_bundle(parser)
    add_minutes(parser, 15.0)
    add_common(parser, run)


def run(options: argparse.Namespace, terminal: Terminal) -> None:
    check_amount("minutes", options.minutes)
    import numpy as np
    import torch

    from ..expression.motion_style import PART
    from ..networks import load_networks, load_space
    from ..training.animation import corpus_faces
    from ..training.face_sets import written_faces
    from ..training.motion_style import StyleTraining, train_motion_style

    bundle = open_bundle(options.out)
    networks = load_networks(bundle, load_space(bundle), torch.device("cpu"))
    training = StyleTraining(minutes=options.minutes, seed=options.seed)
    faces = np.concatenate([corpus_faces(), written_faces()])
    network = train_motion_style(
        options.corpus, faces, options.out / ".training", networks.decoder, networks.space, training,
        terminal.progress,
    )  # fmt: skip
    write_part(options.out, PART, network.config.to_json(), network.state_dict())
    terminal.finish(f"{options.out}: what hears the expression behind a motion is trained")
