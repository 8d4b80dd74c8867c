"""The bench of batches, on a handful of lines."""

import pytest

from expclip.core import bench_batch
from expclip.core.batch_lines import read_lines
from expclip.core.bench_batch import Measured, children_bytes, short_lines


def test_short_lines_can_be_animated(tmp_path):
    pytest.importorskip("soundfile")
    lines = read_lines(short_lines(tmp_path, 5))
    assert [line.id for line in lines] == ["1", "2", "3", "4", "5"]
    assert all(line.fault is None and line.files[0].is_file() for line in lines)


def test_the_rate_is_of_the_time_when_all_are_at_work():
    measured = Measured(40)
    measured.ends = [0.0, 50.0, 100.0, 150.0, *(200.0 + number for number in range(36))]
    assert measured.rate(2) == pytest.approx(1.0)


def test_a_small_bench_runs(tiny_bundle, monkeypatch, capsys):
    monkeypatch.setenv("EXPCLIP_MODELS", str(tiny_bundle))
    bench_batch.main(["--lines", "12", "--jobs", "1"])
    assert capsys.readouterr().out.splitlines()[1].split()[:2] == ["1", "12"]
    assert children_bytes() >= 0
