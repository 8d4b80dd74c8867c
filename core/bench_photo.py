"""How fast portraits are drawn: frames a second and processor time a frame, encoding aside.

Prints a row for each size on stdout; docs/photo.md has the figures.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from .bench import LINE, PROMPT, THREADS
from .direction import Direction, DirectionTrack
from .engine import Engine, chosen_device
from .errors import ExpclipError
from .job import AnimateJob
from .photo.portrait import Frame, Portrait
from .photo.portrait_file import open_portrait
from .photo.warp import WarpRenderer
from .take import Take

PORTRAIT = Path(__file__).resolve().parents[2] / "shared" / "data" / "portraits" / "nasa_astronaut.jpg"
WANTED = {512: 60.0}
"""Frames a second that a size has to reach."""
SECONDS = 1.5
REPEATS = 5


@dataclass(frozen=True)
class Speed:
    """Of the fastest of REPEATS runs: seconds and seconds of processor time for one frame."""

    wall: float
    processor: float


def main(arguments: Sequence[str] = ()) -> int:
    parser = argparse.ArgumentParser(prog="dev.py bench photo", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("portrait", nargs="?", type=Path, default=PORTRAIT, help="default: %(default)s")
    parser.add_argument("--sizes", type=int, nargs="+", default=[512, 1024, 2048], metavar="N", help="of the close-up")
    parser.add_argument("--device", default="cpu", help="cpu or cuda (default: %(default)s)")
    parser.add_argument("--threads", type=int, default=THREADS, metavar="N", help="default: %(default)s")
    options = parser.parse_args(arguments)
    torch.set_num_threads(options.threads)
    try:
        device = chosen_device(options.device)
        portrait, take = open_portrait(options.portrait), spoken()
    except ExpclipError as error:
        print(error, file=sys.stderr)
        return 1
    good = True
    print(f"{'renderer':<10}{'pixels':>12}{'frames/s':>10}{'ms':>8}{'ms of processor time':>22}")
    for size in options.sizes:
        shown = portrait.framed(Frame(closeup=True, size=size))
        height, width = shown.pixels.shape[:2]
        speed = warped(shown, take, device)
        good &= 1 / speed.wall >= WANTED.get(size, 0.0)
        times = f"{1 / speed.wall:10.1f}{1000 * speed.wall:8.1f}{1000 * speed.processor:22.1f}"
        print(f"{'warp':<10}{f'{width} x {height}':>12}{times}", flush=True)
    return 0 if good else 1


def spoken() -> Take:
    """The demo line's first seconds, felt, with life and motion of the head."""
    job = AnimateJob(str(LINE), DirectionTrack((Direction("text", PROMPT),)))
    take = Engine().animate(job, lambda done, message: None)
    frames = round(SECONDS * take.fps)
    head = np.zeros((take.frames, 3), np.float32) if take.head is None else take.head
    return Take(take.weights[:frames], take.fps, head[:frames])


def warped(portrait: Portrait, take: Take, device: torch.device) -> Speed:
    renderer = WarpRenderer(portrait, device)
    walls, processors = [], []
    for _ in range(REPEATS):
        wall, processor = time.perf_counter(), time.process_time()
        count = sum(1 for _ in renderer.frames(take))
        walls.append((time.perf_counter() - wall) / count)
        processors.append((time.process_time() - processor) / count)
    return Speed(min(walls), min(processors))
