"""Phone lists as files that people edit: [{"phone": "p", "start": 0.31, "end": 0.40}, ...], times in seconds.

English phones are lower-case ARPAbet without stress (39 of them), others IPA, "sil" is silence. More keys in an entry
are allowed and passed over.
"""

import json
import math
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..errors import PhonesError
from ..whole_file import whole_file
from .phones import ARPABET, INDEX, Phone, from_arpabet, from_ipa

LATE_SECONDS = 0.05
"""A list may end so much after its line: players and editors round lengths."""
_ROUNDING_SECONDS = 2e-3
_MOST_LABELS = 2
"""Diphthongs and affricates of other inventories are two phones here; a longer name is a word."""
_LONGEST_FILE_BYTES = 64 * 1024 * 1024


def phones_json(phones: Iterable[Phone], language: str) -> str:
    """The text of a phone file, an entry a line, times in milliseconds' precision."""
    english = is_english(language)
    lines = (
        json.dumps(
            {
                "phone": ARPABET[phone.label] if english else phone.label,
                "start": round(phone.start, 3), "end": round(phone.end, 3),
            },
            ensure_ascii=False,
        )
        for phone in phones
    )
    return "[\n" + ",\n".join(lines) + "\n]\n"


def write_phones(phones: Iterable[Phone], language: str, path: str | os.PathLike) -> None:
    """Raises OutputError."""
    with whole_file(path) as temporary:
        temporary.write_text(phones_json(phones, language), encoding="utf-8", newline="\n")


def read_phones(path: str | os.PathLike, seconds: float, language: str = "auto") -> list[Phone]:
    """The phones of a list for a line of `seconds`; what they leave free is silence.

    Names are read as ARPAbet in English and as IPA in other languages; with "auto" a list that has names which only
    ARPAbet has ("ah", "sh") is English. A name that stands for several phones shares its time among them.

    Raises PhonesError: no such file, no list of phones, an unknown phone, times out of order or out of the line.
    """
    entries = _entries(Path(path))
    names = [entry["phone"] for entry in entries]
    english = is_english(language) if language != "auto" else any(_only_arpabet(name) for name in names)
    phones: list[Phone] = []
    for number, entry in enumerate(entries, 1):
        start, end = _times(path, number, entry, seconds, phones[-1].end if phones else 0.0)
        labels = _labels(path, number, entry["phone"], english)
        step = (end - start) / len(labels)
        phones += [
            Phone(label, start + place * step, start + (place + 1) * step) for place, label in enumerate(labels)
        ]
    return phones


def is_english(language: str) -> bool:
    return language.lower().replace("_", "-").partition("-")[0] == "en"


def _entries(path: Path) -> list[dict]:
    try:
        if path.stat().st_size > _LONGEST_FILE_BYTES:
            raise PhonesError(f"'{path}' is too large for a list of phones", "choose the file that 'phones' wrote")
        data = json.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise PhonesError(f"The phone list '{path}' does not exist", "check its name and folder") from None
    except OSError as error:
        cause = (error.strerror or type(error).__name__).lower()
        raise PhonesError(f"'{path}' cannot be read, {cause}", "choose a phone list") from error
    except json.JSONDecodeError as error:
        raise PhonesError(
            f"'{path}' is not valid JSON in line {error.lineno}, column {error.colno}", "mend it there"
        ) from None
    except (ValueError, RecursionError):
        raise PhonesError(f"'{path}' is no text file in UTF-8 with a list of phones", "choose another") from None
    if not isinstance(data, list):
        raise PhonesError(f"'{path}' is no list of phones", 'write [{"phone": "p", "start": 0.31, "end": 0.40}, ...]')
    for number, entry in enumerate(data, 1):
        if not (isinstance(entry, dict) and isinstance(entry.get("phone"), str)):
            raise PhonesError(
                f"Entry {number} of '{path}' has no phone", 'write it as {"phone": "p", "start": 0.31, "end": 0.40}'
            )
    return data


def _times(path: str | os.PathLike, number: int, entry: dict, seconds: float, free_from: float) -> tuple[float, float]:
    where = f"Phone {number} ('{entry['phone'][:20]}') of '{path}'"
    start, end = (_seconds(entry.get(key)) for key in ("start", "end"))
    if start is None or end is None:
        raise PhonesError(f"{where} has no start and end", "give both in seconds")
    if start < 0:
        raise PhonesError(f"{where} starts at {start:g} s", "give a time of 0 or later")
    if end <= start:
        raise PhonesError(f"{where} ends at {end:g} s and starts at {start:g} s", "give an end after its start")
    if start < free_from - _ROUNDING_SECONDS:
        raise PhonesError(
            f"{where} starts at {start:g} s, before the one before it ends at {free_from:g} s",
            "put the phones in order, without overlaps",
        )
    if end > seconds + LATE_SECONDS:
        raise PhonesError(
            f"{where} ends at {end:g} s, after the end of the line at {seconds:.2f} s", "choose the list of this line"
        )
    start = max(start, free_from)
    return start, max(end, start)


def _seconds(value: object) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9 and math.isfinite(value):
        return float(value)
    return None


def _labels(path: str | os.PathLike, number: int, name: str, english: bool) -> Sequence[str]:
    if english and _arpabet_label(name) is not None:
        return (from_arpabet(name),)
    if name in INDEX:
        return (name,)
    try:
        labels = from_ipa(name)
    except (KeyError, IndexError):
        labels = ()
    if not 0 < len(labels) <= _MOST_LABELS:
        known = "lower-case ARPAbet, such as aa, b, ch, or sil" if english else "IPA, such as a, b, ʃ, or sil"
        raise PhonesError(f"Phone {number} ('{name[:20]}') of '{path}' is unknown", f"use {known}")
    return labels


def _arpabet_label(name: str) -> str | None:
    try:
        return from_arpabet(name)
    except KeyError:
        return None


def _only_arpabet(name: str) -> bool:
    return name not in INDEX and len(name) > 1 and name.lower() != "sil" and _arpabet_label(name) is not None
