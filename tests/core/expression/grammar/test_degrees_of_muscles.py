"""Degrees beside muscles and acts: adjectives before them, how they are done, and afterthoughts of little."""

import numpy as np
import pytest

from expclip.core.expression.grammar.clauses import take_apart
from expclip.core.expression.grammar.moves import weights_of_moves
from expclip.core.expression.grammar.muscles import read_muscles
from expclip.rigs import arkit

from ..test_reading import read, shown


def _weights(prompt):
    segments = take_apart(prompt).segments
    moves = read_muscles([one.words for one in segments], [one.strength for one in segments])
    return np.max([weights_of_moves(move.activations) for move in moves], axis=0)


@pytest.mark.parametrize(("weaker", "stronger"), [
    ("brows raised, only slightly", "brows raised"), ("smiles, but only a little", "smiles"),
    ("a polite little smile", "a polite smile"), ("left corner twitches up", "left corner hauled up"),
    ("yawns daintily", "yawns"), ("mouth opens a slit", "mouth opens"), ("a dry little peck", "a film-star kiss"),
    ("mentalis just twitching", "mentalis twitching"), ("zygomaticus at a low level", "zygomaticus"),
    ("glances down", "looks down"), ("corrugator only just drawn together", "corrugator drawn together"),
])  # fmt: skip
def test_the_second_goes_farther(weaker, stronger):
    assert 0.05 < _weights(weaker).max() < _weights(stronger).max() - 0.05


def test_a_muscle_by_its_name_moves_as_far_as_its_number_says(space):
    weights = read("corrugator at 30", space).weights
    assert abs(weights[arkit.INDEX["browDownLeft"]] - 0.3) < 0.02


def test_a_gasp_opens_the_jaw_beside_a_yawn_that_is_denied(space):
    assert shown(read("not a yawn, a gasp", space), "jawOpen") > 0.3


def test_little_people_weaken_no_smile():
    assert np.array_equal(_weights("smiles at little Tom"), _weights("smiles at Tom"))


def test_that_corner_is_the_one_before():
    weights = _weights("the left corner of his mouth, and that corner alone, climbs up")
    assert weights[arkit.INDEX["mouthSmileLeft"]] > 0.5 and weights[arkit.INDEX["mouthSmileRight"]] == 0.0
