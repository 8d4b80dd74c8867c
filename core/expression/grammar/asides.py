"""What the writer says to the reader beside a direction: whom he speaks to, what he cries out, that he laughs at it,
which word he speaks of.

"Bored, darling" loves nobody, and who is "fuming lmao" laughs no more than the one who weeps "crying screaming throwing
up". Where nothing else is told they are read. The words are data: presets/prompt_words.toml, [asides].
"""

import re

from .clauses import take_apart
from .named import names_something
from .phrases import pattern_of
from .segments import PLEASANT
from .wording import TABLE

_WORDS: dict[str, list[str]] = TABLE["asides"]
_STORY = 8
"""Words from which on a rest that names nothing tells what happens."""
_SIGN = r"[,;:.!?…—–()]"
_END = rf"\s*(?={_SIGN}|$)"


def without_asides(prompt: str) -> str:
    """The prompt without what is said beside its direction, where the rest names something or tells what happens."""
    rest = _LAUGHTER.sub(" ", prompt) if _laughs_at_another(prompt) else prompt
    love = (_LOVE,) if _ADDRESSING.search(rest) else ()
    for aside in (_MENTION, _VOCATIVE, _THANKED, *love, _EXCLAMATION, _OH, _HYPERBOLE):
        rest = aside.sub(r"\1 ", rest)
    tells = names_something(rest) or len(rest.split()) >= _STORY
    return rest if rest != prompt and tells else prompt


def _laughs_at_another(prompt: str) -> bool:
    """Whether laughter stands beside somebody's bad feeling that is told: not "I'm so mad lol", not "crying 😂"."""
    if _MYSELF.search(prompt) or not _LAUGHTER.search(prompt):
        return False
    told = take_apart(_OF_LAUGHTER.sub(" ", _LAUGHTER.sub(" ", prompt))).segments
    felt = {hit.feels.emotion for one in told if not one.denied for hit in one.hits if not hit.feels.loose}
    return bool(felt) and PLEASANT.isdisjoint(felt)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_MENTION = _compiled(rf"(\b(?:{pattern_of(_WORDS['reacting_to'])}) the word )[\"“'‘]\w+[\"”'’]")
"""A word that is spoken of: 'bows on the word "pride"'."""
_VOCATIVE = _compiled(
    rf"((?:^|{_SIGN})\s*(?:(?:{pattern_of(_WORDS['greetings'])}),?\s+)*)"
    rf"(?:(?:(?:{pattern_of(_WORDS['possessives'])})\s+)*(?:{pattern_of(_WORDS['vocatives'])})|"
    rf"(?:(?:{pattern_of(_WORDS['possessives'])})\s+)+(?:{pattern_of(_WORDS['owned'])})){_END}"
)
_THANKED = _compiled(
    rf"((?:^|{_SIGN})\s*(?:(?:{pattern_of(_WORDS['thanks'])})\s+)+)(?:{pattern_of(_WORDS['owned'])}){_END}"
)
_LOVE = _compiled(rf"((?:[\w']+\s+){{2,}}[\w']+,\s*)love\b(?=\s*(?:[.!?:;]|$|,(?!\s*(?:and|or)\b)(?!\s*[\w']+{_END})))")
"""Between others it is one feeling of a list: "torn between anger, love and fear"."""
_ADDRESSING = _compiled(rf"\b(?:{pattern_of(_WORDS['addressing'])})\b")
_EXCLAMATION = _compiled(rf"((?:^|{_SIGN})\s*)(?:{pattern_of(_WORDS['exclamations'])})\b(?!\s+(?:of|for|in|with)\b)")
_OH = _compiled(rf"((?:^|{_SIGN})\s*)oh+(?=\s*{_SIGN}|\s+(?:{pattern_of(_WORDS['after_oh'])})\b)")
"""And not of "oh no"."""
_HYPERBOLE = _compiled(rf"((?:^|{_SIGN}|\s))(?:(?:{pattern_of(_WORDS['hyperbole'])})\b(?:\s*,\s*|\s+|{_END}|$)){{3,}}")
_LAUGHTER = _compiled(
    r"\b(?:lo+l(?:ol)*[sz]?|lmf?ao+|r[ou]fl(?:mao+)?|pmsl|haha\w*|hehe\w*|kekw?|lul[zw]?|omegalul|xd)\b"
    rf"|[{''.join(_WORDS['laughter'])}]"
)
_OF_LAUGHTER = _compiled(rf"\b(?:{pattern_of(_WORDS['of_laughter'])})\w*")
_MYSELF = _compiled(r"\b(?:i|im|i'm|ive|i've|me|my)\b")
