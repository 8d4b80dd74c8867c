"""Prompts become faces; the figures over all test prompts are in the model card, here is what must always hold."""

import csv
from pathlib import Path

import numpy as np
import pytest

from expclip.core.errors import PromptError
from expclip.core.expression.reading import LONGEST_PROMPT, Reading, preset_face, read_prompts
from expclip.rigs import arkit
from expclip.rigs.action_units import weights_from_action_units

DATA = Path(__file__).parents[1] / "data"
SHOWN = 0.15


def read(prompt: str, space) -> Reading:
    return read_prompts([prompt], space)[0]


def shown(reading: Reading, name: str) -> float:
    names = [name] if name in arkit.INDEX else [f"{name}Left", f"{name}Right"]
    return max(float(reading.weights[arkit.INDEX[one]]) for one in names)


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("prompt", ["happy", "joyful", "cheerful and bright", "a big smile"])
def test_joy_smiles(prompt, space):
    assert shown(read(prompt, space), "mouthSmile") > 0.3 > shown(read(prompt, space), "mouthFrown")


@pytest.mark.parametrize("prompt", ["angry", "furious", "annoyed by the noise", "she glares at him in anger"])
def test_anger_lowers_the_brows(prompt, space):
    reading = read(prompt, space)
    assert shown(reading, "browDown") > 0.3 and shown(reading, "mouthSmile") < SHOWN


def test_sadness_fear_and_surprise(space):
    assert shown(read("sad", space), "browInnerUp") > 0.3 < shown(read("sad", space), "mouthFrown")
    assert shown(read("terrified", space), "eyeWide") > 0.5
    assert shown(read("surprised", space), "jawOpen") > SHOWN < shown(read("surprised", space), "browOuterUp")


@pytest.mark.parametrize("prompt", [row["prompt"] for row in table("prompts.csv") if row["kind"] == "unread"])
def test_what_is_not_understood_is_said_so(prompt, space):
    reading = read(prompt, space)
    assert reading.confidence == 0.0 and not reading.weights.any()
    assert np.allclose(reading.embedding, 0.0, atol=1e-5)
    assert reading.read_as[0].startswith("not understood")


def test_an_event_is_understood_where_its_words_are_not(space):
    reading = read("the riptide has him", space)
    assert shown(reading, "eyeWide") > 0.3 and reading.confidence > 0.0


def test_most_plain_prompts_show_what_is_wanted(space):
    plain = [row for row in table("prompts.csv") if row["kind"] == "plain"]
    right = 0
    for row, reading in zip(plain, read_prompts([row["prompt"] for row in plain], space), strict=True):
        wanted = [any(shown(reading, one) >= SHOWN for one in part.split("|")) for part in row["wanted"].split()]
        forbidden = [shown(reading, one) > SHOWN for one in row["forbidden"].split()]
        right += all(wanted) and not any(forbidden)
    assert len(plain) >= 50 and right >= 0.8 * len(plain)


@pytest.mark.parametrize("row", table("pairs.csv"), ids=lambda row: row["stronger"])
def test_a_stronger_prompt_moves_more(row, space):
    weaker, stronger = read_prompts([row["weaker"], row["stronger"]], space)
    assert weaker.weights.sum() < stronger.weights.sum()


@pytest.mark.parametrize(
    "prompt", ["{} eyebrow raised", "{} mouth corner down", "winks with the {} eye", "smirk to the {}"]
)
def test_left_and_right_are_mirrors(prompt, space):
    left, right = read_prompts([prompt.format("left"), prompt.format("right")], space)
    assert np.array_equal(left.weights, right.weights[list(arkit.MIRROR_INDEX)])
    assert left.confidence == right.confidence


def test_the_side_that_is_named_moves(space):
    reading = read("right eyebrow raised", space)
    assert shown(reading, "browOuterUpRight") > 0.3 > shown(reading, "browOuterUpLeft")


def test_facs_notation_is_exact(space):
    reading = read("AU4D+24D", space)
    assert np.allclose(reading.weights, weights_from_action_units({"4": 0.8, "24": 0.8}), atol=1e-6)
    assert reading.confidence == 1.0 and "AU 4D: brow lowerer" in reading.read_as


def test_a_denied_feeling_does_not_show(space):
    assert shown(read("not angry", space), "browDown") < SHOWN
    assert "denied" in " ".join(read("not angry", space).read_as)


def test_readings_are_faces(space):
    for reading in read_prompts([row["prompt"] for row in table("prompts.csv")], space):
        assert reading.weights.dtype == np.float32 and reading.weights.shape == (arkit.COUNT,)
        assert 0.0 <= reading.weights.min() and reading.weights.max() <= 1.0 and 0.0 <= reading.confidence <= 1.0
        assert np.allclose(reading.embedding, space.embed(reading.weights[None])[0], atol=1e-5)


