"""What is known of a line's words before it is heard."""

import re
from dataclasses import dataclass

from .errors import SettingsError

AUTO = "auto"
_LANGUAGE = re.compile(r"[A-Za-z]{2,4}([-_][A-Za-z0-9]{1,8})*")


@dataclass(frozen=True)
class Script:
    """transcript: the words of the line; phones: the path of a phone list (speech/phone_file.py); at most one of them,
    with neither the line is heard. language: a code such as "en", "en-gb", "cmn", or AUTO.

    Raises SettingsError.
    """

    transcript: str | None = None
    phones: str | None = None
    language: str = AUTO

    def __post_init__(self):
        if self.transcript is not None and self.phones is not None:
            raise SettingsError("There are a transcript and a phone list", "give one of them")
        if self.transcript is not None and not any(letter.isalnum() for letter in self.transcript):
            raise SettingsError("The transcript has no words", "write what is said, or leave it away")
        if self.phones is not None and not self.phones:
            raise SettingsError("The phone list has no name", "give the path of its file, or leave it away")
        if self.language != AUTO and not _LANGUAGE.fullmatch(self.language):
            raise SettingsError(
                f"'{self.language[:40]}' is no code of a language", "give one such as en, en-gb, es, cmn, or auto"
            )
