import pytest

from expclip.core.lips.test_sets import SHARED
from expclip.core.lips.textgrid import read_annotation

SHORT = """File type = "ooTextFile"
Object class = "TextGrid"

0
1.5
<exists>
2
"IntervalTier"
"words"
0
1.5
2
0
0.5
"be"
0.5
1.5
""
"IntervalTier"
"phones"
0
1.5
4
0
0.2
"B"
0.2
0.5
"IY1"
0.5
0.9
"spn"
0.9
1.5
""
"""
LONG = """File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0
xmax = 0.5
tiers? <exists>
size = 1
item []:
    item [1]:
        class = "IntervalTier"
        name = "phones"
        xmin = 0
        xmax = 0.5
        intervals: size = 2
        intervals [1]:
            xmin = 0
            xmax = 0.2
            text = "B"
        intervals [2]:
            xmin = 0.2
            xmax = 0.5
            text = "IY1"
"""


def told(path, text):
    path.write_text(text, encoding="utf-8")
    return read_annotation(path)


def test_short_form(tmp_path):
    annotation = told(tmp_path / "a.TextGrid", SHORT)
    assert [(phone.label, phone.start, phone.end) for phone in annotation.phones] == [
        ("b", 0.0, 0.2), ("i", 0.2, 0.5), ("sil", 0.5, 0.9), ("sil", 0.9, 1.5),
    ]  # fmt: skip
    assert annotation.unknown == [(0.5, 0.9)]


def test_long_form(tmp_path):
    annotation = told(tmp_path / "a.TextGrid", LONG)
    assert [(phone.label, phone.start, phone.end) for phone in annotation.phones] == [("b", 0.0, 0.2), ("i", 0.2, 0.5)]


def test_no_such_tier(tmp_path):
    with pytest.raises(ValueError, match="phones"):
        told(tmp_path / "a.TextGrid", SHORT.replace('"phones"', '"tones"'))


def test_not_arpabet(tmp_path):
    with pytest.raises(KeyError):
        told(tmp_path / "a.TextGrid", SHORT.replace('"IY1"', '"XQ"'))


def test_real_ones():
    folder = SHARED / "speech_test" / "mfa"
    if not folder.exists():
        pytest.skip("the test recordings lie beside the project, and are not here")
    annotations = [read_annotation(path) for path in sorted(folder.glob("*.TextGrid"))]
    assert [len(annotation.unknown) for annotation in annotations] == [0, 0, 2]
    for annotation in annotations:
        ends = [phone.end for phone in annotation.phones]
        assert ends == sorted(ends) and len(ends) > 200
