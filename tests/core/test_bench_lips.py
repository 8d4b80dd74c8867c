import json

import numpy as np
import pytest

from expclip.core import bench_lips
from expclip.core.lips import rows, test_sets
from expclip.core.lips.geometry import demo_face
from expclip.core.lips.rows import Row
from expclip.core.lips.test_sets import Clip
from expclip.core.speech.phones import INDEX, Phone
from expclip.rigs import arkit


@pytest.fixture
def clip(tmp_path) -> Clip:
    phones = [Phone("p", 0.0, 0.2), Phone("ɑ", 0.2, 0.6), Phone("t", 0.6, 0.8), Phone("sil", 0.8, 1.0)]
    return rows.saved("clip", np.zeros(16000, np.float32), phones, tmp_path)


def test_a_table_for_each_set_and_its_contenders():
    told = bench_lips.table([
        Row("one", "right", {"ours": 0.5, "theirs": float("nan")}, ">= .4"),
        Row("one", "lag", {"ours": -0.0333, "theirs": 1.5}),
        Row("one", "judged", {"theirs": 250.0}),
    ])  # fmt: skip
    assert told.splitlines() == [
        "| one | ours | theirs | wanted |", "|---|---|---|---|", "| right | .500 | - | >= .4 |",
        "| lag | -.033 | 1.50 |  |", "", "| one | theirs | wanted |", "|---|---|---|", "| judged | 250 |  |",
    ]  # fmt: skip


def test_phones_are_scored_for_each_contender(clip):
    told = {row.what: row.values for row in rows.phone_rows("set", [clip], {"right": [clip.phones], "mute": [[]]})}
    assert told["39 phones, all frames"] == {"right": 1.0, "mute": pytest.approx(0.2)}
    assert told["phone error rate"] == {"right": 0.0, "mute": 1.0}
    assert told["p b m: frames found"] == {"right": 1.0, "mute": 0.0}


def test_mouths_are_scored_for_each_contender(clip):
    good = np.zeros((50, arkit.COUNT))
    good[11:, arkit.INDEX["jawOpen"]] = 0.3
    mouths = {"good": [good], "shut": [0 * good]}
    told = {row.what: row.values for row in rows.contact_rows("set", [clip], mouths, demo_face())}
    assert told["p b m closed"] == {"good": 1.0, "shut": 1.0}
    assert told["p b m closed, net of other consonants"] == {"good": 1.0, "shut": 0.0}
    assert "f v at the teeth (AUC)" not in told


def test_phones_report_takes_phones_and_posteriors(clip, monkeypatch):
    monkeypatch.setattr(test_sets, "readers", lambda half: [clip] if half == test_sets.TUNING else 1 / 0)
    posteriors = np.zeros((50, len(INDEX)))
    posteriors[np.arange(50), [INDEX["p"]] * 10 + [INDEX["ɑ"]] * 20 + [INDEX["t"]] * 10 + [INDEX["sil"]] * 10] = 1.0
    assert "| 39 phones, all frames | 1.00 |" in bench_lips.phones_report(lambda clip: clip.phones)
    assert "| 39 phones, all frames | 1.00 |" in bench_lips.phones_report(lambda clip: posteriors)
    assert "| phone error rate | 1.00 |" in bench_lips.phones_report(lambda clip: [])


def test_without_the_recordings_it_says_so_and_goes_on(tmp_path, monkeypatch, capsys):
    class OnlyLanguages:
        def __init__(self, models, tuning, scratch):
            pass

        def languages(self):
            return [Row("synthetic es", "right", {"ours": 0.5})]

    monkeypatch.setattr(bench_lips, "GEOMETRY", tmp_path / "lip_geometry.npz")
    monkeypatch.setattr(bench_lips, "LipsBench", OnlyLanguages)
    assert bench_lips.main(["--json"]) == 0
    told = capsys.readouterr()
    assert "not in" in told.err
    assert json.loads(told.out) == [{"on": "synthetic es", "what": "right", "values": {"ours": 0.5}, "wanted": ""}]
