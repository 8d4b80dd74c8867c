"""What is said in a line, phone by phone: as it is heard, as its transcript has it, or as an edited list of phones."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from .audio import Speech
from .errors import SettingsError
from .networks import Networks
from .script import AUTO, Script
from .speech.alignment import Alignment, align
from .speech.corrected import corrected_phonogram, unwritten_seconds
from .speech.decoding import Heard, hear
from .speech.listening import listen
from .speech.phone_file import read_phones
from .speech.phones import Phone
from .speech.phonogram import phonogram_of
from .speech.pronunciation import language_by_script, words_of

_ENCODED = 0.6
"""The share of the work that is done when the encoder has heard the line."""
_COVERED = 0.8
"""A transcript of a whole line explains this share of its speech at least."""
_UNWRITTEN_SECONDS = 1.0
_NAMED_WORDS = 6


@dataclass(frozen=True, eq=False)
class Spoken:
    """phones: in order, silences too; phonogram: floats (frames, P) at 50 Hz, see speech/phonogram.py; language: a
    code; notes: sentences for the user about how the script and the sound fit."""

    phones: list[Phone]
    phonogram: np.ndarray
    language: str
    notes: tuple[str, ...] = ()


def spoken(script: Script, speech: Speech, networks: Networks, report: Callable[[float, str], None]) -> Spoken:
    """The phones of a line. `report(done, message)` may raise to stop.

    Raises PhonesError for a list that is not one of this line, SettingsError for an unknown language or a transcript
    without words, MissingPartError for a transcript without espeak-ng.
    """
    edited = None if script.phones is None else read_phones(script.phones, speech.seconds, script.language)
    if script.language == AUTO and script.transcript is not None:
        script = replace(script, language=language_by_script(script.transcript) or AUTO)
    log_posteriors = listen(speech, networks.encoder, lambda done, message: report(_ENCODED * done, message))
    heard = hear(
        log_posteriors, networks.grammars, script.language,
        report=lambda done: report(_ENCODED + (1.0 - _ENCODED) * done, "Finding the phones"),
    )  # fmt: skip
    if edited is not None:
        phonogram = corrected_phonogram(edited, heard, len(log_posteriors))
        return Spoken(edited, phonogram, script.language, _notes_on_list(edited, heard))
    as_heard = Spoken(_within(heard.phones, speech.seconds), heard.phonogram, heard.language)
    if script.transcript is None:
        return replace(as_heard, notes=_notes_on_language(script, heard))
    alignment, language = _aligned(script, heard, log_posteriors)
    notes = tuple(_notes_on_fit(alignment, language))
    if not alignment.fits:
        return replace(as_heard, notes=notes)
    phones = _within(alignment.phones, speech.seconds)
    return Spoken(phones, phonogram_of(phones, len(log_posteriors)), language, notes)


def _within(phones: list[Phone], seconds: float) -> list[Phone]:
    """Phones of whole frames, of which the last may end after the line."""
    return [replace(phone, end=min(phone.end, seconds)) for phone in phones if phone.start < seconds]


def _aligned(script: Script, heard: Heard, log_posteriors: np.ndarray) -> tuple[Alignment, str]:
    """The transcript on the sound, and its language: the script's, or the one of two that suits the sound better."""
    assert script.transcript is not None
    languages = [script.language] if script.language != AUTO else list(dict.fromkeys([heard.language, "en"]))
    best: tuple[Alignment, str] | None = None
    for language in languages:
        words = words_of(script.transcript, language)
        if not words:
            raise SettingsError("The transcript has no words", "write what is said, or leave it away")
        alignment = align(words, log_posteriors, heard.phones)
        if best is None or alignment.support > best[0].support:
            best = alignment, language
    assert best is not None
    return best


def _notes_on_list(phones: list[Phone], heard: Heard) -> tuple[str, ...]:
    silent = unwritten_seconds(phones, heard)
    if silent < _UNWRITTEN_SECONDS:
        return ()
    return (f"The phone list is silent for {silent:.1f} s in which speech is heard, the mouth rests there",)


def _notes_on_language(script: Script, heard: Heard) -> tuple[str, ...]:
    wanted = script.language.lower().replace("_", "-").partition("-")[0]
    if wanted == AUTO and not heard.sure:
        return ("The line may not be English, as which it was heard: tell its language",)
    if wanted in (AUTO, heard.language) or {wanted, heard.language} == {"zh", "cmn"}:
        return ()
    return (f"The sound of '{script.language}' is not known by itself, it was heard as '{heard.language}'",)


def _notes_on_fit(alignment: Alignment, language: str) -> list[str]:
    notes = []
    if alignment.unreadable:
        remedy = "write it in kana" if language.partition("-")[0] == "ja" else "write it as it sounds"
        notes.append(
            f"espeak-ng cannot read {_named(alignment.unreadable)}, the mouth follows the sound there; {remedy}"
        )
    if not alignment.fits:
        notes.append(
            f"The transcript, read as '{language}', does not fit the sound, so the mouth follows the sound alone; "
            "check that it is of this line and language"
        )
        return notes
    if alignment.missing:
        notes.append(f"Not heard of the transcript: {_named(alignment.missing)}")
    if alignment.uncovered:
        notes.append(
            f"The transcript lacks what is said at {_times(alignment.uncovered)} "
            f"({alignment.explained:.0%} of the speech is covered), the mouth follows the sound there"
        )
    elif alignment.explained < _COVERED:
        notes.append(
            f"The transcript covers {alignment.explained:.0%} of the speech, elsewhere the mouth follows the sound"
        )
    return notes


def _times(stretches: list[tuple[float, float]]) -> str:
    named = ", ".join(f"{start:.1f}-{end:.1f} s" for start, end in stretches[:_NAMED_WORDS])
    more = len(stretches) - _NAMED_WORDS
    return named + (f" and {more} more places" if more > 0 else "")


def _named(words: list[str]) -> str:
    named = ", ".join(f"'{word}'" for word in words[:_NAMED_WORDS])
    more = len(words) - _NAMED_WORDS
    return named + (f" and {more} more" if more > 0 else "")
