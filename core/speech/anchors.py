"""Anchors: places where a long line and a long text surely agree, so that each stretch between them is aligned alone.

After Moreno et al. (1998), A recursive algorithm for the forced alignment of very long audio segments: rare sequences
that were heard and that the text has, in the same order in both. It finds its way where text or sound has long parts
that the other lacks, and memory and time grow with the length alone.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .phones import MOUTH_CLASS, SILENCE, Phone
from .phonogram import FPS
from .pronunciation import Word

_SAME_IN_A_ROW = 6
"""Mouth classes in a row: seven of ten are heard right, so one place in eight agrees over six of them."""
_MOST_PLACES = 4
"""A sequence that the text has oftener tells nothing."""
_NEAR_PHONES, _DRIFT_PHONES = 30, 4
"""An anchor counts when two others are that near, and as far away in the text as in the sound but for the drift."""
_WHOLE_SECONDS, _STRETCH_SECONDS = 40.0, 12.0
"""Shorter lines are aligned at once; cuts are so far apart at least."""
_HOPELESS_SECONDS, _HOPELESS_WORDS = 240.0, 600


@dataclass(frozen=True)
class Stretch:
    """Frames `first` up to `past` of a line, and the words first_word up to past_word of its text that belong there.

    `hopeless`: it is long and nothing in it agrees, so its words are not to be looked for.
    """

    first: int
    past: int
    first_word: int
    past_word: int
    hopeless: bool = False


def stretches(words: Sequence[Word], heard: Sequence[Phone], frames: int) -> list[Stretch]:
    """Cuts a line of `frames` at 50 Hz and its text into stretches, in order; a short line is one."""
    if frames <= _WHOLE_SECONDS * FPS:
        return [Stretch(0, frames, 0, len(words))]
    cuts = [(0, 0)]
    for frame, word in _cuts(words, [phone for phone in heard if phone.label != SILENCE]):
        if frame - cuts[-1][0] >= _STRETCH_SECONDS * FPS and word > cuts[-1][1]:
            cuts.append((frame, word))
    cuts.append((frames, len(words)))
    return [
        Stretch(
            first, past, first_word, past_word,
            past - first > _HOPELESS_SECONDS * FPS and past_word - first_word > _HOPELESS_WORDS,
        )
        for (first, first_word), (past, past_word) in zip(cuts[:-1], cuts[1:], strict=True)
    ]


def _cuts(words: Sequence[Word], heard: Sequence[Phone]) -> Iterator[tuple[int, int]]:
    """(frame, word) where a word surely begins: word beginnings amidst the anchors."""
    text: list[str] = []
    begins: dict[int, int] = {}
    for number, word in enumerate(words):
        if word.variants:
            begins[len(text)] = number
            text += [MOUTH_CLASS[label] for label in word.variants[min(1, len(word.variants) - 1)]]
    for sound_place, text_place in _anchors([MOUTH_CLASS[phone.label] for phone in heard], text):
        for step in range(1, _SAME_IN_A_ROW - 1):
            if text_place + step in begins:
                yield round(heard[sound_place + step].start * FPS), begins[text_place + step]
                break


def _anchors(sound: Sequence[str], text: Sequence[str]) -> list[tuple[int, int]]:
    """(place in the sound, place in the text) of sequences that agree, rising in both."""
    places: dict[tuple[str, ...], list[int]] = {}
    for place, sequence in enumerate(_sequences(text)):
        places.setdefault(sequence, []).append(place)
    found = [
        (sound_place, text_place)
        for sound_place, sequence in enumerate(_sequences(sound))
        if len(places.get(sequence, ())) <= _MOST_PLACES
        # Later places first, so that one place in the sound cannot take several that rise.
        for text_place in reversed(places.get(sequence, ()))
    ]
    rising = _rising(found)
    return [anchor for number, anchor in enumerate(rising) if _has_company(number, rising)]


def _sequences(classes: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(classes[place : place + _SAME_IN_A_ROW]) for place in range(len(classes) - _SAME_IN_A_ROW + 1))


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence whose second numbers rise (Fredman 1975)."""
    ends: list[int] = []
    end_pairs: list[int] = []
    before: list[int] = []
    for number, (_, text_place) in enumerate(pairs):
        length = bisect_left(ends, text_place)
        before.append(end_pairs[length - 1] if length else -1)
        ends[length : length + 1] = [text_place]
        end_pairs[length : length + 1] = [number]
    chain, number = [], end_pairs[-1] if end_pairs else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _has_company(number: int, anchors: Sequence[tuple[int, int]]) -> bool:
    sound_place, text_place = anchors[number]
    company = 0
    for other in anchors[max(0, number - 3) : number + 4]:
        apart = abs(other[0] - sound_place)
        company += 0 < apart <= _NEAR_PHONES and abs(apart - abs(other[1] - text_place)) <= _DRIFT_PHONES
    return company >= 2