def test_a_prompt_reads_the_same_alone_and_in_a_batch(space):
    batch = read_prompts(["sad", "happy"], space)
    assert np.array_equal(batch[1].weights, read("happy", space).weights)


def test_ten_thousand_letters_are_cut_with_a_note(space):
    reading = read("very happy " * 1000, space)
    assert shown(reading, "mouthSmile") > 0.3
    assert any(note.startswith(f"cut: only the first {LONGEST_PROMPT}") for note in reading.read_as)


def test_one_word_of_ten_thousand_letters_is_not_understood(space):
    assert read("x" * 10000, space).confidence == 0.0


@pytest.mark.parametrize("prompt", ["", "   \n"])
def test_an_empty_prompt_is_refused(prompt, space):
    with pytest.raises(PromptError, match="empty"):
        read(prompt, space)


def test_no_prompts_no_readings(space):
    assert read_prompts([], space) == []


def test_an_unknown_preset_names_near_ones():
    with pytest.raises(PromptError, match="sadness"):
        preset_face("sadnes")


def test_feelings_that_pull_against_each_other_smile_below_and_grieve_above(space):
    reading = read("bittersweet: glad for them, sad for herself", space)
    assert shown(reading, "mouthSmile") > SHOWN < shown(reading, "browInnerUp")
    assert shown(reading, "mouthFrown") < SHOWN


def test_a_mask_smiles_and_the_feeling_leaks_above(space):
    reading = read("hiding her fear behind a grin", space)
    assert shown(reading, "mouthSmile") > 0.3 < shown(reading, "eyeWide")


def test_a_smile_that_does_not_reach_the_eyes(space):
    reading = read("a smile that does not reach the eyes", space)
    assert shown(reading, "mouthSmile") > 0.3 and shown(reading, "cheekSquint") < SHOWN
    assert "it does not reach the eyes" in reading.read_as


def test_a_named_muscle_decides_its_group(space):
    reading = read("furious, brows raised", space)
    assert shown(reading, "browOuterUp") > 0.3 and shown(reading, "browDown") < SHOWN


def test_what_is_neither_is_at_rest(space):
    reading = read("neither happy nor sad", space)
    assert not reading.weights.any() and reading.confidence > 0


def test_small_words_beside_a_muscle_feel_nothing(space):
    alone, beside = read("yawns", space), read("yawns hugely", space)
    assert set(np.flatnonzero(alone.weights)) == set(np.flatnonzero(beside.weights))


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        ("sleepy", "fast asleep"),
        ("annoyed", "furious"),
        ("pleased", "ecstatic"),
        ("uneasy", "terrified"),
        ("a bit blue", "devastated"),
        ("amused", "roaring with laughter"),
        ("happy", "HAPPY!!!"),
    ],
)
def test_graded_words_are_in_order(weaker, stronger, space):
    weak, strong = read_prompts([weaker, stronger], space)
    assert weak.weights.sum() < strong.weights.sum()


def test_the_mark_of_a_denied_feeling_rests(space):
    sad, not_angry = read_prompts(["disappointed", "not angry, just disappointed"], space)
    brow, frown = arkit.INDEX["browDownLeft"], arkit.INDEX["mouthFrownLeft"]
    assert not_angry.weights[brow] <= min(0.13, sad.weights[brow])
    assert not_angry.weights[frown] == sad.weights[frown] > 0.3


def test_each_half_of_a_face_may_feel_for_itself(space):
    (read,) = read_prompts(["left side of the face furious, right side happy"], space)
    angry, happy = arkit.INDEX["browDownLeft"], arkit.INDEX["mouthSmileRight"]
    assert min(read.weights[angry], read.weights[happy]) > 0.4
    assert max(read.weights[arkit.MIRROR_INDEX[angry]], read.weights[arkit.MIRROR_INDEX[happy]]) < 0.1


@pytest.mark.parametrize(
    "prompt", ["neither happy nor sad, just waiting for a bus", "not glad, not sad. Simply there."]
)
def test_a_face_that_is_neither_is_quiet(prompt, space):
    (read,) = read_prompts([prompt], space)
    assert read.weights.max() < 0.2 and read.confidence > 0


@pytest.mark.parametrize("prompt", ["dolly in, 35mm", "garden hose, 20 m, half inch"])
def test_what_is_no_direction_is_told(prompt, space):
    (read,) = read_prompts([prompt], space)
    assert read.confidence == 0 and not read.weights.any()
    assert "no direction" in read.read_as[1] or "camera" in read.read_as[1]


