"""Texts in other languages: which one it is, and which rows are near."""

import pytest

from expclip.core.expression import tead
from expclip.core.expression.grammar.languages import language_of
from expclip.core.expression.other_languages import near_rows


@pytest.mark.parametrize("text, language", [
    ("she smiles through tears", "en"),
    ("blorf xqzt", "en"),
    ("er freut sich nicht, er tut nur so", "de"),
    ("está muy triste y no quiere hablar", "es"),
    ("il a peur de la nuit et il pleure", "fr"),
    ("ela não está feliz com isso", "pt"),
    ("彼女は泣いている", "ja"),
    ("他很生气", "zh"),
    ("너무 슬퍼요", "ko"),
    ("वह बहुत खुश है", "hi"),
])  # fmt: skip
def test_languages(text, language):
    assert (language_of(text) or "en") == language


@pytest.mark.parametrize("language", tead.LANGUAGES)
def test_a_row_is_its_own_nearest(language):
    row = next(row for row in tead.rows() if row.language == language and row.emotions)
    near = near_rows(language, row.text)
    assert near.entries[0].text == row.text and near.likeness[0] == pytest.approx(1.0, abs=1e-3)
    assert {entry.language for entry in near.entries} == {language}
