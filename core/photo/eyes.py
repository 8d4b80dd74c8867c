"""Eyeballs behind the lids: the white without its iris, the iris as a disc that looks around."""

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import interpolate, max_pool2d

from ...rigs import arkit
from .anatomy import Anatomy
from .colours import Colours, FaceView
from .fields import sampled
from .landmark_motion import EYES, EyeEdges
from .openings import LASHES, Lines, Openings, inside

_SIZE = (96, 160)  # of an eye's textures, rows and columns
_REACH = (0.75, 0.45)  # of the textures around the eye's middle, in widths of the eye
_BALL_CM = 1.2
_MOST_LOOK = np.radians((26.0, 20.0))  # sideways and up or down at weight 1
_IRIS_CM = 0.6
_SHADE = 0.4  # how much darker the ball is right under the upper lid
_SHADE_REACH = 0.12  # widths of the eye
_LASH_SHADOW = 0.05  # on the white under the upper lid, which would stay where the lid is drawn up
_RINGS = 16
_LASH_LINE = 0.028  # half the thickness of the line that lashes make of a closed eye, in widths of the eye
_LASH_SHADE = 0.7  # lashes lie closer together there than on an open eye, so they are darker
_LASH_OPACITY = 0.85
_LID_BRIGHT = 80.0  # percentile of brightness above an eye that is skin, not lashes or brow
_LID_LIKE_BELOW = 0.4  # how far it takes the colour of the skin below the eye, which no lashes hide
_MOST_WHITE = 1.5  # of the white over that skin: eyes in the shade of their brows have no bright one
_LID_SMOOTH = 0.10  # of the lid's colours along the eye, and
_LID_SHOWN = 0.14  # how far the lid comes down until it is seen whole, in widths of the eye
_HAIR = 0.10  # what is thinner than this across is a lash, and how far lashes reach above the lid's fold
_LASHES_REACH = 0.32
_LID_LASHES = 0.05  # at the lid's edge, which stay as the picture has them


