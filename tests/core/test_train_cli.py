"""`expclip train` and `expclip models download` as a user meets them: what they refuse, and how they say it."""

import pytest

pytest.importorskip("torch")

from expclip.core.cli import main


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """run(*arguments) -> (exit status, stderr), where no hub can be reached and nothing of it is cached."""
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)

    def call(*arguments):
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as ended:
            status = ended.code
        told = capsys.readouterr()
        assert told.out == ""
        return status, told.err

    return call


@pytest.mark.parametrize("part, words", [
    (["speech", "--corpus", "nowhere", "--backbone", "nowhere"], "There is no folder 'nowhere'"),
    (["speech", "--corpus", "nowhere", "--backbone", "."], "There is no 'config.json'"),
    (["speech", "--corpus", "nowhere", "--backbone", ".", "--layers", "-1"], "The layers are -1"),
    (["speech", "--corpus", "nowhere", "--backbone", "wav2vec2-base-960h"], "not on this machine yet"),
    (["speech", "--corpus", "nowhere", "--corpus", "neither"], "no train speech in nowhere"),
    (["recordings", "--speech", "nowhere"], "all_transcripts.tsv"),
    (["grammar", "--goemotions", "nowhere"], "nowhere"),
    (["animation", "--beat", "nowhere", "--minutes", "0"], "The minutes are 0"),
    (["style", "--corpus", "nowhere"], "There is no folder of models"),
    (["style", "--corpus", "nowhere", "--minutes", "-1"], "The minutes are -1"),
])
def test_refusals(run, tmp_path, part, words):
    status, told = run("train", *part, "--out", tmp_path / "out")
    assert status == 1 and words in told and told.count("\n") == 1
    assert not (tmp_path / "out" / "config.json").exists()


def test_a_folder_without_recordings_of_beat(run, tmp_path, tiny_bundle):
    status, told = run("train", "animation", "--beat", tmp_path, "--out", tiny_bundle)
    assert status == 1 and "no JSON beside a wav" in told


@pytest.mark.parametrize("part", [["speech"], ["animation"], ["animation", "--corpus", "a", "--beat", "b"], []])
def test_wrong_usage(run, tmp_path, part):
    assert run("train", *part, "--out", tmp_path)[0] == 2


def test_models_are_downloaded_from_the_hub_alone(run):
    status, told = run("models", "download", "wav2vec2-base-960h")
    assert status == 1 and told.endswith(
        "'wav2vec2-base-960h' cannot be fetched from the Hugging Face hub: check the connection, or bring "
        "facebook/wav2vec2-base-960h from another machine and give its folder.\n"
    )
    status, told = run("models", "download", "wav2vec3")
    assert status == 1 and "choose one of wav2vec2-base-960h" in told


def _speech_bundle(folder, **changes):
    import torch

    from expclip.core.bundle import write_part
    from expclip.core.speech.encoder import EncoderConfig, SpeechEncoder

    sizes = {"hidden": 32, "layers": 1, "heads": 2, "feed_forward": 32, "conv": 32} | changes
    encoder = SpeechEncoder(EncoderConfig(**sizes))
    with torch.no_grad():
        for weights in encoder.parameters():
            weights.normal_()
    write_part(folder, "speech", encoder.config.to_json(), encoder.state_dict())
    return folder


def _phone_head(folder):
    from expclip.core.bundle import open_bundle
    from expclip.core.networks import load_encoder

    return load_encoder(open_bundle(folder)).phone_head.weight.detach()


def test_two_encoders_of_one_lineage_are_averaged(run, tmp_path):
    mine, other = _speech_bundle(tmp_path / "mine"), _speech_bundle(tmp_path / "other")
    wanted = 0.75 * _phone_head(mine) + 0.25 * _phone_head(other)
    status, _ = run("train", "average", other, "--share", 0.25, "--out", mine)
    assert status == 0
    assert _phone_head(mine).numpy() == pytest.approx(wanted.numpy(), abs=5e-3)


def test_encoders_that_differ_are_not_averaged(run, tmp_path):
    mine, other = _speech_bundle(tmp_path / "mine"), _speech_bundle(tmp_path / "other", hidden=64)
    before = (mine / "speech.safetensors").read_bytes()
    status, told = run("train", "average", other, "--out", mine)
    assert status == 1 and "are built differently" in told
    assert run("train", "average", mine, "--share", 1.5, "--out", mine)[0] == 1
    assert (mine / "speech.safetensors").read_bytes() == before
