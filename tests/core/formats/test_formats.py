"""Every take format gives back what was written, and refuses what is no take of its kind."""

import json
import os
import zipfile

import numpy as np
import pytest

from expclip.core.errors import OutputError, TakeError
from expclip.core.formats import SUFFIXES, read_take, write_take
from expclip.core.take import Take

RATES = [10, 23.976, 24, 24000 / 1001, 25, 29.97, 30000 / 1001, 30, 33.3, 48, 50, 59.94, 60, 100, 120, 240]


def random_take(frames: int, fps: float) -> Take:
    random = np.random.default_rng(frames)
    return Take(
        weights=1.05 * random.random((frames, 52)),
        fps=fps,
        head=random.uniform(-3, 3, (frames, 3)),
        eyes=random.uniform(-3, 3, (frames, 2, 3)),
        made_by={"model": "первый", "seed": 7, "settings": {"fps": fps}},
    )


def assert_equal(read: Take, written: Take) -> None:
    assert read.frames == written.frames
    assert read.fps == pytest.approx(written.fps, abs=1e-4)
    np.testing.assert_allclose(read.weights, written.weights, atol=1e-4)
    np.testing.assert_allclose(read.head, written.head, atol=1e-4)
    np.testing.assert_allclose(read.eyes, written.eyes, atol=1e-4)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("fps", RATES)
@pytest.mark.parametrize("frames", [30, 900])
def test_a_take_comes_back(tmp_path, suffix, fps, frames):
    take = random_take(frames, fps)
    path = tmp_path / f"a take{suffix}"
    write_take(take, path)
    assert_equal(read_take(path), take)
    assert os.listdir(tmp_path) == [path.name]


@pytest.mark.parametrize("fps", [24, 25, 29.97, 30, 50, 59.94, 60])
@pytest.mark.parametrize("frames", [2, 3])
def test_very_short_takes_come_back(tmp_path, fps, frames):
    for suffix in SUFFIXES:
        write_take(random_take(frames, fps), tmp_path / f"take{suffix}")
        assert_equal(read_take(tmp_path / f"take{suffix}"), random_take(frames, fps))


@pytest.mark.parametrize("suffix", [".json", ".npz"])
def test_a_single_frame_and_how_it_was_made_come_back(tmp_path, suffix):
    take = random_take(1, 12.5)
    write_take(take, tmp_path / f"take{suffix}")
    read = read_take(tmp_path / f"take{suffix}")
    assert_equal(read, take)
    assert read.made_by == take.made_by


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_take_without_rotations_comes_back_without(tmp_path, suffix):
    write_take(Take(np.ones((9, 52)), 30), tmp_path / f"take{suffix}")
    read = read_take(tmp_path / f"take{suffix}")
    assert read.head is None
    assert read.eyes is None
    assert read.made_by == {}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_weights_above_one_survive(tmp_path, suffix):
    write_take(Take(np.full((9, 52), 1.05), 30), tmp_path / f"take{suffix}")
    np.testing.assert_allclose(read_take(tmp_path / f"take{suffix}").weights, 1.05, atol=1e-6)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_take_is_the_same_file(tmp_path, suffix):
    for name in ("a", "b"):
        write_take(random_take(20, 30), tmp_path / f"{name}{suffix}")
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("share", [0.0, 0.02, 0.3, 0.6, 0.99])
def test_a_file_that_was_cut_off_is_refused(tmp_path, suffix, share):
    path = tmp_path / f"take{suffix}"
    write_take(random_take(40, 30), path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(TakeError) as told:
        read_take(path)
    assert told.value.remedy
    assert path.name in told.value.sentence


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"This is a text.\n" * 9, bytes(range(256)) * 9, b"{}", b"[1, 2]", b"a,b\n1,2\n", bytes(999)],
)
def test_what_is_no_take_is_refused(tmp_path, suffix, content):
    (tmp_path / f"take{suffix}").write_bytes(content)
    with pytest.raises(TakeError) as told:
        read_take(tmp_path / f"take{suffix}")
    assert told.value.remedy


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_weights_that_are_not_numbers_are_refused(tmp_path, suffix):
    path = tmp_path / f"take{suffix}"
    take = random_take(9, 30)
    take.weights[4, 7] = np.nan  # behind the back of the Take's own check
    write_take(take, path)
    with pytest.raises(TakeError, match="no number|not numbers"):
        read_take(path)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_missing_files_and_folders_are_refused(tmp_path, suffix):
    with pytest.raises(TakeError, match="does not exist"):
        read_take(tmp_path / f"none{suffix}")
    (tmp_path / f"folder{suffix}").mkdir()
    with pytest.raises(TakeError, match="is a folder"):
        read_take(tmp_path / f"folder{suffix}")
    with pytest.raises(OutputError, match="is a folder"):
        write_take(random_take(2, 30), tmp_path / f"folder{suffix}")
    with pytest.raises(OutputError, match="does not exist"):
        write_take(random_take(2, 30), tmp_path / "none" / f"take{suffix}")


