"""Feelings, muscles and nothing are told apart by the features of their texts."""

import torch

from expclip.core.expression.text_side import MUSCLES, NOTHING
from expclip.core.training.kinds import kind_map, plain_texts


def test_each_kind_is_found_however_few_there_are():
    torch.manual_seed(0)
    centres = torch.nn.functional.normalize(torch.randn(3, 24), dim=1)
    muscles, plain, felt = (
        torch.nn.functional.normalize(centre + 0.1 * torch.randn(count, 24), dim=1)
        for centre, count in zip(centres, (40, 30, 2000), strict=True)
    )
    fitted = kind_map(torch.cat([muscles, felt[:500]]), [False] * 40 + [True] * 500, felt[500:], plain)
    told = fitted(torch.nn.functional.normalize(centres, dim=1))
    assert told[0, MUSCLES] > 0.6 > 0.4 > told[1:, MUSCLES].max()
    assert told[1, NOTHING] > 0.6 > 0.4 > told[[0, 2], NOTHING].max()


def test_plain_texts_are_told_once():
    texts = plain_texts()
    assert len(texts) > 100 and len(set(texts)) == len(texts) and all(text.strip() == text != "" for text in texts)
