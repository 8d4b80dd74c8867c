"""`expclip phones`, and `expclip animate` with a transcript or a phone list."""

import json

import pytest

pytest.importorskip("torch")


def test_to_stdout_and_to_a_file_the_same(run, spoken_line, tmp_path):
    status, out, err = run("phones", spoken_line, "--language", "en")
    assert status == 0 and "language en" in err
    phones = json.loads(out)
    assert phones and all(list(phone) == ["phone", "start", "end"] for phone in phones)
    assert phones[0]["start"] == 0 and phones[-1]["end"] == pytest.approx(1.5)
    assert run("phones", spoken_line, "--language", "en", "-o", tmp_path / "a.json")[:2] == (0, "")
    assert (tmp_path / "a.json").read_text(encoding="utf-8") == out


def test_a_list_goes_back_into_animate(run, spoken_line, tmp_path):
    run("phones", spoken_line, "-o", tmp_path / "a.json")
    take = tmp_path / "take.npz"
    assert run("animate", spoken_line, "--phones", tmp_path / "a.json", "-o", take)[0] == 0
    assert take.exists()


@pytest.mark.parametrize("arguments, told", [
    (["--transcript", "..."], "no words"),
    (["--language", "no code"], "no code of a language"),
    (["-o", "{folder}/a.csv"], "names no phone list"),
    (["-o", "{folder}/none/a.json"], "folder does not exist"),
])
def test_refusals(run, spoken_line, tmp_path, arguments, told):
    arguments = [argument.format(folder=tmp_path) for argument in arguments]
    status, out, err = run("phones", spoken_line, *arguments)
    assert (status, out) == (1, "") and told in err and len(err.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_a_language_that_nobody_speaks(run, spoken_line):
    pytest.importorskip("espeakng_loader")
    status, _, err = run("phones", spoken_line, "--language", "qqq", "--transcript", "hello")
    assert status == 1 and "'qqq' is unknown" in err


def test_a_wrong_list_is_told_before_models_load(run, spoken_line, tmp_path, monkeypatch):
    monkeypatch.setenv("EXPCLIP_MODELS", str(tmp_path / "no models"))
    wrong = tmp_path / "wrong.json"
    wrong.write_text('[{"phone": "bang", "start": 0, "end": 1}]')
    status, _, err = run("animate", spoken_line, "--phones", wrong, "-o", tmp_path / "a.csv")
    assert status == 1 and "'bang'" in err and "is unknown" in err
    assert not (tmp_path / "a.csv").exists()


def test_the_take_never_takes_the_place_of_its_list(run, spoken_line, tmp_path):
    phones = tmp_path / "a.json"
    phones.write_text("[]")
    status, _, err = run("animate", spoken_line, "--phones", phones, "-o", phones)
    assert status == 1 and "is what the result is made from" in err and phones.read_text() == "[]"


def test_transcript_and_list_together_are_wrong_usage(run, spoken_line, tmp_path):
    arguments = ("--transcript", "hello", "--phones", "a.json", "-o", tmp_path / "a.csv")
    assert run("animate", spoken_line, *arguments)[0] == 2
