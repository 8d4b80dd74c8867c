import os
import signal
import sys
import time
import wave
from pathlib import Path

import numpy as np
import pytest

from expclip.core import client as client_module
from expclip.core.client import WorkerClient
from expclip.core.direction import Direction, DirectionTrack
from expclip.core.errors import Cancelled, EngineError, ModelError, ProtocolError, SpeechError
from expclip.core.formats import read_take
from expclip.core.job import AnimateJob
from expclip.core.protocol import Failure, Progress, Result
from expclip.core.settings import AnimateSettings

FAKE = Path(__file__).parents[1] / "fake_worker.py"


@pytest.fixture
def speech(tmp_path):
    path = tmp_path / "line of Zoë 語.wav"
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 2, 16000, 0, "NONE", ""))
        sound.writeframes(bytes(2 * 16000))
    return path


@pytest.fixture
def connect(tmp_path):
    """connect(behaviour, job_seconds) -> a client; all are closed in the end."""
    clients = []

    def make(behaviour="well", job_seconds=0.1, **options):
        command = [sys.executable, FAKE, "--behaviour", behaviour, "--seconds", job_seconds, "worker"]
        clients.append(WorkerClient(command, tmp_path / "worker.log", **options))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


def poll_until(client, wanted, seconds=30.0):
    """Replies up to and with the first of the wanted kind; fails loudly when it does not come."""
    replies, deadline = [], time.monotonic() + seconds
    while time.monotonic() < deadline:
        for reply in client.poll():
            replies.append(reply)
            if isinstance(reply, wanted):
                return replies
        time.sleep(0.005)
    raise AssertionError(f"no {wanted} in {replies}")


def animate(client, speech, **settings):
    track = DirectionTrack((Direction("text", "sad"),))
    return client.request("animate", **AnimateJob(str(speech), track, AnimateSettings(**settings)).to_json())


def test_a_job_gives_progress_and_a_take(connect, speech):
    client, seen = connect(), []
    values = client.wait(animate(client, speech, fps=25.0), lambda done, message: seen.append(done))
    take = read_take(values["take"])
    assert (take.frames, take.fps) == (25, 25.0)
    assert take.channel("browInnerUp").max() == pytest.approx(0.6)
    assert seen == sorted(seen) and seen
    assert client.engine is not None and client.engine["device"] == "cpu"


def test_several_jobs_keep_apart(connect, speech):
    client = connect()
    first, second = animate(client, speech), animate(client, speech, lips=0.0)
    later, earlier = client.wait(second), client.wait(first)
    assert later["take"] != earlier["take"]
    assert read_take(later["take"]).channel("jawOpen").max() == 0.0
    assert read_take(earlier["take"]).channel("jawOpen").max() > 0.2


def test_polling_does_not_block(connect, speech):
    client = connect(job_seconds=0.5)
    id = animate(client, speech)
    assert client.busy
    replies = poll_until(client, Result)
    assert all(reply.id == id for reply in replies)
    assert any(isinstance(reply, Progress) for reply in replies)
    assert not client.busy


def test_the_engines_error_arrives_as_it_is(connect, tmp_path):
    client = connect()
    with pytest.raises(SpeechError, match=r"missing\.wav' does not exist: check its name"):
        client.wait(animate(client, tmp_path / "missing.wav"))


def test_cancel_ends_the_job_and_keeps_the_worker(connect, speech):
    client = connect(job_seconds=30)
    id = animate(client, speech)
    poll_until(client, Progress)
    client.cancel(id)
    with pytest.raises(Cancelled):
        client.wait(id)
    assert client.running


def test_a_job_that_does_not_hear_the_cancel_is_ended(connect, speech, monkeypatch):
    monkeypatch.setattr(client_module, "CANCEL_SECONDS", 0.3)
    client = connect("hangs")
    id = animate(client, speech)
    poll_until(client, Progress)
    client.cancel(id)
    with pytest.raises(Cancelled):
        client.wait(id)
    assert not client.running


