"""How fast portraits are drawn: frames a second and processor time a frame, encoding aside; and how fast painted.

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
from .photo.art import painted
from .photo.coefficients import COUNT
from .photo.pirenderer import SIZE, PIRenderer
from .photo.pirenderer_frames import render_frames
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
    speed = drawn_by_pirenderer(device)
    times = f"{1 / speed.wall:10.2f}{1000 * speed.wall:8.0f}{1000 * speed.processor:22.0f}"
    print(f"{'pirenderer':<10}{f'{SIZE} x {SIZE}':>12}{times}", flush=True)
    for size in options.sizes[:2]:
        speed = painted_once(portrait.framed(Frame(closeup=True, size=size)))
        print(
            f"painting a still of {size} pixels: {speed.wall:.1f} s, {speed.processor:.1f} s of processor time",
            flush=True,
        )
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


def drawn_by_pirenderer(device: torch.device) -> Speed:
    """Weights at random: they cost what trained ones cost."""
    generator = PIRenderer().eval().requires_grad_(False).to(device)
    still = np.random.default_rng(0).integers(0, 256, (SIZE, SIZE, 3)).astype(np.uint8)
    count = 64 if device.type == "cuda" else 3
    coefficients = np.random.default_rng(1).normal(0, 0.3, (count, COUNT)).astype(np.float32)
    for _ in render_frames(generator, still, coefficients[:1]):
        pass
    wall, processor = time.perf_counter(), time.process_time()
    for _ in render_frames(generator, still, coefficients):
        pass
    return Speed((time.perf_counter() - wall) / count, (time.process_time() - processor) / count)


def painted_once(portrait: Portrait) -> Speed:
    """In strokes at random, without a face."""
    random = np.random.default_rng(0).uniform(0, 255, (64, 64, 3))
    art = np.kron(random, np.ones((8, 8, 1))).astype(np.uint8)
    wall, processor = time.perf_counter(), time.process_time()
    painted(portrait, art)
    return Speed(time.perf_counter() - wall, time.process_time() - processor)
