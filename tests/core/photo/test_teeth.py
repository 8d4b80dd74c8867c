import pytest
import torch

from expclip.core.photo.teeth import LOWER, REACH_CM, UPPER, row_of_teeth

TOOTH, GUM, WARM = torch.tensor([0.9, 0.88, 0.82]), torch.tensor([0.6, 0.35, 0.33]), torch.tensor([0.9, 1.0, 1.1])
PER_CM = 30.0


@pytest.fixture(scope="module")
def upper():
    return row_of_teeth(UPPER, TOOTH, GUM, WARM, PER_CM)[0]


def at(picture, x_cm, y_cm):
    places = zip((y_cm, x_cm), reversed(REACH_CM), picture.shape[1:], strict=True)
    row, column = (round((place / reach + 1) / 2 * (side - 1)) for place, reach, side in places)
    return picture[:, row, column]


def test_a_row_has_an_edge_crowns_and_a_gum(upper):
    assert at(upper, 0.4, 0.2)[3] == 0  # below the edge of upper teeth is nothing
    crown, gum = at(upper, 0.4, -0.5), at(upper, 0.4, -1.4)
    assert crown[3] == 1 and (crown[:3] - TOOTH).abs().max() < 0.15
    assert gum[3] == 1 and gum[0] - gum[1] > 0.1


def test_lines_between_teeth_are_faint_and_both_sides_alike(upper):
    crown, line = at(upper, 0.42, -0.4)[:3].mean(), at(upper, 0.0, -0.4)[:3].mean()
    assert 0.6 * crown < line < crown
    assert torch.allclose(upper, upper.flip(2), atol=1e-5)


def test_teeth_get_darker_towards_the_corners_of_the_mouth(upper):
    middle, canine, molar = (at(upper, x, -0.4)[:3].mean() for x in (0.42, 1.75, 2.6))
    assert middle > canine > molar


def test_lower_teeth_stand_on_their_gum():
    lower = row_of_teeth(LOWER, TOOTH, GUM, WARM, PER_CM)[0]
    assert at(lower, 0.26, -0.2)[3] == 0 and at(lower, 0.26, 0.4)[3] == 1
