"""What a batch is drawn from, and what comes together in it."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from expclip.core.training.batches import Draw, batches
from expclip.core.training.sentences import Sentence
from expclip.rigs import arkit

PLAIN = Sentence("happy", np.zeros(arkit.COUNT, np.float32), (("joy", 1.0),))
FELT = [replace(PLAIN, text="how dare you", labels=(0,))]
HAPPENING = replace(PLAIN, text="the vet comes out smiling", happens=True)
WORDINGS = [
    replace(PLAIN, text=f"wording{nuance}x{number}", nuance=nuance) for nuance in range(50) for number in range(5)
]


def test_each_kind_has_its_share_where_there_is_any():
    draw = Draw(size=64, round=1024, felt=0.2, happenings=0.5)
    for felt, expected in ((FELT, 0.5), ([], 0.5 / 0.8)):
        drawn = batches([PLAIN, HAPPENING], felt, draw, str.split, 7, 0)
        share = np.mean([sentence.happens for _ in range(32) for sentence in next(drawn)])
        assert share == pytest.approx(expected, abs=0.05)
    assert len(next(batches([PLAIN], FELT, draw, str.split, 7, 0))) == draw.size


def test_wordings_of_a_nuance_come_together():
    draw = Draw(size=64, round=1024, felt=0.0, happenings=0.0, nuances=0.6, together=3)
    drawn = batches([PLAIN, *WORDINGS], [], draw, str.split, 7, 0)
    of_batches = [[sentence.nuance for sentence in next(drawn)] for _ in range(40)]
    assert np.mean([nuance is not None for batch in of_batches for nuance in batch]) == pytest.approx(0.6, abs=0.05)
    counts = Counter(count for batch in of_batches for count in Counter(filter(None, batch)).values())
    assert counts[1] < 0.1 * counts.total() and counts[3] > 0.5 * counts.total()
    assert all(len(batch) == draw.size for batch in of_batches)


def test_long_sentences_have_their_share_beside_nuances():
    long = replace(HAPPENING, text="the vet comes out smiling " * 5)
    draw = Draw(size=64, round=1024, felt=0.0, happenings=0.3, nuances=0.5)
    drawn = batches([PLAIN, long, *WORDINGS], [], draw, str.split, 7, 0)
    assert np.mean([one.happens for _ in range(32) for one in next(drawn)]) == pytest.approx(0.3, abs=0.04)


def test_the_wordings_of_a_draw_differ():
    draw = Draw(size=3, round=3, felt=0.0, happenings=0.0, nuances=1.0)
    drawn = next(batches(WORDINGS[:5], [], draw, str.split, 7, 0))
    assert len({sentence.text for sentence in drawn}) == 3


def test_a_batch_has_sentences_of_like_numbers_of_pieces():
    long = [replace(PLAIN, text=" ".join(["day"] * length)) for length in range(1, 40)]
    drawn = batches(long, [], Draw(size=16, round=512), str.split, 7, 0)
    spans = [np.ptp([len(one.text.split()) for one in next(drawn)]) for _ in range(32)]
    assert np.mean(spans) < 4


def test_an_interrupted_round_goes_on_where_it_was():
    draw = Draw(size=16, round=128, nuances=0.3)
    whole = batches([PLAIN, HAPPENING, *WORDINGS], FELT, draw, str.split, 7, 0)
    told = [[one.text for one in next(whole)] for _ in range(12)]
    later = batches([PLAIN, HAPPENING, *WORDINGS], FELT, draw, str.split, 7, 5)
    assert [[one.text for one in next(later)] for _ in range(7)] == told[5:]
