"""The option that chooses another bundle of models."""

import argparse

from ..bundle import FOLDER_VARIABLE


def add_models_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--models", metavar="FOLDER", help=f"a bundle of models (default: ${FOLDER_VARIABLE}, else the shipped one)"
    )
