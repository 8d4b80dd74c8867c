"""Bigger models: the table, what lies in the hub's cache, and what is said when the hub cannot be reached."""

import hashlib
import io
import re
import urllib.error
import urllib.request
from dataclasses import replace

import pytest

constants = pytest.importorskip("huggingface_hub.constants")

from expclip.core import published_file, upgrades  # noqa: E402
from expclip.core.errors import ModelError  # noqa: E402
from expclip.core.upgrades import UPGRADES, checkpoint_folder, download, is_downloaded, upgrade_of  # noqa: E402

WAV2VEC2 = UPGRADES["wav2vec2-base-960h"]


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache of the hub, which is offline."""
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    return tmp_path


def lay(cache, upgrade, contents):
    folder = cache / f"models--{upgrade.repository.replace('/', '--')}" / "snapshots" / upgrade.revision
    folder.mkdir(parents=True)
    for name in upgrade.files:
        (folder / name).write_bytes(contents)
    return folder


def test_the_table_is_whole():
    for name, upgrade in UPGRADES.items():
        assert re.fullmatch(r"[\w.-]+/[\w.-]+", upgrade.repository)
        assert upgrade_of(upgrade.repository) is upgrade_of(name)
        assert upgrade.address or re.fullmatch(r"[0-9a-f]{40}", upgrade.revision)
        assert upgrade.licence and "http" in upgrade.source and upgrade.megabytes > 0
        assert set(upgrade.sha256) <= set(upgrade.files)
        assert all(re.fullmatch(r"[0-9a-f]{64}", digest) for digest in upgrade.sha256.values())
        assert any(file.endswith((".safetensors", ".task")) for file in upgrade.sha256)


def test_another_name_is_told():
    with pytest.raises(ModelError, match="choose one of wav2vec2-base-960h"):
        upgrade_of("wav2vec3")
    with pytest.raises(ModelError, match="There is no folder 'wav2vec3'"):
        checkpoint_folder("wav2vec3")


def test_a_folder_is_itself(tmp_path):
    assert checkpoint_folder(str(tmp_path)) == tmp_path


def test_what_was_not_fetched_is_told(cache):
    assert not is_downloaded(WAV2VEC2)
    for name in (WAV2VEC2.name, WAV2VEC2.repository):
        with pytest.raises(ModelError, match="fetch it with 'expclip models download wav2vec2-base-960h'"):
            checkpoint_folder(name)


def test_offline_is_one_sentence(cache):
    told = []
    with pytest.raises(ModelError, match="check the connection"):
        download(WAV2VEC2, lambda done, message: told.append(message))
    assert told == ["fetching config.json of facebook/wav2vec2-base-960h"]


def test_what_was_fetched_is_found_and_checked(cache, monkeypatch):
    right = replace(WAV2VEC2, sha256={"model.safetensors": hashlib.sha256(b"right").hexdigest()})
    monkeypatch.setitem(upgrades.UPGRADES, WAV2VEC2.name, right)
    folder = lay(cache, right, b"right")
    assert is_downloaded(right)
    assert checkpoint_folder(right.name) == folder
    assert download(right, lambda done, message: None) == folder
    (folder / "model.safetensors").write_bytes(b"wrong")
    for use in (lambda: checkpoint_folder(right.name), lambda: download(right, lambda done, message: None)):
        with pytest.raises(ModelError, match="is not what facebook/wav2vec2-base-960h holds: delete it"):
            use()


def test_a_file_at_an_address(tmp_path, monkeypatch):
    monkeypatch.setattr(upgrades, "published_file", lambda name: tmp_path / "models" / name)
    monkeypatch.setattr(published_file, "published_file", lambda name: tmp_path / "models" / name)
    asked = []

    def answer(address, timeout):
        asked.append(address)
        return io.BytesIO(b"right")

    monkeypatch.setattr(urllib.request, "urlopen", answer)
    face = replace(UPGRADES["face"], sha256={"face_landmarker.task": hashlib.sha256(b"right").hexdigest()})
    assert not is_downloaded(face) and not asked
    for _ in range(2):
        assert download(face, lambda done, message: None) == tmp_path / "models"
    assert is_downloaded(face)
    assert asked == [face.address + "face_landmarker.task"] and asked[0].startswith("https://")
    (tmp_path / "models" / "face_landmarker.task").write_bytes(b"wrong")
    with pytest.raises(ModelError, match="is not what google-ai-edge/mediapipe holds: delete it"):
        download(face, lambda done, message: None)


def test_an_address_that_cannot_be_reached(tmp_path, monkeypatch):
    def answer(address, timeout):
        raise urllib.error.URLError("no network")

    monkeypatch.setattr(urllib.request, "urlopen", answer)
    monkeypatch.setattr(published_file, "published_file", lambda name: tmp_path / name)
    with pytest.raises(ModelError, match="check the connection, or bring the file to .*face_landmarker.task"):
        download(UPGRADES["face"], lambda done, message: None)
    assert not list(tmp_path.iterdir())
