"""The inside of the mouth: upper teeth fixed to the head, lower teeth and tongue that go with the jaw, and the dark."""

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import grid_sample

from ...rigs import arkit
from .anatomy import Anatomy
from .colours import Colours, FaceView
from .landmark_motion import LOWER_LIP, UPPER_LIP
from .openings import Edges, Lines, Openings, inside

# Widths in cm as they are seen from the front, from the midline outwards: incisors, canine, premolars, molar. The arch
# turns away from the viewer. Mean crown widths: Wheeler's Dental Anatomy.
_UPPER_WIDTHS = (0.85, 0.62, 0.58, 0.42, 0.30, 0.22)
_UPPER_LENGTHS = (1.0, 0.90, 0.98, 0.82, 0.74, 0.66)
_LOWER_WIDTHS = (0.52, 0.55, 0.55, 0.42, 0.32, 0.22)
_LOWER_LENGTHS = (0.85, 0.86, 0.92, 0.80, 0.74, 0.66)
_REACH_CM = (3.2, 1.6)
_SIZE = (160, 320)
_BITE_CM = (0.34, 0.34)  # the edges of the upper and lower teeth below the seam of the lips at rest
_SHADED_TEETH = (0.86, 0.80, 0.74)  # light on the lower teeth, over that on the upper ones
_DEEP = (0.26, 0.13, 0.12)  # colour of the dark over that of the lips: what light comes out is red
_WARM = (0.82, 1.06, 1.12)  # how much of each colour the shade in a mouth takes
_FORWARD, _FORWARD_SHADE = {"mouthPucker": 1.0, "mouthFunnel": 0.5}, 0.6  # lips that come forward shade the teeth
_CORNER = 0.26  # where an open mouth's edges run together, in halves of its width
_PARTED = 0.03  # gap of lips in the picture from which they count as parted, in widths of the face
_RIM = 0.006  # of teeth and dark that the picture shows along parted lips and that would stay with them
_SEAM_CM = 0.06
_CHIN = 152
_JAW = ("jawOpen", "jawLeft", "jawRight", "jawForward", "mouthClose")
_TEETH_FOLLOW = 0.9  # how far the lower teeth follow the chin, which lies further from the joint


