"""Which language a voice speaks, as far as its phones tell."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .grammar import ENGLISH, Grammar
from .phones import INDEX, SILENCE
from .phonogram import FPS

AUTO = "auto"
_HEARD_FRAMES = 60 * FPS
_TRUST, _FLOOR = 0.5, 1e-3
_SURE_A_FRAME, _SURE = 0.04, 8.0
"""By so much another language must be more likely than English (log): for each frame of speech, and in all. Of 346
pieces of English of 1 to 10 s one is taken for another language so; of German .65 are found, French and Russian all."""
_DOUBT_FRAMES = 2 * FPS


@dataclass(frozen=True)
class Guess:
    """language: a code; sure: False where another language is as likely as English, which was chosen in doubt."""

    language: str
    sure: bool = True


def guess_language(log_posteriors: np.ndarray, grammars: Mapping[str, Grammar]) -> Guess:
    """The language whose phones, one after another, explain the first minute of (frames, P) best; English in doubt."""
    heard = np.exp(log_posteriors[:_HEARD_FRAMES].astype(np.float32))
    likely = likelihoods(heard, grammars)
    best = max(likely, key=lambda language: likely[language])
    speech = float((heard[:, INDEX[SILENCE]] < 0.5).sum())
    if best == ENGLISH or ENGLISH not in likely:
        return Guess(best)
    if likely[best] - likely[ENGLISH] < _SURE + _SURE_A_FRAME * speech:
        return Guess(ENGLISH, sure=speech < _DOUBT_FRAMES)
    return Guess(best)


def likelihoods(heard: np.ndarray, grammars: Mapping[str, Grammar]) -> dict[str, float]:
    """Log likelihood of posteriors (frames, P) in each language, by the phones that follow each other in it.

    Here a language has only the sounds that are its own: strange ones speak against it.
    """
    widest = max(len(grammar.phones) for grammar in grammars.values())
    moves = np.zeros((len(grammars), widest, widest), np.float32)
    emissions = np.zeros((len(heard), len(grammars), widest), np.float32)
    for number, grammar in enumerate(grammars.values()):
        phones = len(grammar.phones)
        stays = 1.0 - 1.0 / (grammar.shortest + grammar.longer / (1.0 - grammar.longer))
        moves[number, :phones, :phones] = (1.0 - stays)[:, None] * grammar.after_one + np.diag(stays)
        emissions[:, number, :phones] = np.maximum(heard @ grammar.told, _FLOOR) ** _TRUST
    state = np.zeros((len(grammars), 1, widest), np.float32)
    state[:, 0, 0] = 1.0
    total = np.zeros(len(grammars))
    for frame in emissions:
        state = np.matmul(state, moves) * frame[:, None]
        mass = state.sum(2, keepdims=True)
        total += np.log(mass[:, 0, 0])
        state /= mass
    return dict(zip(grammars, total.tolist(), strict=True))
