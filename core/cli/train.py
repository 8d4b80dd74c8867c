"""expclip train: makes the models again, from what ships, from synthetic speech and from recordings."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ..bundle import Bundle, open_bundle, write_part
from . import train_average, train_clip, train_coefficients, train_face, train_speech, train_style
from .job_options import number
from .model_option import add_models_option
from .terminal import Terminal
from .train_options import add_bundle, add_common, add_corpora, add_minutes, check_amount

if TYPE_CHECKING:
    from ..animation.decoder import AnimationDecoder
    from ..training.beat import Capture


def add_to(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser(
        "train", help="make the models again",
        description="Makes a corpus of synthetic speech and trains the parts of a bundle: expression, speech, grammar, "
        "and animation on top of them. A training that was interrupted goes on from its last checkpoint.",
    )
    parts = parser.add_subparsers(title="parts", metavar="PART", required=True)
    _add_corpus(parts)
    _add_recordings(parts)
    train_speech.add_to(parts)
    train_average.add_to(parts)
    _add_grammar(parts)
    _add_expression(parts)
    _add_animation(parts)
    train_style.add_to(parts)
    train_face.add_to(parts)
    train_coefficients.add_to(parts)


def _add_corpus(parts: argparse._SubParsersAction) -> None:
    parser = parts.add_parser(
        "corpus", help="synthetic speech with exact phone times",
        description="Writes synthetic speech with exact phone times; goes on where it was interrupted.",
    )
    parser.add_argument("--out", metavar="FOLDER", type=Path, required=True, help="where the corpus goes")
    parser.add_argument("--hours", metavar="N", type=number, default=8.0, help="how much (default: %(default)g)")
    add_common(parser, run_corpus)


def _add_recordings(parts: argparse._SubParsersAction) -> None:
    parser = parts.add_parser(
        "recordings", help="recorded speech with the phones that a model finds in it",
        description="Aligns recordings with their transcripts by the hearing of a bundle, and writes those that fit "
        "like a corpus. A model trained on them may align them again, better.",
    )
    parser.add_argument(
        "--speech", metavar="FOLDER", type=Path, required=True,
        help="the recordings, with all_transcripts.tsv (file, speaker, language, text)",
    )
    parser.add_argument("--out", metavar="FOLDER", type=Path, required=True, help="where the corpus goes")
    add_models_option(parser)
    parser.add_argument("--json-progress", action="store_true", help="tell progress as JSON lines on stderr")
    parser.set_defaults(run=run_recordings)


def _add_grammar(parts: argparse._SubParsersAction) -> None:
    parser = parts.add_parser(
        "grammar", help="which phones follow which",
        description="Counts the phones of the written corpus that ships, language by language.",
    )
    _add_goemotions(parser, "it adds English")
    add_bundle(parser)
    parser.add_argument("--json-progress", action="store_true", help="tell progress as JSON lines on stderr")
    parser.set_defaults(run=run_grammar)


def _add_expression(parts: argparse._SubParsersAction) -> None:
    parser = parts.add_parser(
        "expression", help="the space of expressions and prompts",
        description="Trains the ExpCLIP space on the written corpus that ships, or fits CLIP to a space that is there.",
    )
    _add_goemotions(parser, "it adds what people felt when they wrote")
    parser.add_argument(
        "--encoder", metavar="FOLDER", type=Path,
        help="all-MiniLM-L6-v2, to begin the text encoder anew (default: go on from the one that the bundle has)",
    )
    train_clip.add_options(parser)
    add_bundle(parser)
    add_minutes(parser, 30.0)
    add_common(parser, run_expression)


def _add_animation(parts: argparse._SubParsersAction) -> None:
    parser = parts.add_parser(
        "animation", help="the animation decoder",
        description="Trains the animation decoder on corpora, over the bundle's other parts. With "
        "--beat the decoder that the bundle has learns on from captured faces.",
    )
    sources = parser.add_mutually_exclusive_group(required=True)
    add_corpora(sources, required=False)
    sources.add_argument(
        "--beat", metavar="FOLDER", type=Path, help="BEAT's recordings: JSON of 51 or 52 weights beside a wav each"
    )
    add_bundle(parser)
    add_minutes(parser, 30.0)
    add_common(parser, run_animation)


def _add_goemotions(parser: argparse.ArgumentParser, what_for: str) -> None:
    parser.add_argument(
        "--goemotions", metavar="FOLDER", type=Path, help=f"the data set GoEmotions (CC BY 4.0): {what_for}"
    )


def run_corpus(options: argparse.Namespace, terminal: Terminal) -> None:
    from ..training.corpus import make_corpus

    check_amount("hours", options.hours)
    make_corpus(options.out, options.hours, options.seed, terminal.progress)
    terminal.finish(f"{options.out}: the corpus is ready")


def run_recordings(options: argparse.Namespace, terminal: Terminal) -> None:
    from ..training.recordings import align_recordings

    align_recordings(options.speech, options.out, open_bundle(options.models), terminal.progress)
    terminal.finish(f"{options.out}: the recordings are aligned")


def run_grammar(options: argparse.Namespace, terminal: Terminal) -> None:
    from ..training.grammar import train_grammar

    train_grammar(options.out, terminal.progress, goemotions=options.goemotions)
    terminal.finish(f"{options.out}: the grammars are counted")


def run_expression(options: argparse.Namespace, terminal: Terminal) -> None:
    if options.text_backbone is not None:
        train_clip.run(options, terminal)
        return
    from ..training.expression import Plan, train_expression
    from ..training.tuning import Tuning

    check_amount("minutes", options.minutes)
    train_expression(
        options.out, options.seed, terminal.progress, options.goemotions, options.encoder,
        Plan(tuning=Tuning(minutes=options.minutes, seed=options.seed)),
    )
    terminal.finish(f"{options.out}: the space of expressions is trained")


def run_animation(options: argparse.Namespace, terminal: Terminal) -> None:
    check_amount("minutes", options.minutes)
    bundle = open_bundle(options.out)
    decoder = (_from_corpora if options.beat is None else _from_beat)(options, bundle, terminal)
    write_part(options.out, "animation", decoder.config.to_json(), decoder.state_dict())
    terminal.finish(f"{options.out}: the animation decoder is trained")


def _from_corpora(options: argparse.Namespace, bundle: Bundle, terminal: Terminal) -> "AnimationDecoder":
    from ..networks import load_encoder, load_grammars, load_space
    from ..training.animation import AnimationTraining, train_animation

    encoder, space, grammars = load_encoder(bundle), load_space(bundle), load_grammars(bundle)
    training = AnimationTraining(minutes=options.minutes, seed=options.seed)
    return train_animation(
        options.corpus, options.out / ".training", encoder, space, training, terminal.progress, grammars=grammars
    )


def _from_beat(options: argparse.Namespace, bundle: Bundle, terminal: Terminal) -> "AnimationDecoder":
    import torch

    from ..networks import load_networks, load_space
    from ..training.animation import AnimationTraining
    from ..training.beat import read_captures, recordings_of
    from ..training.captures import RATE, fit_to_captures, hear_captures

    training = AnimationTraining(minutes=options.minutes, seed=options.seed, rate=RATE)
    recordings = recordings_of(options.beat)
    networks = load_networks(bundle, load_space(bundle), torch.device("cpu"))
    missing: set[str] = set()
    heard: list[Path] = []

    def report(capture: "Capture") -> None:
        missing.update(capture.missing)
        heard.append(capture.sound)
        terminal.progress(0.0, f"hearing the recordings, {len(heard)} of {len(recordings)}")

    clips = hear_captures(
        read_captures(recordings), networks.encoder, networks.grammars, training.clip_seconds, report
    )
    if missing:
        terminal.note(f"The recordings lack {', '.join(sorted(missing))}, kept at 0")
    return fit_to_captures(
        networks.decoder, clips, options.out / ".training", networks.space, training, terminal.progress
    )
