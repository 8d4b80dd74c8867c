"""Eyeballs behind the lids: the white without its iris, the iris as a disc that looks around."""

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import grid_sample, interpolate

from ...rigs import arkit
from .anatomy import Anatomy
from .colours import Colours, FaceView
from .landmark_motion import EYES, EyeEdges
from .openings import LASHES, Edges, Openings, inside

_SIZE = (96, 160)  # of an eye's textures, rows and columns
_REACH = (0.75, 0.45)  # of the textures around the eye's middle, in widths of the eye
_BALL_CM = 1.2
_MOST_LOOK = np.radians((26.0, 20.0))  # sideways and up or down at weight 1
_IRIS_CM = 0.6
_SHADE = 0.4  # how much darker the ball is right under the upper lid
_SHADE_REACH = 0.12  # widths of the eye
_RINGS = 16
_LASH_LINE = 0.028  # half the thickness of the line that lashes make of a closed eye, in widths of the eye
_LASH_SHADE = 0.7  # lashes lie closer together there than on an open eye, so they are darker
_LASH_OPACITY = 0.85


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
        places = torch.tensor(places * self.reach + self.centre, dtype=torch.float32, device=device)[None]
        seen = view.at(places)
        edges = openings.edges_in_picture()
        top, bottom = openings.heights_at(edges, places)[:, :2].unbind(1)
        inwards = 0.02 * self.width
        visible = inside(top + inwards, bottom - inwards, places[..., 1])[:, None]
        visible = visible * (((places[..., 0] - self.centre[0]).abs() < 0.46 * self.width)[:, None])
        self.iris_centre = face.source[eye.iris[0]]
        measured = np.linalg.norm(face.source[list(eye.iris[1:])] - self.iris_centre, axis=1).mean()
        self.radius = float(np.clip(measured, 0.8 * _IRIS_CM * face.pixels_per_cm, 1.1 * _IRIS_CM * face.pixels_per_cm))
        out = (places - places.new_tensor(self.iris_centre)).norm(dim=-1)[:, None] / self.radius
        shade = _shade(places[..., 1] - top, self.width)[:, None]
        white = places.new_tensor(colours.white).view(1, 3, 1, 1)
        self.white = _filled(seen / shade, visible * ((out - 1.08) / 0.1).clamp(0, 1), white)
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
        row = torch.stack([along, torch.zeros_like(along)], dim=-1)[None, None]
        lid, other = openings.heights_at(edges, row)[0, :2, 0]
        self._gap = max(float((other - lid).max()), 0.04 * self.width)
        rim = torch.stack([along, lid - 0.5 * LASHES * self.width], dim=-1)[None, None]
        self._lash = torch.quantile(view.at(rim)[0, :, 0], 0.2, dim=1).view(1, 3, 1, 1) * _LASH_SHADE
        self._ball = _BALL_CM * face.pixels_per_cm
        self._own = torch.tensor(face.own, device=device)

    def draw(self, colours: Tensor, places: Tensor, heights: Tensor, weights: Tensor) -> Tensor:
        """Lays the ball over `colours` (frames, 3, h, w) inside the lids; heights: their top and bottom."""
        top, bottom = heights.unbind(1)
        across = (places[..., 0] - self.centre[0]).abs() / (0.5 * self.width)
        opened = (inside(top, bottom, places[..., 1]) * ((1.0 - across) * 12).clamp(0, 1))[:, None]
        white = self._at(self.white, places)
        iris = self._at(self.iris, places - self.look(weights)[:, None, None])
        ball = torch.lerp(white, iris[:, :3], iris[:, 3:]) * _shade(places[..., 1] - top, self.width)[:, None]
        shown = torch.lerp(colours, ball, opened)
        closed = (1.0 - (bottom - top).clamp_min(0) / self._gap).clamp(0, 1) ** 2 * ((0.92 - across) * 6).clamp(0, 1)
        line = torch.exp(-(((places[..., 1] - top) / (_LASH_LINE * self.width)) ** 2))
        return torch.lerp(shown, self._lash.expand_as(shown), (_LASH_OPACITY * closed * line)[:, None])

    def look(self, weights: Tensor) -> Tensor:
        """How far the iris moves from where the picture has it, (frames, 2) in pixels."""
        beyond = weights - self._own
        moved = weights.new_zeros(len(weights), 2)
        for channel, axis, sign in self._look:
            moved[:, axis] += sign * torch.sin(beyond[:, channel] * float(_MOST_LOOK[axis])) * self._ball
        return moved

    def _at(self, texture: Tensor, places: Tensor) -> Tensor:
        grid = (places - places.new_tensor(self.centre)) / places.new_tensor(self.reach)
        texture = texture.expand(len(places), -1, -1, -1)
        return grid_sample(texture, grid, mode="bilinear", padding_mode="border", align_corners=True)


class Eyes:
    def __init__(self, face: Anatomy, view: FaceView, openings: Openings, colours: Colours):
        self._openings = openings
        self.both = tuple(Eye(eye, face, view, openings, colours) for eye in EYES)

    def draw(self, number: int, colours: Tensor, places: Tensor, edges: Edges, weights: Tensor) -> Tensor:
        heights = self._openings.heights_at(edges, places)[:, :2]
        return self.both[number].draw(colours, places, heights, weights)


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
