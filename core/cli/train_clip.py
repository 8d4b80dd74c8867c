"""expclip train expression --text-backbone: CLIP's towers under the space that a bundle has."""

import argparse
from pathlib import Path

from ..bundle import open_bundle
from ..errors import ModelError
from ..upgrades import UPGRADES, checkpoint_folder
from .terminal import Terminal

_SCHEME = "open_clip:"
_MOST_FELT = 8000
"""Texts of GoEmotions that CLIP reads: each costs it about 10 ms of a core, and its labels are rough."""


def add_options(parser: argparse.ArgumentParser) -> None:
    named = ", ".join(upgrade.model for upgrade in UPGRADES.values() if upgrade.model)
    parser.add_argument(
        "--text-backbone",
        metavar="open_clip:MODEL/TAG|open_clip:FOLDER",
        help=f"read prompts by CLIP: a downloaded model ({named}) or the folder of one of open_clip's; the space stays "
        "as it is in --out, or as it ships",
    )
    parser.add_argument(
        "--pictures",
        metavar="FOLDER",
        type=Path,
        help="with --text-backbone: pictures of faces that P_image learns from, and pictures.csv with the columns "
        "'picture' and 'prompt', or 'picture' and ARKit names",
    )


def run(options: argparse.Namespace, terminal: Terminal) -> None:
    name = options.text_backbone
    folder = _folder_of(name)
    from ..expression.clip import Clip
    from ..expression.clip_projectors import ClipProjectors
    from ..expression.clip_tower import read_towers
    from ..networks import load_space
    from ..training.clip_pictures import PictureTraining, fit_pictures, read_pictures
    from ..training.clip_sentences import clip_sentences
    from ..training.clip_towers import ClipTraining, fit_sentences, sentence_vectors, write_clip_bundle

    terminal.progress(0.0, "Loading CLIP")
    rest = open_bundle(options.out if (options.out / "config.json").is_file() else None)
    space = load_space(rest)
    pictures = read_pictures(options.pictures, space) if options.pictures else None
    config, text, picture = read_towers(folder, name)
    sentences = clip_sentences(options.goemotions, _MOST_FELT, options.seed)
    clip = Clip(config, ClipProjectors(config.width, sentences.emotions), lambda: text, lambda: picture)
    training = ClipTraining(seed=options.seed)
    cache = options.out / ".training" / f"clip-{config.sha256[:12]}" / "sentences.safetensors"
    vectors = sentence_vectors(text, sentences.texts, cache, training, terminal.progress)
    fit = fit_sentences(clip.projectors, space, vectors, sentences, training, terminal.progress)
    taught = (
        "P_image is P_text as it is: no pictures were given, "
        "and the gap between CLIP's pictures and its sentences is left."
    )
    if pictures:
        fit_pictures(clip, space, pictures, PictureTraining(seed=options.seed), terminal.progress)
        taught = f"P_image began as P_text and learned from {len(pictures.paths)} pictures."
    write_clip_bundle(options.out, clip, fit, taught, rest)
    terminal.finish(f"{options.out}: CLIP is fitted to the space, use it with --models")


def _folder_of(name: str) -> Path:
    """Raises ModelError for what names no model of open_clip, or one that is not on this machine."""
    if not name.startswith(_SCHEME):
        raise ModelError(f"'{name}' is no text backbone", "write open_clip:MODEL/TAG or open_clip:FOLDER")
    return checkpoint_folder(name.removeprefix(_SCHEME))
