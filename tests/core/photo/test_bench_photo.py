import numpy as np
from made_portrait import face_with, made_portrait

from expclip.core import bench_photo
from expclip.core.errors import PictureError
from expclip.core.take import Take


def test_a_row_for_each_size_and_too_slow_is_told(monkeypatch, capsys):
    monkeypatch.setattr(bench_photo, "open_portrait", lambda path: made_portrait(512))
    monkeypatch.setattr(bench_photo, "spoken", lambda: Take(np.repeat(face_with(jawOpen=0.3), 3, 0), 30.0))
    monkeypatch.setattr(bench_photo, "WANTED", {256: 1e9})
    for other in ("drawn_by_pirenderer", "painted_once"):  # they take seconds and have tests of their own
        monkeypatch.setattr(bench_photo, other, lambda _: bench_photo.Speed(0.5, 0.5))
    assert bench_photo.main(["--sizes", "256", "288", "--threads", "1"]) == 1
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    warped = [row for row in rows if row[0] == "warp"]
    assert [row[1] for row in warped] == ["256", "288"]
    assert all(0 < float(row[4]) < 1e5 and float(row[6]) > 0 for row in warped)


def test_a_picture_that_cannot_be_read_is_one_sentence(monkeypatch, capsys):
    def missing(path):
        raise PictureError("There is no picture", "choose another one")

    monkeypatch.setattr(bench_photo, "open_portrait", missing)
    assert bench_photo.main(["nothing.jpg"]) == 1
    assert "There is no picture" in capsys.readouterr().err
