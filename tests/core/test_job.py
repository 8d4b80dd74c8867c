import json

import pytest

from expclip.core.direction import Direction, DirectionTrack
from expclip.core.errors import ProtocolError, SettingsError
from expclip.core.job import AnimateJob, PhonesJob
from expclip.core.script import Script
from expclip.core.settings import AnimateSettings


@pytest.mark.parametrize("kind", ["image", "take"])
def test_directions_that_are_files_travel_by_their_path(kind):
    job = AnimateJob("line.wav", DirectionTrack((Direction(kind, "/a b/Zoë.csv", 1.0),)))
    assert AnimateJob.from_json(json.loads(json.dumps(job.to_json()))) == job


def test_the_face_of_a_picture_and_a_neutral_one_travel_too():
    job = AnimateJob("line.wav", DirectionTrack((Direction("image", "a.png", face=1, neutral="rest.png"),)))
    assert AnimateJob.from_json(json.loads(json.dumps(job.to_json()))) == job


@pytest.mark.parametrize("wrong", [{"face": "1"}, {"face": True}, {"neutral": 3}, {"hat": 1}])
def test_a_picture_that_is_misformed(wrong):
    with pytest.raises(ProtocolError):
        AnimateJob.from_json({"speech": "a.wav", "directions": [{"kind": "image", "value": "a.png"} | wrong]})


@pytest.mark.parametrize("script", [
    Script(), Script(transcript="Zoë says 語", language="de"), Script(phones="/a b/phones.json", language="en-gb"),
])
def test_a_job_comes_back_from_json(script):
    track = DirectionTrack((Direction("text", "sad", 0.5, 2.0, 1.5), Direction("preset", "joy", 2.0)), 0.2)
    job = AnimateJob("line.wav", track, AnimateSettings(lips=0.5, follow_voice=0.7, seed=3), 1.0, 4.0, script)
    assert AnimateJob.from_json(json.loads(json.dumps(job.to_json()))) == job


def test_a_phones_job_comes_back_from_json():
    job = PhonesJob("line.wav", 1.0, None, Script(transcript="hello", language="en"))
    assert PhonesJob.from_json(json.loads(json.dumps(job.to_json()))) == job


@pytest.mark.parametrize("kind", [AnimateJob, PhonesJob])
@pytest.mark.parametrize("params, error", [
    ({"transcript": ["hello"]}, ProtocolError), ({"language": 7}, ProtocolError), ({"words": "hello"}, ProtocolError),
    ({"transcript": " "}, SettingsError), ({"language": "e"}, SettingsError), ({"end": "late"}, ProtocolError),
])
def test_params_that_cannot_be(kind, params, error):
    with pytest.raises(error):
        kind.from_json({"speech": "line.wav"} | params)
