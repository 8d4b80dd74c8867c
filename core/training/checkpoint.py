"""A training that can be interrupted: its checkpoint, its curve, and how much of its time is used up."""

import json
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import torch
from torch import nn

from ..errors import Cancelled, ModelError
from ..whole_file import whole_file

GO_ON = "what was learnt is kept, give the same command again and it goes on"
"""Stands as a note on what interrupted a training."""


def leave_signals_to_the_trainer(worker: int) -> None:
    """As worker_init_fn of a DataLoader. Ctrl-C, and the end of a whole group of processes, reach the workers too:
    their death would raise in the trainer while it saves. They end when it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


class Run:
    """One training run of `minutes` in `folder`, all its parts counted; `parts` are what has a state_dict.

    A checkpoint NAME.checkpoint.pt that is there is loaded on entering. NAME.curve.jsonl gets a line at each save.
    Raises ModelError for a checkpoint that is damaged or holds other parts.
    """

    def __init__(self, folder: Path, name: str, minutes: float, parts: dict[str, nn.Module | torch.optim.Optimizer]):
        folder.mkdir(parents=True, exist_ok=True)
        self.checkpoint = folder / f"{name}.checkpoint.pt"
        self.curve = folder / f"{name}.curve.jsonl"
        self.wanted, self.parts, self.step = minutes, parts, 0
        used = 0.0
        if self.checkpoint.exists():
            state = _read(self.checkpoint)
            self._take(state)
            used = state["minutes"]
        self._saved_step = self.step
        self._started = time.monotonic() - used * 60
        self._saved = used

    @property
    def minutes(self) -> float:
        return (time.monotonic() - self._started) / 60

    @property
    def done(self) -> float:
        return min(1.0, self.minutes / self.wanted)

    def rate(self, warmup_steps: int) -> float:
        """Factor on the learning rate: linear warm-up by steps, level, and from 60 % of the minutes on down to 1 %.

        A level rate lets a finished run be gone on with: give more minutes and its last level checkpoint.
        """
        warm = min(1.0, (self.step + 1) / warmup_steps)
        return warm * min(1.0, 0.01 + 0.99 * (1.0 - self.done) / 0.4)

    def is_due(self, every_minutes: float) -> bool:
        return self.minutes - self._saved >= every_minutes

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Whoever interrupts what happens inside (Ctrl-C, the end of the process, Cancelled) finds it saved.

        What fails instead leaves the last checkpoint, for its own state may be what failed. Raises OutputError.
        """
        try:
            yield
        except BaseException as end:
            if isinstance(end, Exception) and not isinstance(end, Cancelled):
                raise
            if self.step > self._saved_step:
                self._write()
            if self.checkpoint.exists():
                end.add_note(GO_ON)
            raise

    def save(self, row: dict[str, float], measure: Callable[[], dict[str, float]] = dict) -> dict[str, float]:
        """Keeps all parts, then adds `row` and what `measure` gives to the curve; gives that back. Raises OutputError.

        In this order, because to measure may take longer than whoever waits for it is willing to.
        """
        self._write()
        measured = measure()
        with self.curve.open("a", encoding="utf-8") as curve:
            at = {"step": self.step, "minutes": round(self._saved, 2)}
            curve.write(json.dumps(at | row | measured) + "\n")
        return measured

    def _write(self) -> None:
        minutes = self.minutes
        state = {name: part.state_dict() for name, part in self.parts.items()}
        with whole_file(self.checkpoint) as temporary:
            torch.save(state | {"step": self.step, "minutes": minutes}, temporary)
        self._saved, self._saved_step = minutes, self.step

    def _take(self, state: dict) -> None:
        try:
            for name, part in self.parts.items():
                part.load_state_dict(state[name])
        except (KeyError, RuntimeError, ValueError) as error:
            raise ModelError(
                f"'{self.checkpoint}' is of another training ({str(error).splitlines()[0][:120]})",
                "give another folder, or delete it to train anew",
            ) from error
        self.step = state["step"]


def _read(checkpoint: Path) -> dict:
    try:
        state = torch.load(checkpoint, weights_only=True, map_location="cpu")
        if isinstance(state, dict) and {"step", "minutes"} <= state.keys():
            return state
        cause = "steps or minutes are missing"
    except Exception as error:  # torch passes on whatever its readers of archives and weights raise
        cause = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
    raise ModelError(f"'{checkpoint}' is damaged ({cause})", "delete it, and the training starts anew")
