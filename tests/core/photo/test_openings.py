import torch

from expclip.core.photo.openings import inside, steepness


def test_an_edge_that_comes_down_steeply_is_as_soft_as_a_level_one():
    down, across = torch.meshgrid(torch.arange(64.0), torch.arange(40.0), indexing="ij")
    top, bottom = (8 * (20 - across)).clamp_min(-200)[None], torch.full((1, 64, 40), 300.0)
    hard, soft = (inside(top, bottom, down[None], steep) for steep in ((1.0, 1.0), (steepness(top), 1.0)))
    jumps = [float(covered.diff(dim=2).abs().max()) for covered in (hard, soft)]
    assert jumps[0] == 1.0 and jumps[1] < 0.9
    assert float(soft.max()) == 1.0 and float(soft.min()) == 0.0


def test_a_level_edge_is_not_steep():
    assert torch.equal(steepness(torch.full((2, 3, 5), 7.0)), torch.ones(2, 3, 5))
