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
