"""Upper lids that come down: the skin that they unroll, the lashes that go with them, and the skin that these bared."""

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d, max_pool2d

from .anatomy import Anatomy
from .colours import FaceView
from .fields import sampled
from .landmark_motion import EyeEdges
from .openings import LASHES, Lines
from .textures import filled

# Lengths are in widths of the eye.
_SIZE = (112, 176)  # of the textures, rows and columns
_REACH = (0.82, 0.52)  # of the textures around the eye's middle
_HAIR = 0.10  # what is thinner than this across is a lash,
_HAIR_DARKER = (0.03, 0.09)  # when it is darker than what is about it by a share of that from here to there
_LASHES_REACH, _BROW = 0.32, 0.06  # above the lid's fold, and at least below the brow
_ROOTS = 0.05  # above the lid's edge nothing is bare skin
_BESIDE = 1.5  # how far beside the middle lashes grow, in halves of the eye
_BRIGHT = 0.8  # quantile of brightness above an eye that is skin, not lashes or brow
_LIKE_BELOW = 0.4  # how far the lid takes the colour of the skin below the eye, which no lashes hide
_SMOOTH = 0.10  # of the lid's colours along the eye
_GRAIN, _MOST_GRAIN = (
    0.05,
    0.02,
)  # of the skin: what is finer than this, and by how much it is lighter or darker at most
_SHOWN = 0.14  # how far the lid comes down until it is seen whole
_CREASE, _BULGE, _TURNED = 0.14, 0.07, 0.16  # shade in the fold, light on the ball's height, shade where it turns away
_LINE = 0.014  # half the thickness of the line that lashes make of a closed eye, in the eye's middle
_LINE_SHADE, _LINE_OPACITY = 0.75, 0.75  # lashes lie closer together there than on an open eye, so they are darker
_LASH_LENGTH, _LASH_EVERY, _LASH_OPACITY = 0.13, 0.045, 0.45
_OUTWARDS = 0.7  # how far lashes fan out at the corners: across over down


