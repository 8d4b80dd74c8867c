"""Words that are written short, "smiles w/ her teeth, w/o joy b/c he left", and words in quotation marks that nobody
speaks: mouths 'no'."""

import re

_SHORT = (
    (re.compile(r"(?<!\w)w/o(?!\w)", re.IGNORECASE), "without"),
    (re.compile(r"(?<![\w/])w/(?!e\b|/)\s?(?=\w|$)", re.IGNORECASE), "with "),
    (re.compile(r"(?<!\w)b/c(?!\w)", re.IGNORECASE), "because"),
    (re.compile(r"\babt\b"), "about"),
    (re.compile(r"\b(?:bc|cuz)\b"), "because"),
    (re.compile(r"(?<=[a-z] )n(?= (?!ai?\b|en?\b|est\b|y\b)[a-z])"), "and"),
    (re.compile(r"\b(mouth(?:s|ed|ing)) [\"“'‘]([^\W\d_]+)[.!?]*[\"”'’](?!\w)", re.IGNORECASE), r"\1 \2"),
)


def written_out(prompt: str) -> str:
    for short, full in _SHORT:
        prompt = short.sub(full, prompt)
    return prompt
