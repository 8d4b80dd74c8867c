"""`expclip models download clip` with a hub that is a folder, and what `--text-backbone` refuses. No network."""

import hashlib
from dataclasses import replace

import pytest

pytest.importorskip("torch")
huggingface_hub = pytest.importorskip("huggingface_hub")

from expclip.core import upgrades  # noqa: E402
from expclip.core.cli import main  # noqa: E402
from expclip.core.upgrades import UPGRADES, checkpoint_folder, upgrade_of  # noqa: E402

CLIP = UPGRADES["clip"]
MODEL = "ViT-B-32/laion2b_s34b_b79k"


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """The hub's folder of CLIP, empty; what was asked of it online and offline."""
    asked = []

    def fetch(repository, name, revision, local_files_only):
        asked.append((repository, name, revision, local_files_only))
        path = tmp_path / name
        if not path.exists():
            if local_files_only:
                raise huggingface_hub.errors.LocalEntryNotFoundError(name)
            path.write_bytes(b"what was published")
        return str(path)

    monkeypatch.setattr(huggingface_hub, "hf_hub_download", fetch)
    sums = {name: hashlib.sha256(b"what was published").hexdigest() for name in CLIP.sha256}
    monkeypatch.setitem(upgrades.UPGRADES, "clip", replace(CLIP, sha256=sums))
    return tmp_path, asked


def test_it_is_found_by_the_name_of_open_clip():
    assert upgrade_of(MODEL) is upgrade_of("clip") is CLIP
    assert CLIP.fitted_by.endswith(f"--text-backbone open_clip:{MODEL}")


def test_download_fetches_the_pinned_files_and_tells_what_to_do(hub, capsys):
    folder, asked = hub
    assert main(["models", "download", "clip"]) == 0
    assert asked == [(CLIP.repository, name, CLIP.revision, False) for name in CLIP.files]
    assert "fit it with 'expclip train expression --text-backbone" in capsys.readouterr().err
    asked.clear()
    assert checkpoint_folder(MODEL) == folder
    assert all(offline for *_, offline in asked)


def test_what_is_not_what_was_published_is_refused(hub, capsys):
    folder, _ = hub
    (folder / "open_clip_model.safetensors").write_bytes(b"something else")
    assert main(["models", "download", "clip"]) == 1
    assert "is not what laion/CLIP-ViT-B-32-laion2B-s34B-b79K holds: delete it" in capsys.readouterr().err


@pytest.mark.parametrize("name, told", [
    ("ViT-B-32", "is no text backbone: write open_clip:MODEL/TAG or open_clip:FOLDER"),
    ("open_clip:nowhere", "There is no folder 'nowhere'"),
    (f"open_clip:{MODEL}", "fetch it with 'expclip models download clip'"),
])  # fmt: skip
def test_refusals(hub, tmp_path, capsys, name, told):
    assert main(["train", "expression", "--text-backbone", name, "--out", str(tmp_path / "out")]) == 1
    error = capsys.readouterr().err
    assert told in error and error.count("\n") == 1
    assert not (tmp_path / "out").exists()
