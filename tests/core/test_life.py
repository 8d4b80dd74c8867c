import numpy as np
import pytest

from expclip.core.animation.cues import Cues
from expclip.core.animation.life import enliven
from expclip.core.settings import AnimateSettings, LifeStrengths
from expclip.core.speech.phones import Phone
from expclip.core.take import Take
from expclip.core.voice import RATE, Voice
from expclip.rigs import arkit

FPS = 30
FRAMES = 60 * FPS


def _talk(seconds=60):
    """Phrases of 2 s with a pitch peak each, and half a second of silence between them."""
    times = np.arange(seconds * RATE) / RATE
    speaking = times % 2.5 < 2.0
    loudness = np.where(speaking, -22.0, -70.0)
    pitch = np.where(speaking, 120 + 60 * np.exp(-np.square((times % 2.5 - 0.7) / 0.1)), 0.0)
    phones = [Phone("aa", start, start + 2.0) for start in np.arange(0.0, seconds, 2.5)]
    return Cues(Voice(loudness.astype(np.float32), pitch.astype(np.float32)), phones)


def _living(weights, life=1.0, seed=7):
    weights = weights.copy()
    head = enliven(weights, FPS, _talk(), AnimateSettings(life=life, seed=seed))
    return Take(weights, FPS, head)


def _channel(face, name):
    return face.weights[:, arkit.INDEX[name]]


def _blinks(lid):
    return int(((lid[1:] > 0.8) & (lid[:-1] <= 0.8)).sum())


@pytest.fixture(scope="module")
def living():
    return _living(np.zeros((FRAMES, arkit.COUNT), np.float32))


def test_blinks_as_often_as_people_in_conversation(living):
    left, right = _channel(living, "eyeBlinkLeft"), _channel(living, "eyeBlinkRight")
    assert np.array_equal(left, right)
    assert 10 <= _blinks(left) <= 28
    assert left.max() > 0.95
    assert (left > 0.5).mean() < 0.1


def test_the_same_seed_gives_the_same_face_and_another_one_another(living):
    again = _living(np.zeros((FRAMES, arkit.COUNT), np.float32))
    other = _living(np.zeros((FRAMES, arkit.COUNT), np.float32), seed=8)
    assert np.array_equal(living.weights, again.weights) and np.array_equal(living.head, again.head)
    assert not np.array_equal(living.weights, other.weights)


def test_without_strength_nothing_moves():
    weights = np.random.default_rng(0).random((FRAMES, arkit.COUNT)).astype(np.float32)
    face = _living(weights, life=0.0)
    assert np.array_equal(face.weights, weights)
    assert not face.head.any()


def test_shut_eyes_stay_shut_and_a_directed_gaze_stays():
    weights = np.zeros((FRAMES, arkit.COUNT), np.float32)
    for name in ("eyeBlinkLeft", "eyeBlinkRight", "eyeLookDownLeft", "eyeLookDownRight"):
        weights[:, arkit.INDEX[name]] = 1.0
    face = _living(weights)
    assert _channel(face, "eyeBlinkLeft").min() == 1.0
    for name in arkit.NAMES:
        if name.startswith("eyeLook"):
            assert np.array_equal(_channel(face, name), weights[:, arkit.INDEX[name]])


def test_both_eyes_look_the_same_way(living):
    assert np.array_equal(_channel(living, "eyeLookOutLeft"), _channel(living, "eyeLookInRight"))
    assert not (_channel(living, "eyeLookOutLeft") * _channel(living, "eyeLookInLeft")).any()
    assert 0.05 < max(_channel(living, "eyeLookOutLeft").max(), _channel(living, "eyeLookInLeft").max()) < 0.3


def test_brows_rise_on_the_pitch_peaks_and_not_on_a_frown(living):
    brow = _channel(living, "browOuterUpLeft")
    phase = (np.arange(FRAMES) / FPS) % 2.5
    assert brow[np.abs(phase - 0.7) < 0.06].mean() > 4 * brow[np.abs(phase - 1.7) < 0.3].mean() + 0.05
    frown = np.zeros((FRAMES, arkit.COUNT), np.float32)
    frown[:, [arkit.INDEX["browDownLeft"], arkit.INDEX["browDownRight"]]] = 1.0
    assert not _channel(_living(frown), "browOuterUpLeft").any()


