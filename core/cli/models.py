"""expclip models: which bundle is used, whether its files are right, and bigger models to fetch."""

import argparse

from ..bundle import open_bundle
from ..upgrades import UPGRADES, download, is_downloaded, upgrade_of
from .model_option import add_models_option
from .terminal import Terminal


def add_to(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser(
        "models", help="list, verify or download models",
        description="Looks at a bundle of models, and fetches bigger ones.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="show the bundle, its files, and what can be downloaded")
    listing.set_defaults(run=run_list)
    verify = actions.add_parser("verify", help="compare every file with its sha256")
    verify.set_defaults(run=run_verify)
    for action in (listing, verify):
        add_models_option(action)
    fetching = actions.add_parser(
        "download", help="fetch a bigger model from the Hugging Face hub",
        description="Fetches a published model into the Hugging Face cache, for our training to build on. "
        "Nothing else in ExpCLIP uses the network.",
    )
    fetching.add_argument("name", metavar="NAME", help=f"one of {', '.join(UPGRADES)}")
    fetching.add_argument("--json-progress", action="store_true", help="tell progress as JSON lines on stderr")
    fetching.set_defaults(run=run_download)


def run_list(options: argparse.Namespace, terminal: Terminal) -> None:
    bundle = open_bundle(options.models)
    print(f"{bundle.name} ({bundle.id}) in {bundle.folder}")
    for name in bundle.sums:
        path = bundle.folder / name
        size = f"{path.stat().st_size:,}" if path.is_file() else "missing"
        print(f"{size:>12}  {name}")
    for upgrade in UPGRADES.values():
        state = "downloaded" if is_downloaded(upgrade) else f"{upgrade.megabytes} MB to download"
        print(f"{upgrade.name} ({state}): {upgrade.repository}, {upgrade.licence}")


def run_verify(options: argparse.Namespace, terminal: Terminal) -> None:
    bundle = open_bundle(options.models)
    names = bundle.verify()
    print(f"{bundle.name} ({bundle.id}): {len(names)} files are right")


def run_download(options: argparse.Namespace, terminal: Terminal) -> None:
    upgrade = upgrade_of(options.name)
    folder = download(upgrade, terminal.progress)
    use = f": fit it with '{upgrade.fitted_by} --out FOLDER'" if upgrade.fitted_by else ""
    terminal.finish(f"{upgrade.name} is in {folder}{use}")
