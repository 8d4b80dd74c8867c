import itertools
from dataclasses import replace

import numpy as np
import pytest

from expclip.core.speech import decoding
from expclip.core.speech.decoding import Tuning, hear
from expclip.core.speech.grammar import grammar_of
from expclip.core.speech.phones import COUNT, INDEX, LABELS, Phone, frame_labels
from expclip.core.speech.phonogram import FPS

PLAIN = Tuning(trust=1.0, prior=0.3, grammar=1.0, phone=0.0, closure=0.0, silence=0.0)


@pytest.fixture(scope="module")
def grammars(spanish):
    return {"es": spanish}


def labels(phones: list[Phone]) -> str:
    return " ".join(phone.label for phone in phones)


def test_clear_speech_is_heard_as_it_is(grammars, spoken):
    heard = hear(spoken(("sil", 9), ("m", 4), ("e", 5), ("s", 6), ("a", 7), ("sil", 9)), grammars, "es")
    assert labels(heard.phones) == "sil m e s a sil"
    assert [round(phone.start * FPS) for phone in heard.phones] == [0, 9, 13, 18, 24, 31]
    assert heard.phones[-1].end == 40 / FPS
    assert heard.language == "es"
    names = [LABELS[number] for number in heard.phonogram.argmax(1)]
    assert names[10] == "m" and names[20] == "s" and names[39] == "sil"


def test_a_flicker_is_no_phone(grammars, spoken):
    heard = hear(spoken(("sil", 5), ("s", 4), ("a", 4), ("ʃ", 1), ("a", 4), ("l", 5), ("sil", 5)), grammars, "es")
    assert labels(heard.phones) == "sil s a l sil"


def test_between_two_alike_the_grammar_decides(grammars, spoken):
    """s or p before "e s": only what was seen is likely, though p is heard a little better."""
    rows = np.exp(spoken(("sil", 8), ("m", 4), ("e", 4), ("s", 4), ("a", 6), ("sil", 8)).astype(np.float32))
    rows[16:20, INDEX["s"]], rows[16:20, INDEX["p"]] = 0.4, 0.5
    heard = hear(np.log(rows), grammars, "es", replace(PLAIN, trust=0.3))
    assert labels(heard.phones) == "sil m e s a sil"


def test_rows_of_the_phonogram_sum_to_one(grammars):
    noise = np.random.default_rng(1).standard_normal((300, COUNT)) * 2
    noise -= np.log(np.exp(noise).sum(1, keepdims=True))
    heard = hear(noise.astype(np.float16), grammars, "es")
    assert heard.phonogram.shape == (300, COUNT) and heard.phonogram.dtype == np.float16
    assert np.allclose(heard.phonogram.astype(np.float32).sum(1), 1.0, atol=2e-3) and heard.phonogram.min() >= 0.0
    assert heard.phones[0].start == 0.0 and heard.phones[-1].end == 6.0
    assert all(a.end == b.start for a, b in itertools.pairwise(heard.phones))


@pytest.mark.parametrize("frames", [0, 1, 2, 3, 5])
def test_the_shortest_lines(grammars, frames, spoken):
    heard = hear(spoken(("a", frames)).reshape(frames, COUNT), grammars, "es")
    assert heard.phonogram.shape == (frames, COUNT)
    assert sum(phone.end - phone.start for phone in heard.phones) == pytest.approx(frames / FPS)


def every_path(frames: int, model: decoding._Model, emissions: np.ndarray):
    """All ways to divide the frames into phones, with their log probabilities, by the definition of the model."""
    grammar = model.grammar
    for edges in itertools.chain.from_iterable(
        itertools.combinations(range(1, frames), cuts) for cuts in range(frames)
    ):
        spans = list(itertools.pairwise([0, *edges, frames]))
        for phones in itertools.product(range(len(grammar.phones)), repeat=len(spans)):
            before, last, total, allowed = 0, 0, 0.0, True
            for number, ((first, past), phone) in enumerate(zip(spans, phones, strict=True)):
                more = past - first - int(grammar.shortest[phone])
                ended = number == len(spans) - 1
                allowed &= more >= 0 or ended
                total += model.follows[last, before, phone] + emissions[first:past, phone].sum()
                total += max(more, 0) * model.goes_on[phone] + (0.0 if ended else model.leaves[phone])
                before, last = last, phone
            if allowed:
                yield total, spans, phones


