"""Eyeballs behind the lids: the white without its iris, the iris as a disc that looks around."""

import numpy as np
import torch
from torch import Tensor

from ...rigs import arkit
from .anatomy import Anatomy
from .colours import Colours, FaceView
from .fields import sampled
from .landmark_motion import EYES, EyeEdges
from .lids import Lid
from .openings import Lines, Openings, inside
from .textures import filled

_SIZE = (96, 160)  # of an eye's textures, rows and columns
_REACH = (0.75, 0.45)  # of the textures around the eye's middle, in widths of the eye
_BALL_CM = 1.2
_MOST_LOOK = np.radians((26.0, 20.0))  # sideways and up or down at weight 1
_IRIS_CM = 0.6
_SHADE = 0.4  # how much darker the ball is right under the upper lid
_SHADE_REACH = 0.12  # widths of the eye
_LASH_SHADOW = 0.05  # on the white under the upper lid, which would stay where the lid is drawn up
_RINGS = 16
_MOST_WHITE = 1.5  # of the white over that skin: eyes in the shade of their brows have no bright one


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
        self.white = filled(seen / shade, visible * unshaded * ((out - 1.08) / 0.1).clamp(0, 1), white)
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
        self._lid = Lid(eye, face, view, below)
        self._ball = _BALL_CM * face.pixels_per_cm
        self._own = torch.tensor(face.own, device=device)

    def draw(self, colours: Tensor, places: Tensor, origins: Tensor, lines: Lines, weights: Tensor) -> Tensor:
        """Lays the ball over `colours` (frames, 3, h, w) inside the lids, and what of the lid comes out over it."""
        top, bottom, height = lines.eye_top, lines.eye_bottom, places[:, 1]
        across = (places[:, 0] - self.centre[0]).abs() / (0.5 * self.width)
        opened = (inside(top, bottom, height) * ((1.0 - across) * 12).clamp(0, 1))[:, None]
        white = self._at(self.white, places)
        iris = self._at(self.iris, places - self.look(weights)[:, :, None, None])
        ball = torch.lerp(white, iris[:, :3], iris[:, 3:]) * _shade(height - top, self.width)[:, None]
        shown = torch.lerp(self._lid.draw(colours, places, origins, lines), ball, opened)
        return self._lid.lashed(shown, places, lines, self._gap)

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

    def draw(
        self, number: int, colours: Tensor, places: Tensor, origins: Tensor, lines: Lines, weights: Tensor
    ) -> Tensor:
        return self.both[number].draw(colours, places, origins, lines, weights)


def _skin_below(eye: EyeEdges, face: Anatomy, view: FaceView) -> Tensor:
    """The colour of the skin under the lower lid, (3,)."""
    edge, fold = face.source[list(eye.lower[1:-1])], face.source[list(eye.lower_fold)]
    places = np.stack([fold + share * (fold - edge) for share in (0.0, 0.4, 0.8)], axis=1)
    seen = view.at(torch.tensor(places.T.copy(), device=view.picture.device)[None])
    return seen[0].flatten(1).median(dim=1).values


def _shade(below: Tensor, width: float) -> Tensor:
    """Light on the ball at some pixels below the upper lid, (…) -> (…)."""
    return 1.0 - _SHADE * torch.exp(-below.clamp_min(0) / (_SHADE_REACH * width))


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
