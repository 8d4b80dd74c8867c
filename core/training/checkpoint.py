"""A training that can be interrupted: its checkpoint, its curve, and how much of its time is used up."""

import json
import time
from pathlib import Path

import torch
from torch import nn

from ..whole_file import whole_file


class Run:
    """One training run of `minutes` in `folder`, all its parts counted; `parts` are what has a state_dict.

    A checkpoint NAME.checkpoint.pt that is there is loaded on entering. NAME.curve.jsonl gets a line at each save.
    """

    def __init__(self, folder: Path, name: str, minutes: float, parts: dict[str, nn.Module | torch.optim.Optimizer]):
        folder.mkdir(parents=True, exist_ok=True)
        self.checkpoint = folder / f"{name}.checkpoint.pt"
        self.curve = folder / f"{name}.curve.jsonl"
        self.wanted, self.parts, self.step = minutes, parts, 0
        used = 0.0
        if self.checkpoint.exists():
            state = torch.load(self.checkpoint, weights_only=True, map_location="cpu")
            for part, module in parts.items():
                module.load_state_dict(state[part])
            self.step, used = state["step"], state["minutes"]
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

    def save(self, row: dict[str, float]) -> None:
        """Keeps all parts and adds `row` to the curve. Raises OutputError."""
        self._saved = self.minutes
        state = {name: part.state_dict() for name, part in self.parts.items()}
        with whole_file(self.checkpoint) as temporary:
            torch.save(state | {"step": self.step, "minutes": self._saved}, temporary)
        with self.curve.open("a", encoding="utf-8") as curve:
            curve.write(json.dumps({"step": self.step, "minutes": round(self._saved, 2)} | row) + "\n")
