"""expclip train: makes the models again, from what ships and from synthetic speech."""

import argparse
from pathlib import Path

from ..bundle import open_bundle, seal, write_part
from ..errors import SettingsError
from .job_options import number
from .terminal import Terminal


def add_to(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser(
        "train", help="make the models again",
        description="Makes a corpus of synthetic speech and trains the parts of a bundle: expression, speech, and "
        "animation on top of both. A training that was interrupted goes on from its last checkpoint.",
    )
    parts = parser.add_subparsers(title="parts", metavar="PART", required=True)
    _add_corpus(parts)
    _add_speech(parts)
    _add_expression(parts)
    _add_animation(parts)


def _add_corpus(parts: argparse._SubParsersAction) -> None:
    parser = parts.add_parser(
        "corpus", help="synthetic speech with exact phone times",
        description="Writes synthetic speech with exact phone times; goes on where it was interrupted.",
    )
    parser.add_argument("--out", metavar="FOLDER", type=Path, required=True, help="where the corpus goes")
    parser.add_argument("--hours", metavar="N", type=number, default=8.0, help="how much (default: %(default)g)")
    _add_common(parser, run_corpus)


def _add_speech(parts: argparse._SubParsersAction) -> None:
    parser = parts.add_parser(
        "speech", help="the speech encoder", description="Trains the speech encoder on the phones of a corpus.",
    )
    parser.add_argument("--corpus", metavar="FOLDER", type=Path, required=True, help="what 'train corpus' wrote")
    _add_bundle(parser)
    _add_minutes(parser, 60.0)
    _add_common(parser, run_speech)


def _add_expression(parts: argparse._SubParsersAction) -> None:
    parser = parts.add_parser(
        "expression", help="the space of expressions and prompts",
        description="Trains the ExpCLIP space on the written corpus that ships.",
    )
    parser.add_argument(
        "--goemotions", metavar="FOLDER", type=Path, help="the data set GoEmotions (CC BY 4.0): it adds words"
    )
    _add_bundle(parser)
    _add_minutes(parser, 15.0)
    _add_common(parser, run_expression)


def _add_animation(parts: argparse._SubParsersAction) -> None:
    parser = parts.add_parser(
        "animation", help="the animation decoder",
        description="Trains the animation decoder on a corpus, over the bundle's own expression and speech parts.",
    )
    parser.add_argument("--corpus", metavar="FOLDER", type=Path, required=True, help="what 'train corpus' wrote")
    _add_bundle(parser)
    _add_minutes(parser, 30.0)
    _add_common(parser, run_animation)


def _add_bundle(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", metavar="FOLDER", type=Path, required=True, help="the bundle that gets the part")


def _add_minutes(parser: argparse.ArgumentParser, default: float) -> None:
    parser.add_argument(
        "--minutes", metavar="N", type=number, default=default, help="how long to train at most (default: %(default)g)"
    )


def _add_common(parser: argparse.ArgumentParser, run) -> None:
    parser.add_argument("--seed", metavar="N", type=int, default=0, help="for everything random (default: %(default)d)")
    parser.add_argument("--json-progress", action="store_true", help="tell progress as JSON lines on stderr")
    parser.set_defaults(run=run)


def run_corpus(options: argparse.Namespace, terminal: Terminal) -> None:
    from ..training.corpus import make_corpus

    _check_amount("hours", options.hours)
    make_corpus(options.out, options.hours, options.seed, terminal.progress)
    terminal.finish(f"{options.out}: the corpus is ready")


def run_speech(options: argparse.Namespace, terminal: Terminal) -> None:
    from ..int8_rows import to_int8_rows
    from ..training.speech import SpeechTraining, train_speech

    _check_amount("minutes", options.minutes)
    training = SpeechTraining(minutes=options.minutes, seed=options.seed)
    encoder = train_speech(options.corpus, options.out / ".training", training, terminal.progress)
    write_part(options.out, "speech", encoder.config.to_json(), to_int8_rows(encoder.state_dict()))
    terminal.finish(f"{options.out}: the speech encoder is trained")


def run_expression(options: argparse.Namespace, terminal: Terminal) -> None:
    from ..training.expression import train_expression

    _check_amount("minutes", options.minutes)
    train_expression(
        options.out, options.minutes, options.seed, report=terminal.progress, goemotions=options.goemotions
    )
    seal(options.out)
    terminal.finish(f"{options.out}: the space of expressions is trained")


def run_animation(options: argparse.Namespace, terminal: Terminal) -> None:
    _check_amount("minutes", options.minutes)
    bundle = open_bundle(options.out)
    from ..networks import load_encoder, load_space
    from ..training.animation import AnimationTraining, train_animation

    encoder, space = load_encoder(bundle), load_space(bundle)
    training = AnimationTraining(minutes=options.minutes, seed=options.seed)
    decoder = train_animation(
        options.corpus, options.out / ".training", encoder, space, training, terminal.progress
    )
    write_part(options.out, "animation", decoder.config.to_json(), decoder.state_dict())
    terminal.finish(f"{options.out}: the animation decoder is trained")


def _check_amount(name: str, amount: float) -> None:
    if not 0 < amount < 1e6:
        raise SettingsError(f"The {name} are {amount:g}", "give a number above 0")
