import pytest

from expclip.core.speech.japanese import divided, kanji_at_start


@pytest.mark.parametrize("text, parts", [
    ("こんにちは、せかい", "こんにちは 、 せかい"),
    ("まっぴるまなのにキャンプのはずれの", "まっぴるまなのに キャンプ のはずれの"),
    ("はずれのでんちゅうにでんきゅうがともっていた", "はずれの でんちゅうに でんきゅうが ともっていた"),
    ("東京へ2024年に行った", "東京 へ 2024 年 に 行 った"),
    ("ｺｰﾋｰとOKです", "コーヒー と OK です"),
    ("", ""),
])  # fmt: skip
def test_a_stretch_is_divided_where_its_letters_change_and_after_particles(text, parts):
    assert divided(text).split() == parts.split()
    assert "".join(divided(text).split()) == "".join(parts.split())


@pytest.mark.parametrize("text, kanji", [
    ("真っ昼間なのに", "真っ昼間"), ("人々の", "人々"), ("行った", "行"), ("なのに", ""),
    ("三ヶ月", "三ヶ月"), ("", ""),
])  # fmt: skip
def test_kanji_are_one_word(text, kanji):
    assert kanji_at_start(text) == kanji
