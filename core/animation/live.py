"""The face while the sound still arrives: block by block, a bounded moment behind it.

What was shown stays; what was heard of the last moments is heard anew with every block, because the ear is surer once
it knows how a sound goes on. A whole line that is there already is animated better by core/animate.py.
"""

from dataclasses import replace

import numpy as np
import torch

from ...rigs import arkit
from ..networks import Networks
from ..settings import AnimateSettings
from ..speech.decoding import hear
from ..speech.loudness import FRAME_SAMPLES, frame_decibels, loudness_channels, speech_level
from ..speech.phonogram import FPS
from .decoder import CLOSURE, FIRMNESS
from .faithful import given_back, lost
from .mixing import mix
from .windows import Stretch, animate_frames

AHEAD_FRAMES = FPS // 5
"""A face is shown when so much sound after it has been heard."""
_HEARD_FRAMES = 3 * FPS
"""Sound that is heard anew with each block."""
_LEVEL_FRAMES = 30 * FPS


class LiveMouth:
    """Animates sound as it comes. Memory and work for a block are bounded, however long the sound is.

    style: (style,) embedding that holds throughout, zeros for a face that only speaks; language: a code that has a
    grammar. Frame i stands at (i + 0.5) / 50 s.
    """

    def __init__(self, networks: Networks, style: np.ndarray, language: str, settings: AnimateSettings):
        self.networks, self.style, self.language, self.settings = networks, style, language, settings
        held = np.tile(style, (2 * networks.decoder.config.reach + 1, 1))
        self._lost = lost(held, networks.space, networks.decoder) if np.any(style) else np.zeros((1, arkit.COUNT))
        # Looking for words takes longer than the sound that has come.
        self._grammars = {code: replace(grammar, lexicon=None) for code, grammar in networks.grammars.items()}
        self._rest = np.zeros(0, np.float32)
        self._sound = np.zeros(0, np.float32)
        self._decibels = np.zeros(0, np.float32)
        self._phonogram = np.zeros((0, len(networks.encoder.config.phones)), np.float32)
        self._due = 0
        """Of the frames in _sound, the first that was not shown yet."""

    def feed(self, samples: np.ndarray) -> np.ndarray:
        """The next 16 kHz mono samples, any number -> the faces (frames, 52) that they decide, maybe none."""
        self._rest = np.concatenate([self._rest, np.asarray(samples, np.float32)])
        whole = len(self._rest) // FRAME_SAMPLES * FRAME_SAMPLES
        return self._animate(self._take(whole), AHEAD_FRAMES)

    def finish(self) -> np.ndarray:
        """The sound is over -> the faces (frames, 52) that were still due."""
        self._rest = np.pad(self._rest, (0, -len(self._rest) % FRAME_SAMPLES))
        return self._animate(self._take(len(self._rest)), 0)

    def _take(self, samples: int) -> int:
        """Moves samples from what waits to what is heard; returns how many frames there are now."""
        new, self._rest = self._rest[:samples], self._rest[samples:]
        self._sound = np.concatenate([self._sound, new])
        self._decibels = np.concatenate([self._decibels, frame_decibels(new)])[-_LEVEL_FRAMES:]
        return len(self._sound) // FRAME_SAMPLES

    def _animate(self, frames: int, ahead: int) -> np.ndarray:
        past = frames - ahead
        if past <= self._due:
            return np.zeros((0, arkit.COUNT), np.float32)
        heard = self._heard()
        self._phonogram = np.concatenate([self._phonogram[: self._due], heard[self._due :]])
        low = max(0, self._due - self.networks.decoder.config.reach)
        loudness = loudness_channels(self._decibels[-frames:], speech_level(self._decibels))
        style = np.broadcast_to(self.style, (frames - low, len(self.style)))
        weights, contacts = animate_frames(self._phonogram[low:], loudness[low:], style, self.networks.decoder)
        shown = slice(self._due - low, past - low)
        stretch = Stretch(
            weights[0, shown], weights[-1, shown], contacts[0, shown, FIRMNESS], contacts[0, shown, CLOSURE]
        )
        self._due = past
        self._forget(frames - _HEARD_FRAMES)
        return mix(given_back(stretch, self._lost), self.settings)

    @torch.inference_mode()
    def _heard(self) -> np.ndarray:
        _, logits = self.networks.encoder(torch.from_numpy(self._sound)[None].to(self.networks.device))
        log_posteriors = logits[0].float().log_softmax(-1).cpu().numpy()
        return hear(log_posteriors, self._grammars, self.language).phonogram

    def _forget(self, frames: int) -> None:
        """Leaves the first frames behind, as far as they were shown."""
        gone = min(frames, self._due)
        if gone > 0:
            self._sound = self._sound[gone * FRAME_SAMPLES :]
            self._phonogram = self._phonogram[gone:]
            self._due -= gone