class Mouth:
    def __init__(self, face: Anatomy, view: FaceView, openings: Openings, colours: Colours):
        self._device = view.picture.device
        self._cm = face.pixels_per_cm
        seam = (face.rest[list(UPPER_LIP[-1])] + face.rest[list(LOWER_LIP[-1])]) / 2
        self._middle = np.array([float(seam[5, 0]), float(seam[3:8, 1].mean())])
        jaw = np.zeros((arkit.COUNT, 2), np.float32)
        for name in _JAW[:-1]:
            jaw[arkit.INDEX[name]] = _TEETH_FOLLOW * face.motion[arkit.INDEX[name], _CHIN]
        self._jaw = self._tensor(jaw)
        parted = face.source[list(LOWER_LIP[-1]), 1] - face.source[list(UPPER_LIP[-1]), 1]
        self._parted = float(np.clip(parted.max() / (_PARTED * face.width), 0.0, 1.0))
        self._rim = _RIM * face.width * self._parted
        tooth, lip = self._tensor(colours.tooth), self._tensor(colours.lip)
        self._warm = self._tensor(colours.tinted(_WARM)).view(1, 3, 1, 1)
        shaded = tooth * self._tensor(colours.tinted(_SHADED_TEETH))
        upper = _teeth(_UPPER_WIDTHS, _UPPER_LENGTHS, -1.0, tooth, lip, self._warm).to(self._device)
        self._upper = _with_seen_teeth(upper, self._sprite_places(0), view, openings, tooth)
        self._lower = _teeth(_LOWER_WIDTHS, _LOWER_LENGTHS, 1.0, shaded, lip, self._warm).to(self._device)
        self._tongue = (0.72 * lip + 0.1 * tooth).view(1, 3, 1, 1)
        self._dark = (self._tensor(colours.tinted(_DEEP)) * lip).view(1, 3, 1, 1)
        self._seam = (0.5 * lip).view(1, 3, 1, 1)
        self._forward = torch.zeros(arkit.COUNT, device=self._device)
        for name, share in _FORWARD.items():
            self._forward[arkit.INDEX[name]] = share

    def _tensor(self, values: np.ndarray) -> Tensor:
        return torch.tensor(values, dtype=torch.float32, device=self._device)

    def _sprite_places(self, row: int) -> Tensor:
        """Where the pixels of the teeth lie on the face at rest, (1, 2, h, w)."""
        rows, columns = _SIZE
        across, down = np.meshgrid(np.linspace(-1, 1, columns), np.linspace(-1, 1, rows))
        places = np.stack([across, down], axis=-1) * _REACH_CM + [0, _BITE_CM[row]]
        return self._tensor(places * self._cm + self._middle).permute(2, 0, 1)[None]

    def draw(self, colours: Tensor, places: Tensor, lines: Lines, edges: Edges, weights: Tensor) -> Tensor:
        """Lays the inside over `colours` (frames, 3, h, w) between the lips."""
        top, bottom, height = lines.lip_top, lines.lip_bottom, places[:, 1]
        left, right = edges.mouth[:, 0, None, None], edges.mouth[:, 1, None, None]
        aside = ((places[:, 0] - (left + right) / 2) / ((right - left) / 2)).abs().clamp(0, 1)
        if self._parted:
            colours = self._with_seam(colours, height - (top + bottom) / 2, bottom - top, aside)
            widened = self._rim * ((bottom - top) / (4 * self._rim)).clamp(0, 1)
            top, bottom = top - widened, bottom + widened
        # The lips' landmarks stop short of the corners: there the edges are rounded off.
        closing = (1 - ((1 - aside) / _CORNER).clamp(0, 1) ** 0.7) * (bottom - top) / 2
        top, bottom = top + closing, bottom - closing
        opened = inside(top, bottom, height)[:, None]

        cm = (places - self._tensor(self._middle)[:, None, None]) / self._cm
        jaw = (weights @ self._jaw / self._cm)[:, :, None, None]
        drawn = self._dark.expand_as(colours)
        drawn = self._with_tongue(drawn, cm - jaw, jaw[:, 1])
        drawn = _over(drawn, self._at(self._lower, cm - jaw, 1), 1.0)
        drawn = _over(drawn, self._at(self._upper, cm, 0), 1.0)

        # Light comes in through the opening: less at the corners, under the lips and behind those that come forward.
        under = (1 - ((height - top) / (0.35 * self._cm)).clamp(0, 1)) ** 2
        over = (1 - ((bottom - height) / (0.15 * self._cm)).clamp(0, 1)) ** 2
        forward = (weights @ self._forward).clamp(0, 1)[:, None, None]
        light = (1 - 0.28 * under) * (1 - 0.16 * over) * (1 - 0.85 * aside**4) * (1 - _FORWARD_SHADE * forward)
        return torch.lerp(colours, drawn * (1 - (1 - light[:, None]) * self._warm).clamp_min(0), opened)

    def _with_seam(self, colours: Tensor, beside: Tensor, gap: Tensor, aside: Tensor) -> Tensor:
        """Lips that the picture shows parted have no line where they meet: it is drawn over what clings to them."""
        line = torch.exp(-((beside / (_SEAM_CM * self._cm)) ** 2)) * (1 - gap / (0.15 * self._cm)).clamp(0, 1)
        return torch.lerp(
            colours, self._seam.expand_as(colours), (0.9 * self._parted * line * (1 - aside**10))[:, None]
        )

    def _with_tongue(self, colours: Tensor, cm: Tensor, dropped: Tensor) -> Tensor:
        """The tongue lies behind the lower teeth, its back higher than its tip."""
        raised = 0.15 + 0.25 * dropped.clamp(0, 2)
        out = torch.sqrt((cm[:, 0] / 1.75) ** 2 + ((cm[:, 1] - 0.55) / (0.55 + raised)) ** 2)
        covered = ((1.0 - out) / 0.12).clamp(0, 1)[:, None]
        groove = 1.0 - 0.18 * torch.exp(-((cm[:, 0] / 0.12) ** 2))
        shaded = self._tongue * ((0.45 + 0.55 * (1.0 - out).clamp(0, 1).sqrt()) * groove)[:, None]
        return torch.lerp(colours, shaded, covered)

    def _at(self, sprite: Tensor, cm: Tensor, row: int) -> Tensor:
        place = (cm - cm.new_tensor([0.0, _BITE_CM[row]])[:, None, None]) / cm.new_tensor(_REACH_CM)[:, None, None]
        sprite = sprite.expand(len(cm), -1, -1, -1)
        return grid_sample(sprite, place.permute(0, 2, 3, 1), mode="bilinear", padding_mode="zeros", align_corners=True)