class Eye:
    """One eye's textures, in the coordinates of the face."""

    def __init__(self, eye: EyeEdges, face: Anatomy, view: FaceView, openings: Openings, colours: Colours):
        device = view.picture.device
        corners = face.source[[eye.upper[0], eye.upper[-1]]]
        self.centre = corners.mean(0)
        self.width = float(np.linalg.norm(corners[1] - corners[0]))
        self.reach = np.array(_REACH) * self.width
        rows, columns = _SIZE
        places = np.stack(np.meshgrid(np.linspace(-1, 1, columns), np.linspace(-1, 1, rows)), axis=-1)
        places = torch.tensor(places * self.reach + self.centre, dtype=torch.float32, device=device)
        places = places.permute(2, 0, 1)[None]
        seen = view.at(places)
        edges = openings.edges_in_picture()
        lines = openings.lines(edges, places)
        top, bottom = lines.eye_top, lines.eye_bottom
        inwards = 0.02 * self.width
        visible = inside(top + inwards, bottom - inwards, places[:, 1])[:, None]
        visible = visible * (((places[:, 0] - self.centre[0]).abs() < 0.46 * self.width)[:, None])
        self.iris_centre = face.source[eye.iris[0]]
        measured = np.linalg.norm(face.source[list(eye.iris[1:])] - self.iris_centre, axis=1).mean()
        self.radius = float(np.clip(measured, 0.8 * _IRIS_CM * face.pixels_per_cm, 1.1 * _IRIS_CM * face.pixels_per_cm))
        out = (places - places.new_tensor(self.iris_centre)[:, None, None]).norm(dim=1)[:, None] / self.radius
        shade = _shade(places[:, 1] - top, self.width)[:, None]
        below = _skin_below(eye, face, view)
        white = places.new_tensor(colours.white)
        white = (white * (_MOST_WHITE * below.mean() / white.mean()).clamp(max=1)).view(1, 3, 1, 1)
        unshaded = inside(top + _LASH_SHADOW * self.width, bottom - inwards, places[:, 1])[:, None]
        self.white = _filled(seen / shade, visible * unshaded * ((out - 1.08) / 0.1).clamp(0, 1), white)
        self.iris = _whole_iris(seen, visible, out, places.new_tensor(colours.iris))
        self._look = [
            (arkit.INDEX[f"eyeLook{name}{eye.side}"], axis, sign)
            for name, axis, sign in (
                ("In", 0, 1.0 if eye.side == "Right" else -1.0),
                ("Out", 0, -1.0 if eye.side == "Right" else 1.0),
                ("Up", 1, -1.0),
                ("Down", 1, 1.0),
            )
        ]
        along = torch.linspace(-0.42, 0.42, 40, device=device) * self.width + float(self.centre[0])
        row = openings.lines(edges, torch.stack([along, torch.zeros_like(along)])[None, :, None])
        lid = row.eye_top[0, 0]
        self._gap = max(float((row.eye_bottom[0, 0] - lid).max()), 0.04 * self.width)
        rim = torch.stack([along, lid - 0.5 * LASHES * self.width])[None, :, None]
        self._lash = torch.quantile(view.at(rim)[0, :, 0], 0.2, dim=1).view(1, 3, 1, 1) * _LASH_SHADE
        self._lid = _lid(eye, face, view, self.centre, self.width, below)
        self._ball = _BALL_CM * face.pixels_per_cm
        self._own = torch.tensor(face.own, device=device)

    def draw(self, colours: Tensor, places: Tensor, lines: Lines, weights: Tensor) -> Tensor:
        """Lays the ball over `colours` (frames, 3, h, w) inside the lids, and what of the lid comes out over it."""
        top, bottom, height = lines.eye_top, lines.eye_bottom, places[:, 1]
        across = (places[:, 0] - self.centre[0]).abs() / (0.5 * self.width)
        opened = (inside(top, bottom, height) * ((1.0 - across) * 12).clamp(0, 1))[:, None]
        white = self._at(self.white, places)
        iris = self._at(self.iris, places - self.look(weights)[:, :, None, None])
        ball = torch.lerp(white, iris[:, :3], iris[:, 3:]) * _shade(height - top, self.width)[:, None]
        shown = torch.lerp(self._with_lid(colours, places, top, across), ball, opened)
        closed = (1.0 - (bottom - top).clamp_min(0) / self._gap).clamp(0, 1) ** 2 * ((0.92 - across) * 6).clamp(0, 1)
        line = torch.exp(-(((height - top) / (_LASH_LINE * self.width)) ** 2))
        return torch.lerp(shown, self._lash.expand_as(shown), (_LASH_OPACITY * closed * line)[:, None])

    def _with_lid(self, colours: Tensor, places: Tensor, top: Tensor, across: Tensor) -> Tensor:
        """The skin that an upper lid unrolls where it comes down over what the picture shows of the eye.

        Stretched from the picture it would be smeared lashes.
        """
        along = (places[:, 0] - float(self.centre[0])) / float(self.reach[0])
        where = torch.stack([along, torch.zeros_like(along)], dim=1)
        lid = sampled(self._lid.expand(len(places), -1, -1, -1), where)
        fold, edge, height = lid[:, 3], lid[:, 4], places[:, 1]
        down = (top - edge) / self.width  # how far the lid has come down
        rolled = ((height - fold) / (top - fold).clamp_min(1.0)).clamp(0, 1)
        beside = ((1.0 - across) * 4).clamp(0, 1)
        shown = (down / _LID_SHOWN).clamp(0, 1) * beside
        if not bool((shown > 0).any()):
            return colours
        above = ((height - fold) / (0.05 * self.width) + _LASHES_REACH / 0.05).clamp(0, 1)
        above = above * ((edge - height) / (0.05 * self.width)).clamp(0, 1)
        bare = torch.lerp(colours, self._without_lashes(colours), (shown * above)[:, None])
        light = (0.88 + 0.5 * rolled * (1 - rolled))[:, None]
        covered = shown * (rolled / 0.4).clamp(0, 1)
        covered = covered * ((top - _LID_LASHES * self.width - height) / (0.04 * self.width) + 0.5).clamp(0, 1)
        return torch.lerp(bare, lid[:, :3] * light, covered[:, None])

    def _without_lashes(self, colours: Tensor) -> Tensor:
        """What is dark and thin across gives way to what is beside it (a closing, Serra 1982)."""
        reach = max(1, round(0.5 * _HAIR * self.width))
        size, padding = (1, 2 * reach + 1), (0, reach)
        brightest = max_pool2d(colours, size, stride=1, padding=padding)
        return -max_pool2d(-brightest, size, stride=1, padding=padding)

    def look(self, weights: Tensor) -> Tensor:
        """How far the iris moves from where the picture has it, (frames, 2) in pixels."""
        beyond = weights - self._own
        moved = weights.new_zeros(len(weights), 2)
        for channel, axis, sign in self._look:
            moved[:, axis] += sign * torch.sin(beyond[:, channel] * float(_MOST_LOOK[axis])) * self._ball
        return moved

    def _at(self, texture: Tensor, places: Tensor) -> Tensor:
        centre, reach = (places.new_tensor(pair)[:, None, None] for pair in (self.centre, self.reach))
        return sampled(texture.expand(len(places), -1, -1, -1), (places - centre) / reach)


