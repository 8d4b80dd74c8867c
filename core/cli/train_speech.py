"""expclip train speech: the compact encoder, or heads on a published one."""

import argparse
from pathlib import Path

from ..bundle import open_bundle, write_part
from ..errors import SettingsError
from ..upgrades import UPGRADES, checkpoint_folder
from .terminal import Terminal
from .train_options import add_bundle, add_common, add_corpora, add_minutes, check_amount

_LAYERS = 4


def add_to(parts: argparse._SubParsersAction) -> None:
    parser = parts.add_parser(
        "speech", help="the speech encoder",
        description="Trains the speech encoder on the phones of corpora. With --backbone a published wav2vec 2.0 or "
        "HuBERT is its body, and the bundle gets its other parts from the one that ships, if it lacks them.",
    )
    add_corpora(parser)
    parser.add_argument(
        "--backbone", metavar="FOLDER|NAME",
        help=f"a checkpoint of wav2vec 2.0 or HuBERT, or the name of a downloaded one ({', '.join(UPGRADES)})",
    )
    parser.add_argument(
        "--layers", metavar="N", type=int, default=_LAYERS,
        help="with --backbone: how many of its top layers learn in the second half; 0 leaves it as it is "
        "(default: %(default)d)",
    )
    add_bundle(parser)
    add_minutes(parser, 60.0)
    add_common(parser, run)


def run(options: argparse.Namespace, terminal: Terminal) -> None:
    check_amount("minutes", options.minutes)
    if options.backbone is not None:
        _run_backbone(options, terminal)
        return
    from ..int8_rows import to_int8_rows
    from ..training.speech import SpeechTraining, train_speech

    training = SpeechTraining(minutes=options.minutes, seed=options.seed)
    encoder = train_speech(options.corpus, options.out / ".training", training, terminal.progress)
    write_part(options.out, "speech", encoder.config.to_json(), to_int8_rows(encoder.state_dict()))
    terminal.finish(f"{options.out}: the speech encoder is trained")


def _run_backbone(options: argparse.Namespace, terminal: Terminal) -> None:
    if options.layers < 0:
        raise SettingsError(f"The layers are {options.layers}", "give 0 or a larger whole number")
    folder = checkpoint_folder(options.backbone)
    from ..speech.backbone import read_checkpoint
    from ..training.backbone import BackboneTraining, fit_backbone, write_backbone
    from ..training.speech import SpeechTraining

    rest = open_bundle()
    encoder = read_checkpoint(folder, folder.resolve().name if Path(options.backbone).is_dir() else options.backbone)
    training = BackboneTraining(SpeechTraining(minutes=options.minutes, seed=options.seed), layers=options.layers)
    place = options.out / ".training" / f"backbone-{encoder.config.sha256[:12]}"
    fitted = fit_backbone(options.corpus, place, encoder, training, terminal.progress)
    write_backbone(options.out, fitted, place, rest)
    terminal.finish(f"{options.out}: our heads are fitted to {encoder.config.source}, use it with --models")