@pytest.mark.parametrize("name", ["take", "take.txt", "take.csv.gz", ".csv"])
def test_other_suffixes_are_refused(tmp_path, name):
    (tmp_path / name).touch()
    with pytest.raises(TakeError, match=".csv, .json, .npz"):
        read_take(tmp_path / name)
    with pytest.raises(OutputError, match=".csv, .json, .npz"):
        write_take(random_take(2, 30), tmp_path / name)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_take_without_frames_is_not_written(tmp_path, suffix):
    with pytest.raises(TakeError, match="no frames"):
        write_take(Take(np.zeros((0, 52)), 30), tmp_path / f"take{suffix}")
    assert os.listdir(tmp_path) == []


def test_suffixes_in_capitals_are_understood(tmp_path):
    write_take(random_take(5, 30), tmp_path / "TAKE.CSV")
    assert read_take(tmp_path / "TAKE.CSV").frames == 5


def test_an_npz_with_one_byte_changed_is_refused(tmp_path):
    path = tmp_path / "take.npz"
    write_take(random_take(40, 30), path)
    content = bytearray(path.read_bytes())
    content[content.index(b"\x93NUMPY") + 500] ^= 1
    path.write_bytes(content)
    with pytest.raises(TakeError, match="damaged"):
        read_take(path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("weights", np.zeros((4, 51))),
        ("weights", np.zeros(52)),
        ("weights", np.array([{"a": 1}])),
        ("weights", np.full((4, 52), "a")),
        ("names", np.arange(52)),
        ("names", np.array("eyeBlinkLeft")),
        ("fps", np.array(0.0)),
        ("fps", np.array([1.0, 2.0])),
        ("head", np.zeros((3, 3))),
        ("eyes", np.full((4, 2, 3), np.inf)),
        ("made_by", np.array("{")),
        ("made_by", np.array("[]")),
        ("weights", None),
        ("fps", None),
    ],
    ids=str,
)
def test_an_npz_of_something_else_is_refused(tmp_path, name, value):
    path = tmp_path / "take.npz"
    write_take(random_take(4, 30), path)
    with np.load(path) as archive:
        arrays = {**archive, name: value}
    np.savez(path, **{key: array for key, array in arrays.items() if array is not None})
    with pytest.raises(TakeError):
        read_take(path)


def test_an_npz_with_its_channels_in_another_order_is_read_by_name(tmp_path):
    take = random_take(4, 30)
    path = tmp_path / "take.npz"
    write_take(take, path)
    with np.load(path) as archive:
        arrays = dict(archive)
    arrays["names"], arrays["weights"] = arrays["names"][::-1], arrays["weights"][:, ::-1]
    np.savez(path, **arrays)
    np.testing.assert_array_equal(read_take(path).weights, take.weights)


def test_a_zip_of_something_else_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "take.npz", "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(TakeError):
        read_take(tmp_path / "take.npz")


def test_npz_keeps_to_the_published_arrays(tmp_path):
    write_take(random_take(4, 30), tmp_path / "take.npz")
    with np.load(tmp_path / "take.npz", allow_pickle=False) as archive:
        assert set(archive.files) == {"weights", "names", "fps", "head", "eyes", "made_by"}
        assert archive["weights"].dtype == np.float32
        assert json.loads(str(archive["made_by"]))["seed"] == 7
