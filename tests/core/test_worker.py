"""The worker's side of the protocol, line by line, without a client's help."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

FAKE = Path(__file__).parents[1] / "fake_worker.py"


class Conversation:
    def __init__(self, *options: str):
        self.process = subprocess.Popen(
            [sys.executable, FAKE, "--seconds", "0.05", *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def say(self, line: bytes | dict) -> None:
        line = line if isinstance(line, bytes) else json.dumps(line).encode()
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def hear(self) -> dict:
        """The next reply that is not progress."""
        while True:
            reply = json.loads(self.process.stdout.readline())
            if reply["kind"] != "progress":
                return reply

    def ask(self, id, kind, **params) -> dict:
        self.say({"id": id, "kind": kind, "params": params})
        return self.hear()


@pytest.fixture
def worker():
    conversation = Conversation()
    yield conversation
    conversation.process.kill()
    conversation.process.communicate()


def test_lines_that_are_no_requests_are_answered_and_survived(worker, tmp_path):
    for line in (b"rubbish", b"[]", b"\xff", b'{"id": 5}', b"[" * 9000):
        worker.say(line)
        assert worker.hear()["code"] == "protocol"
    assert worker.ask(1, "hello", protocol=1, folder=str(tmp_path))["values"]["protocol"] == 1


def test_a_line_without_end_is_answered(worker):
    worker.say(b"x" * (9 * 1024 * 1024))
    assert worker.hear()["code"] == "protocol"


def test_a_line_that_is_too_long_is_one_failure_and_no_request(worker):
    limit = 8 * 1024 * 1024
    worker.say(b" " * (limit + 1) + b'{"id": "hidden", "kind": "cancel"}')
    worker.say({"id": "next", "kind": "cancel"})
    assert [worker.hear()["id"], worker.hear()["id"]] == [None, "next"]


@pytest.mark.parametrize("params", [{}, {"protocol": 2}, {"protocol": "1"}, {"protocol": 1, "folder": "/no/such"},
                                    {"protocol": 1, "folder": ""}])
def test_a_hello_that_cannot_be_is_refused(worker, params):
    assert worker.ask(1, "hello", **params)["code"] == "protocol"


def test_other_requests_are_refused(worker):
    assert worker.ask(1, "dance")["code"] == "protocol"


def test_no_take_without_a_folder(worker):
    assert worker.ask(1, "animate", speech=str(FAKE), out="a.npz")["code"] == "protocol"


@pytest.mark.parametrize("out, code", [
    ("../a.npz", "output"), ("/tmp/a.npz", "output"), ("sub/a.npz", "output"), ("a.csv", "output"), ("..", "output"),
    ("", "protocol"), (None, "protocol"), ("a\0.npz", "protocol"),
])
def test_no_take_outside_the_folder(worker, tmp_path, out, code):
    inside = tmp_path / "inside"
    inside.mkdir()
    worker.ask(1, "hello", protocol=1, folder=str(inside))
    assert worker.ask(2, "animate", speech=str(FAKE), out=out)["code"] == code
    assert [path for path in tmp_path.rglob("*") if path != inside] == []


def test_names_that_cannot_be_written(worker, tmp_path):
    (tmp_path / "loop.npz").symlink_to(tmp_path / "loop.npz")
    worker.ask(1, "hello", protocol=1, folder=str(tmp_path))
    for out in ("loop.npz", "\ud800.npz"):
        assert worker.ask(2, "animate", speech="line.wav", out=out)["code"] == "output"


@pytest.mark.parametrize("settings", [{"fps": 10**400}, {"seed": -1}, {"seed": True}, {"lips": "much"}, {"hat": 1}])
def test_settings_that_cannot_be(worker, tmp_path, settings):
    worker.ask(1, "hello", protocol=1, folder=str(tmp_path))
    failure = worker.ask(2, "animate", speech="line.wav", out="take.npz", settings=settings)
    assert failure["code"] == "settings" and len(failure["sentence"]) < 80


def test_a_link_does_not_lead_outside(worker, tmp_path):
    inside, outside = tmp_path / "inside", tmp_path / "outside.npz"
    inside.mkdir()
    outside.write_text("mine")
    (inside / "a.npz").symlink_to(outside)
    worker.ask(1, "hello", protocol=1, folder=str(inside))
    assert worker.ask(2, "animate", speech=str(FAKE), out="a.npz")["code"] == "output"
    assert outside.read_text() == "mine"


def test_cancel_of_a_waiting_job(worker, tmp_path):
    worker.ask(1, "hello", protocol=1, folder=str(tmp_path))
    for id in ("first", "second"):
        worker.say({"id": id, "kind": "animate", "params": {"speech": str(FAKE), "out": f"{id}.npz"}})
    worker.say({"id": "stop", "kind": "cancel", "params": {"job": "second"}})
    replies = {reply["id"]: reply for reply in (worker.hear() for _ in range(3))}
    assert replies["stop"]["values"] == {"cancelled": True}
    assert replies["second"]["code"] == "cancelled"
    assert replies["first"]["kind"] == "result"
    assert not (tmp_path / "second.npz").exists()


def test_cancel_of_nothing(worker):
    assert worker.ask(1, "cancel", job=99)["values"] == {"cancelled": False}
    assert worker.ask(2, "cancel", job=[])["values"] == {"cancelled": False}


def test_phones(worker, tmp_path):
    worker.ask(1, "hello", protocol=1, folder=str(tmp_path))
    values = worker.ask(2, "phones", speech=str(FAKE), out="a.json", transcript="hello there")["values"]
    listed = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert values["phones"] == str(tmp_path / "a.json") and values["count"] == len(listed) > 0
    assert set(listed[0]) == {"phone", "start", "end"}


@pytest.mark.parametrize("params, code", [
    ({"out": "a.npz"}, "output"), ({"out": "../a.json"}, "output"), ({"out": "a.json", "phones": "b.json"}, "protocol"),
    ({"out": "a.json", "transcript": 3}, "protocol"), ({"out": "a.json", "transcript": "..."}, "settings"),
    ({"out": "a.json", "language": "no code"}, "settings"), ({"out": "a.json", "language": None}, "protocol"),
])
def test_phones_that_cannot_be(worker, tmp_path, params, code):
    worker.ask(1, "hello", protocol=1, folder=str(tmp_path))
    assert worker.ask(2, "phones", speech=str(FAKE), **params)["code"] == code
    assert not list(tmp_path.iterdir())


def test_a_script_is_a_transcript_or_a_phone_list(worker, tmp_path):
    worker.ask(1, "hello", protocol=1, folder=str(tmp_path))
    both = worker.ask(2, "animate", speech=str(FAKE), out="a.npz", transcript="hello", phones="a.json")
    assert both["code"] == "settings"


def test_express(worker):
    reading = worker.ask(1, "express", prompts=["sad"])["values"]["readings"][0]
    assert len(reading["weights"]) == 52
    assert worker.ask(2, "express", prompts="sad")["code"] == "protocol"


@pytest.fixture
def portrait(tmp_path):
    path = tmp_path / "face.png"
    path.write_bytes(b"stands for a picture")
    return str(path)


@pytest.fixture
def folder(worker, tmp_path):
    """The folder that the client named."""
    inside = tmp_path / "results"
    inside.mkdir()
    worker.ask(1, "hello", protocol=1, folder=str(inside))
    return inside


def test_a_portrait_becomes_a_movie(worker, folder, portrait):
    line = {"speech": str(FAKE), "settings": {"fps": 25}, "end": 2.0}
    values = worker.ask(2, "photo", portrait=portrait, line=line, out="a.mp4")["values"]
    assert values["movie"] == str(folder / "a.mp4") and (values["width"], values["height"]) == (64, 64)
    assert (values["frames"], values["fps"], values["seconds"], values["notes"]) == (50, 25.0, 2.0, [])
    assert (folder / "a.mp4").read_bytes().count(b"FRAME") == 50


@pytest.mark.parametrize("params, code", [
    ({"out": "a.mov"}, "output"), ({"out": "../a.mp4"}, "output"), ({"out": "a/%04d.png"}, "output"),
    ({"take": "gone.csv"}, "settings"), ({"line": None}, "settings"), ({"hat": 1}, "protocol"),
    ({"portrait": "gone.png"}, "picture"), ({"unmarked": ""}, "settings"), ({"portrait": None}, "protocol"),
    ({"line": None, "take": "gone.csv"}, "take"),
])
def test_portraits_that_cannot_be(worker, folder, portrait, params, code):
    wanted = {"portrait": portrait, "line": {"speech": str(FAKE)}, "out": "a.mp4"} | params
    assert worker.ask(2, "photo", **wanted)["code"] == code
    assert not list(folder.iterdir())


def test_a_portrait_stops_at_any_frame_and_leaves_nothing(tmp_path, portrait):
    slow = Conversation("--seconds", "60")
    (results := tmp_path / "results").mkdir()
    slow.ask(1, "hello", protocol=1, folder=str(results))
    wanted = {"portrait": portrait, "line": {"speech": str(FAKE)}, "out": "a.mp4"}
    slow.say({"id": 2, "kind": "photo", "params": wanted})
    while not json.loads(slow.process.stdout.readline()).get("message", "").startswith("Frame"):
        pass
    assert list(results.iterdir())  # half a movie, under another name
    slow.say({"id": 3, "kind": "cancel", "params": {"job": 2}})
    replies = {reply["id"]: reply for reply in (slow.hear(), slow.hear())}
    slow.process.kill()
    slow.process.communicate()
    assert replies[3]["values"] == {"cancelled": True} and replies[2]["code"] == "cancelled"
    assert not list(results.iterdir())


def test_shutdown_ends_it(worker):
    assert worker.ask("bye", "shutdown")["kind"] == "result"
    assert worker.process.wait(10) == 0
