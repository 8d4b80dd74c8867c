"""espeak-ng, a library that comes with the package espeakng-loader: text to phonemes; speech is in core/training."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..errors import MissingPartError

_SYNCHRONOUS, _IPA_PHONEME_EVENTS = 2, 3
_TEXT_UTF8 = 1
_IPA, _MNEMONICS = 2, 0
SEPARATOR = "|"
"""Stands between the phonemes of a word; between words stands a space."""


@dataclass(frozen=True)
class EspeakNg:
    """The loaded library. data: the folder of its voices; rate: samples a second of its sound."""

    library: ctypes.CDLL
    data: Path
    rate: int

    def choose(self, voice: str) -> None:
        """Raises ValueError for a voice that is not there."""
        if self.library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise ValueError(f"espeak-ng has no voice {voice}")

    def ipa(self, text: str) -> Iterator[str]:
        """The clauses of `text` in IPA, by the chosen voice: "h|ə|l|ˈoʊ w|ˈɜː|l|d"."""
        return self._clauses(text, _IPA)

    def mnemonics(self, text: str) -> Iterator[str]:
        """The same in the voice's own names of its phonemes, which it speaks in [[...]]."""
        return self._clauses(text, _MNEMONICS)

    def _clauses(self, text: str, names: int) -> Iterator[str]:
        pointer = ctypes.c_char_p(text.encode("utf-8", "ignore"))
        while pointer.value:
            mode = names | ord(SEPARATOR) << 8
            clause = self.library.espeak_TextToPhonemes(ctypes.byref(pointer), _TEXT_UTF8, mode)
            if clause is None:
                return
            yield clause.decode("utf-8", "ignore")


@cache
def load_espeak() -> EspeakNg:
    """The library, once per process, because it keeps its state in globals.

    Raises MissingPartError when the package espeakng-loader is not installed or does not work here.
    """
    try:
        import espeakng_loader
    except ImportError as missing:
        raise MissingPartError("espeak-ng is not installed", "install the package espeakng-loader") from missing
    data = Path(espeakng_loader.get_data_path())
    try:
        library = ctypes.CDLL(espeakng_loader.get_library_path())
        rate = library.espeak_Initialize(_SYNCHRONOUS, 0, str(data).encode(), _IPA_PHONEME_EVENTS)
    except OSError as error:
        raise MissingPartError(f"espeak-ng cannot be loaded ({error})", "install espeakng-loader again") from error
    if rate <= 0:
        raise MissingPartError("espeak-ng finds no voices", "install espeakng-loader again")
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int]
    return EspeakNg(library, data, rate)