class Lid:
    """The upper lid of one eye, in the coordinates of the face; below: (3,) the colour of the skin under the eye."""

    def __init__(self, eye: EyeEdges, face: Anatomy, view: FaceView, below: Tensor):
        device = view.picture.device
        corners = face.source[[eye.upper[0], eye.upper[-1]]]
        self._centre = corners.mean(0)
        self._width = float(np.linalg.norm(corners[1] - corners[0]))
        self._reach = np.array(_REACH) * self._width
        rows, columns = _SIZE
        across = self._centre[0] + np.linspace(-1, 1, columns) * self._reach[0]
        down = self._centre[1] + np.linspace(-1, 1, rows) * self._reach[1]
        edge = np.interp(across, *face.source[list(eye.upper)].T)
        fold = np.interp(across, *face.source[list(eye.upper_fold)].T)
        brow = np.interp(across, *face.source[list(eye.brow)].T) + _BROW * self._width
        highest = np.maximum(fold - _LASHES_REACH * self._width, np.minimum(brow, fold))
        self._heights = torch.tensor(np.stack([fold, edge]), dtype=torch.float32, device=device)[None, :, None]
        places = torch.tensor(np.stack(np.meshgrid(across, down)), dtype=torch.float32, device=device)[None]
        seen = view.at(places)
        self._bare = self._without_lashes(seen, places, places.new_tensor(highest))
        self._skin = self._unrolled(view, across, edge, fold, below)
        self._grain = _grain(view.at(places + places.new_tensor([0.0, self._width])[:, None, None]))
        rim = torch.tensor(np.stack([across, edge - 0.5 * LASHES * self._width]), dtype=torch.float32, device=device)
        on_eye = np.abs(across - self._centre[0]) < 0.42 * self._width
        rim = view.at(rim[None, :, None])[0, :, 0, torch.tensor(on_eye, device=device)]
        self._lash = torch.quantile(rim, 0.2, dim=1).view(1, 3, 1, 1) * _LINE_SHADE
        self._lashes = _lashes().to(device)

    def _without_lashes(self, seen: Tensor, places: Tensor, highest: Tensor) -> Tensor:
        """RGBA (1, 4, h, w): the skin around the eye where lashes hide it in the picture, and how surely they do.

        highest: (w,) how far up they may reach."""
        edge = self._heights[:, 1:]
        height = places[:, 1:]
        light = seen.mean(1, keepdim=True)
        reach = max(1, round(0.25 * _HAIR / _REACH[0] * _SIZE[1]))
        # What is dark and thin across gives way to what is beside it (a closing, Serra 1982).
        size, padding = (1, 2 * reach + 1), (0, reach)
        beside = -max_pool2d(-max_pool2d(light, size, 1, padding), size, 1, padding)
        low, high = _HAIR_DARKER
        hair = ((1 - light / beside.clamp_min(1e-3) - low) / (high - low)).clamp(0, 1)
        above = ((height - highest) / (0.05 * self._width)).clamp(0, 1)
        aside = (places[:, :1] - float(self._centre[0])).abs() / (0.5 * self._width)
        zone = above * ((_BESIDE - aside) * 6).clamp(0, 1) * ((edge - height) / (0.03 * self._width) + 1).clamp(0, 1)
        zone = zone * _fading_border(zone)
        on_skin = ((edge - height) / (_ROOTS * self._width)).clamp(0, 1)
        hair = max_pool2d(hair, 3, 1, 1) * zone
        bare = filled(seen, (1 - hair) * on_skin, seen.mean((2, 3), keepdim=True))
        cover = torch.maximum(hair, zone * (1 - on_skin) * ((1.2 - aside) * 8).clamp(0, 1))
        return torch.cat([bare, cover], dim=1)

    def _unrolled(
        self, view: FaceView, across: np.ndarray, edge: np.ndarray, fold: np.ndarray, below: Tensor
    ) -> Tensor:
        """Colours along the texture's width, (1, 3, 1, columns)."""
        share = np.linspace(-0.5, 1, 48)[:, None]  # from above the fold to the edge
        down = fold - 0.15 * self._width * np.maximum(-share, 0) + (edge - fold) * np.maximum(share, 0)
        places = np.stack([np.broadcast_to(across, down.shape), down])
        seen = view.at(torch.tensor(places, dtype=torch.float32, device=below.device)[None])[0]
        light = seen.mean(0)
        skin = (light >= torch.quantile(light, _BRIGHT, dim=0)).float()
        colours = torch.lerp((seen * skin).sum(1) / skin.sum(0), below[:, None], _LIKE_BELOW)
        apart = torch.tensor(across[:, None] - across[None], dtype=torch.float32, device=below.device)
        near = torch.exp(-0.5 * (apart / (_SMOOTH * self._width)) ** 2)
        return (colours @ (near / near.sum(0)))[None, :, None]

    def draw(self, colours: Tensor, places: Tensor, origins: Tensor, lines: Lines) -> Tensor:
        """Lays what of the lid comes out over `colours` (frames, 3, h, w).

        places: on the face; origins: where on the picture's face is seen what they show, (frames, 2, h, w) both.
        Stretched from the picture the lid would be smeared lashes.
        """
        top, height = lines.eye_top, places[:, 1]
        aside = (places[:, 0] - float(self._centre[0])) / (0.5 * self._width)
        along = torch.stack([aside * float(0.5 / _REACH[0]), torch.zeros_like(top)], dim=1)
        fold, edge = sampled(self._heights.expand(len(top), -1, -1, -1), along).unbind(1)
        down = (top - edge) / (_SHOWN * self._width) * (aside.abs() < 1)
        shown = down.clamp(0, 1)
        anywhere = shown.amax((1, 2), keepdim=True)[:, None]  # lashes beyond the corners go with it
        if not bool((anywhere > 0).any()):
            return colours
        bare = self._at(self._bare, origins)
        colours = torch.lerp(colours, bare[:, :3], bare[:, 3:] * anywhere)

        rolled = ((height - fold) / (top - fold).clamp_min(1.0)).clamp(0, 1)
        light = 1 - _CREASE * torch.exp(-(((rolled - 0.16) / 0.14) ** 2))
        light = light + _BULGE * torch.sin(torch.pi * rolled) - _TURNED * (aside**2 * rolled + 0.6 * rolled**6)
        skin = sampled(self._skin.expand(len(top), -1, -1, -1), along) * light[:, None]
        skin = skin + self._at(self._grain, torch.stack([places[:, 0], height - top + float(self._centre[1])], dim=1))
        beside = ((1.0 - aside.abs()) * 3).clamp(0, 1)
        covered = shown * beside * _eased(rolled / 0.45)
        covered = covered * ((top - height) / 1.2 + 0.5).clamp(0, 1)
        return torch.lerp(colours, skin, covered[:, None])

    def lashed(self, colours: Tensor, places: Tensor, lines: Lines, gap: float) -> Tensor:
        """Lays the line of lashes over an eye that closes; gap: between its lids in the picture, in pixels."""
        top, height = lines.eye_top, places[:, 1]
        aside = (places[:, 0] - float(self._centre[0])) / (0.5 * self._width)
        closed = (1.0 - (lines.eye_bottom - top).clamp_min(0) / gap).clamp(0, 1)
        if not bool((closed > 0.05).any()):
            return colours
        closed = _eased((closed - 0.15) / 0.6)
        tapered = ((1.02 - aside.abs()) * 2.5).clamp(0, 1)
        under = (height - top) / self._width
        line = torch.exp(-((under / (_LINE * (0.35 + 0.65 * tapered) + 0.35 / self._width)) ** 2)) * tapered**0.5
        where = torch.stack([aside / 1.25, 2 * under / _LASH_LENGTH - 1], dim=1)
        hairs = sampled(self._lashes.expand(len(top), -1, -1, -1), where)[:, 0] * (under > 0) * (under < _LASH_LENGTH)
        cover = closed * torch.maximum(_LINE_OPACITY * line, _LASH_OPACITY * hairs)
        return torch.lerp(colours, self._lash.expand_as(colours), cover[:, None])

    def _at(self, texture: Tensor, places: Tensor) -> Tensor:
        centre, reach = (places.new_tensor(pair)[:, None, None] for pair in (self._centre, self._reach))
        return sampled(texture.expand(len(places), -1, -1, -1), (places - centre) / reach)


