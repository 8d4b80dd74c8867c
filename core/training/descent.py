"""The rhythm of a training: steps down the losses until the minutes are used up, checkpoints and the curve between."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from .checkpoint import Run

_TOLD_STEPS = 25


@dataclass(frozen=True)
class Pace:
    """rate: of learning, at its highest; warmup_steps: until it is reached; checkpoint_minutes: between checkpoints;
    longest: norm that gradients are cut to."""

    rate: float
    warmup_steps: int = 100
    checkpoint_minutes: float = 2.0
    longest: float = 1.0


def descend(
    run: Run,
    optimizer: torch.optim.Optimizer,
    losses: Iterator[Tensor],
    pace: Pace,
    report: Callable[[float, str], None],
    measure: Callable[[], dict[str, float]] = dict,
) -> None:
    """Takes a step for each of `losses` (scalars, drawn one at a time) until the run's minutes are used up or they end.

    Each checkpoint adds a row to the curve: the mean loss since the last one and what `measure` gives. `report(done,
    message)` may raise to stop. Whoever interrupts it finds a checkpoint of the last step, see Run.kept.
    """
    weights = [weight for group in optimizer.param_groups for weight in group["params"]]
    recent: list[float] = []
    with run.kept():
        while run.minutes < run.wanted and (loss := next(losses, None)) is not None:
            for group in optimizer.param_groups:
                group["lr"] = pace.rate * run.rate(pace.warmup_steps)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(weights, pace.longest)
            optimizer.step()
            run.step += 1
            recent.append(float(loss.detach()))
            if run.step % _TOLD_STEPS == 0:
                report(run.done, f"step {run.step}, loss {np.mean(recent[-_TOLD_STEPS:]):.4f}")
            if run.is_due(pace.checkpoint_minutes):
                run.save(_row(recent), measure)
                recent.clear()
        run.save(_row(recent), measure)


def _row(recent: list[float]) -> dict[str, float]:
    return {"loss": float(np.mean(recent))} if recent else {}
