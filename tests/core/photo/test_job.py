import json

import pytest

from expclip.core.direction import Direction, DirectionTrack
from expclip.core.errors import ProtocolError, SettingsError
from expclip.core.job import AnimateJob
from expclip.core.photo.job import PortraitJob, Rendering
from expclip.core.photo.portrait import Frame

LINE = AnimateJob("line.wav", DirectionTrack((Direction("text", "sad"),)), start=1.5, end=3.0)


@pytest.mark.parametrize("job", [
    PortraitJob("Zoë 語.png", take="/a b/take.csv"),
    PortraitJob(
        "face.jpg", line=LINE, audio="clean.wav", face=2, frame=Frame(True, 720), rendering=Rendering(device="cpu"),
        unmarked="a film that says so in its titles",
    ),
])  # fmt: skip
def test_a_job_comes_back_from_json(job):
    assert PortraitJob.from_json(json.loads(json.dumps(job.to_json()))) == job


def test_the_sound_of_a_part_of_a_line_begins_there():
    assert PortraitJob("face.jpg", line=LINE).sound == ("line.wav", 1.5)
    assert PortraitJob("face.jpg", line=LINE, audio="clean.wav").sound == ("clean.wav", 0.0)
    assert PortraitJob("face.jpg", take="take.csv").sound is None


@pytest.mark.parametrize("params, error", [
    ({}, SettingsError), ({"take": "a.csv", "line": LINE.to_json()}, SettingsError), ({"portrait": 3}, ProtocolError),
    ({"take": "a.csv", "hat": 1}, ProtocolError), ({"take": "a.csv", "face": True}, ProtocolError),
    ({"take": "a.csv", "frame": {"closeup": 1}}, ProtocolError), ({"take": "a.csv", "unmarked": " "}, SettingsError),
    ({"take": "a.csv", "frame": {"size": 9}}, SettingsError), ({"line": {"speech": 1}}, ProtocolError),
    ({"take": "a.csv", "frame": None}, ProtocolError), ({"take": "a.csv", "rendering": {"hat": "1"}}, ProtocolError),
    ({"take": "a.csv", "rendering": {"renderer": "oil"}}, SettingsError),
])  # fmt: skip
def test_params_that_cannot_be(params, error):
    with pytest.raises(error):
        PortraitJob.from_json({"portrait": "face.jpg"} | params)
