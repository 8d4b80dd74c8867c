"""The command line as a user meets it: what it does, and what it says when it cannot."""

import errno
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from expclip.core import whole_file
from expclip.core.cli import express
from expclip.core.formats import read_take, write_take
from expclip.core.take import Take
from expclip.rigs import arkit

from .conftest import write_wav

needs_dev_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
START = Path(__file__).parents[2] / "core" / "start.py"


def heed_signals():
    """In a child: what starts the tests may ignore signals (nohup, a background job), and children inherit that."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)


@pytest.fixture
def out(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    return folder / "take.csv"


def assert_refused(result, out: Path, words: str = "") -> None:
    """Exit status 1, one sentence with a remedy, and nothing written."""
    status, told_out, told = result
    assert (status, told_out) == (1, "")
    assert told.count("\n") == 1 and told.endswith(".\n") and ": " in told, told
    assert "Traceback" not in told and words in told, told
    assert list(out.parent.iterdir()) == []


class TestAnimate:
    @pytest.mark.parametrize("suffix", [".csv", ".json", ".npz"])
    def test_a_line_becomes_a_take(self, run, spoken_line, out, suffix):
        out = out.with_suffix(suffix)
        status, told_out, told = run("animate", spoken_line, "--prompt", "sad", "-o", out)
        assert (status, told_out) == (0, "")
        assert "45 frames at 30 fps, 1.50 s" in told
        take = read_take(out)
        assert (take.frames, take.fps) == (45, pytest.approx(30))
        assert 0 <= take.weights.min() and take.weights.max() <= 1 and take.weights.std() > 0

    @pytest.mark.parametrize("fps, frames", [("24", 36), ("29.97", 45), ("30000/1001", 45), ("60", 90), ("12.5", 19)])
    def test_any_frame_rate(self, run, spoken_line, out, fps, frames):
        assert run("animate", spoken_line, "--fps", fps, "-o", out.with_suffix(".npz"))[0] == 0
        assert read_take(out.with_suffix(".npz")).frames == frames

    def test_the_take_tells_how_it_was_made(self, run, spoken_line, out):
        arguments = ["--preset", "grief", "--direct", "1.0-: happy", "--direct", "0.2-0.8: angry", "--seed", 5]
        assert run("animate", spoken_line, *arguments, "-o", out.with_suffix(".npz"))[0] == 0
        made_by = read_take(out.with_suffix(".npz")).made_by
        assert made_by["model"] == "tiny" and len(made_by["model_id"]) == 12
        assert made_by["job"]["settings"]["seed"] == 5
        assert [(each["value"], each["start"], each["end"]) for each in made_by["job"]["directions"]] == [
            ("grief", 0.0, None), ("angry", 0.2, 0.8), ("happy", 1.0, None),
        ]

    def test_it_is_repeatable(self, run, spoken_line, out):
        for name in ("a.csv", "b.csv"):
            run("animate", spoken_line, "--prompt", "brave smile", "-o", out.with_name(name))
        assert out.with_name("a.csv").read_bytes() == out.with_name("b.csv").read_bytes()

    def test_a_prompt_that_nobody_understands_adds_nothing_and_is_told(self, run, spoken_line, out):
        plain, lost = out.with_name("plain.npz"), out.with_name("lost.npz")
        assert run("animate", spoken_line, "-o", plain)[0] == 0
        status, _, told = run("animate", spoken_line, "--prompt", "xqzt blorf", "-o", lost)
        assert status == 0
        assert "xqzt blorf" in told and "Note: " in told
        np.testing.assert_array_equal(read_take(plain).weights, read_take(lost).weights)

    def test_a_take_that_is_there_is_replaced(self, run, spoken_line, out):
        out.write_text("older")
        assert run("animate", spoken_line, "-o", out)[0] == 0
        assert read_take(out).frames == 45

    def test_progress_for_machines(self, run, spoken_line, out):
        _, _, told = run("animate", spoken_line, "--prompt", "xqzt", "--json-progress", "-o", out)
        lines = [json.loads(line) for line in told.splitlines()]
        assert {line["kind"] for line in lines} >= {"note", "progress"}
        assert lines[-1]["done"] == 1.0

    def test_a_failure_for_machines(self, run, out):
        status, _, told = run("animate", "no.wav", "--json-progress", "-o", out)
        error = json.loads(told)
        assert status == 1 and error["kind"] == "error" and error["code"] == "speech" and error["remedy"]


class TestGoodSound:
    def test_silence_gets_a_note(self, run, out):
        silence = out.parents[1] / "silence.wav"
        write_wav(silence, np.zeros(16000))
        status, _, told = run("animate", silence, "-o", out)
        assert status == 0 and "silent" in told

    def test_seven_channels_at_96_kHz(self, run, out):
        many = out.parents[1] / "many.wav"
        soundfile.write(many, np.random.default_rng(0).normal(0, 0.05, (96000, 7)), 96000)
        status, _, told = run("animate", many, "-o", out)
        assert status == 0 and "7 channels" in told
        assert read_take(out).frames == 30

    def test_a_prompt_of_ten_thousand_letters(self, run, spoken_line, out):
        assert run("animate", spoken_line, "--prompt", ("holding back tears " * 600)[:10_000], "-o", out)[0] == 0


def _missing(folder):
    return folder / "missing.wav"


def _folder(folder):
    (folder / "folder.wav").mkdir()
    return folder / "folder.wav"


def _text(folder):
    (folder / "text.wav").write_text("This is no sound.\n" * 50)
    return folder / "text.wav"


def _empty_file(folder):
    (folder / "empty.wav").touch()
    return folder / "empty.wav"


def _no_samples(folder):
    write_wav(folder / "none.wav", np.zeros(0))
    return folder / "none.wav"


def _ten_milliseconds(folder):
    write_wav(folder / "short.wav", np.zeros(160))
    return folder / "short.wav"


def _truncated(folder):
    write_wav(folder / "cut.wav", np.random.default_rng(0).normal(0, 0.1, 32000))
    whole = (folder / "cut.wav").read_bytes()
    (folder / "cut.wav").write_bytes(whole[: len(whole) // 2])
    return folder / "cut.wav"


def _not_a_number(folder):
    samples = np.zeros(16000, np.float32)
    samples[8000] = np.nan
    soundfile.write(folder / "nan.wav", samples, 16000, subtype="FLOAT")
    return folder / "nan.wav"


class TestRefusals:
    @pytest.mark.parametrize(
        "make", [_missing, _folder, _text, _empty_file, _no_samples, _ten_milliseconds, _truncated, _not_a_number]
    )
    def test_bad_sound(self, run, tmp_path, out, make):
        speech = make(tmp_path)
        assert_refused(run("animate", speech, "-o", out), out, speech.name)

    @pytest.mark.parametrize("option", ["--fps", "--intensity"])
    @pytest.mark.parametrize("value", ["0", "-1", "nan", "inf", "1e9"])
    def test_bad_numbers(self, run, spoken_line, out, option, value):
        assert_refused(run("animate", spoken_line, f"{option}={value}", "-o", out), out)

    def test_the_line_itself_is_not_overwritten(self, run, spoken_line, tmp_path):
        line = tmp_path / "voice.csv"
        shutil.copy(spoken_line, line)
        before = line.read_bytes()
        status, _, told = run("animate", line, "-o", line)
        assert status == 1 and "made from" in told and line.read_bytes() == before
        line.write_text("1\tsad\n")
        status, _, told = run("express", "--prompts", line, "-o", line)
        assert status == 1 and "made from" in told and line.read_text() == "1\tsad\n"

    def test_a_seed_below_zero(self, run, spoken_line, out):
        assert_refused(run("animate", spoken_line, "--seed", "-1", "-o", out), out, "The seed is -1")

    @pytest.mark.parametrize("options, words", [
        (["--lips=-1"], "lips"),
        (["--prompt", ""], "prompt is empty"),
        (["--prompt", " \n"], "prompt is empty"),
        (["--direct", "1-2: "], "prompt is empty"),
        (["--direct", "2-1: sad"], "before it starts"),
        (["--preset", "melancolly"], "melancolly"),
        (["--style", "/no/such.csv"], "/no/such.csv"),
        (["--image", " "], "image of a direction has no name"),
        (["--follow-voice", "1.5"], "follows the voice by 1.5"),
        (["--device", "gpu"], "'gpu' is unknown"),
        (["--models", "/no/such"], "/no/such"),
    ])
    def test_bad_options(self, run, spoken_line, out, options, words):
        assert_refused(run("animate", spoken_line, *options, "-o", out), out, words)

    @pytest.mark.parametrize("arguments", [
        ["animate"], ["animate", "a.wav"], ["animate", "a.wav", "-o", "b.csv", "--fps", "many"],
        ["animate", "a.wav", "-o", "b.csv", "--fps", "30/0"], ["animate", "a.wav", "-o", "b.csv", "--direct", "sad"],
        ["animate", "a.wav", "-o", "b.csv", "--prompt", "sad", "--preset", "joy"], ["dance"], ["express"], [],
        ["retarget", "a.csv", "-o", "b.csv", "--rig", "klingon"],
    ])
    def test_wrong_usage(self, run, arguments):
        status, told_out, told = run(*arguments)
        assert (status, told_out) == (2, "") and told.startswith("usage:")

    def test_cuda_where_there_is_none(self, run, spoken_line, out, monkeypatch):
        import torch

        monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
        assert_refused(run("animate", spoken_line, "--device", "cuda", "-o", out), out, "no CUDA device")

    def test_a_take_without_a_name_is_refused_before_the_work(self, run, out):
        assert_refused(run("animate", "missing.wav", "-o", out.with_name(".csv")), out, "names no take format")

    def test_a_direction_after_the_end_of_the_line_is_told(self, run, spoken_line, out):
        status, _, told = run("animate", spoken_line, "--direct", "7-9: sad", "-o", out)
        assert status == 0 and "starts at 7 s, after the end of the line at 1.50 s" in told

    def test_directions_that_cover_each_other_are_told(self, run, spoken_line, out):
        parts = ["--direct", "0-0.8: sad", "--direct", "0.5-1.2: angry"]
        status, _, told = run("animate", spoken_line, "--preset", "joy", *parts, "-o", out)
        assert status == 0 and "From 0.5 to 0.8 s 'angry' is shown in the place of 'sad', which holds there" in told
        assert "'joy'" not in told
        apart = ["--direct", "0-0.5: sad", "--direct", "0.5-: angry"]
        assert "in the place of" not in run("animate", spoken_line, *apart, "-o", out)[2]

    @pytest.mark.skipif(os.name != "posix", reason="Windows has no such names")
    @pytest.mark.parametrize("suffix", [".json", ".npz"])
    def test_a_name_that_is_no_text(self, run, spoken_line, tmp_path, out, suffix):
        odd = tmp_path / os.fsdecode(b"caf\xe9.wav")
        shutil.copy(spoken_line, odd)
        assert run("animate", odd, "-o", out.with_suffix(suffix))[0] == 0
        assert read_take(out.with_suffix(suffix)).made_by["job"]["speech"] == str(odd)

    def test_no_such_place_for_the_take(self, run, spoken_line, out):
        assert_refused(run("animate", spoken_line, "-o", out.parent / "no" / "take.csv"), out, "folder does not exist")
        assert_refused(run("animate", spoken_line, "-o", out.with_suffix(".mp4")), out, ".csv, .json, .npz")
        assert run("animate", spoken_line, "-o", out.parent)[0] == 1

    @pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="/proc is Linux's")
    def test_a_place_that_cannot_be_written(self, run, spoken_line, out):
        assert_refused(run("animate", spoken_line, "-o", "/proc/take.csv"), out, "/proc/take.csv")

    def test_a_full_disk(self, run, spoken_line, out, monkeypatch):
        def full(*_):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        out.write_text("older")
        monkeypatch.setattr(whole_file.os, "fsync", full)
        status, _, told = run("animate", spoken_line, "-o", out)
        assert status == 1 and "the disk is full: free some space" in told
        assert out.read_text() == "older" and len(list(out.parent.iterdir())) == 1

    def test_a_disk_that_is_really_full(self, run, spoken_line, tmp_path):
        disk = tmp_path / "disk"
        disk.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk]
        if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
            pytest.skip("mounting a small disk needs the rights of root")
        try:
            status, _, told = run("animate", spoken_line, "--fps", "240", "-o", disk / "take.csv")
            assert status == 1 and "the disk is full" in told
            assert list(disk.iterdir()) == []
        finally:
            subprocess.run(["umount", disk], check=True)

    @pytest.mark.parametrize("name", ["speech", "expression", "animation"])
    def test_a_model_with_one_byte_changed(self, run, spoken_line, out, tiny_bundle, tmp_path, name):
        damaged = shutil.copytree(tiny_bundle, tmp_path / "damaged")
        with (damaged / f"{name}.safetensors").open("r+b") as file:
            file.seek(-1, os.SEEK_END)
            last = file.read(1)
            file.seek(-1, os.SEEK_END)
            file.write(bytes([last[0] ^ 1]))
        result = run("animate", spoken_line, "--models", damaged, "-o", out)
        assert_refused(result, out, f"{name}.safetensors' is damaged")
        status, told_out, told = run("models", "verify", "--models", damaged)
        assert (status, told_out) == (1, "") and "is damaged" in told

    def test_the_memory_is_not_enough(self, run, spoken_line, out, monkeypatch):
        def greedy(*_):
            raise MemoryError

        monkeypatch.setattr("expclip.core.engine.animate", greedy)
        assert_refused(run("animate", spoken_line, "-o", out), out, "memory")

    def test_what_nobody_foresaw(self, run, spoken_line, out, monkeypatch):
        def broken(*_):
            raise RuntimeError("a tensor of the wrong shape")

        monkeypatch.setattr("expclip.core.engine.animate", broken)
        assert_refused(run("animate", spoken_line, "-o", out), out, "a tensor of the wrong shape")
        monkeypatch.setenv("EXPCLIP_DEBUG", "1")
        with pytest.raises(RuntimeError):
            run("animate", spoken_line, "-o", out)


class TestExpress:
    def test_one_prompt(self, run):
        status, told_out, _ = run("express", "--prompt", "sad")
        reading = json.loads(told_out)
        assert status == 0 and told_out.count("\n") == 1
        assert tuple(reading["weights"]) == arkit.NAMES
        assert set(reading) == {"prompt", "weights", "confidence", "read_as"}

    def test_many_prompts(self, run, out):
        prompts = out.parents[1] / "prompts.tsv"
        prompts.write_text("\ufeffa1\thappy\n\nb 2\tvery angry\nc\txqzt blorf\n", encoding="utf-8")
        status, told_out, told = run("express", "--prompts", prompts, "-o", out.with_suffix(".jsonl"))
        assert (status, told_out) == (0, "")
        readings = [json.loads(line) for line in out.with_suffix(".jsonl").read_text("utf-8").splitlines()]
        assert [(each["id"], each["prompt"]) for each in readings] == [
            ("a1", "happy"), ("b 2", "very angry"), ("c", "xqzt blorf"),
        ]
        assert readings[2]["confidence"] == 0 and not any(readings[2]["weights"].values())
        assert "'xqzt blorf' was not understood" in told

    def test_lines_end_where_the_file_says(self, run, out):
        prompts = out.parents[1] / "prompts.tsv"
        prompts.write_bytes("1\tsad\u2028angry\r\n2\thappy\x0cjoy".encode())
        assert run("express", "--prompts", prompts, "-o", out)[0] == 0
        readings = [json.loads(line) for line in out.read_text("utf-8").split("\n")[:-1]]
        assert [(each["id"], each["prompt"]) for each in readings] == [("1", "sad\u2028angry"), ("2", "happy\x0cjoy")]

    def test_a_picture(self, run, out, monkeypatch):
        from expclip.core.image import reading

        seen = reading.FaceReading(np.linspace(0, 1, arkit.COUNT, dtype=np.float32), 0.9, ("jawOpen 0.50",))
        asked = []
        monkeypatch.setattr(reading, "read_face", lambda *wanted: asked.append(wanted[:3]) or seen)
        monkeypatch.setattr(express, "look_at_face_picture", lambda path: None)
        assert run("express", "--image", "face.png", "--image-face", "2", "--image-neutral", "rest.png")[0] == 0
        assert asked == [(Path("face.png"), Path("rest.png"), 2)]
        status, told_out, _ = run("express", "--image", "face Zoë.png")
        told = json.loads(told_out)
        assert status == 0 and set(told) == {"image", "weights", "confidence", "read_as"}
        assert told["image"] == "face Zoë.png" and told["weights"]["tongueOut"] == 1.0

    def test_refusals(self, run, out):
        prompts = out.parents[1] / "prompts.tsv"
        prompts.write_text("no tab here\n")
        assert_refused(run("express", "--prompts", prompts, "-o", out), out, "Line 1")
        prompts.write_bytes(b"a\t\xff\xfe\n")
        assert_refused(run("express", "--prompts", prompts, "-o", out), out, "UTF-8")
        assert_refused(run("express", "--prompts", "missing.tsv", "-o", out), out, "missing.tsv")
        assert_refused(run("express", "--prompt", " ", "-o", out), out, "empty")
        assert_refused(run("express", "--prompt", "sad", "--image-face", "1", "-o", out), out, "without --image")


class TestBeforeAnythingLoads:
    """A wrong file is told in a second: the engine, whose libraries take ten, is not asked for."""

    @pytest.fixture(autouse=True)
    def without_engine(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "expclip.core.engine", None)
        monkeypatch.setitem(sys.modules, "expclip.core.image.reading", None)

    @pytest.mark.parametrize("option, name, told", [
        ("--image", "none.png", "none.png' cannot be read"), ("--image", "text.png", "is no picture that can be read"),
        ("--style", "none.csv", "none.csv' does not exist"), ("--phones", "none.json", "none.json"),
    ])
    def test_files_of_a_line(self, run, spoken_line, out, option, name, told):
        (out.parents[1] / "text.png").write_text("no picture")
        assert_refused(run("animate", spoken_line, option, out.parents[1] / name, "-o", out), out, told)

    def test_a_sound_is_no_performance(self, run, spoken_line, out):
        assert_refused(run("perform", spoken_line, "-o", out), out, "is no video that can be read")
        assert_refused(run("perform", out.parent, "-o", out), out, "has no pictures")

    def test_files_of_a_portrait(self, run, spoken_line, out):
        movie = out.with_suffix(".mp4")
        result = run("photo", "none.png", "--speech", spoken_line, "-o", movie)
        assert_refused(result, movie, "none.png' cannot be read")

    def test_a_folder_of_takes(self, run, out):
        assert_refused(run("find", "sad", "--takes", out.parent / "none"), out, "no folder of takes")

    def test_a_picture_that_is_expressed(self, run, out):
        assert_refused(run("express", "--image", "none.png", "-o", out), out, "none.png' cannot be read")


class TestRetarget:
    @pytest.fixture
    def take(self, tmp_path):
        weights = np.random.default_rng(0).uniform(0, 1, (30, arkit.COUNT))
        write_take(Take(weights, 60.0), tmp_path / "in.npz")
        return tmp_path / "in.npz"

    @pytest.mark.parametrize("suffix", [".csv", ".json", ".npz"])
    def test_another_format(self, run, take, out, suffix):
        status, _, told = run("retarget", take, "-o", out.with_suffix(suffix))
        assert status == 0 and "30 frames at 60 fps" in told
        np.testing.assert_allclose(read_take(out.with_suffix(suffix)).weights, read_take(take).weights, atol=1e-4)

    def test_timecode_that_counts_frames(self, run, take, out):
        assert run("retarget", take, "--timecode-fps", "30", "-o", out)[0] == 0
        again = out.with_name("again.npz")
        assert run("retarget", out, "--timecode-fps", "30", "-o", again)[0] == 0
        assert read_take(again).fps == pytest.approx(60)

    def test_refusals(self, run, tmp_path, out):
        (tmp_path / "text.csv").write_text("no take")
        for path in (tmp_path / "missing.csv", tmp_path / "text.csv", tmp_path):
            assert_refused(run("retarget", path, "-o", out), out)

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
    def test_a_pipe_is_refused_at_once(self, run, tmp_path, out):
        os.mkfifo(tmp_path / "pipe.csv")
        assert_refused(run("retarget", tmp_path / "pipe.csv", "-o", out), out, "is not a file")


class TestAround:
    def test_models(self, run, tiny_bundle):
        status, told, _ = run("models", "list")
        assert status == 0 and "tiny" in told and "speech.safetensors" in told
        assert run("models", "verify")[0] == 0

    def test_doctor_finds_everything_right(self, run):
        status, told, _ = run("doctor")
        assert status == 0 and "FAIL" not in told and "ok    engine: works" in told

    def test_doctor_without_models(self, run, tmp_path):
        status, told, _ = run("doctor", "--models", tmp_path)
        assert status == 1 and "FAIL  models: " in told

    def test_help_offers_what_works(self, run):
        from expclip.core.cli import COMMANDS

        status, told, _ = run("--help")
        offered = {line.split()[0] for line in told.splitlines() if line.startswith("    ") and line[4] != " "}
        assert status == 0 and offered == {command.__name__.rpartition(".")[2] for command in COMMANDS}


class TestProcess:
    """What only a process of its own shows."""

    def environment(self, bundle):
        return os.environ | {"EXPCLIP_MODELS": str(bundle), "OMP_NUM_THREADS": "1"}

    def test_a_cold_start(self, spoken_line, tiny_bundle, out):
        result = subprocess.run(
            [sys.executable, "-I", START, "animate", spoken_line, "--prompt", "sad", "-o", out],
            capture_output=True, text=True, env=self.environment(tiny_bundle), timeout=120,
        )
        assert (result.returncode, result.stdout) == (0, "")
        *progress, told = result.stderr.splitlines()
        assert told.startswith(str(out)) and all("%" in line for line in progress), "progress, where it takes long"
        assert read_take(out).frames == 45

    @pytest.mark.skipif(os.name != "posix", reason="SIGINT as Ctrl-C sends it is POSIX's")
    def test_ctrl_c_writes_nothing(self, tiny_bundle, tmp_path, out):
        write_wav(tmp_path / "long.wav", np.random.default_rng(0).normal(0, 0.1, 600 * 16000))
        child = subprocess.Popen(
            [sys.executable, "-I", START, "animate", tmp_path / "long.wav", "--json-progress", "-o", out],
            stderr=subprocess.PIPE, text=True, env=self.environment(tiny_bundle), preexec_fn=heed_signals,
        )
        for line in child.stderr:
            if json.loads(line)["message"] == "Animating":
                break
        child.send_signal(2)
        told = child.communicate(timeout=60)[1]
        assert child.returncode == 130
        assert "Interrupted" in told and "Traceback" not in told
        assert list(out.parent.iterdir()) == []

    def test_a_reader_that_has_seen_enough(self, tiny_bundle, tmp_path):
        prompts = tmp_path / "prompts.tsv"
        prompts.write_text("".join(f"{number}\tsad\n" for number in range(500)))
        child = subprocess.Popen(
            [sys.executable, "-I", START, "express", "--prompts", prompts],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.environment(tiny_bundle),
        )
        child.stdout.readline()
        child.stdout.close()
        assert "Traceback" not in child.stderr.read()
        child.stderr.close()
        assert child.wait(30) == 1

    @pytest.mark.skipif(os.name != "posix", reason="POSIX's signals")
    @pytest.mark.parametrize("number", [signal.SIGTERM, getattr(signal, "SIGHUP", None)])
    def test_a_polite_end_leaves_nothing(self, tiny_bundle, tmp_path, out, number):
        prompts = tmp_path / "prompts.tsv"
        prompts.write_text("".join(f"{id}\tsad {id}\n" for id in range(50_000)), encoding="utf-8")
        process = subprocess.Popen(
            [sys.executable, "-I", START, "express", "--prompts", prompts, "-o", out, "--models", tiny_bundle],
            stderr=subprocess.PIPE, text=True, preexec_fn=heed_signals,
        )
        while not list(out.parent.iterdir()) and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(number)
        told = process.communicate(timeout=30)[1]
        assert process.returncode == 128 + number and "Interrupted" in told and "Traceback" not in told
        assert list(out.parent.iterdir()) == []

    @pytest.mark.skipif(os.name != "posix", reason="a shell's redirections")
    @pytest.mark.parametrize("command, closed, status, words", [
        ("animate {speech} -o {out}", "2>&-", 0, ""),
        ("animate missing.wav -o {out}", "2>&-", 1, ""),
        ("animate {speech} -o {out}", "<&- >&-", 0, "45 frames"),
        ("express --prompt sad", ">&-", 0, ""),
        ("worker", "<&- >&-", 0, ""),
        ("worker", ">&- </dev/null", 0, ""),
        pytest.param("models list", ">/dev/full", 1, "the disk is full", marks=needs_dev_full),
        pytest.param("express --prompt sad", ">/dev/full", 1, "the disk is full", marks=needs_dev_full),
        pytest.param("animate {speech} -o {out}", "2>/dev/full", 0, "", marks=needs_dev_full),
    ])
    def test_closed_and_full_streams(self, spoken_line, tiny_bundle, out, command, closed, status, words):
        line = command.format(speech=shlex.quote(str(spoken_line)), out=shlex.quote(str(out)))
        ended = subprocess.run(
            ["sh", "-c", f'exec "$0" -I "$1" {line} {closed}', sys.executable, START], stdin=subprocess.DEVNULL,
            env=os.environ | {"EXPCLIP_MODELS": str(tiny_bundle)}, capture_output=True, text=True, timeout=60,
        )
        assert ended.returncode == status, ended.stderr
        assert words in ended.stderr and "Traceback" not in ended.stderr
        assert out.exists() == (status == 0 and "{out}" in command)

    def test_the_worker_with_real_models(self, spoken_line, tiny_bundle, tmp_path):
        from expclip.core.client import WorkerClient
        from expclip.core.direction import Direction, DirectionTrack
        from expclip.core.errors import ModelError, SpeechError
        from expclip.core.job import AnimateJob

        damaged = shutil.copytree(tiny_bundle, tmp_path / "damaged")
        client = WorkerClient([sys.executable, "-I", START, "worker", "--models", damaged], tmp_path / "log")
        try:
            assert client.wait(client.request("hello"))["model"] == "tiny"
            job = AnimateJob(str(spoken_line), DirectionTrack((Direction("text", "xqzt blorf"),)))
            values = client.wait(client.request("animate", **job.to_json()))
            assert read_take(values["take"]).frames == values["frames"] == 45
            assert any("xqzt blorf" in note for note in values["notes"])
            with pytest.raises(SpeechError):
                client.wait(client.request("animate", **AnimateJob("missing.wav").to_json()))
            readings = client.wait(client.request("express", prompts=["sad"]))["readings"]
            assert len(readings[0]["weights"]) == 52
            client.close()
            (damaged / "animation.safetensors").write_bytes(b"")
            with pytest.raises(ModelError, match="damaged"):
                client.wait(client.request("animate", **job.to_json()))
        finally:
            client.close()

    def test_the_process_killed_at_any_moment_leaves_the_take_as_it_was(self, spoken_line, tiny_bundle, out):
        out.write_text("older")
        for seconds in (0.3, 1.5, 3.0):
            child = subprocess.Popen(
                [sys.executable, "-I", START, "animate", spoken_line, "-o", out],
                stderr=subprocess.DEVNULL, env=self.environment(tiny_bundle),
            )
            time.sleep(seconds)
            child.kill()
            finished = child.wait() == 0 or out.read_text() != "older"
            assert not finished or read_take(out).frames > 40, "whole, even if the process died right after"
            if finished:
                break


class TestTrain:
    @pytest.mark.parametrize("part, words", [
        (["corpus", "--hours", "0"], "hours"),
        (["corpus", "--hours", "nan"], "hours"),
        (["speech", "--minutes", "-1", "--corpus", "nowhere"], "minutes"),
        (["speech", "--corpus", "nowhere"], "train corpus"),
        (["animation", "--minutes", "0", "--corpus", "nowhere"], "minutes"),
        (["animation", "--corpus", "nowhere"], "no folder of models"),
        (["expression", "--minutes", "0"], "minutes"),
        (["expression", "--goemotions", "nowhere"], "GoEmotions"),
    ])
    def test_refusals(self, run, tmp_path, part, words):
        status, told_out, told = run("train", *part, "--out", tmp_path / "out")
        assert (status, told_out) == (1, "") and words in told

    def test_the_text_side_of_a_space_that_is_there(self, run, tiny_bundle, tmp_path):
        shutil.copytree(tiny_bundle, tmp_path / "mine")
        status, _, told = run("train", "expression", "--minutes", "0.001", "--out", tmp_path / "mine")
        assert status == 0, told
        assert run("models", "verify", "--models", tmp_path / "mine")[0] == 0
        assert run("express", "--prompt", "sad", "--models", tmp_path / "mine")[0] == 0