def test_the_lips_are_left_alone_and_the_head_moves_a_little(living):
    mouth = [arkit.INDEX[name] for region in ("mouth", "jaw", "tongue") for name in arkit.REGIONS[region]]
    mouth.remove(arkit.INDEX["jawOpen"])
    assert not living.weights[:, mouth].any()
    assert _channel(living, "jawOpen").max() < 0.02, "lips are closed below 8 %"
    assert 0.01 < np.abs(living.head).max() < 0.2
    assert np.abs(np.diff(living.head, axis=0)).max() * FPS < 0.6


def test_breathes_in_before_a_phrase_and_not_within_it(living):
    nose = _channel(living, "noseSneerLeft")
    phase = (np.arange(FRAMES) / FPS) % 2.5
    for before in range(2, 24):
        pause = slice(int((before * 2.5 - 0.3) * FPS), int(before * 2.5 * FPS))
        assert nose[pause].max() > 0.02, before
    assert not nose[(phase > 0.4) & (phase < 1.9)].any()
    assert _channel(living, "jawOpen").max() > 0.005
    assert np.array_equal(nose, _channel(living, "noseSneerRight"))


def test_a_line_without_pauses_has_no_breath():
    voice = Voice(np.full(10 * RATE, -22.0, np.float32), np.zeros(10 * RATE, np.float32))
    steady = Cues(voice, [Phone("aa", 0.0, 10.0)])
    weights = np.zeros((10 * FPS, arkit.COUNT), np.float32)
    enliven(weights, FPS, steady, AnimateSettings())
    assert not weights[:, arkit.INDEX["noseSneerLeft"]].any()


def test_loud_sounds_that_are_no_speech_draw_no_breath():
    voice = Voice(_talk().voice.loudness, np.zeros(60 * RATE, np.float32))
    weights = np.zeros((FRAMES, arkit.COUNT), np.float32)
    enliven(weights, FPS, Cues(voice, [Phone("sil", 0.0, 60.0)]), AnimateSettings(seed=7))
    assert not weights[:, [arkit.INDEX["noseSneerLeft"], arkit.INDEX["jawOpen"]]].any()
    assert 10 <= _blinks(weights[:, arkit.INDEX["eyeBlinkLeft"]]) <= 28


def test_breath_is_drawn_in_a_loud_room_where_pauses_are_heard():
    talk = _talk()
    noisy = Cues(Voice(np.maximum(talk.voice.loudness, -35.0), talk.voice.pitch), talk.phones)
    weights = np.zeros((FRAMES, arkit.COUNT), np.float32)
    enliven(weights, FPS, noisy, AnimateSettings(seed=7))
    assert weights[int(4.7 * FPS) : 5 * FPS, arkit.INDEX["noseSneerLeft"]].max() > 0.02


def _shut(cues, seed=0):
    """Where the eyes are shut, (frames,)."""
    weights = np.zeros((FRAMES, arkit.COUNT), np.float32)
    enliven(weights, FPS, cues, AnimateSettings(seed=seed))
    return weights[:, arkit.INDEX["eyeBlinkLeft"]] > 0.8


def _turning(*turns, stares=()):
    talk = _talk()
    return Cues(talk.voice, talk.phones, turns, stares)


@pytest.mark.parametrize("turn", [4.3, 11.0, 30.17])
def test_the_eyes_blink_when_the_feeling_turns(turn):
    for seed in range(8):
        shut = _shut(_turning(turn), seed)
        assert shut[int(turn * FPS) : int((turn + 0.2) * FPS) + 1].any(), seed
        assert not shut[int((turn - 0.5) * FPS) : int(turn * FPS)].any(), seed


def test_two_turns_at_once_are_one_blink():
    assert _blinks(_shut(_turning(11.0, 11.3)).astype(float)) == _blinks(_shut(_turning(11.0)).astype(float))


def test_nobody_blinks_while_a_direction_forbids_it():
    shut = _shut(_turning(11.0, stares=[(10.0, 40.0)]))
    assert not shut[10 * FPS : 40 * FPS].any()
    assert np.array_equal(shut[41 * FPS :], _shut(_turning())[41 * FPS :])


def test_a_pause_put_in_changes_only_what_is_near():
    """The second phrase of 2 s gets a pause in its middle, at 3.4 s."""
    talk, moved = _talk(), []
    for seed in range(12):
        settings = AnimateSettings(seed=seed)
        phones = [Phone("aa", 2.5, 3.4), Phone("sil", 3.4, 3.9), Phone("aa", 3.9, 4.5)]
        corrected = Cues(talk.voice, [talk.phones[0], *phones, *talk.phones[2:]])
        before, after = (np.zeros((FRAMES, arkit.COUNT), np.float32) for _ in range(2))
        heads = enliven(before, FPS, talk, settings), enliven(after, FPS, corrected, settings)
        changed = (before != after).any(1) | (np.abs(heads[0] - heads[1]) > 1e-6).any(1)
        moved += (np.flatnonzero(changed) / FPS).tolist()
    assert moved
    assert min(moved) > 3.4 - 1.0 and max(moved) < 3.9 + 1.5


