import pytest

from expclip.core.errors import SettingsError
from expclip.core.script import Script


@pytest.mark.parametrize("language", ["auto", "en", "en-gb", "pt_BR", "cmn", "zh-Hant-TW"])
def test_codes_of_languages(language):
    assert Script(language=language).language == language


@pytest.mark.parametrize("values, told", [
    ({"transcript": "hello", "phones": "a.json"}, "a transcript and a phone list"),
    ({"transcript": ""}, "no words"), ({"transcript": " ... !"}, "no words"), ({"phones": ""}, "no name"),
    ({"language": ""}, "no code"), ({"language": "English please"}, "no code"), ({"language": "../en"}, "no code"),
])
def test_scripts_that_cannot_be(values, told):
    with pytest.raises(SettingsError, match=told):
        Script(**values)
