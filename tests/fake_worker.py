"""A worker without models: the real protocol code before a pretended engine. Runs in any Python with numpy.

    python tests/fake_worker.py [--seconds 0.3] [--behaviour well|dies|hangs|deaf|prints|old|babbles|unready]

The take is a chattering jaw under a smile, or a frown where the direction says so, repeatable from the job alone.
A portrait's movie is grey, a shade lighter on each frame, as long as the take; a picture that is not there is refused.
The phones are an m for each word of the transcript, or two. A direction or transcript that holds "gibberish" is not
understood; a speech file that is not there is refused.

dies: ends in the middle of a job; hangs: stops answering in the middle of a job and does not hear a cancel;
deaf: also lives on when asked to end; prints: a library writes to stdout; old: another version of the protocol;
babbles: no JSON at all; unready: the engine behind the protocol does not work.
"""

import argparse
import importlib.util
import math
import os
import signal
import sys
import time
import wave
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

BEHAVIOURS = ("well", "dies", "hangs", "deaf", "prints", "old", "babbles", "unready")


def load_package() -> None:
    start = Path(__file__).resolve().parents[1] / "core" / "start.py"
    spec = importlib.util.spec_from_file_location("expclip_start", start)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.load_package()


load_package()

import numpy as np  # noqa: E402

from expclip.core import protocol, worker  # noqa: E402
from expclip.core.errors import ModelError, PictureError, SpeechError  # noqa: E402
from expclip.core.formats import read_take  # noqa: E402
from expclip.core.job import AnimateJob, PhonesJob  # noqa: E402
from expclip.core.photo.job import PortraitJob  # noqa: E402
from expclip.core.speech.phone_file import read_phones  # noqa: E402
from expclip.core.speech.phones import Phone  # noqa: E402
from expclip.core.take import Take  # noqa: E402
from expclip.core.whole_file import passing_file  # noqa: E402
from expclip.rigs import arkit  # noqa: E402

STEP_SECONDS = 0.05


MOVIE_SIDE, SHADE = 64, 4
"""Pixels of a movie's sides, and how much lighter each frame is than the one before it, of 255."""


@dataclass(frozen=True)
class FakePortrait:
    frames: int
    fps: float
    notes: tuple[str, ...]
    width: int = MOVIE_SIDE
    height: int = MOVIE_SIDE


@dataclass(frozen=True)
class FakeSpoken:
    phones: list[Phone]
    language: str = "en"
    notes: tuple[str, ...] = ()


class FakeEngine:
    def __init__(self, behaviour: str, job_seconds: float):
        self.behaviour = behaviour
        self.job_seconds = job_seconds
        if behaviour == "unready":
            raise ModelError("The model file 'speech.safetensors' is damaged", "install the engine again")

    def describe(self) -> dict:
        return {"version": "0", "device": "cpu", "device_name": "pretended", "model": "none (fake worker)"}

    def animate(self, job: AnimateJob, report: worker.Report) -> Take:
        take = _take(job)
        self._work(report, "Animating")
        return take

    def phones(self, job: PhonesJob, report: worker.Report) -> "FakeSpoken":
        seconds = _heard_seconds(job)
        words = (job.script.transcript or "mhm mhm").split()
        step = seconds / len(words)
        return FakeSpoken([Phone("m", number * step, (number + 1) * step) for number in range(len(words))])

    def photo(self, job: PortraitJob, out: Path, report: worker.Report) -> FakePortrait:
        if not Path(job.portrait).is_file():
            raise PictureError(f"'{job.portrait}' is no picture that can be read", "choose another file")
        take = read_take(job.take or "") if job.line is None else _take(job.line)
        with passing_file(out) as temporary, temporary.open("wb") as movie:
            movie.write(_grey_movie(take.frames, take.fps))
            self._work(report, f"Frame {take.frames} of {take.frames}")
        return FakePortrait(take.frames, take.fps, tuple(take.made_by.get("notes", ())))

    def express(self, prompts: list[str]) -> list[dict]:
        return [
            {"prompt": prompt, "weights": dict.fromkeys(arkit.NAMES, 0.0), "confidence": 0.0, "read_as": []}
            for prompt in prompts
        ]


    def _work(self, report: worker.Report, message: str) -> None:
        """Lets time pass, as the behaviour says."""
        if self.behaviour == "prints":
            print("a library that talks")
            os.write(1, b"native code that talks\n")
        if self.behaviour in ("hangs", "deaf"):
            time.sleep(3600)
        steps = math.ceil(self.job_seconds / STEP_SECONDS)
        for step in range(steps):
            report(step / steps, message)
            time.sleep(STEP_SECONDS)
            if self.behaviour == "dies" and step >= steps // 2:
                sys.stderr.write("Segmentation fault (pretended)\n")
                sys.stderr.flush()
                os._exit(3)


