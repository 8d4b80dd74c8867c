"""A scale that is named once for a number elsewhere: "on a fear scale of ten, she is at nine and a half"."""

import re

from .amounts import NUMBER, percent, value_of
from .named_beside import named_before

_SCALE = re.compile(
    r"(?:\b(?:on|using|by|in)\s+)?(?:\b(?:an?|the|his|her|our)\s+)?(?P<name>(?:(?!(?:on|in|an?|the)\b)[a-z]+\s+){1,3}?)?"
    rf"\bscale\s*(?P<of>\b(?:of|from|out of)\b|\()?\s*(?:(?P<low>{NUMBER})\s*(?:to|-|–|through|\.\.)\s*)?"
    rf"(?P<whole>{NUMBER})\)?[,:]?|\b(?:on|using)\s+(?:an?|the|his|her)\s+(?P<points>{NUMBER})[\s-]points?\s+scale,?"
    rf"|\bon\s+an?\s+(?P<from>[01]|one|zero)\s?(?:-|–|to)\s?(?P<to>{NUMBER})(?!\s?(?:%|chance|odds))(?=[\s,:])[,:]?"
    rf"|\b(?:on|by)\s+(?:the|an?|his|her|our)\s+(?P<usual>[a-z]+)\s+(?:scale|chart)\b[,:]?",
    re.IGNORECASE,
)
_SUBJECT = (
    r"\b(?:she|he|they|it|i|you)(?:'s|'re|'m|"
    r"\s+(?:is|are|am|feels|scores|rates|sits|hits|says|gives|answers|reports|picks))\s+"
)
_BARE = re.compile(
    rf"(?P<who>{_SUBJECT})?(?:\b(?:an?|at)\s+)*(?<![\w.,$€£-])"
    rf"(?:{NUMBER},?\s+(?:and\s+)?then\s+)?(?P<count>{NUMBER})"
    r"(?![\w%]|[.,:/-]\d|\s*(?:%|percent|of\b|out\b))",
    re.IGNORECASE,
)
_MOST = 1.2
"""Of a whole: "eleven on a scale of ten"."""
_USUAL = 10.0
"""Of a scale that does not tell its end: "the pain scale"."""


def with_scales_of(prompt: str) -> str:
    """The prompt without the scale, and the number that is told of it as a percentage."""
    scale = _SCALE.search(prompt)
    if scale is None or not (scale["usual"] or scale["of"] or scale["low"] or scale["points"] or scale["to"]):
        return prompt
    if scale["usual"] and not named_before(scale["usual"], 0, len(scale["usual"])):
        return prompt
    beside = f"{prompt[: scale.start()]}{prompt[scale.end() :]}"
    told = _BARE.search(beside)
    if told and scale["usual"] and not told["who"]:
        return prompt
    end = scale["whole"] or scale["points"] or scale["to"]
    whole = value_of(end) if end else _USUAL
    if told is None or not whole or value_of(told["count"]) > _MOST * whole:
        return prompt
    share = percent(value_of(told["count"]) / whole)
    name = (scale["name"] or scale["usual"] or "").strip()
    if name and named_before(name, 0, len(name)):
        return f"{name} {share}, {beside[: told.start()]}{beside[told.end() :]}"
    return f"{beside[: told.start()]}{share}{beside[told.end() :]}"
