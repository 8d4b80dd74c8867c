"""The engine's speed and memory, measured from outside as a user meets them.

Prints what it does on stderr and a JSON list of rows {what, value, unit, target, met} on stdout.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import soundfile

from ..rigs import arkit
from .client import WorkerClient
from .direction import Direction, DirectionTrack
from .job import AnimateJob
from .settings import AnimateSettings

START = Path(__file__).with_name("start.py")
LINE = Path(__file__).resolve().parents[1] / "presets" / "demo" / "line.flac"
PROMPT = "holding back tears, then a brave smile"
THREADS = 2
BLOCK_SECONDS = 0.1
REPEATS = 3
HEAD_ANGLES = 3
"""A take carries the head's yaw, pitch and roll beside its weights."""


@dataclass(frozen=True)
class Row:
    what: str
    value: float
    unit: str
    target: str
    met: bool


def main(arguments: Sequence[str] = ()) -> int:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for measure in (warm_worker, cold_start, memory, live):
            rows += measure(Path(folder))
    print(json.dumps([asdict(row) for row in rows]), flush=True)
    return 0


def warm_worker(folder: Path) -> list[Row]:
    """Seconds of speech a second, of a worker that has its models loaded, with THREADS threads."""
    say(f"60 s of speech on a warm worker, {THREADS} threads")
    speech = lengthened(folder / "minute.flac", 60.0)
    track = DirectionTrack((Direction("text", PROMPT),))
    job = AnimateJob(str(speech), track, AnimateSettings(device="cpu"))
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = str(THREADS)
    client = WorkerClient([sys.executable, "-I", str(START), "worker"], folder / "worker.log")
    try:
        client.wait(client.request("animate", **job.to_json()))
        seconds = min(timed(lambda: client.wait(client.request("animate", **job.to_json()))) for _ in range(REPEATS))
    finally:
        client.close()
    speed = 60.0 / seconds
    return [Row(f"warm worker, 60 s of speech, {THREADS} threads", speed, "x real time", ">= 20", speed >= 20)]


def cold_start(folder: Path) -> list[Row]:
    """Seconds of `expclip animate` for 5 s of speech, from the start of Python to the file."""
    say("expclip animate on 5 s of speech from a cold start")
    speech = lengthened(folder / "five.wav", 5.0)
    seconds = min(timed(lambda: animate(speech, folder / "five.csv")) for _ in range(REPEATS))
    return [Row("expclip animate, 5 s of speech, cold start", seconds, "s", "< 6", seconds < 6)]


def memory(folder: Path) -> list[Row]:
    """Highest resident memory for 10 and for 60 minutes of sound; empty on systems that do not tell it."""
    if not hasattr(os, "wait4"):
        return []
    peaks = {}
    for minutes in (10, 60):
        say(f"expclip animate on {minutes} minutes of speech")
        speech = lengthened(folder / "long.wav", 60.0 * minutes)
        # The allocator adds up to 10 MB by chance, half of what 50 minutes of a take weigh.
        peaks[minutes] = min(peak_megabytes(speech, folder / "long.npz") for _ in range(2))
    grown = peaks[60] - peaks[10]
    take = 50 * 60 * AnimateSettings().fps * (arkit.COUNT + HEAD_ANGLES) * 4 / 1e6
    return [
        Row("memory for an hour of speech, at its peak", peaks[60], "MB", "< 1200", peaks[60] < 1200),
        Row("growth from 10 to 60 minutes, beside the take's own", grown / take, "x", "<= 1", grown <= take),
    ]


def live(folder: Path) -> list[Row]:
    """How long after its sound a face is there when sound comes in blocks: a block, the look-ahead and the work."""
    import torch

    from .animation.live import AHEAD_FRAMES, LiveMouth
    from .audio import open_speech, read_all
    from .bundle import open_bundle
    from .expression.space import DIM
    from .networks import load_networks, load_space
    from .speech.phonogram import FPS

    say(f"live sound in blocks of {BLOCK_SECONDS} s, {THREADS} threads")
    torch.set_num_threads(THREADS)
    bundle = open_bundle()
    networks = load_networks(bundle, load_space(bundle), torch.device("cpu"))
    samples = read_all(open_speech(LINE))
    mouth = LiveMouth(networks, np.ones(DIM, np.float32), "en", AnimateSettings())
    block = round(BLOCK_SECONDS * 16000)
    work = [
        timed(lambda at=at: mouth.feed(samples[at : at + block])) for at in range(0, len(samples) - block, block)
    ]
    usual = float(np.percentile(work[len(work) // 4 :], 95))
    wait = 1000 * (BLOCK_SECONDS + AHEAD_FRAMES / FPS + usual)
    return [
        Row("live: from a sound to its face, 19 of 20 blocks", wait, "ms", "< 400", wait < 400),
        Row("live: work for a block, of the block's time", usual / BLOCK_SECONDS, "x", "< 1", usual < BLOCK_SECONDS),
    ]


def animate(speech: Path, take: Path) -> None:
    subprocess.run(command(speech, take), check=True, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)


def peak_megabytes(speech: Path, take: Path) -> float:
    child = subprocess.Popen(command(speech, take), stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise subprocess.CalledProcessError(child.returncode, child.args)
    return usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e6 / 1024)


def command(speech: Path, take: Path) -> list[str]:
    arguments = ["animate", str(speech), "--prompt", PROMPT, "--device", "cpu", "-o", str(take)]
    return [sys.executable, "-I", str(START), *arguments]


def lengthened(path: Path, seconds: float) -> Path:
    """The demo line, repeated to that length."""
    samples, rate = soundfile.read(LINE, dtype="int16")
    with soundfile.SoundFile(path, "w", rate, 1) as sound:
        left = round(seconds * rate)
        while left > 0:
            sound.write(np.asarray(samples[:left]))
            left -= len(samples)
    return path


def timed(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def say(what: str) -> None:
    print(f"Measuring {what}", file=sys.stderr, flush=True)
