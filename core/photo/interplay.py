"""What the shapes of a mouth do to each other: the table of landmark motion knows each alone, and sums them up."""

import torch
from torch import Tensor

from ...rigs import arkit

_YIELDS = {"mouthFunnel": 0.6, "mouthPucker": 0.6, "mouthLowerDown": 0.75, "mouthUpperUp": 0.6, "mouthSmile": 0.35}
"""How much less of a shape is shown with the jaw wide open: lips that are stretched already give no more."""
_PURSED = 0.7  # how far puckered lips draw together over a jaw that is open
_BITE_FROM, _BITE_OVER, _BITE = 0.12, 0.2, 0.95
"""A lower lip that rolls in alone goes under the upper teeth, which then show, f and v: from how far it is rolled, over
what more it goes there, and how far the lips part for it."""
_OPEN, _CLOSE, _PUCKER = (arkit.INDEX[name] for name in ("jawOpen", "mouthClose", "mouthPucker"))
_ROLL_LOWER, _ROLL_UPPER = arkit.INDEX["mouthRollLower"], arkit.INDEX["mouthRollUpper"]
_LOWER_DOWN = [arkit.INDEX["mouthLowerDownLeft"], arkit.INDEX["mouthLowerDownRight"]]
_LESS = torch.tensor([_YIELDS.get(arkit.sideless(name), 0.0) for name in arkit.NAMES])


def together(weights: Tensor) -> Tensor:
    """weights (frames, 52) of a take -> what of them is put on, of the same shape."""
    opened = weights[:, _OPEN]
    closed = torch.minimum(weights[:, _CLOSE], opened)
    left = (opened - closed).clamp(0, 1)
    shown = weights * (1 - left[:, None] * _LESS.to(weights))
    shown[:, _CLOSE] = closed + _PURSED * shown[:, _PUCKER].clamp(0, 1) * left
    bitten = (weights[:, _ROLL_LOWER] - 2 * weights[:, _ROLL_UPPER] - _BITE_FROM).clamp_min(0)
    shown[:, _LOWER_DOWN] += _BITE * torch.tanh(bitten / _BITE_OVER)[:, None]
    return shown
