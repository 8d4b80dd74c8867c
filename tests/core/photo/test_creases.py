from dataclasses import replace

import numpy as np
import torch
from made_portrait import face_with, made_portrait

from expclip.core.photo.creases import FOLDS
from expclip.core.photo.warp import WarpRenderer


def amounts(renderer, **shapes):
    gone, new = renderer.creases.each[0].amounts(torch.from_numpy(face_with(**shapes)))
    return float(gone), float(new)


def test_a_smile_deepens_the_fold_of_a_face_at_rest(renderer):
    assert amounts(renderer) == (0.0, 0.0)
    gone, new = amounts(renderer, mouthSmile=0.8)
    assert gone == 0.0 and 0.7 < new < 0.9


def test_a_smile_that_is_taken_off_takes_its_fold_along():
    smiling = WarpRenderer(made_portrait(weights=face_with(mouthSmile=0.8)[0]), torch.device("cpu"))
    assert amounts(smiling) == (1.0, 0.0)
    assert max(amounts(smiling, mouthSmile=0.8)) < 0.05


def test_the_fold_that_is_taken_off_is_lighter_than_it_was():
    smile = face_with(mouthSmile=0.8)[0]
    portrait = made_portrait(weights=smile)
    fold = portrait.landmarks[[203, 206, 423, 426], :2].round().astype(int)
    dark = portrait.pixels.copy()
    for x, y in fold:
        dark[y - 4 : y + 5, x - 4 : x + 5] = dark[y - 4 : y + 5, x - 4 : x + 5] * 0.6
    portrait = replace(portrait, pixels=dark)
    renderer = WarpRenderer(portrait, torch.device("cpu"))
    places = np.array([[x, y] for x, y in fold])
    looked_up = renderer.view.of_picture(torch.tensor(places.T[None, :, None], dtype=torch.float32))
    added = renderer.creases.added(0, looked_up, torch.from_numpy(face_with()))
    assert added.min() > 0.05


def test_every_fold_has_two_sides_and_lies_on_the_face(renderer):
    for fold, crease in zip(FOLDS, renderer.creases.each, strict=True):
        assert len(fold.paths) == 2
        assert (crease.high > crease.low).all()
        middle = renderer.face.to_picture(renderer.face.source[6])
        across = (crease.low + crease.high)[0] / 2
        assert abs(across - middle[0]) < 0.05 * renderer.face.width