def _eased(share: Tensor) -> Tensor:
    share = share.clamp(0, 1)
    return share * share * (3 - 2 * share)


def _fading_border(texture: Tensor) -> Tensor:
    """0 on a texture's border, because that goes on beyond it, (1, 1, h, w)."""
    down, across = (1 - torch.linspace(-1, 1, side, device=texture.device).abs() for side in texture.shape[2:])
    return torch.minimum((8 * down).clamp(0, 1)[:, None], (8 * across).clamp(0, 1))[None, None]


def _grain(seen: Tensor) -> Tensor:
    """What is fine in the skin of (1, 3, h, w), grey, (1, 1, h, w)."""
    light = seen.mean(1, keepdim=True)
    reach = max(1, round(0.5 * _GRAIN / _REACH[0] * _SIZE[1]))
    smooth = avg_pool2d(light, 2 * reach + 1, 1, reach, count_include_pad=False)
    return (light - smooth).clamp(-_MOST_GRAIN, _MOST_GRAIN)


def _lashes() -> Tensor:
    """How far hairs cover what is under the edge of a shut lid: from 1.25 halves of the eye beside its middle to the

    other side, and down to _LASH_LENGTH, (1, 1, rows, columns)."""
    rows, columns = 24, 320
    random = np.random.default_rng(3)
    x, y = np.meshgrid(np.linspace(-1.25, 1.25, columns), np.linspace(0, 1, rows))
    cover = np.zeros((rows, columns))
    for root in np.arange(-0.95, 0.96, _LASH_EVERY):
        at, length = root + random.normal(0, 0.01), (0.55 + 0.3 * abs(root)) * random.uniform(0.75, 1.1)
        lean = _OUTWARDS * 2 * _LASH_LENGTH * root + random.normal(0, 0.02)
        away = np.abs(x - at - lean * y**1.3) / (0.020 * (1 - 0.8 * y / length).clip(0.05))
        cover = np.maximum(cover, np.exp(-(away**2)) * (1 - y / length).clip(0, 1) ** 0.7)
    return torch.tensor(cover, dtype=torch.float32)[None, None]
