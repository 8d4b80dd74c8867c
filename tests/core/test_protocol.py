import json

import pytest

from expclip.core import errors, protocol
from expclip.core.direction import Direction, DirectionTrack
from expclip.core.errors import Cancelled, PromptError, ProtocolError, SettingsError
from expclip.core.job import AnimateJob
from expclip.core.protocol import BadLine, Failure, Progress, Request, Result
from expclip.core.settings import AnimateSettings


def test_a_request_survives_the_wire():
    request = Request("7", "express", {"prompts": ["wütend\nüber 「それ」 😀", "\udcff"]})
    line = protocol.write_request(request)
    assert line.count(b"\n") == 1 and line.endswith(b"\n")
    assert protocol.read_request(line) == request


@pytest.mark.parametrize("reply", [Progress(1, 0.25, "Animating"), Result("a", {"frames": 3})])
def test_a_reply_survives_the_wire(reply):
    assert protocol.read_reply(protocol.write_reply(reply)) == reply


@pytest.mark.parametrize("kind", [
    kind for kind in vars(errors).values() if isinstance(kind, type) and kind is not Cancelled
])
def test_an_error_survives_the_wire(kind):
    failure = protocol.read_reply(protocol.write_reply(Failure(None, kind("The cause", "the remedy"))))
    assert type(failure.error) is kind
    assert str(failure.error) == "The cause: the remedy."


def test_an_error_of_a_newer_worker_keeps_its_code():
    line = b'{"id": 1, "kind": "error", "code": "weather", "sentence": "It rains", "remedy": "wait"}'
    assert protocol.read_reply(line).error.code == "weather"


@pytest.mark.parametrize("line, id", [
    (b"", None),
    (b"not json", None),
    (b"[1]", None),
    (b'{"kind": "hello"}', None),
    (b'{"id": true, "kind": "hello"}', None),
    (b'{"id": 3}', 3),
    (b'{"id": 3, "kind": "hello", "params": []}', 3),
    (b'{"id": 3, "kind": "hello", "params": {"x": NaN}}', None),
    (b"\xff\xfe", None),
    (b"[" * 100_000, None),
    (b'{"id": 3, "kind": "' + b"x" * protocol.LINE_LIMIT + b'"}', None),
])
def test_what_is_no_request_is_told(line, id):
    with pytest.raises(BadLine) as caught:
        protocol.read_request(line)
    assert caught.value.id == id


@pytest.mark.parametrize("line", [
    b"Python 2.7",
    b'{"id": null, "kind": "result", "values": {}}',
    b'{"id": 1, "kind": "result"}',
    b'{"id": 1, "kind": "progress", "done": "much", "message": ""}',
    b'{"id": 1, "kind": "weather"}',
])
def test_what_is_no_reply_is_told(line):
    with pytest.raises(BadLine):
        protocol.read_reply(line)


def test_a_job_survives_the_wire():
    track = DirectionTrack((Direction("text", "sad", 0.0, 2.5), Direction("preset", "joy", 2.0, None, 0.5)), 0.3)
    job = AnimateJob("line.wav", track, AnimateSettings(intensity=1.5, fps=30000 / 1001, seed=4), 1.0, 3.0)
    assert AnimateJob.from_json(json.loads(json.dumps(job.to_json()))) == job


def test_a_job_has_the_settings_defaults():
    assert AnimateJob.from_json({"speech": "a.wav"}) == AnimateJob("a.wav")


@pytest.mark.parametrize("data, error", [
    ({}, ProtocolError),
    ({"speech": 3}, ProtocolError),
    ({"speech": "a", "mood": "sad"}, ProtocolError),
    ({"speech": "a", "directions": {}}, ProtocolError),
    ({"speech": "a", "directions": ["sad"]}, ProtocolError),
    ({"speech": "a", "directions": [{"kind": "text"}]}, ProtocolError),
    ({"speech": "a", "directions": [{"kind": "text", "value": " "}]}, PromptError),
    ({"speech": "a", "directions": [{"kind": "smell", "value": "roses"}]}, PromptError),
    ({"speech": "a", "directions": [{"kind": "text", "value": "sad", "end": -1.0}]}, SettingsError),
    ({"speech": "a", "start": "1"}, ProtocolError),
    ({"speech": "a", "start": 10**400}, ProtocolError),
    ({"speech": "a", "start": True}, ProtocolError),
    ({"speech": "a", "fade": 0}, ProtocolError),
    ({"speech": "a", "settings": {"fps": 0}}, SettingsError),
    ({"speech": "a", "settings": {"fps": "30"}}, SettingsError),
    ({"speech": "a", "settings": {"colour": 1}}, SettingsError),
])
def test_a_misformed_job_is_told(data, error):
    with pytest.raises(error):
        AnimateJob.from_json(data)
