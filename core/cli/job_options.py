"""The options that describe an animate job, and the job that they describe; Blender's command line has them too."""

import argparse
import re
from fractions import Fraction

from ..direction import Direction, DirectionTrack
from ..errors import PromptError
from ..job import AnimateJob
from ..script import AUTO, Script
from ..settings import DEVICES, LIFE_PARTS, AnimateSettings, LifeStrengths

_SPAN = re.compile(r"\s*(?P<start>\d+(?:\.\d*)?|\.\d+)\s*-\s*(?P<end>\d+(?:\.\d*)?|\.\d+)?\s*:(?P<text>.*)", re.DOTALL)


def add_direction_options(parser: argparse.ArgumentParser) -> None:
    whole = parser.add_mutually_exclusive_group()
    whole.add_argument("--prompt", metavar="TEXT", help="how the line feels, in words: \"holding back tears\"")
    whole.add_argument("--image", metavar="FILE", help="how the line feels, as a picture of a face")
    whole.add_argument(
        "--style", metavar="TAKE", help="how the line feels, as another take: the expression behind its speech is worn"
    )
    whole.add_argument("--preset", metavar="NAME", help="how the line feels, as the name of a ready-made expression")
    parser.add_argument(
        "--direct", metavar='"0.0-2.5: TEXT"', type=spanned_direction, action="append", default=[],
        help="how the line feels from one second to another (\"2.5-: TEXT\": to the end); may be given several times",
    )
    add_picture_options(parser)


def add_picture_options(parser: argparse.ArgumentParser) -> None:
    """What sharpens --image."""
    parser.add_argument(
        "--image-face", metavar="N", type=int, default=0,
        help="which face of --image, the largest is 0 (default: %(default)d)",
    )
    parser.add_argument(
        "--image-neutral", metavar="FILE",
        help="a picture of the same person at rest: what it shows is taken from --image",
    )


def check_picture_options(options: argparse.Namespace) -> None:
    """Raises PromptError for what sharpens a picture that is not given."""
    if options.image is None and (options.image_face or options.image_neutral is not None):
        raise PromptError("--image-face or --image-neutral is given without --image", "give the picture too")


def add_script_options(parser: argparse.ArgumentParser) -> None:
    words = parser.add_mutually_exclusive_group()
    add_transcript_option(words)
    words.add_argument(
        "--phones", metavar="PHONES.json", help="what is said, as a list that 'expclip phones' wrote and you corrected"
    )
    add_language_option(parser)


def add_transcript_option(parser: argparse._ActionsContainer) -> None:
    parser.add_argument("--transcript", metavar="TEXT", help="what is said, in words: the mouth follows them")


def add_language_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--language", metavar="CODE", default=AUTO,
        help="the language, such as en, en-gb, es, cmn (default: as it sounds, or as the transcript is written)",
    )


def add_settings_options(parser: argparse.ArgumentParser, default_fps: float | None = AnimateSettings.fps) -> None:
    """default_fps None: the caller fills the frame rate in when the user does not."""
    plain = AnimateSettings()
    parser.add_argument(
        "--intensity", metavar="X", type=number, default=plain.intensity,
        help="strength of the expression, above 0 and up to 2 (default: %(default)g)",
    )
    parser.add_argument(
        "--lips", metavar="X", type=number, default=plain.lips,
        help="strength of the articulation, 0 to 2 (default: %(default)g)",
    )
    parser.add_argument(
        "--follow-voice", metavar="X", type=number, default=plain.follow_voice,
        help="how far the strength of the expression follows the voice, 0 to 1 (default: %(default)g)",
    )
    life = parser.add_mutually_exclusive_group()
    life.add_argument(
        "--life", metavar="X", type=number, default=plain.life,
        help="strength of blinks, glances, brow accents, breath and head motion, 0 to 2 (default: %(default)g)",
    )
    life.add_argument("--no-life", dest="life", action="store_const", const=0.0, help="the same as --life 0")
    for part, moves in LIFE_PARTS.items():
        parser.add_argument(
            f"--{part}", metavar="X", type=number, default=getattr(plain.life_parts, part),
            help=f"{moves} beside the rest of life, 0 to 2 (default: %(default)g)",
        )
    shown = "the scene's" if default_fps is None else f"{default_fps:g}"
    parser.add_argument(
        "--fps", metavar="N", type=number, default=default_fps,
        help=f"frames a second, such as 29.97 or 30000/1001 (default: {shown})",
    )
    parser.add_argument(
        "--seed", metavar="N", type=int, default=plain.seed, help="for everything random (default: %(default)d)"
    )
    parser.add_argument(
        "--device", metavar="|".join(DEVICES), default=plain.device,
        help="what computes; auto is CUDA where there is one (default: %(default)s)",
    )


def job_of(options: argparse.Namespace, speech: str) -> AnimateJob:
    """The job that the three groups of options describe. Raises SettingsError and PromptError."""
    script = Script(options.transcript, options.phones, options.language)
    return AnimateJob(speech, track_of(options), settings_of(options), script=script)


def track_of(options: argparse.Namespace) -> DirectionTrack:
    """The feeling of the whole line below the directions of its parts. Raises PromptError."""
    check_picture_options(options)
    kinds = {"text": options.prompt, "image": options.image, "take": options.style, "preset": options.preset}
    whole = [
        Direction(kind, value, face=options.image_face, neutral=options.image_neutral)
        for kind, value in kinds.items() if value is not None
    ]
    parts = [Direction("text", text, start, end) for start, end, text in options.direct]
    return DirectionTrack(tuple(whole + sorted(parts, key=lambda part: part.start)))


def settings_of(options: argparse.Namespace) -> AnimateSettings:
    """Raises SettingsError."""
    return AnimateSettings(
        intensity=options.intensity, lips=options.lips, life=options.life,
        life_parts=LifeStrengths(**{part: getattr(options, part) for part in LIFE_PARTS}),
        follow_voice=options.follow_voice, fps=options.fps, seed=options.seed, device=options.device,
    )


def number(text: str) -> float:
    """'29.97' or '30000/1001'; what may not be (nan, 0) is refused by the settings, with its remedy."""
    try:
        return float(Fraction(text)) if "/" in text else float(text)
    except (ValueError, ZeroDivisionError, OverflowError):
        raise argparse.ArgumentTypeError(f"'{text}' is no number") from None


def spanned_direction(text: str) -> tuple[float, float | None, str]:
    """'0.0-2.5: TEXT' -> (0.0, 2.5, 'TEXT'); '2.5-: TEXT' lasts to the end of the line."""
    match = _SPAN.fullmatch(text)
    if match is None:
        raise argparse.ArgumentTypeError(f"'{text}' is not of the form \"0.0-2.5: TEXT\"")
    return float(match["start"]), float(match["end"]) if match["end"] else None, match["text"].strip()
