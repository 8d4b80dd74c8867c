"""espeak-ng, a library that comes with the package espeakng-loader: text to phonemes; speech is in core/training."""

import base64
import ctypes
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from ..errors import MissingPartError

_SYNCHRONOUS = 2
_IPA_PHONEME_EVENTS, _DO_NOT_EXIT = 3, 0x8000
_TEXT_UTF8 = 1
_IPA, _MNEMONICS = 2, 0
_PACKAGE = "espeakng-loader"
_LONGEST_PATH = 159
"""Bytes; measured with espeak-ng 1.52 on Linux."""
_REMEDY = f"install the package {_PACKAGE} again"
_READ_BLINDLY = frozenset({"phontab", "phonindex", "phondata", "intonations"})
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
    if (damaged := _damaged_file(data)) is not None:
        raise MissingPartError(f"espeak-ng's file '{damaged}' is missing or damaged", _REMEDY)
    try:
        library = ctypes.CDLL(espeakng_loader.get_library_path())
    except OSError as error:
        raise MissingPartError(f"espeak-ng cannot be loaded ({error})", _REMEDY) from error
    rate = start_library(library, data)
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int]
    return EspeakNg(library, data, rate)


def start_library(library: ctypes.CDLL, data: Path) -> int:
    """Lets the library read the folder `data`; gives its samples a second. Raises MissingPartError for damaged data,
    at which the library would end the process if it were not told to stay."""
    rate = library.espeak_Initialize(_SYNCHRONOUS, 0, str(data).encode(), _IPA_PHONEME_EVENTS | _DO_NOT_EXIT)
    if rate <= 0:
        if len(str(data).encode()) > _LONGEST_PATH:
            raise MissingPartError(
                f"espeak-ng cannot read its data in '{data}', the path is too long for it",
                "install the engine in a folder with a shorter path",
            )
        raise MissingPartError(f"espeak-ng cannot read its data in '{data}'", _REMEDY)
    return rate


def _damaged_file(data: Path) -> str | None:
    """A file of the package's data that is not as it was installed, None when all are or nobody wrote down how.

    The library reads past the end of a phoneme table that was cut, and takes the process with it.
    """
    try:
        installed = metadata.files(_PACKAGE) or []
    except metadata.PackageNotFoundError:
        return None
    for entry in installed:
        path = Path(str(entry.locate()))
        if data not in path.parents or entry.size is None:
            continue
        if not path.is_file() or path.stat().st_size != entry.size:
            return path.name
        if path.name in _READ_BLINDLY and entry.hash is not None and entry.hash.mode == "sha256":
            digest = hashlib.sha256(path.read_bytes()).digest()
            if base64.urlsafe_b64encode(digest).decode().rstrip("=") != entry.hash.value:
                return path.name
    return None
