"""Degrees that are drawn: "★★☆☆☆ annoyed", "frown 2★", "anger [###-------]", "happy ▓▓░░"."""

import re

from .amounts import percent

_STARS = 5
_BAR = re.compile(
    r"(?<![\w.])(?P<count>\d(?:[.,]5)?)\s?[★⭐🌟](?![★⭐🌟☆✩])️?|\[(?P<hashes>[#=|*xX█>]+)(?P<spaces>[\s.\-_·]*)\]|(?P<full>[★⭐🌟✮✭]+️?)(?P<open>[☆✩]*)"
    r"|(?P<dark>[█▓■▮●⬛🟥🟩🟦⚫🟨]+)(?P<light>[░▒□▯○⬜⚪▱]*)|(?P<none>[░□▯○⬜☆✩]{3,})"
)

_PLUSES, _PLUS = re.compile(r"(?<=[a-z]{3})\+{1,4}(?=\s*(?:$|[,.;!)]))"), 0.12
""" "Happy++"."""


def with_gauges(prompt: str) -> str:
    """The prompt with bars and stars as percentages, and rows of plus signs as factors."""
    return _PLUSES.sub(lambda row: f" ×{1 + _PLUS * len(row[0]):.2f}", _BAR.sub(_read, prompt))


def _read(bar: re.Match[str]) -> str:
    if bar["count"]:
        return f" {percent(min(float(bar['count'].replace(',', '.')) / _STARS, 1.0))} "
    filled = bar["hashes"] or bar["full"] or bar["dark"] or ""
    open_ = bar["spaces"] or bar["open"] or bar["light"] or bar["none"] or ""
    whole = len(filled) + len(open_)
    lone = bool(bar["full"] or bar["dark"]) and not open_
    if whole < 2 and not bar["full"]:
        return bar[0]
    return f" {percent(len(filled) / max(whole, _STARS if lone and bar['full'] else 1))} "
