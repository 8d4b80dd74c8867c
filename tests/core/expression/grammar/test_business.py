"""Stage business: what is done with the face, beside what is felt."""

import pytest

from expclip.core.expression.grammar.business import read_business
from expclip.core.expression.grammar.moves import weights_of_moves
from expclip.rigs import arkit

from ..test_reading import read, shown


def done(prompt: str) -> set[str]:
    """Shapes that the business of a prompt moves at .25 or more, without their sides."""
    weights = weights_of_moves(read_business(prompt)[0].activations)
    moved = {name for name, weight in zip(arkit.NAMES, weights, strict=True) if weight >= 0.25}
    return {name.removesuffix("Left").removesuffix("Right") for name in moved}


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("keeps her gaze on the knitting", "eyeLookDown"),
        ("he never once looks up from the chessboard", "eyeLookDown"),
        ("reading the postcard for the third time", "eyeLookDown"),
        ("stares at the chandelier", "eyeLookUp"),
        ("licks the last of the jam off the knife", "tongueOut"),
        ("a squirrel of a boy, cheeks stuffed with bread", "cheekPuff"),
        ("blowing up the paddling pool", "cheekPuff"),
        ("blows on her porridge", "mouthPucker"),
        ("puffs a strand of hair out of her eyes", "mouthShrugLower"),
        ("bites into the lemon", "mouthPucker"),
        ("struggling for air", "jawOpen"),
        ("her teeth chatter", "mouthStretch"),
        ("and then the lower lip goes", "mouthShrugLower"),
        ("they gawp at the whale", "jawOpen"),
        ("squints through the telescope", "eyeBlink"),
        ("glances nervously at the floorboards", "eyeLookDown"),
        ("scowls at the spilt milk", "eyeLookDown"),
        ("whistles at the ceiling", "eyeLookUp"),
        ("scans the crowd", "eyeLookOut"),
        ("rolls the matchstick to the other corner", "mouth"),
        ("moves his cigar from one side of his mouth to the other", "mouth"),
        ("a torch full in the face", "eyeSquint"),
        ("can hardly keep her eyes open", "eyeBlink"),
        ("lets the air out slowly", "mouthPucker"),
        ("wheezing up the stairs", "jawOpen"),
        ("hyperventilates", "jawOpen"),
        ("snores", "eyeBlink"),
    ],
)
def test_what_is_done_moves(prompt, wanted):
    assert wanted in done(prompt)


@pytest.mark.parametrize(
    "prompt",
    [
        "she does not blow on the soup",
        "without licking the spoon",
        "he hears her blowing out the candles",
        "the wind blows her hair in her face",
        "nothing but a licked stamp",
        "he is ready to read",
        "the balloon blows away",
        "the letter on the plate is cold",
        "looks at me",
        "rolls the dice to the other player",
        "the light of his life",
        "cannot keep a secret",
    ],
)
def test_what_is_denied_said_of_others_or_of_things_is_not_done(prompt):
    assert not read_business(prompt)[0]


def test_business_is_taken_out_of_the_prompt():
    _, rest = read_business("bored, without looking up from the ledger")
    assert rest.split() == ["bored,", "from", "the", "ledger"]
    assert read_business("frowning at the letter")[1] == "frowning at the letter"


def test_what_is_felt_stays_beside_the_business(space):
    reading = read("licks the stamp, furious", space)
    assert shown(reading, "tongueOut") > 0.5 < shown(reading, "browDown")
    assert shown(read("blows on the porridge, afraid", space), "eyeWide") > 0.3


def test_what_is_heard_does_not_contradict_the_business(space):
    reading = read("dives for the ring at the party and comes up for air", space)
    assert shown(reading, "jawOpen") > 0.25 and shown(reading, "mouthSmile") < 0.15
    assert shown(read("gasping for air, delighted", space), "mouthSmile") > 0.3


@pytest.mark.parametrize(
    ("weaker", "stronger", "code"),
    [
        ("puffs out her cheeks slightly", "puffs out her cheeks", "34"),
        ("barely puffs out his cheeks", "puffs out his cheeks", "34"),
        ("looks down at the ring", "looks all the way down at the ring", "64"),
        ("looks up at the spire", "stares straight up at the spire", "63"),
    ],
)
def test_business_has_degrees(weaker, stronger, code):
    assert read_business(weaker)[0].activations[code] < read_business(stronger)[0].activations[code]


def test_a_degree_of_what_is_felt_is_none_of_the_business():
    assert (
        read_business("looks at the ring, a little sad")[0].activations
        == read_business("looks at the ring")[0].activations
    )


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("mouths a long silent OOOH shape", "mouthFunnel"),
        ("silently mouths ooh", "mouthFunnel"),
        ("lips form a silent oh", "mouthFunnel"),
        ("mouthing nooo", "mouthFunnel"),
        ("mouths please", "mouthStretch"),
        ("mouths aaah", "jawOpen"),
    ],
)
def test_lips_take_the_shape_of_what_they_mouth(prompt, wanted):
    assert wanted in done(prompt)


@pytest.mark.parametrize("prompt", ["mouths to feed", "mouths off to the teacher", "says ooh", "two mouths"])
def test_other_mouths_take_none(prompt):
    assert not done(prompt)


@pytest.mark.parametrize(
    "prompt",
    ["Blows out the candles, all nine in one go", "blows on the soup, beaming", "blows a kiss, delighted"],
)
def test_nobody_smiles_through_a_pucker(prompt, space):
    reading = read(prompt, space)
    assert shown(reading, "mouthPucker") > 0.5
    assert shown(reading, "mouthSmile") < 0.15


@pytest.mark.parametrize(
    "prompt",
    ["frame 40: eyes shut, face slack", "his face goes slack", "slack-faced", "face gone limp"],
)
def test_nothing_holds_a_slack_face(prompt, space):
    reading = read(prompt, space)
    assert all(shown(reading, name) < 0.15 for name in ("browDown", "mouthFrown", "mouthSmile", "mouthPress"))
    assert shown(reading, "jawOpen") > 0.1


def test_a_slack_face_still_feels_what_is_named(space):
    assert shown(read("her face went slack with shock", space), "eyeWide") > 0.5