@pytest.mark.parametrize("prompt", ["mouth wide open in horror", "jaw dropping in fear"])
def test_a_part_that_moves_in_a_feeling_leaves_the_feeling_to_the_whole_face(prompt, space):
    reading = read(prompt, space)
    assert shown(reading, "jawOpen") > 0.4 and shown(reading, "eyeWide") > 0.3 and shown(reading, "browInnerUp") > 0.3


def test_a_feeling_of_one_part_stays_there(space):
    assert shown(read("angry eyes", space), "mouthPress") < SHOWN


def test_muscles_that_are_denied_are_told_to_rest(space):
    reading = read("no smile", space)
    assert shown(reading, "mouthSmile") == 0.0
    assert reading.read_as[0].startswith("at rest, because it is denied: muscles 12")


@pytest.mark.parametrize(
    "beside", ["The thief of the pearls was the angry uncle all along.", "Somebody left the gate open."]
)
def test_a_sentence_behind_codes_tells_why_and_not_how(beside, space):
    assert np.array_equal(read(f"AU6+12. {beside}", space).weights, read("AU6+12", space).weights)


@pytest.mark.parametrize("prompt", ["tongue out at the losing team, taunting", "sticks out her tongue in defiance"])
def test_lips_are_not_pressed_around_a_tongue(prompt, space):
    reading = read(prompt, space)
    assert shown(reading, "tongueOut") > 0.5 and shown(reading, "mouthPress") < SHOWN


def test_a_smile_that_is_told_smooths_the_brows_of_triumph(space):
    beaming = read("triumphant, beaming", space)
    assert shown(read("triumphant", space), "browDown") > SHOWN > shown(beaming, "browDown")
    assert shown(beaming, "mouthSmile") > SHOWN


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("oh my god, that stench", "noseSneer"),
        ("omg i won the lottery", "mouthSmile"),
        ("oh my god", "browOuterUp"),
        ("leaning over the crib, whispering. he's never seen anything so small", "browInnerUp"),
        ("refusing to give up on this one", "mouthPress"),
        ("on his knees, begging for his life", "eyeWide"),
        ("eyes closed, lips ready", "mouthPucker"),
    ],
)
def test_what_little_words_stand_beside_is_felt(prompt, wanted, space):
    assert shown(read(prompt, space), wanted) > 0.3


@pytest.mark.parametrize("prompt", ["the merchant smiles at the customer", "winks at the receptionist and the doctor"])
def test_persons_who_are_named_are_not_felt(prompt, space):
    reading = read(prompt, space)
    assert not any(note.endswith("%") for note in reading.read_as)


@pytest.mark.parametrize("prompt, event, name", [
    ("a drunk driver has killed her son", "killed son", "mouthFrown"),
    ("the thumb crushed flat in the car door", "thumb crushed flat", "browDown"),
    ("she has won eleven million", "has won eleven million", "mouthSmile"),
])  # fmt: skip
def test_what_happens_to_whom_is_told_and_shows(prompt, event, name, space):
    reading = read(prompt, space)
    assert reading.read_as[0].startswith(f"happens: {event}")
    assert shown(reading, name) > 0.4


def test_a_trifle_is_told_to_weaken_the_face(space):
    reading = read("her houseplant died", space)
    assert reading.read_as[0] == "a trifle, so it shows less: houseplant died"
    assert not any(note.startswith("happens") for note in reading.read_as)


@pytest.mark.parametrize("weaker, stronger, name", [
    ("her houseplant died", "her little sister died", "mouthFrown"),
    ("found a coin", "found a chest of gold", "mouthSmile"),
    ("it hurts, maybe a two out of ten", "it hurts, ten out of ten", "browDown"),
    ("his paper cut stings", "his hand is cut off", "browDown"),
])  # fmt: skip
def test_the_graver_event_shows_more(weaker, stronger, name, space):
    assert shown(read(stronger, space), name) > shown(read(weaker, space), name) + 0.1


def test_an_event_does_not_decide_beside_another_feeling(space):
    assert not any(note.startswith("happens") for note in read("his rival died, and he is overjoyed", space).read_as)


def test_a_muscle_that_is_named_alone_is_all_that_moves(space):
    reading = read("orbicularis oculi, the right one only, as though a lamp stood there", space)
    moving = {name for name, weight in zip(arkit.NAMES, reading.weights, strict=True) if weight > 0.1}
    assert moving == {"cheekSquintRight", "eyeSquintRight"}


def test_the_eyes_of_a_blink_tell_nothing_else(space):
    reading = read("blink once with both eyes", space)
    assert shown(reading, "eyeBlink") > 0.5 and shown(reading, "mouthSmile") == 0.0