def _over(colours: Tensor, rgba: Tensor, opacity: float) -> Tensor:
    return torch.lerp(colours, rgba[:, :3], rgba[:, 3:] * opacity)


def _teeth(
    widths: tuple[float, ...], lengths: tuple[float, ...], down: float, tooth: Tensor, lip: Tensor, warm: Tensor
) -> Tensor:
    """RGBA (1, 4, h, w) of a row of teeth with its gum; its edge lies on the middle row, its gum at `down` x length."""
    tooth, lip, warm = (colour.cpu().view(3, 1, 1) for colour in (tooth, lip, warm))
    rows, columns = _SIZE
    across = torch.linspace(-_REACH_CM[0], _REACH_CM[0], columns).view(1, -1)
    away = down * torch.linspace(-_REACH_CM[1], _REACH_CM[1], rows).view(-1, 1)  # from the edge towards the gum
    starts = np.concatenate([[0.0], np.cumsum(widths)])
    shown, coverage = torch.zeros(3, rows, columns), torch.zeros(rows, columns)
    gum = torch.zeros(rows, columns)
    for start, width, length in zip(starts[:-1], widths, lengths, strict=True):
        middle = start + width / 2
        u = (across.abs() - middle) / (width / 2)
        # Corners are round, the crown is a little narrower at the gum.
        edge = 0.05 + 0.10 * u.abs().clamp(0, 1) ** 3
        half = 1.0 - 0.10 * (away / length).clamp(0, 1)
        body = ((half + 0.04 - u.abs()) / 0.12).clamp(0, 1) * ((away - edge) / 0.05).clamp(0, 1)
        arched = length - 0.12 * u**2
        body = body * ((arched - away) / 0.08).clamp(0, 1)
        turned = float(np.cos(min(1.25, 0.42 * middle)))
        rounded = 1.0 - 0.12 * u.abs().clamp(0, 1) ** 3 - 0.10 * (away / length).clamp(0, 1)
        tip = 1.0 - 0.08 * torch.exp(-away.clamp_min(0) / 0.12)
        light = (0.5 + 0.5 * turned) * rounded * tip
        here = (u.abs() <= 1.02).float()
        shown += here * (1 - (1 - light) * warm) * tooth * body
        coverage += here * body
        gum = torch.maximum(gum, here * ((away - 0.10) / 0.06).clamp(0, 1))
    behind = gum * (across.abs() < starts[-1]).float()
    # Above the crowns is gum; between them it is their own shade.
    flesh = torch.where((away > max(lengths) - 0.25)[None], 0.62 * lip, (1 - 0.38 * warm) * tooth)
    coverage = coverage.clamp(0, 1)
    rgb = shown + (1 - coverage) * flesh
    alpha = torch.maximum(coverage, behind)
    return torch.cat([rgb, alpha[None]])[None]


def _with_seen_teeth(sprite: Tensor, places: Tensor, view: FaceView, openings: Openings, tooth: Tensor) -> Tensor:
    """Teeth that the picture shows take the place of drawn ones."""
    edges = openings.edges_in_picture()
    lines = openings.lines(edges, places)
    top, bottom = lines.lip_top, lines.lip_bottom
    seen = view.at(places)
    bright = ((seen.mean(1) / tooth.mean() - 0.55) / 0.2).clamp(0, 1)
    margin = 1.0
    shown = inside(top + margin, bottom - margin, places[:, 1]) * bright
    shown = shown * ((bottom - top).amax() > 6.0)
    rgb = torch.lerp(sprite[:, :3], seen, shown[:, None])
    return torch.cat([rgb, torch.maximum(sprite[:, 3:], shown[:, None])], dim=1)
