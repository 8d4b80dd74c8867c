import numpy as np
import pytest

from expclip.core.animation.articulation import articulate, compose, effort_of
from expclip.core.speech.phones import Phone
from expclip.rigs import arkit
from expclip.rigs.articulation import rules, sides

FPS = 60
ROUND = [arkit.INDEX["mouthPucker"], arkit.INDEX["mouthFunnel"]]
JAW, CLOSE = arkit.INDEX["jawOpen"], arkit.INDEX["mouthClose"]
WIDE = np.zeros(arkit.COUNT, np.float32)
for name, weight in {
    "jawOpen": 0.6, "mouthFunnel": 0.5, "mouthUpperUp": 0.8, "mouthLowerDown": 0.8, "mouthSmile": 0.8,
    "browInnerUp": 1.0,
}.items():  # fmt: skip
    WIDE[list(sides(name))] = weight


def line(*labels: str, length: float = 0.08, start: float = 0.5) -> list[Phone]:
    return [Phone(label, start + i * length, start + (i + 1) * length) for i, label in enumerate(labels)]


def times(seconds: float = 2.0) -> np.ndarray:
    return (np.arange(int(seconds * FPS)) + 0.5) / FPS


def gap(weights: np.ndarray) -> np.ndarray:
    """The opening as a share of jawOpen 1, by the table's own figures; mouthClose takes back the jaw."""
    return np.maximum(weights @ rules().opening - 1.1 * weights[:, CLOSE], 0.0)


def during(phone: Phone) -> np.ndarray:
    return (times() >= phone.start) & (times() < phone.end)


@pytest.mark.parametrize("label", ["p", "b", "m"])
@pytest.mark.parametrize("length", [0.03, 0.05, 0.12])
def test_closures_are_reached_at_any_speed(label, length):
    spoken = line("ɑ", label, "ɑ", length=length)
    weights = articulate(spoken, times()).weights
    assert gap(weights)[during(spoken[1])].min() < 0.02


def test_mouth_close_never_exceeds_the_jaw():
    spoken = line("m", "a", "p", "u", "b", "i", "m")
    for weights in (articulate(spoken, times()).weights, compose(articulate(spoken, times()), WIDE)):
        assert (weights[:, CLOSE] <= weights[:, JAW] + 1e-6).all()


def test_closures_survive_a_wide_open_expression():
    spoken = line("ɑ", "m", "ɑ")
    weights = compose(articulate(spoken, times()), WIDE)
    assert gap(weights)[during(spoken[1])].min() < 0.05
    assert gap(weights)[during(spoken[0])].max() > 0.3
    assert weights[during(spoken[1]), arkit.INDEX["browInnerUp"]].min() > 0.99


def test_other_consonants_do_not_close():
    for label in ("t", "s", "k", "n", "h"):
        spoken = line("ɑ", label, "ɑ")
        assert gap(articulate(spoken, times()).weights)[during(spoken[1])].min() > 0.08, label


def test_sibilants_narrow_the_jaw_and_open_vowels_drop_it():
    spoken = line("ɑ", "s", "ɑ", length=0.15)
    jaw = articulate(spoken, times()).weights[:, JAW]
    assert jaw[during(spoken[0])].max() > 0.25
    assert jaw[during(spoken[1])].min() < 0.12


def test_lower_lip_goes_to_the_teeth():
    spoken = line("a", "f", "a")
    weights = articulate(spoken, times()).weights[during(line("a", "f", "a")[1])]
    assert weights[:, arkit.INDEX["mouthRollLower"]].max() > 0.25
    assert weights[:, CLOSE].max() < 0.01


def test_rounding_begins_before_its_sound():
    spoken = line("t", "u", length=0.15)
    pucker = articulate(spoken, times()).weights[:, arkit.INDEX["mouthPucker"]]
    assert pucker[times() < spoken[1].start].max() > 0.2 * pucker.max()
    assert pucker.max() > 0.4


def test_silence_rests_and_stays_closed():
    weights = articulate(line("a", "m", "a"), times(4.0)).weights
    assert np.abs(weights[times(4.0) > 1.3]).max() < 0.01
    assert np.abs(articulate([], times()).weights).max() < 1e-6


def test_motion_is_smooth():
    weights = articulate(line("a", "p", "u", "s", "i", "f", "o", "k", "ɑ", "m"), times()).weights
    assert np.abs(np.diff(weights, axis=0)).max() < 0.25


def test_left_and_right_are_alike():
    weights = articulate(line("i", "f", "w", "ʃ", "æ"), times()).weights
    assert np.allclose(weights, weights[:, arkit.MIRROR_INDEX])


def test_long_lines_have_no_seam():
    """Pieces of the line are shaped apart; the same words say the same wherever the cut falls."""
    word = ("a", "p", "u", "s", "i")
    spoken = [phone for repeat in range(60) for phone in line(*word, start=0.5 + repeat * 0.7)]
    seconds = (np.arange(int(43 * FPS)) + 0.5) / FPS
    weights = articulate(spoken, seconds).weights
    period = int(0.7 * FPS)
    repeated = weights[3 * period : 57 * period]
    assert np.abs(repeated[period:] - repeated[:-period]).max() < 0.005


