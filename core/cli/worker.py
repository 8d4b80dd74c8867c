"""expclip worker: the engine as a child process of another program."""

import argparse
import os

from .model_option import add_models_option
from .terminal import Terminal


def add_to(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser(
        "worker", help="serve another program over stdin and stdout",
        description="Answers JSON Lines on stdin with JSON Lines on stdout, as docs/protocol.md says.",
    )
    add_models_option(parser)
    parser.add_argument("--face-models", metavar="FILE", help="MediaPipe's task file for faces in pictures")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, terminal: Terminal) -> None:
    from ..image.mesh_models import TASK_VARIABLE
    from ..worker import serve_stdio
    from ..worker_engine import Serves

    if options.face_models is not None:
        os.environ.setdefault(TASK_VARIABLE, options.face_models)

    def make_engine() -> Serves:
        from ..engine import Engine

        return Engine(options.models)

    serve_stdio(make_engine)
