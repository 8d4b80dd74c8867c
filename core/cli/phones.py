"""expclip phones: what is said in a line, phone by phone, as a list that people can correct."""

import argparse
import sys
from pathlib import Path

from ..errors import OutputError
from ..job import PhonesJob
from ..script import Script
from .job_options import add_language_option, add_transcript_option
from .model_option import add_models_option
from .output import check_is_not_source, check_place
from .terminal import Terminal

SUFFIX = ".json"


def add_to(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser(
        "phones", help="the phones of a line with their times, to correct and to give to animate",
        description="Tells the phones of a line with their times: as they are heard, or as the transcript has them. "
        "English phones are lower-case ARPAbet, others IPA, 'sil' is silence.",
    )
    parser.add_argument("speech", metavar="SPEECH", help="sound file: wav, flac, ogg, mp3; video with PyAV")
    add_transcript_option(parser)
    add_language_option(parser)
    add_models_option(parser)
    parser.add_argument("--json-progress", action="store_true", help="tell progress as JSON lines on stderr")
    parser.add_argument("-o", "--output", metavar="PHONES.json", help="the list's file (default: stdout)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, terminal: Terminal) -> None:
    job = PhonesJob(options.speech, script=Script(options.transcript, language=options.language))
    if options.output is not None:
        if Path(options.output).suffix.lower() != SUFFIX:
            raise OutputError(f"'{options.output}' names no phone list", f"end it in {SUFFIX}")
        check_place(options.output)
        check_is_not_source(options.output, options.speech)
    # The sound is opened before the libraries of the models are loaded: they take seconds, a wrong name none.
    from ..audio import open_speech

    speech = open_speech(job.speech, job.start, job.end)
    terminal.progress(0.0, "Loading the engine")
    from ..engine import Engine
    from ..speech.phone_file import phones_json, write_phones

    said = Engine(options.models).phones_of_speech(job, speech, terminal.progress)
    if options.output is None:
        sys.stdout.write(phones_json(said.phones, said.language))
    else:
        write_phones(said.phones, said.language, options.output)
    for note in (*speech.notes, *said.notes):
        terminal.note(note)
    where = "" if options.output is None else f"{options.output}: "
    terminal.finish(f"{where}{len(said.phones)} phones in {speech.seconds:.2f} s, language {said.language}")
