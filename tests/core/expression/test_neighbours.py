"""Nearest texts by key and by shared words; sayings decide alone."""

import numpy as np
import pytest

from expclip.core.expression.neighbours import Entry, Neighbours, corpus_entries, plain_entry
from expclip.rigs import arkit

TEXTS = {
    "a furious stare": ("rage",),
    "gentle smile of relief": ("joy",),
    "pressed lips": (),
    "she was over the moon": ("ecstasy",),
}


def face(name: str, weight: float = 1.0) -> np.ndarray:
    weights = np.zeros(arkit.COUNT, np.float32)
    weights[arkit.INDEX[name]] = weight
    return weights


class Keys:
    """A text side whose keys are one axis for each text."""

    def knows_whole(self, word):
        return word == "furnace"

    def keys_of(self, texts):
        return np.eye(len(texts), 8, dtype=np.float32)


@pytest.fixture
def index() -> Neighbours:
    entries = [Entry(text, emotions, lambda: face("jawOpen")) for text, emotions in TEXTS.items()]
    return Neighbours(entries, Keys())


def key(*likeness: float) -> np.ndarray:
    return np.array([*likeness, *[0.0] * (8 - len(likeness))], np.float32)


def test_the_nearest_key_is_first(index):
    near = index.near("blorf", key(0.1, 0.8, 0.3), 12)
    assert near.entries[0].text == "gentle smile of relief" and not near.saying
    assert list(near.likeness) == sorted(near.likeness, reverse=True)


def test_shared_words_bring_a_text_nearer(index):
    near = index.near("her lips pressed", key(0.5, 0.5, 0.4), 12)
    assert near.entries[0].text == "pressed lips"


def test_a_saying_within_a_prompt_decides_alone(index):
    near = index.near("he is over the moon", key(0.9), 12)
    assert near.saying and [entry.text for entry in near.entries] == ["she was over the moon"]


def test_a_saying_in_a_long_story_does_not(index):
    near = index.near("the furious old captain watched a cold grey harbour, over the moon", key(0.9), 12)
    assert not near.saying


def test_words_of_the_corpus_are_known(index):
    assert index.knows("furious") and not index.knows("xqzt")


def test_misspelt_words_are_those_of_the_corpus(index):
    assert index.spelt("furrious") == "furious" and index.spelt("relief") == "relief"
    assert index.spelt("furnace") == "furnace" and index.spelt("moom") == "moom" and index.spelt("xqztbl") == "xqztbl"


def test_an_entry_is_plain_and_lefthand():
    words, weights = plain_entry("slightly raised right brow", face("browOuterUpRight", 0.4))
    assert words == ["raised", "left", "brow"]
    assert np.allclose(weights, face("browOuterUpLeft", 1.0))


def test_the_corpus_has_each_of_its_sources():
    entries = {entry.text: entry for entry in corpus_entries()}
    assert len(entries) > 10_000
    assert entries["furious"].emotions == ("rage",) and entries["furious"].face().any()


def test_a_long_saying_may_have_other_endings_and_more_words_beside_it():
    sayings = ["her cold blood boils over", "a quiet walk"]
    index = Neighbours([Entry(text, ("rage",), lambda: face("jawOpen")) for text in sayings], Keys())
    assert index.near("after the long meeting his cold blood boiled over", key(0.9), 12).saying
    assert not index.near("quiet walks", key(0.9), 12).saying
