"""Decoding: what a phone grammar makes of log posteriors, as a list of phones (Viterbi) and as a phonogram
(forward-backward, mixed with that list and with what the ear hears).

A hidden Markov model whose states are a phone, the phone before it and how many frames it has lasted; emissions are
scaled likelihoods, posterior / prior (Bourlard and Morgan 1994, Connectionist Speech Recognition). A language with a
lexicon takes its list from the words (word_path.py).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from .grammar import Grammar
from .language import AUTO, Guess, guess_language
from .phones import LABELS, LIP_CLASS, SILENCE, Phone
from .phonogram import FPS
from .tuning import TUNED, Run, Tuning
from .word_path import WordPath

_BLOCK_FRAMES, _CONTEXT_FRAMES = 20 * FPS, 2 * FPS
"""Long lines are decoded in blocks, each with context at both sides, so that memory grows with the result alone."""
_CODES = {"zh": "cmn"}


@dataclass(frozen=True, eq=False)
class Heard:
    """phones: in order, silences too, without gaps; phonogram: float16 (frames, P), because it is as long as the line;
    language: whose grammar it was; sure: False where English was guessed in doubt."""

    phones: list[Phone]
    phonogram: np.ndarray
    language: str
    sure: bool = True


def hear(
    log_posteriors: np.ndarray,
    grammars: Mapping[str, Grammar],
    language: str = AUTO,
    tuning: Tuning = TUNED,
    report: Callable[[float], None] = lambda done: None,
) -> Heard:
    """What was spoken in frames of log posteriors, (frames, P) at 50 Hz.

    `language` is a code such as "en" or "pt-br"; for AUTO, and for one that has no grammar, the language is guessed.
    `report(done)` is called after each block of 20 s, with done from 0 to 1, and may raise to stop.
    """
    language = language.lower().partition("-")[0]
    language = _CODES.get(language, language)
    guess = Guess(language) if language in grammars else guess_language(log_posteriors, grammars)
    model = _Model(grammars[guess.language], tuning)
    path = WordPath(model.grammar, tuning) if model.grammar.lexicon else model
    phonogram = np.zeros((len(log_posteriors), len(LABELS)), np.float16)
    spoken: list[Run] = []
    for block in _blocks(len(log_posteriors)):
        emissions = model.emissions(log_posteriors[block.start : block.end])
        runs = path.best_path(emissions)
        shares = model.shares(emissions) * (1.0 - tuning.decided)
        for first, past, phone in runs:
            shares[first:past, phone] += tuning.decided
        inside = slice(block.first - block.start, block.past - block.start)
        phonogram[block.first : block.past] = model.as_labels(shares[inside], log_posteriors[block.first : block.past])
        _append(spoken, runs, block)
        report(block.past / len(log_posteriors))
    phones = [
        Phone(model.label(phone, log_posteriors[first:past]), first / FPS, past / FPS) for first, past, phone in spoken
    ]
    return Heard(phones, phonogram, guess.language, guess.sure)


@dataclass(frozen=True)
class _Block:
    """Frames first..past are decided by what lies in start..end."""

    start: int
    first: int
    past: int
    end: int


def _blocks(frames: int) -> Iterator[_Block]:
    for first in range(0, frames, _BLOCK_FRAMES):
        past = min(first + _BLOCK_FRAMES, frames)
        yield _Block(max(0, first - _CONTEXT_FRAMES), first, past, min(past + _CONTEXT_FRAMES, frames))


def _append(spoken: list[Run], runs: list[Run], block: _Block) -> None:
    """Adds a block's runs, counted from its start, to those before it; a phone that both blocks hear across the edge
    stays one."""
    for begin, end, phone in runs:
        begin, end = begin + block.start, end + block.start
        first, past = max(begin, block.first), min(end, block.past)
        if past <= first:
            continue
        if spoken and begin < block.first and spoken[-1][2] == phone:
            spoken[-1] = (spoken[-1][0], past, phone)
        else:
            spoken.append((first, past, phone))


class _Model:
    """The hidden Markov model of one grammar. Arrays of states are (K, G, G): frames lasted, phone, phone before.

    A phone is entered at the K-th last frame that it has to last, and goes on for any time in the last.
    """

    def __init__(self, grammar: Grammar, tuning: Tuning):
        self.grammar, self.tuning = grammar, tuning
        self.silence = grammar.phones.index(SILENCE)
        self.follows = tuning.grammar * np.log(grammar.after_two) + tuning.phone  # [phone, before, next]
        self.goes_on, self.leaves = np.log(grammar.longer), np.log1p(-grammar.longer)
        self.lasts = int(grammar.shortest.max())
        self.entry = self.lasts - grammar.shortest
        self.enters = np.zeros((self.lasts, len(grammar.phones)), np.float32)
        self.enters[self.entry, np.arange(len(grammar.phones))] = 1.0
        bonus = {SILENCE: tuning.silence, "pbm": tuning.closure}
        bonuses = np.array([bonus.get(LIP_CLASS[phone], 0.0) for phone in grammar.phones])
        self.offset = (bonuses - tuning.trust * tuning.prior * np.log(grammar.share)).astype(np.float32)

    def emissions(self, log_posteriors: np.ndarray) -> np.ndarray:
        """Log likelihoods of the grammar's phones, scaled: (frames, P) -> float32 (frames, G)."""
        likely = np.exp(log_posteriors.astype(np.float32)) @ self.grammar.sounds
        return self.tuning.trust * np.log(np.maximum(likely, self.tuning.floor)) + self.offset

    def best_path(self, emissions: np.ndarray) -> list[Run]:
        """The most probable phones with their frames."""
        every = np.arange(len(self.grammar.phones))
        shape = (len(every), len(every))
        scores = np.full((self.lasts, *shape), -np.inf, np.float32)
        scores[self.entry, every, 0] = self.follows[0, 0]
        leaving, went_on = np.empty((len(emissions), *shape), np.float32), np.zeros((len(emissions), *shape), bool)
        for frame, likely in enumerate(emissions):
            if frame:
                entered = (leaving[frame - 1][:, :, None] + self.follows).max(1)
                going_on = scores[-1] + self.goes_on[:, None]
                scores[1:] = scores[:-1].copy()
                scores[0] = -np.inf
                scores[self.entry, every] = entered.T
                went_on[frame] = going_on >= scores[-1]
                scores[-1] = np.maximum(scores[-1], going_on)
            scores += likely[:, None]
            scores -= scores.max()
            leaving[frame] = scores[-1] + self.leaves[:, None]
        return self._traced(scores, leaving, went_on)

    def _traced(self, scores: np.ndarray, leaving: np.ndarray, went_on: np.ndarray) -> list[Run]:
        """Back from the best state of the last frame."""
        stage, phone, before = (int(place) for place in np.unravel_index(scores.argmax(), scores.shape))
        past = frame = len(leaving)
        runs: list[Run] = []
        while frame:
            frame -= 1
            if stage == self.lasts - 1 and went_on[frame, phone, before]:
                continue
            if stage > self.entry[phone]:
                stage -= 1
                continue
            runs.append((frame, past, phone))
            if frame:
                past, stage = frame, self.lasts - 1
                follows = self.follows[before, :, phone]
                phone, before = before, int((leaving[frame - 1, before] + follows).argmax())
        first = runs[-1][0] if runs else past
        return ([(0, first, phone)] if first else []) + runs[::-1]

    def shares(self, emissions: np.ndarray) -> np.ndarray:
        """How probable each phone is in each frame, given all frames: (frames, G) -> float32 (frames, G)."""
        likely = np.exp(emissions - emissions.max(1, keepdims=True))
        forward = self._forward(likely)
        follows, leaves, longer = np.exp(self.follows), np.exp(self.leaves), self.grammar.longer
        shares = np.empty_like(likely)
        behind = np.ones(forward.shape[1:], np.float32)
        for frame in reversed(range(len(likely))):
            both = (forward[frame] * behind).sum((0, 2))
            shares[frame] = both / both.sum()
            behind *= likely[frame][:, None]
            entered = (behind * self.enters[:, :, None]).sum(0)
            going_on = behind[-1] * longer[:, None]
            behind[:-1] = behind[1:].copy()
            behind[-1] = going_on + leaves[:, None] * np.matmul(follows, entered.T[:, :, None])[:, :, 0]
            behind /= behind.max()
        return shares

    def _forward(self, likely: np.ndarray) -> np.ndarray:
        """Probabilities of the states given the frames up to theirs, each frame's scaled: (frames, K, G, G)."""
        follows, leaves, longer = np.exp(self.follows), np.exp(self.leaves), self.grammar.longer
        every = np.arange(len(self.grammar.phones))
        states = np.zeros((len(likely), self.lasts, len(every), len(every)), np.float32)
        for frame, now in enumerate(likely):
            state = states[frame]
            if frame:
                last = states[frame - 1]
                left = last[-1] * leaves[:, None]
                state[1:] = last[:-1]
                state[-1] += last[-1] * longer[:, None]
                state[self.entry, every] += np.matmul(left[:, None], follows)[:, 0].T
            else:
                state[self.entry, every, 0] = follows[0, 0]
            state *= now[:, None]
            state /= state.sum()
        return states

    def as_labels(self, shares: np.ndarray, log_posteriors: np.ndarray) -> np.ndarray:
        """(frames, G) of the grammar, mixed with what the ear hears -> (frames, P) of the inventory, each phone divided
        as its labels are heard."""
        heard = np.exp(log_posteriors.astype(np.float32)) + 1e-6
        by_ear = heard @ self.grammar.sounds
        by_ear /= by_ear.sum(1, keepdims=True)
        ear = self.tuning.ear * (1.0 - shares[:, self.silence, None])
        mixed = shares + ear * (by_ear - shares)
        told = self.grammar.told
        return heard * ((mixed / (heard @ told)) @ told.T)

    def label(self, phone: int, log_posteriors: np.ndarray) -> str:
        """The label of a phone of the grammar that was heard in these frames."""
        labels = np.flatnonzero(self.grammar.told[:, phone])
        return LABELS[labels[log_posteriors[:, labels].astype(np.float32).mean(0).argmax()]]
