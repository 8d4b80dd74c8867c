import av
import numpy as np
import pytest
from made_portrait import made_portrait

from expclip.core.cli import main, photo
from expclip.core.formats import write_take
from expclip.core.photo import portrait_file
from expclip.core.take import Take
from expclip.rigs import arkit


@pytest.fixture
def take(tmp_path):
    weights = np.zeros((5, arkit.COUNT), np.float32)
    weights[:, arkit.INDEX["jawOpen"]] = np.linspace(0, 0.6, 5)
    path = tmp_path / "take.npz"
    write_take(Take(weights, 25.0), path)
    return path


@pytest.fixture
def portrait(tmp_path, monkeypatch):
    """A face that no detector has to find: the command's own reading of pictures is tested with core/image."""
    monkeypatch.setattr(portrait_file, "open_portrait", lambda path, face, models: made_portrait(256))
    monkeypatch.setattr(photo, "look_at_face_picture", lambda path: None)
    path = tmp_path / "portrait.png"
    path.write_bytes(b"stands for a picture")
    return path


def test_a_take_and_a_portrait_become_a_video(tmp_path, take, portrait, capsys):
    out = tmp_path / "out.mp4"
    assert main(["photo", str(portrait), str(take), "--size", "256", "-o", str(out)]) == 0
    assert "5 frames of 256 x 256 at 25 fps" in capsys.readouterr().err
    with av.open(str(out)) as movie:
        frames = [frame.to_ndarray(format="rgb24").astype(int) for frame in movie.decode(video=0)]
    assert len(frames) == 5
    assert np.abs(frames[4] - frames[0]).max() > 60


@pytest.mark.parametrize("options, told", [
    ([], "either a take or a voice line"),
    (["TAKE", "--speech", "line.wav"], "either a take or a voice line"),
    (["TAKE", "--size", "9"], "The size is 9 pixels"),
    (["TAKE", "--prompt", "happy"], "and --prompt would change how one is made"),
    (["TAKE", "--image-face", "1", "--intensity", "1.5", "--no-life"], "and --image-face, --intensity, --life would"),
    (["TAKE", "--direct", "0-1: sad", "--transcript", "a", "--seed", "2"], "and --direct, --transcript, --seed would"),
    (["TAKE", "--fps", "30"], "A take is shown at its own rate"),
    (["TAKE", "--no-mark", " "], "The reason for leaving the mark away is empty"),
])  # fmt: skip
def test_what_cannot_be_is_told_in_a_sentence(tmp_path, take, portrait, capsys, options, told):
    given = [str(take) if option == "TAKE" else option for option in options]
    assert main(["photo", str(portrait), *given, "-o", str(tmp_path / "out.mp4")]) == 1
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out.mp4").exists()


def test_the_portrait_is_never_written_over(tmp_path, take, capsys):
    picture = tmp_path / "face.mp4"
    picture.write_bytes(b"mine")
    assert main(["photo", str(picture), str(take), "-o", str(picture)]) == 1
    assert picture.read_bytes() == b"mine"