def _take(job: AnimateJob) -> Take:
    seconds = _heard_seconds(job)
    if job.script.phones is not None:
        read_phones(job.script.phones, seconds, job.script.language)
    weights, notes = _face(job, seconds)
    return Take(weights, job.settings.fps, made_by={"model": "fake", "notes": notes})


def _grey_movie(frames: int, fps: float) -> bytes:
    """YUV4MPEG2, which needs no encoder and is told by its content whatever the file is called."""
    rate = Fraction(fps).limit_denominator(1001)
    pixels = MOVIE_SIDE**2
    head = f"YUV4MPEG2 W{MOVIE_SIDE} H{MOVIE_SIDE} F{rate.numerator}:{rate.denominator} Ip A1:1 C420jpeg\n"
    shades = (bytes([min(frame * SHADE, 255)]) * pixels + bytes([128]) * (pixels // 2) for frame in range(frames))
    return head.encode() + b"".join(b"FRAME\n" + shade for shade in shades)


def _heard_seconds(job: AnimateJob | PhonesJob) -> float:
    path = Path(job.speech)
    if not path.is_file():
        raise SpeechError(f"The speech file '{path}' does not exist", "check its name and folder")
    try:
        with wave.open(str(path)) as sound:
            length = sound.getnframes() / sound.getframerate()
    except (wave.Error, EOFError):
        length = 3.0
    return min(length, math.inf if job.end is None else job.end) - job.start


def _face(job: AnimateJob, seconds: float) -> tuple[np.ndarray, list[str]]:
    frames = math.ceil(round(seconds * job.settings.fps, 6))
    times = np.arange(frames) / job.settings.fps
    weights = np.zeros((frames, arkit.COUNT), np.float32)

    def add(names: str, curve: np.ndarray) -> None:
        for name in names.split():
            weights[:, arkit.INDEX[name]] += curve

    lips = job.settings.lips
    add("jawOpen", lips * 0.3 * np.abs(np.sin(2 * np.pi * 2.2 * times)))
    add("mouthFunnel", lips * 0.15 * (1 + np.sin(2 * np.pi * 0.9 * times)))
    notes = []
    if job.script.transcript is not None and "gibberish" in job.script.transcript:
        notes.append("The transcript does not fit the sound, so the mouth follows the sound alone")
    for direction, presence in zip(job.track.directions, job.track.presence(times).T, strict=True):
        strength = job.settings.intensity * direction.intensity * presence
        if "gibberish" in direction.value:
            notes.append(f"The prompt '{direction.value}' was not understood, so it adds no expression")
        elif any(word in direction.value for word in ("sad", "angry", "tears", "grief")):
            add("mouthFrownLeft mouthFrownRight browInnerUp", 0.6 * strength)
        else:
            add("mouthSmileLeft mouthSmileRight cheekSquintLeft cheekSquintRight", 0.6 * strength)
    return np.clip(weights, 0.0, 1.0), notes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--behaviour", choices=BEHAVIOURS, default="well")
    parser.add_argument("--seconds", type=float, default=0.3, help="how long a job takes")
    # The last word of a worker's command, as in `expclip worker`.
    parser.add_argument("command", nargs="?", choices=["worker"], default="worker")
    choice = parser.parse_args()
    if choice.behaviour == "babbles":
        print("Python 2.7.18 (default)", flush=True)
        time.sleep(3600)
    if choice.behaviour == "old":
        protocol.VERSION = 0
    if choice.behaviour == "deaf":
        worker.LINGER_SECONDS = 3600.0
        if hasattr(signal, "SIGTERM"):
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
    worker.serve_stdio(lambda: FakeEngine(choice.behaviour, choice.seconds))


if __name__ == "__main__":
    main()
