"""The inside of the mouth: upper teeth fixed to the head, lower teeth and tongue that go with the jaw, and the dark."""

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import grid_sample

from ...rigs import arkit
from .anatomy import Anatomy
from .colours import Colours, FaceView
from .landmark_motion import LOWER_LIP, UPPER_LIP
from .openings import Edges, Lines, Openings, inside, steepness
from .teeth import LOWER, REACH_CM, UPPER, row_of_teeth

_BITE_CM = (0.34, 0.44)  # the edges of the upper and lower teeth below the seam of the lips at rest
_FINER = 1.5  # pixels of the teeth's picture over those of the face
_SHADED_TEETH = (0.64, 0.57, 0.51)  # light on the lower teeth, over that on the upper ones
_FLESH = (0.80, 0.42, 0.40)  # of gums and tongue in the light that falls on the teeth
_GUM, _TONGUE, _DEEP = 0.85, 0.70, 0.24
_WARM = (0.86, 1.05, 1.09)  # how much of each colour the shade in a mouth takes
_FORWARD, _FORWARD_SHADE = {"mouthPucker": 1.0, "mouthFunnel": 0.7}, 0.75  # lips that come forward shade the teeth
_ALMOND, _OVAL = 1.0, 0.5  # powers of 1 - t^2 that an opening hardly and wide open has for its outline
_REACHES = 0.97  # how near its ends come to the corners of the lips
_PURSED = 0.28  # how much narrower the opening of lips that come forward is than they are
_WIDE_OPEN = 0.45  # height over width of a mouth that is wide open
_LIP_SHADE, _LIP_SHADE_CM = 0.30, 0.10  # on lips where they turn in to the opening
_LIP_ENDS, _LIP_ENDS_CM = 0.7, 0.18  # how much of the lips' colour is laid about an opening's ends, how far
_NARROW_CM, _NARROW_SHADE = 0.4, 0.2  # how narrow an opening is that lets in less light, and how much less
_PARTED = 0.03  # gap of lips in the picture from which they count as parted, in widths of the face
_SEAM_CM = 0.06
_CHIN = 152
_JAW = ("jawOpen", "jawLeft", "jawRight", "jawForward", "mouthClose")
_TEETH_FOLLOW = 0.9  # how far the lower teeth follow the chin, which lies further from the joint
_TONGUE_CM, _TIP_CM = (1.9, 0.85, 0.30), 0.75
"""Half the tongue's width, from its tip to its back as they are seen, and how much more with the jaw a centimetre down;
its tip below the lower lip."""


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
        tooth, lip, warm = (self._tensor(colour) for colour in (colours.tooth, colours.lip, colours.tinted(_WARM)))
        flesh = tooth * self._tensor(colours.tinted(_FLESH))
        shaded = tooth * self._tensor(colours.tinted(_SHADED_TEETH))
        fine = _FINER * self._cm
        upper = row_of_teeth(UPPER, tooth, _GUM * flesh, warm, fine)
        self._upper = _with_seen_teeth(upper, self._places_of(upper), view, openings, tooth)
        self._lower = row_of_teeth(LOWER, shaded, 0.7 * _GUM * flesh, warm, fine)
        self._warm = warm.view(1, 3, 1, 1)
        self._tongue = (_TONGUE * flesh).view(1, 3, 1, 1)
        self._dark = (_DEEP * flesh).view(1, 3, 1, 1)
        self._lip = lip.view(1, 3, 1, 1)
        self._forward = torch.zeros(arkit.COUNT, device=self._device)
        for name, share in _FORWARD.items():
            self._forward[arkit.INDEX[name]] = share

    def _tensor(self, values: np.ndarray) -> Tensor:
        return torch.tensor(values, dtype=torch.float32, device=self._device)

    def _places_of(self, teeth: Tensor) -> Tensor:
        """Where the pixels of the upper teeth lie on the face at rest, (1, 2, h, w)."""
        rows, columns = teeth.shape[2:]
        across, down = np.meshgrid(np.linspace(-1, 1, columns), np.linspace(-1, 1, rows))
        places = np.stack([across, down], axis=-1) * REACH_CM + [0, _BITE_CM[0]]
        return self._tensor(places * self._cm + self._middle).permute(2, 0, 1)[None]

    def draw(self, colours: Tensor, places: Tensor, lines: Lines, edges: Edges, weights: Tensor) -> Tensor:
        """Lays the inside over `colours` (frames, 3, h, w) between the lips."""
        top, bottom, height = lines.lip_top, lines.lip_bottom, places[:, 1]
        left, right = edges.mouth[:, 0, None, None], edges.mouth[:, 1, None, None]
        aside = ((places[:, 0] - (left + right) / 2) / ((right - left) / 2)).abs().clamp(0, 1)
        forward = (weights @ self._forward).clamp(0, 1)[:, None, None]
        reach = _REACHES - _PURSED * forward
        along = (aside / reach).clamp(0, 1)
        gap = bottom - top
        most = gap.amax((1, 2), keepdim=True)
        wide = torch.maximum((most / (_WIDE_OPEN * (right - left))).clamp(0, 1), forward)
        # Landmarks part at once beside the corners: what is seen between lips is an almond, wide open an oval.
        seam, middle = (top + bottom) / 2, _middle_of(edges)
        centre = torch.lerp(seam, middle[:, 1], wide**2)
        rounded = most / 2 * (1 - along**2) ** (_ALMOND + (_OVAL - _ALMOND) * wide.sqrt())
        if self._parted:
            half = torch.stack([reach * (right - left) / 2, most / 2], dim=1)
            colours = self._with_ends(colours, places - middle, half, along, forward)
            colours = self._with_seam(colours, height - seam, gap, along)
        top, bottom = torch.maximum(top, centre - rounded), torch.minimum(bottom, centre + rounded)
        bottom = torch.maximum(top, bottom)
        opened = inside(top, bottom, height, (steepness(top), steepness(bottom)))[:, None]

        cm = (places - self._tensor(self._middle)[:, None, None]) / self._cm
        jaw = (weights @ self._jaw / self._cm)[:, :, None, None]
        drawn = self._with_tongue(self._dark.expand_as(colours), cm - jaw, jaw[:, 1])
        drawn = _over(drawn, self._at(self._lower, cm - jaw, 1))
        drawn = _over(drawn, self._at(self._upper, cm, 0))

        # Light comes in through the opening: less through a narrow one, at the corners, under the lips and behind
        # those that come forward.
        under = (1 - ((height - top) / (0.40 * self._cm)).clamp(0, 1)) ** 2
        over = (1 - ((bottom - height) / (0.15 * self._cm)).clamp(0, 1)) ** 2
        light = (1 - 0.36 * under) * (1 - 0.16 * over) * (1 - 0.85 * aside**3) * (1 - _FORWARD_SHADE * forward)
        light = light * (1 - _NARROW_SHADE * (1 - (most / (_NARROW_CM * self._cm)).clamp(0, 1)))
        drawn = drawn * (1 - (1 - light[:, None]) * self._warm).clamp_min(0)
        return torch.lerp(self._turned_in(colours, height, top, bottom), drawn, opened)

    def _with_ends(self, colours: Tensor, places: Tensor, half: Tensor, along: Tensor, forward: Tensor) -> Tensor:
        """Lips go around an opening, and are full where they come forward: the picture of a smile does not show that.

        places: of the opening's middle; half: of its width and height, (frames, 2, 1, 1).
        """
        out = (places / half.clamp_min(1.0)).norm(dim=1).clamp_min(1e-3)
        reach = _LIP_ENDS_CM * (1 + forward) * self._cm
        near = torch.exp(-(((1 - 1 / out).clamp_min(0) * places.norm(dim=1) / reach) ** 2))
        opened = (half[:, 1] / (0.3 * self._cm)).clamp(0, 1)
        share = _LIP_ENDS * self._parted * near * torch.maximum(opened * along**3, forward)
        return torch.lerp(colours, self._lip.expand_as(colours), share[:, None])

    def _turned_in(self, colours: Tensor, height: Tensor, top: Tensor, bottom: Tensor) -> Tensor:
        """Lips are darker where they turn in to an opening."""
        outside = torch.maximum(top - height, height - bottom).clamp_min(0) / (_LIP_SHADE_CM * self._cm)
        shade = _LIP_SHADE * torch.exp(-(outside**2)) * ((bottom - top) / (0.25 * self._cm)).clamp(0, 1)
        return colours * (1 - shade[:, None] * self._warm)

    def _with_seam(self, colours: Tensor, beside: Tensor, gap: Tensor, along: Tensor) -> Tensor:
        """Lips that the picture shows parted have no line where they meet: it is drawn over what clings to them."""
        line = torch.exp(-((beside / (_SEAM_CM * self._cm)) ** 2)) * (1 - gap / (0.15 * self._cm)).clamp(0, 1)
        return torch.lerp(
            colours, (0.5 * self._lip).expand_as(colours), (0.9 * self._parted * line * (1 - along**6))[:, None]
        )

    def _with_tongue(self, colours: Tensor, cm: Tensor, dropped: Tensor) -> Tensor:
        """The tongue lies behind the lower teeth, a soft mound whose back is lost in the dark."""
        half, long, longer = _TONGUE_CM
        aside, behind = cm[:, 0] / half, (_TIP_CM - cm[:, 1]) / (long + longer * dropped.clamp(0, 3))
        covered = ((1.0 - behind - 0.45 * aside**2) / 0.5).clamp(0, 1)
        light = (0.25 + 0.75 * (1 - behind).clamp(0, 1)) * (1 - 0.55 * aside**2).clamp_min(0)
        light = light * (1 - 0.10 * torch.exp(-((cm[:, 0] / 0.16) ** 2)))
        return torch.lerp(colours, self._tongue * light[:, None], (covered * covered * (3 - 2 * covered))[:, None])

    def _at(self, sprite: Tensor, cm: Tensor, row: int) -> Tensor:
        place = (cm - cm.new_tensor([0.0, _BITE_CM[row]])[:, None, None]) / cm.new_tensor(REACH_CM)[:, None, None]
        sprite = sprite.expand(len(cm), -1, -1, -1)
        return grid_sample(sprite, place.permute(0, 2, 3, 1), mode="bilinear", padding_mode="zeros", align_corners=True)


def _middle_of(edges: Edges) -> Tensor:
    """The middle of the mouth's opening, (frames, 2, 1, 1)."""
    top, bottom = edges.heights[:, 2], edges.heights[:, 3]
    widest = (bottom - top).argmax(1, keepdim=True)
    return torch.stack([edges.mouth.mean(1), ((top + bottom) / 2).gather(1, widest)[:, 0]], dim=1)[..., None, None]


def _over(colours: Tensor, rgba: Tensor) -> Tensor:
    return torch.lerp(colours, rgba[:, :3], rgba[:, 3:])


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
