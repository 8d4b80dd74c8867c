from expclip.core.speech import phones
from expclip.core.speech.articulatory import feature_table


def features_of(label):
    names, table = feature_table()
    return {name for name, has in zip(names, table[phones.INDEX[label]], strict=True) if has}


def test_every_phone_has_a_row_of_its_own():
    names, table = feature_table()
    assert table.shape == (phones.COUNT, len(names))
    rows = {tuple(row) for row in table}
    assert len(rows) >= phones.COUNT - 8


def test_features_agree_with_the_classes_of_the_mouth():
    for label in phones.LABELS:
        features = features_of(label)
        meets = "place=bilabial" in features and "manner=fricative" not in features
        assert meets == (phones.LIP_CLASS[label] == "pbm")
        assert ("manner=vowel" in features or "manner=diphthong" in features) == (phones.KIND[label] == "vowel")
        if phones.LIP_CLASS[label] == "rounded":
            assert "rounded=yes" in features


def test_what_everybody_knows():
    assert features_of("m") == {"voiced=yes", "place=bilabial", "manner=nasal"}
    assert features_of("sil") == {"manner=silence"}
    assert "height=close" in features_of("i") and "depth=front" in features_of("i")