def test_path_and_shares_are_those_of_all_paths_counted_one_by_one(counts_of):
    grammar = grammar_of("es", counts_of("p a", "a p a", "p a p a"))
    model = decoding._Model(grammar, Tuning(trust=0.7, prior=0.2, phone=0.3, closure=0.2))
    frames = 6
    random = np.random.default_rng(4).standard_normal((frames, COUNT)) * 2
    emissions = model.emissions(random - np.log(np.exp(random).sum(1, keepdims=True)))
    shares = np.zeros((frames, len(grammar.phones)))
    best = (-np.inf, [])
    for total, spans, phones in every_path(frames, model, emissions):
        runs = [(*span, phone) for span, phone in zip(spans, phones, strict=True)]
        best = max(best, (total, runs))
        for first, past, phone in runs:
            shares[first:past, phone] += np.exp(total)
    assert model.best_path(emissions) == best[1]
    assert np.allclose(model.shares(emissions), shares / shares.sum(1, keepdims=True), atol=1e-4)


def test_a_long_line_is_heard_in_blocks_as_it_is_in_one(grammars, monkeypatch, spoken):
    random = np.random.default_rng(2)
    words = ["mesa", "mas", "esala", "sal", "lama", "meses", "papel", "pesa"]
    runs = [("sil", 5)]
    for _ in range(60):
        runs += [(label, int(random.integers(3, 8))) for label in words[random.integers(len(words))]] + [("sil", 6)]
    posteriors = spoken(*runs, sure=0.6)
    assert len(posteriors) > 1200
    monkeypatch.setattr(decoding, "_BLOCK_FRAMES", 10**6)
    whole = hear(posteriors, grammars, "es")
    monkeypatch.setattr(decoding, "_BLOCK_FRAMES", 137)
    pieces = hear(posteriors, grammars, "es")
    assert pieces.phones == whole.phones
    assert np.abs(pieces.phonogram - whole.phonogram).max() < 0.01


def test_other_codes_and_unknown_languages(grammars, spoken, counts_of):
    clear = spoken(("sil", 9), ("m", 4), ("e", 5), ("s", 6), ("a", 7), ("sil", 9))
    both = {"en": grammar_of("en", counts_of("s ɪ t", "ð ɪ s", "t ɪ n")), "cmn": grammars["es"]}
    assert hear(clear, both, "en-US").language == "en"
    assert hear(clear, both, "zh").language == "cmn"
    assert hear(clear, both, "xx").language == hear(clear, both).language


def test_a_bonus_hears_more_closures(grammars, spoken):
    rows = np.exp(spoken(("sil", 8), ("s", 4), ("a", 4), ("l", 4), ("a", 6), ("sil", 8)).astype(np.float32))
    rows[16:20, INDEX["l"]], rows[16:20, INDEX["m"]] = 0.5, 0.35
    tunings = [replace(PLAIN, closure=bonus) for bonus in (0.0, 1.0)]
    hears = [labels(hear(np.log(rows), grammars, "es", tuning).phones) for tuning in tunings]
    assert hears == ["sil s a l a sil", "sil s a m a sil"]


def test_phones_of_a_list_lie_where_the_phonogram_has_them(grammars, spoken):
    heard = hear(spoken(("sil", 9), ("p", 4), ("a", 5), ("p", 6), ("e", 7), ("l", 5), ("sil", 9)), grammars, "es")
    of_list = frame_labels(heard.phones, len(heard.phonogram), FPS)
    assert (of_list == heard.phonogram.argmax(1)).mean() > 0.95


def test_each_block_is_told_and_may_stop_it(spoken, spanish):
    line = spoken(*[("m", 5), ("e", 5)] * 210)
    told = []
    hear(line, {"es": spanish}, "es", report=told.append)
    assert told == [pytest.approx(1000 / 2100), pytest.approx(2000 / 2100), 1.0]

    def stop(done):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        hear(line, {"es": spanish}, "es", report=stop)