class Eyes:
    def __init__(self, face: Anatomy, view: FaceView, openings: Openings, colours: Colours):
        self.both = tuple(Eye(eye, face, view, openings, colours) for eye in EYES)

    def draw(self, number: int, colours: Tensor, places: Tensor, lines: Lines, weights: Tensor) -> Tensor:
        return self.both[number].draw(colours, places, lines, weights)


def _skin_below(eye: EyeEdges, face: Anatomy, view: FaceView) -> Tensor:
    """The colour of the skin under the lower lid, (3,)."""
    edge, fold = face.source[list(eye.lower[1:-1])], face.source[list(eye.lower_fold)]
    places = np.stack([fold + share * (fold - edge) for share in (0.0, 0.4, 0.8)], axis=1)
    seen = view.at(torch.tensor(places.T.copy(), device=view.picture.device)[None])
    return seen[0].flatten(1).median(dim=1).values


def _lid(eye: EyeEdges, face: Anatomy, view: FaceView, centre: np.ndarray, width: float, below: Tensor) -> Tensor:
    """Along the texture's width: the colour of the upper lid's skin, the height where it comes out, and its edge,

    (1, 5, 1, columns)."""
    columns, rows = _SIZE[1], 48
    across = centre[0] + np.linspace(-1, 1, columns) * _REACH[0] * width
    edge = np.interp(across, *face.source[list(eye.upper)].T)
    fold = np.interp(across, *face.source[list(eye.upper_fold)].T)
    share = np.linspace(-0.5, 1, rows)[:, None]  # from above the fold to the edge
    down = fold - 0.15 * width * np.maximum(-share, 0) + (edge - fold) * np.maximum(share, 0)
    places = np.stack([np.broadcast_to(across, down.shape), down])
    seen = view.at(torch.tensor(places, dtype=torch.float32, device=view.picture.device)[None])[0]
    light = seen.mean(0)
    skin = (light >= torch.quantile(light, _LID_BRIGHT / 100, dim=0)).float()
    colours = torch.lerp((seen * skin).sum(1) / skin.sum(0), below[:, None], _LID_LIKE_BELOW)
    apart = torch.tensor(across[:, None] - across[None], dtype=torch.float32, device=seen.device) / (
        _LID_SMOOTH * width
    )
    near = torch.exp(-0.5 * apart**2)
    heights = torch.tensor(np.stack([fold, edge]), dtype=torch.float32, device=seen.device)
    return torch.cat([colours @ (near / near.sum(0)), heights])[None, :, None]


def _shade(below: Tensor, width: float) -> Tensor:
    """Light on the ball at some pixels below the upper lid, (…) -> (…)."""
    return 1.0 - _SHADE * torch.exp(-below.clamp_min(0) / (_SHADE_REACH * width))


def _filled(colours: Tensor, known: Tensor, otherwise: Tensor) -> Tensor:
    """Colours (1, 3, h, w) where they are `known` (1, 1, h, w), spread smoothly from there over the rest."""
    total, weight = colours * known, known
    result, certainty = total, weight
    for size in ((24, 40), (12, 20), (6, 10)):
        blurred = interpolate(interpolate(total, size, mode="area"), colours.shape[2:], mode="bilinear")
        share = interpolate(interpolate(weight, size, mode="area"), colours.shape[2:], mode="bilinear")
        left = (1.0 - certainty).clamp(0, 1)
        result = result + left * blurred
        certainty = certainty + left * share
    faint = 0.02
    return (result + faint * otherwise) / (certainty + faint)


def _whole_iris(seen: Tensor, visible: Tensor, out: Tensor, plain: Tensor) -> Tensor:
    """RGBA (1, 4, h, w): as it is seen, and where a lid hides it the mean colour of its ring."""
    ring = (out * _RINGS).long().clamp(0, _RINGS)
    weight = visible * (out < 1.15) + 1e-6
    sums = seen.new_zeros(_RINGS + 1, 3).index_add_(0, ring.flatten(), (seen * weight)[0].flatten(1).T)
    counts = seen.new_zeros(_RINGS + 1).index_add_(0, ring.flatten(), weight.flatten())
    sure = (counts / 8).clamp(0, 1)[:, None]
    profile = sure * sums / counts[:, None] + (1 - sure) * plain * torch.linspace(0.5, 1, _RINGS + 1)[:, None].to(seen)
    smooth = profile[ring.flatten()].T.view_as(seen)
    alpha = ((1.06 - out) / 0.12).clamp(0, 1)
    return torch.cat([torch.lerp(smooth, seen, visible), alpha], dim=1)
