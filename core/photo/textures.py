"""What a picture hides of eyes and skin, filled from what it shows around."""

from torch import Tensor
from torch.nn.functional import interpolate

_COARSER = (4, 8, 16)


def filled(colours: Tensor, known: Tensor, otherwise: Tensor) -> Tensor:
    """Colours (1, 3, h, w) where they are `known` (1, 1, h, w), spread smoothly from there over the rest.

    otherwise: (1, 3, 1, 1), what is far from all that is known.
    """
    total, weight = colours * known, known
    result, certainty = total, weight
    for coarser in _COARSER:
        size = [max(1, side // coarser) for side in colours.shape[2:]]
        blurred = interpolate(interpolate(total, size, mode="area"), colours.shape[2:], mode="bilinear")
        share = interpolate(interpolate(weight, size, mode="area"), colours.shape[2:], mode="bilinear")
        left = (1.0 - certainty).clamp(0, 1)
        result = result + left * blurred
        certainty = certainty + left * share
    faint = 0.02
    return (result + faint * otherwise) / (certainty + faint)
