"""Matrices stored as int8 with one step for each row: half the bytes of half precision, for networks that bear it.

A matrix NAME (rows, ...) becomes NAME int8 and NAME.step float (rows,), so that NAME * step is the matrix again.
"""

from torch import Tensor, nn, round

_STEP = ".step"
_SMALLEST = 4096
"""Elements below which a tensor is left as it is."""


def to_int8_rows(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """The tensors for storing; vectors and small matrices stay. Each value errs by half a step at most."""
    stored: dict[str, Tensor] = {}
    for name, tensor in tensors.items():
        if tensor.ndim < 2 or tensor.numel() < _SMALLEST:
            stored[name] = tensor
            continue
        step = tensor.float().flatten(1).abs().amax(1).clamp_min(1e-8) / 127.0
        steps = step.reshape(-1, *[1] * (tensor.ndim - 1))
        stored[name] = round(tensor.float() / steps).char()
        stored[name + _STEP] = step
    return stored


def from_int8_rows(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """The tensors of to_int8_rows, as floats again; others pass."""
    restored = dict(tensors)
    for name in [name for name in tensors if name.endswith(_STEP)]:
        matrix = restored[name.removesuffix(_STEP)].float()
        step = restored.pop(name).float()
        restored[name.removesuffix(_STEP)] = matrix * step.reshape(-1, *[1] * (matrix.ndim - 1))
    return restored


def accept_int8_rows(network: nn.Module) -> None:
    """Makes load_state_dict of `network` take tensors of to_int8_rows as well as plain ones."""

    def restore(module, tensors: dict[str, Tensor], *_) -> None:
        restored = from_int8_rows(tensors)
        tensors.clear()
        tensors.update(restored)

    network.register_load_state_dict_pre_hook(restore)
