import json
import shutil

import pytest

from expclip.core.bundle import CONFIG, SHIPPED, SUMS, open_bundle, seal, write_part
from expclip.core.errors import ModelError


@pytest.fixture
def bundle_folder(tiny_bundle, tmp_path):
    return shutil.copytree(tiny_bundle, tmp_path / "bundle")


def flip_one_byte(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_a_sealed_bundle_is_right(bundle_folder):
    bundle = open_bundle(bundle_folder)
    assert set(bundle.verify()) == {
        "config.json", "MODEL_CARD.md", "speech.safetensors", "grammar.safetensors", "expression.safetensors",
        "animation.safetensors", "text.safetensors",
    }
    assert bundle.name == "tiny"
    assert bundle.part("speech")["hidden"] == 32
    assert bundle.tensors("animation")["tokens.bias"].shape == (64,)


def test_its_id_names_the_very_files(bundle_folder):
    first = open_bundle(bundle_folder).id
    seal(bundle_folder)
    assert open_bundle(bundle_folder).id == first
    flip_one_byte(bundle_folder / "MODEL_CARD.md")
    seal(bundle_folder)
    assert open_bundle(bundle_folder).id != first


def test_the_environment_chooses_a_bundle(bundle_folder, monkeypatch):
    monkeypatch.setenv("EXPCLIP_MODELS", str(bundle_folder))
    assert open_bundle().folder == bundle_folder


@pytest.mark.parametrize("name", ["speech", "expression", "animation"])
def test_one_changed_byte_is_noticed(bundle_folder, name):
    flip_one_byte(bundle_folder / f"{name}.safetensors")
    bundle = open_bundle(bundle_folder)
    for use in (bundle.verify, lambda: bundle.tensors(name)):
        with pytest.raises(ModelError, match=rf"{name}\.safetensors' is damaged: install the models again"):
            use()


def test_a_changed_config_is_noticed(bundle_folder):
    flip_one_byte(bundle_folder / CONFIG)
    with pytest.raises(ModelError, match="damaged"):
        open_bundle(bundle_folder)


def test_a_missing_file_is_noticed(bundle_folder):
    (bundle_folder / "speech.safetensors").unlink()
    with pytest.raises(ModelError, match="missing"):
        open_bundle(bundle_folder).tensors("speech")


def test_a_file_that_nobody_listed_is_not_loaded(bundle_folder):
    shutil.copy(bundle_folder / "speech.safetensors", bundle_folder / "extra.safetensors")
    bundle = open_bundle(bundle_folder)
    with pytest.raises(ModelError, match="not listed"):
        bundle.tensors("extra")
    with pytest.raises(ModelError, match="not listed"):
        bundle.verify()


@pytest.mark.parametrize("name", ["../outside", "/etc/hostname", "a/../../outside", "C:\\outside", "..\\outside"])
def test_a_manifest_does_not_lead_outside(bundle_folder, name):
    (bundle_folder.parent / "outside").write_text("x")
    with (bundle_folder / SUMS).open("a") as sums:
        sums.write(f"{'0' * 64}  {name}\n")
    with pytest.raises(ModelError, match="damaged in the line"):
        open_bundle(bundle_folder)


def test_a_link_does_not_lead_outside(bundle_folder):
    outside = bundle_folder.parent / "outside.safetensors"
    shutil.move(bundle_folder / "speech.safetensors", outside)
    (bundle_folder / "speech.safetensors").symlink_to(outside)
    with pytest.raises(ModelError, match="damaged in the line"):
        open_bundle(bundle_folder)


@pytest.mark.parametrize("damage", [
    lambda folder: (folder / SUMS).unlink(),
    lambda folder: (folder / SUMS).write_bytes(b"\xff\xfe"),
    lambda folder: (folder / SUMS).write_text("rubbish\n"),
    lambda folder: shutil.rmtree(folder),
])
def test_what_is_no_bundle_is_told(bundle_folder, damage):
    damage(bundle_folder)
    with pytest.raises(ModelError):
        open_bundle(bundle_folder)


@pytest.mark.parametrize("config", ["[]", "{", "{}", '{"format": 2, "name": "x"}', '{"format": 1, "name": 3}'])
def test_a_config_of_another_kind_is_told(bundle_folder, config):
    (bundle_folder / CONFIG).write_text(config)
    seal(bundle_folder)
    with pytest.raises(ModelError):
        open_bundle(bundle_folder)


def test_a_part_that_is_not_there(bundle_folder):
    config = json.loads((bundle_folder / CONFIG).read_text())
    del config["speech"]
    (bundle_folder / CONFIG).write_text(json.dumps(config))
    seal(bundle_folder)
    with pytest.raises(ModelError, match="no part 'speech'"):
        open_bundle(bundle_folder).part("speech")


def test_a_trained_part_replaces_its_own_and_nothing_else(bundle_folder):
    torch = pytest.importorskip("torch")
    before = open_bundle(bundle_folder)
    write_part(bundle_folder, "speech", {"hidden": 8}, {"head.weight": torch.full((2, 2), 0.5)})
    after = open_bundle(bundle_folder)
    after.verify()
    assert after.part("speech") == {"hidden": 8} and after.part("animation") == before.part("animation")
    assert after.tensors("speech")["head.weight"].dtype == torch.float16
    assert after.name == "tiny" and after.id != before.id


def test_a_part_begins_a_new_bundle(tmp_path):
    torch = pytest.importorskip("torch")
    tensors = {"head.weight": torch.zeros(2), "words": torch.arange(3, dtype=torch.uint8)}
    write_part(tmp_path / "mine", "speech", {"hidden": 8}, tensors)
    bundle = open_bundle(tmp_path / "mine")
    assert bundle.name == "mine"
    assert bundle.tensors("speech")["words"].dtype == torch.uint8


def test_phones_stand_in_the_configuration_as_they_are_written(tmp_path):
    torch = pytest.importorskip("torch")
    write_part(tmp_path, "grammar", {"phones": ["ʃ", "ɑ̃"]}, {"counts": torch.zeros(2)})
    assert '"ʃ"' in (tmp_path / CONFIG).read_text(encoding="utf-8")
    assert open_bundle(tmp_path).part("grammar") == {"phones": ["ʃ", "ɑ̃"]}


def test_a_training_under_way_is_no_part_of_the_bundle(bundle_folder):
    (bundle_folder / ".training").mkdir()
    (bundle_folder / ".training" / "checkpoint.pt").write_bytes(b"x")
    before = open_bundle(bundle_folder).id
    seal(bundle_folder)
    assert open_bundle(bundle_folder).id == before


def test_a_config_that_cannot_be_read_is_not_overwritten(tmp_path):
    (tmp_path / CONFIG).write_text("{ my notes")
    with pytest.raises(ModelError, match="no configuration"):
        write_part(tmp_path, "speech", {}, {})
    assert (tmp_path / CONFIG).read_text() == "{ my notes"


def test_the_shipped_bundle_is_right():
    if not (SHIPPED / "animation.safetensors").exists():
        pytest.skip("no models ship with this checkout yet")
    bundle = open_bundle(SHIPPED)
    names = bundle.verify()
    parts = ("speech", "grammar", "animation", "expression", "text")
    assert {*(f"{part}.safetensors" for part in parts), "MODEL_CARD.md"} <= set(names)
    sizes = {name: (SHIPPED / name).stat().st_size for name in names}
    speech = sum(sizes[f"{part}.safetensors"] for part in ("speech", "grammar", "animation"))
    text = sizes["text.safetensors"]
    assert speech < 20_000_000 and text < 24_000_000 and sum(sizes.values()) - speech - text < 6_000_000
