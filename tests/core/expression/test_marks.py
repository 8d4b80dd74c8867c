"""The table of marks is what the TEAD gives, and tells what a strict coder would expect."""

import numpy as np

from expclip.core.expression import marks as module
from expclip.core.expression.marks import counted, marks, shown
from expclip.rigs import arkit


def named(shapes: np.ndarray) -> set[str]:
    return {arkit.NAMES[number].removesuffix("Left").removesuffix("Right") for number in np.flatnonzero(shapes)}


def test_the_table_is_counted_from_the_rows(tmp_path, monkeypatch):
    before = marks()
    monkeypatch.setattr(module, "TABLE", tmp_path / "counted.csv")
    module.main()
    again = marks.__wrapped__()
    assert again.emotions == before.emotions and len(again.emotions) > 130
    assert np.array_equal(again.shows, before.shows) and np.array_equal(again.contradicts, before.contradicts)
    assert len(counted()) == len(before.emotions)


def test_joy_and_grief_are_each_others_opposite():
    known = marks()
    joy, grief = known.emotions.index("joy"), known.emotions.index("grief")
    assert "mouthSmile" in named(known.shows[joy]) & named(known.contradicts[grief])
    assert "mouthFrown" in named(known.shows[grief]) & named(known.contradicts[joy])
    assert not (known.shows & known.contradicts).any()


def test_a_shape_of_one_side_is_there():
    face = np.zeros((1, arkit.COUNT), np.float32)
    face[0, arkit.INDEX["mouthSmileLeft"]] = 0.5
    face[0, arkit.INDEX["jawOpen"]] = 0.1
    there = shown(face)[0]
    assert there[[arkit.INDEX["mouthSmileLeft"], arkit.INDEX["mouthSmileRight"]]].all() and there.sum() == 2