def test_a_worker_that_dies_is_told_once_with_its_last_words(connect, speech):
    client = connect("dies")
    id = animate(client, speech)
    failure = poll_until(client, Failure)[-1]
    assert failure.id == id
    assert isinstance(failure.error, EngineError)
    assert "exit status 3, Segmentation fault (pretended)" in str(failure.error)
    assert client.poll() == [] and not client.busy


def test_a_killed_worker_is_told_and_started_again(connect, speech):
    client = connect(job_seconds=30)
    id = animate(client, speech)
    poll_until(client, Progress)
    client._child.process.kill()
    with pytest.raises(EngineError, match="ended unexpectedly"):
        client.wait(id)
    client.command[client.command.index("30")] = "0"
    assert client.wait(animate(client, speech))["frames"] == 30


def test_a_worker_that_dies_between_jobs_is_started_again_silently(connect, speech):
    client = connect()
    client.wait(animate(client, speech))
    client._child.process.kill()
    client._child.process.wait()
    assert client.wait(animate(client, speech))["frames"] == 30


def test_a_program_that_is_not_there(tmp_path):
    client = WorkerClient([tmp_path / "no-python"], tmp_path / "log")
    with pytest.raises(EngineError, match="does not start"):
        client.request("hello")
    client.close()


def test_a_program_that_speaks_something_else(connect):
    client = connect("babbles")
    with pytest.raises(EngineError, match="cannot be read"):
        client.wait(client.request("hello"))
    assert not client.running


def test_a_program_that_does_not_answer(tmp_path):
    client = WorkerClient([sys.executable, "-c", "import time; time.sleep(99)"], tmp_path / "log", hello_seconds=0.3)
    with pytest.raises(EngineError, match=r"did not answer within 0\.3 seconds"):
        client.wait(client.request("hello"))
    assert not client.running


def test_another_version_of_the_protocol(connect, speech):
    client = connect("old")
    with pytest.raises(ProtocolError, match="version 1 of the protocol and this engine version 0"):
        client.wait(animate(client, speech))


def test_what_libraries_print_goes_to_the_log(connect, speech):
    client = connect("prints")
    client.wait(animate(client, speech))
    client.close()
    log = client.log_path.read_text()
    assert "a library that talks" in log and "native code that talks" in log


def test_hello_tells_what_is_wrong_with_the_engine(connect, speech):
    client = connect("unready")
    assert client.wait(client.request("hello"))["problem"]["code"] == "model"
    with pytest.raises(ModelError, match="damaged"):
        client.wait(animate(client, speech))


def test_close_ends_the_worker_politely_and_removes_its_folder(connect, speech):
    client = connect()
    client.wait(animate(client, speech))
    child, folder = client._child.process, client.folder
    client.close()
    assert child.returncode == 0
    assert not folder.exists()


def test_close_in_the_middle_of_a_job(connect, speech):
    client = connect(job_seconds=30)
    id = animate(client, speech)
    poll_until(client, Progress)
    child = client._child.process
    client.close()
    assert child.returncode == 0
    assert [(reply.id, reply.error.code) for reply in client.poll()] == [(id, "cancelled")]


@pytest.mark.skipif(os.name != "posix", reason="signals that can be ignored are POSIX's")
def test_close_kills_a_worker_that_ignores_everything(connect, speech, monkeypatch):
    monkeypatch.setattr(client_module, "POLITE_SECONDS", 0.2)
    monkeypatch.setattr(client_module, "TERMINATE_SECONDS", 0.2)
    client = connect("deaf")
    animate(client, speech)
    poll_until(client, Progress)
    child = client._child.process
    client.close()
    assert child.returncode == -signal.SIGKILL


def test_the_worker_ends_when_its_client_vanishes(connect, speech):
    client = connect(job_seconds=30)
    animate(client, speech)
    poll_until(client, Progress)
    child = client._child
    child._requests.put(None)  # closes the worker's stdin, as the end of Blender's process does
    assert child.process.wait(10) == 0


def test_takes_are_numbers(connect, speech):
    client = connect()
    take = read_take(client.wait(animate(client, speech))["take"])
    assert np.isfinite(take.weights).all() and take.weights.max() <= 1.0
