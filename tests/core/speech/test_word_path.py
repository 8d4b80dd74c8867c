import itertools

import numpy as np
import pytest

from expclip.core.speech import decoding, word_path
from expclip.core.speech.decoding import hear
from expclip.core.speech.grammar import Words, grammar_of
from expclip.core.speech.phones import COUNT, INDEX
from expclip.core.speech.tuning import Tuning
from expclip.core.speech.word_path import WordPath

SAID = {"p a": 6, "p a p": 2, "a": 3}


def words_of(said: dict[str, int]) -> Words:
    flat = [INDEX[label] for word in said for label in [*word.split(), "sil"]]
    return Words(np.array(flat, np.uint8), np.array(list(said.values()), np.int32))


def every_path(frames: int, grammar, tuning: Tuning, emissions: np.ndarray):
    """All ways to read the frames as words, known or spelt, with their log probabilities, by the definition."""
    index = {label: number for number, label in enumerate(grammar.phones)}
    spoken = sum(SAID.values())
    pause = 0.12
    known = {}
    for word, times in SAID.items():
        known[tuple(index[label] for label in word.split())] = times / spoken * (1 - pause)
    known[(0,)] = pause

    def reach(phones, ended):
        """Log probability of these phones from a word's start: one that ends here, or one that goes on."""
        spell = np.log(word_path._UNKNOWN) + np.log(grammar.after_one[0, phones[0]])
        for a, b in itertools.pairwise(phones):
            spell += np.log1p(-word_path._UNKNOWN_ENDS) + np.log(grammar.after_one[a, b])
        ends = np.log(word_path._UNKNOWN_ENDS) if ended else 0.0
        as_unknown = spell + ends if 0 not in phones else -np.inf
        if ended:
            listed = known.get(phones, 0.0)
        else:
            listed = sum(chance for word, chance in known.items() if word[: len(phones)] == phones)
        as_known = np.log1p(-word_path._UNKNOWN) + np.log(listed) if listed else -np.inf
        return max(as_unknown, as_known) + tuning.word + tuning.phone * sum(phone > 0 for phone in phones)

    for cuts in range(frames):
        for edges in itertools.combinations(range(1, frames), cuts):
            spans = list(itertools.pairwise([0, *edges, frames]))
            if any(past - first < 2 for first, past in spans[:-1]):
                continue
            for phones in itertools.product(range(len(grammar.phones)), repeat=len(spans)):
                sounds = 0.0
                for number, ((first, past), phone) in enumerate(zip(spans, phones, strict=True)):
                    longer = max(past - first - 2, 0)
                    sounds += emissions[first:past, phone].sum() + longer * np.log(grammar.longer[phone])
                    sounds += 0.0 if number == len(spans) - 1 else np.log1p(-grammar.longer[phone])
                for breaks in range(len(phones)):
                    for starts in itertools.combinations(range(1, len(phones)), breaks):
                        parts = list(itertools.pairwise([0, *starts, len(phones)]))
                        told = sum(reach(phones[a:b], b < len(phones)) for a, b in parts)
                        yield sounds + told, [(*span, phone) for span, phone in zip(spans, phones, strict=True)]


@pytest.mark.parametrize("seed", range(4))
def test_the_path_is_the_best_of_all_paths_counted_one_by_one(counts_of, seed):
    grammar = grammar_of("es", counts_of("p a", "a p a", "p a p a"), words_of(SAID))
    tuning = Tuning(trust=0.7, phone=0.3, word=0.4)
    noise = np.random.default_rng(seed).standard_normal((7, COUNT)) * 3
    emissions = decoding._Model(grammar, tuning).emissions(noise - np.log(np.exp(noise).sum(1, keepdims=True)))
    best = max(every_path(7, grammar, tuning, emissions), key=lambda path: path[0])
    assert WordPath(grammar, tuning).best_path(emissions) == best[1]


@pytest.fixture(scope="module")
def grammars(counts_of):
    lines = ("m e s a", "m a s", "e s a l a", "s a l", "p a p e l", "l a m a p")
    said = {"m e s a": 50, "m a s": 40, "l a": 60, "s a l": 20, "p a p e l": 10}
    return {"es": grammar_of("es", counts_of(*lines), words_of(said))}


def labels(heard) -> str:
    return " ".join(phone.label for phone in heard.phones)


def test_a_known_word_is_heard_through_a_slip(grammars, spoken):
    rows = np.exp(spoken(("sil", 8), *((label, 5) for label in "mesa"), ("sil", 8)).astype(np.float32))
    rows[18:23, INDEX["s"]], rows[18:23, INDEX["l"]] = 0.4, 0.5
    assert labels(hear(np.log(rows), grammars, "es")) == "sil m e s a sil"


def test_an_unknown_word_is_spelt(grammars, spoken):
    clear = spoken(("sil", 8), *((label, 6) for label in "lapem"), ("sil", 8), sure=0.99)
    assert labels(hear(clear, grammars, "es")) == "sil l a p e m sil"


@pytest.mark.parametrize("frames", [0, 1, 2, 5])
def test_the_shortest_lines(grammars, spoken, frames):
    heard = hear(spoken(("a", frames)).reshape(frames, COUNT), grammars, "es")
    assert heard.phonogram.shape == (frames, COUNT)
    assert round(sum(phone.end - phone.start for phone in heard.phones) * 50) == frames


def test_a_long_line_is_heard_in_blocks_as_it_is_in_one(grammars, spoken, monkeypatch):
    random = np.random.default_rng(2)
    runs = [("sil", 5)]
    for _ in range(80):
        word = ["mesa", "mas", "la", "sal", "papel"][random.integers(5)]
        runs += [(label, int(random.integers(3, 8))) for label in word] + [("sil", 6)] * int(random.integers(2))
    posteriors = spoken(*runs, sure=0.6)
    assert len(posteriors) > 1200
    monkeypatch.setattr(decoding, "_BLOCK_FRAMES", 10**6)
    whole = hear(posteriors, grammars, "es")
    monkeypatch.setattr(decoding, "_BLOCK_FRAMES", 137)
    assert hear(posteriors, grammars, "es").phones == whole.phones
