import numpy as np
import pytest
from made_model import made_model, write_front

from expclip.core.cli import main
from expclip.core.errors import ModelError, SettingsError
from expclip.core.photo.coefficients import (
    Coefficients,
    from_pairs,
    open_coefficients,
    read_pairs,
    read_portrait_coefficients,
    save_coefficients,
)
from expclip.rigs import arkit


@pytest.fixture(scope="module")
def matrix():
    return np.random.default_rng(2).normal(0, 0.5, (64, 52)).astype(np.float32)


@pytest.fixture(scope="module")
def pairs(matrix):
    """A tracker's frames: neutral is not 0, noise, and one weight that never moves."""
    random = np.random.default_rng(4)
    weights = random.uniform(0, 1, (600, 52))
    weights[:, 51] = 0.2
    return weights, 0.44 + weights @ matrix.T + random.normal(0, 0.02, (600, 64))


def test_pairs_teach_the_matrix_and_the_face_at_rest(matrix, pairs):
    taught = from_pairs(pairs[0], pairs[1], ridge=1e-4)
    assert np.abs(taught.matrix[:, :51] - matrix[:, :51]).max() < 0.02
    assert np.abs(taught.matrix[:, 51]).max() < 1e-6
    assert np.abs(taught.of(pairs[0]) - pairs[1]).mean() < 0.03
    assert np.abs(taught.rest - (0.44 + 0.2 * matrix[:, 51])).max() < 0.03


def test_pairs_that_teach_nothing_are_refused():
    with pytest.raises(SettingsError, match="1 frames of weights"):
        from_pairs(np.zeros((1, 52)), np.zeros((1, 64)))
    with pytest.raises(SettingsError, match="not all finite"):
        from_pairs(np.full((3, 52), np.nan), np.zeros((3, 64)))


@pytest.mark.parametrize("columns", [64, 73])
def test_pairs_are_read_from_both_kinds_of_file(tmp_path, pairs, columns):
    weights, told = pairs[0][:5], np.pad(pairs[1][:5], ((0, 0), (0, columns - 64)))
    np.savez(tmp_path / "pairs.npz", weights=weights, coefficients=told)
    header = ",".join([*arkit.NAMES, *(f"c{number}" for number in range(columns))])
    np.savetxt(tmp_path / "named.csv", np.hstack([weights, told]), "%.9g", ",", header=header, comments="")
    np.savetxt(tmp_path / "plain.csv", np.hstack([weights, told]), "%.9g", ",")
    for name in ("pairs.npz", "named.csv", "plain.csv"):
        read = read_pairs(tmp_path / name)
        assert np.allclose(read[0], weights) and np.allclose(read[1], told[:, :64])


@pytest.mark.parametrize("name, content, words", [
    ("a.csv", "1,2,3\n4,5,6\n", "52 weights and 64 coefficients"),
    ("a.csv", "1,2\n3\n", "no table of numbers"),
    ("a.csv", "", "no table of numbers"),
    ("a.npz", "nothing", "holds no numbers named weights"),
])  # fmt: skip
def test_pairs_that_cannot_be_read_are_told(tmp_path, name, content, words):
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=words):
        read_pairs(tmp_path / name)
    with pytest.raises(SettingsError, match="cannot be read"):
        read_pairs(tmp_path / f"absent{name}")


def test_a_file_gives_back_what_was_fitted(tmp_path, matrix):
    kept = Coefficients(matrix, np.linspace(-1, 1, 64, dtype=np.float32))
    path = tmp_path / "mine.safetensors"
    save_coefficients(path, kept, "Fitted to a test")
    opened = open_coefficients(path)
    assert np.array_equal(opened.matrix, kept.matrix) and np.array_equal(opened.rest, kept.rest)
    assert b"Fitted to a test" in path.read_bytes()
    path.write_bytes(b"nothing")
    with pytest.raises(ModelError, match="holds no coefficients for blendshapes"):
        open_coefficients(path)
    with pytest.raises(ModelError, match="cannot be read"):
        open_coefficients(tmp_path / "absent.safetensors")


def test_a_portraits_own_coefficients_are_read(tmp_path):
    values = np.arange(73.0)
    np.savez(tmp_path / "own.npz", coefficients=values[None])
    np.savetxt(tmp_path / "own.csv", values[None], delimiter=",")
    for name in ("own.npz", "own.csv"):
        assert np.array_equal(read_portrait_coefficients(tmp_path / name), values.astype(np.float32))
    np.savetxt(tmp_path / "own.csv", values[None, :70], delimiter=",")
    with pytest.raises(SettingsError, match=r"\(70,\) instead of \(73,\)"):
        read_portrait_coefficients(tmp_path / "own.csv")


def test_the_command_fits_both_kinds(tmp_path, pairs, capsys):
    model = write_front(tmp_path / "front.mat", *made_model()[:3])
    np.savez(tmp_path / "pairs.npz", weights=pairs[0], coefficients=pairs[1])
    for option, source in (("--bfm", model), ("--pairs", tmp_path / "pairs.npz")):
        out = tmp_path / f"{option[2:]}.safetensors"
        assert main(["train", "coefficients", option, str(source), "--out", str(out)]) == 0
        assert "the coefficients are fitted, they give" in capsys.readouterr().err
        assert open_coefficients(out).matrix.shape == (64, 52)


def test_the_command_tells_what_it_cannot_do(tmp_path, capsys):
    wrong = tmp_path / "model.mat"
    wrong.write_bytes(b"x" * 300)
    assert main(["train", "coefficients", "--bfm", str(wrong), "--out", str(tmp_path / "c.safetensors")]) == 1
    assert "cannot be read as a MATLAB file" in capsys.readouterr().err
    assert main(["train", "coefficients", "--pairs", str(wrong), "--out", str(wrong)]) == 1
    assert "is what the result is made from" in capsys.readouterr().err
    assert not (tmp_path / "c.safetensors").exists()