def test_effort_follows_loudness():
    speaking = np.ones(200, bool)
    assert np.allclose(effort_of(np.full(200, -30.0), speaking, 50), 1.0)
    loud = np.concatenate([np.full(100, -27.0), np.full(100, -23.0)])
    effort = effort_of(loud, speaking, 50)
    slope = rules().effort.slope
    assert np.allclose(effort[:80], np.exp(-2 * slope), rtol=1e-4)
    assert np.allclose(effort[120:], np.exp(2 * slope), rtol=1e-4)
    assert np.allclose(effort_of(loud - 25.0, speaking, 50), effort, atol=1e-5), "the microphone's gain is no effort"
    wild = effort_of(np.where(np.arange(200) < 150, -60.0, 0.0), speaking, 50)
    assert rules().effort.lowest <= wild.min() and wild.max() <= np.float32(rules().effort.highest)
    assert np.allclose(effort_of(loud, ~speaking, 50), 1.0)


def test_effort_opens_vowels_and_leaves_contacts_where_they_are():
    spoken = line("ɑ", "b", "ɑ", "s", "ɑ", length=0.15)
    strengths = [articulate(spoken, times(), np.full(len(times()), effort)).weights for effort in (0.6, 1.0, 1.5)]
    vowel = [weights[during(spoken[2]), JAW].max() for weights in strengths]
    assert vowel[0] < 0.75 * vowel[1] and vowel[2] > 1.3 * vowel[1]
    for weights in strengths:
        assert gap(weights)[during(spoken[1])].min() < 0.02
    hiss = [weights[during(spoken[3]), JAW].min() for weights in strengths]
    assert max(hiss) - min(hiss) < 0.03
    rounded = line("u", length=0.15)
    pucker = [articulate(rounded, times(), np.full(len(times()), effort)).weights for effort in (0.6, 1.5)]
    assert np.allclose(pucker[0][:, ROUND], pucker[1][:, ROUND])


def test_fast_speech_reduces_vowels_and_keeps_closures():
    slow, fast = (line("t", "ɑ", "p", "ɑ", "t", length=length) for length in (0.16, 0.045))
    jaw = [articulate(spoken, times()).weights[:, JAW].max() for spoken in (slow, fast)]
    assert jaw[1] < 0.8 * jaw[0]
    for spoken in (slow, fast):
        assert gap(articulate(spoken, times()).weights)[during(spoken[2])].min() < 0.02


def test_neighbours_of_a_closure_are_not_closed():
    """The lips meet after the sound of a b has begun and part before it ends, so a z and an l beside it keep open."""
    spoken = line("ɑ", "z", "b", "l", "ɑ", length=0.09)
    opening = gap(articulate(spoken, times()).weights)
    for neighbour in (spoken[1], spoken[3]):
        assert (opening[during(neighbour)] > 0.08).mean() > 0.6


def test_lips_stay_shut_from_one_closure_to_the_next():
    spoken = line("æ", "m", "p", "b", "ɑ", length=0.08)
    opening = gap(articulate(spoken, times()).weights)
    assert opening[(times() > spoken[1].start + 0.03) & (times() < spoken[3].end - 0.035)].max() < 0.01


def test_lips_part_ahead_of_speech_and_shut_after_it():
    spoken = line("t", "ɑ", "n", length=0.09)
    opening = gap(articulate(spoken, times()).weights)
    ahead = np.interp([spoken[0].start - 0.2, spoken[0].start - 0.04, spoken[-1].end + 0.2], times(), opening)
    assert ahead[0] < 0.01 and ahead[1] > 0.03 and ahead[2] < 0.02
    for phone in (spoken[0], spoken[-1]):
        assert opening[during(phone)].min() > 0.06, phone


def test_resting_lips_do_not_part_for_a_closure():
    spoken = line("m", "ɑ", "b", length=0.09)
    opening = gap(articulate(spoken, times()).weights)
    assert opening[times() < spoken[0].end - 0.04].max() < 0.01
    assert opening[times() > spoken[-1].start + 0.04].max() < 0.01


def test_a_short_w_between_spread_vowels_is_round():
    spoken = line("i", "w", "i", length=0.07)
    weights = articulate(spoken, times()).weights
    assert weights[during(spoken[1])][:, ROUND].sum(1).max() > 0.5


def test_no_frames_give_no_frames():
    assert articulate(line("a"), np.zeros(0)).weights.shape == (0, arkit.COUNT)


def test_lips_of_a_real_face(shared_data):
    """On ICT-FaceKit's mesh: closed in p b m, and openings as people have them."""
    geometry = np.load(shared_data / "ict_facekit" / "lip_geometry.npz", allow_pickle=False)
    per_weight = geometry["gapB"][[geometry["names"].tolist().index(name) for name in arkit.NAMES]]
    words = ["a", "m", "i", "t", "ɛ", "k", "p", "oʊ", "n", "s", "ə", "b", "ɑ", "l", "f", "ɪ", "d", "u", "ʃ", "æ", "z"]
    spoken = line(*words)
    weights = articulate(spoken, times(3.0)).weights
    opening = np.clip(weights @ per_weight / per_weight[JAW], 0.0, None)
    for phone in spoken:
        inside = (times(3.0) >= phone.start) & (times(3.0) < phone.end)
        if phone.label in "pbm":
            assert opening[inside].max(1).min() < 0.05
    talking = (times(3.0) > spoken[0].start) & (times(3.0) < spoken[-1].end)
    assert 0.10 < np.median(opening[talking].mean(1)) < 0.28