def test_two_lines_of_the_same_length_do_not_blink_together():
    talk = _talk()
    other = Cues(Voice(np.roll(talk.voice.loudness, 17) + np.linspace(0, 3, 60 * RATE), talk.voice.pitch), talk.phones)
    mine, theirs = _shut(talk), _shut(other)
    assert (mine & theirs).sum() < 0.5 * mine.sum()
    assert np.array_equal(mine, _shut(_talk()))


def test_a_fainter_recording_moves_the_same():
    talk = _talk()
    faint = Cues(Voice(talk.voice.loudness - np.float32(20.0), talk.voice.pitch), talk.phones)
    loud, soft = (np.zeros((FRAMES, arkit.COUNT), np.float32) for _ in range(2))
    heads = [enliven(face, FPS, cues, AnimateSettings()) for face, cues in ((loud, talk), (soft, faint))]
    assert np.array_equal(*heads) and np.array_equal(loud, soft)


def test_the_head_rests_where_nobody_speaks():
    head = {
        label: np.abs(enliven(
            np.zeros((FRAMES, arkit.COUNT), np.float32), FPS, Cues(_talk().voice, [Phone(label, 0.0, 60.0)]),
            AnimateSettings(life_parts=LifeStrengths(accents=0.0, breath=0.0)),
        )[FPS:-FPS]).mean()
        for label in ("aa", "sil")
    }  # fmt: skip
    assert head["sil"] == pytest.approx(0.35 * head["aa"], rel=1e-3)


@pytest.mark.parametrize("fps", [24.0, 60.0, 120.0])
def test_other_frame_rates_show_the_same_life(fps, living):
    weights = np.zeros((int(60 * fps), arkit.COUNT), np.float32)
    head = enliven(weights, fps, _talk(), AnimateSettings(seed=7))
    assert np.abs(Take(weights, fps, head).resampled(FPS).head - living.head).max() < 0.01


def test_breath_does_not_open_lips_that_the_direction_holds_shut():
    weights = np.zeros((FRAMES, arkit.COUNT), np.float32)
    weights[:, [arkit.INDEX["mouthPressLeft"], arkit.INDEX["mouthPressRight"]]] = 0.5
    weights[:, [arkit.INDEX["browDownLeft"], arkit.INDEX["browDownRight"]]] = 1.0
    face = _living(weights)
    assert not _channel(face, "jawOpen").any() and not _channel(face, "browInnerUp").any()
    assert _channel(face, "noseSneerLeft").any()


@pytest.mark.parametrize(
    ("part", "names"),
    [
        ("blinks", ("eyeBlinkLeft",)),
        ("glances", ("eyeLookOutLeft", "eyeLookInLeft", "eyeLookUpLeft")),
        ("breath", ("noseSneerLeft", "jawOpen")),
    ],
)
def test_each_part_has_its_own_strength(part, names, living):
    weights = np.zeros((FRAMES, arkit.COUNT), np.float32)
    enliven(weights, FPS, _talk(), AnimateSettings(seed=7, life_parts=LifeStrengths(**{part: 0.0})))
    mine = [arkit.INDEX[name] for name in names]
    assert not weights[:, mine].any() and living.weights[:, mine].any()


def test_head_and_brows_have_their_own_strengths(living):
    weights = np.zeros((FRAMES, arkit.COUNT), np.float32)
    resting = LifeStrengths(head=0.0, breath=0.0, accents=0.0)
    still = enliven(weights, FPS, _talk(), AnimateSettings(seed=7, life_parts=resting))
    assert not still.any() and not weights[:, arkit.INDEX["browInnerUp"]].any()
    more = np.zeros((FRAMES, arkit.COUNT), np.float32)
    enliven(more, FPS, _talk(), AnimateSettings(seed=7, life_parts=LifeStrengths(blinks=2.0)))
    assert _blinks(more[:, arkit.INDEX["eyeBlinkLeft"]]) > 1.3 * _blinks(_channel(living, "eyeBlinkLeft"))
