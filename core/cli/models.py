"""expclip models: which bundle is used, and whether its files are right."""

import argparse

from ..bundle import open_bundle
from .model_option import add_models_option
from .terminal import Terminal


def add_to(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser("models", help="list or verify the models", description="Looks at a bundle of models.")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="show the bundle and its files")
    listing.set_defaults(run=run_list)
    verify = actions.add_parser("verify", help="compare every file with its sha256")
    verify.set_defaults(run=run_verify)
    for action in (listing, verify):
        add_models_option(action)


def run_list(options: argparse.Namespace, terminal: Terminal) -> None:
    bundle = open_bundle(options.models)
    print(f"{bundle.name} ({bundle.id}) in {bundle.folder}")
    for name in bundle.sums:
        path = bundle.folder / name
        size = f"{path.stat().st_size:,}" if path.is_file() else "missing"
        print(f"{size:>12}  {name}")


def run_verify(options: argparse.Namespace, terminal: Terminal) -> None:
    bundle = open_bundle(options.models)
    names = bundle.verify()
    print(f"{bundle.name} ({bundle.id}): {len(names)} files are right")
