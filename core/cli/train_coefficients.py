"""expclip train coefficients: how PIRenderer's coefficients follow blendshapes."""

import argparse
from pathlib import Path

from .output import check_is_not_source, check_place
from .terminal import Terminal


def add_to(parts: argparse._SubParsersAction) -> None:
    parser = parts.add_parser(
        "coefficients",
        help="what blendshapes are in the coefficients of a face model, for pirenderer",
        description="Fits once what 'expclip photo --renderer pirenderer' is given as --coefficients: how the 64 "
        "expression coefficients follow the 52 blendshapes, by the face model that you have, or by frames for which "
        "your tracker gives both. Seconds, no training.",
    )
    sources = parser.add_mutually_exclusive_group(required=True)
    sources.add_argument(
        "--bfm", metavar="FILE", type=Path,
        help="BFM_model_front.mat, or the folder with 01_MorphableModel.mat, Exp_Pca.bin, std_exp.txt and the index "
        "files of Deep3DFaceReconstruction",
    )  # fmt: skip
    sources.add_argument(
        "--pairs", metavar="FILE", type=Path,
        help=".csv with 52 weights in ARKit's order and 64 coefficients in each row, or .npz with 'weights' and "
        "'coefficients'",
    )  # fmt: skip
    parser.add_argument("--out", metavar="FILE", type=Path, required=True, help="the result, a small .safetensors")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, terminal: Terminal) -> None:
    from ..photo.coefficients import from_model, from_pairs, read_pairs, save_coefficients

    source = options.bfm or options.pairs
    check_is_not_source(str(options.out), str(source))
    check_place(str(options.out))
    if options.bfm is not None:
        coefficients, fit = from_model(options.bfm)
        told = f"they give {fit.explained.mean():.0%} of the motion of {fit.landmarks} landmarks"
    else:
        weights, expression = read_pairs(options.pairs)
        coefficients = from_pairs(weights, expression)
        left = ((expression - coefficients.of(weights)) ** 2).mean() / max(expression.var(0).mean(), 1e-12)
        told = f"they give {1 - left:.0%} of what varies in {len(weights)} frames"
    save_coefficients(options.out, coefficients, f"Fitted to {source.name}")
    terminal.finish(f"{options.out}: the coefficients are fitted, {told}")
