"""Prompts taken apart."""

import pytest

from expclip.core.expression.grammar.clauses import take_apart
from expclip.core.expression.grammar.effects import FAINT


def told(prompt: str) -> list[str]:
    """Emotions of the segments, a denied one with a minus."""
    segments = take_apart(prompt).segments
    return [f"{'-' if one.denied else ''}{hit.feels.emotion}" for one in segments for hit in one.hits]


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("not angry, just tired", ["-anger", "fatigue"]),
        ("angry, not sad", ["anger", "-sadness"]),
        ("never happy but calm", ["-joy", "serenity"]),
        ("she cannot stop laughing", ["amusement"]),
        ("anything but calm", ["-serenity"]),
        ("no longer afraid", ["-fear"]),
        ("I don't hate you. I am in love", ["-anger", "love"]),
        ("neither happy nor sad", ["-joy", "-sadness"]),
        ("less angry than hurt", ["-anger", "hurt"]),
        ("not only angry but disgusted", ["anger", "disgust"]),
    ],
)
def test_denial_holds_to_the_next_turn(prompt, wanted):
    assert told(prompt) == wanted


def test_strength_belongs_to_its_segment():
    slightly, very = take_apart("slightly sad and very angry").segments
    assert slightly.strength < 0.6 and very.strength > 1.1


def test_a_strong_feeling_as_an_adverb_is_strength():
    (segment,) = take_apart("furiously happy").segments
    assert [hit.feels.emotion for hit in segment.hits] == ["joy"] and segment.strength > 1.2


def test_hardly_weakens_a_motion_and_denies_a_feeling():
    assert take_apart("hardly a smile").segments[0].strength == pytest.approx(FAINT)
    assert told("hardly happy") == ["-joy"]


@pytest.mark.parametrize(
    ("prompt", "mask"),
    [("holding back tears", "held"), ("pretending to be happy", "feigned"), ("almost crying", "almost")],
)
def test_masks(prompt, mask):
    assert take_apart(prompt).segments[-1].mask == mask


@pytest.mark.parametrize("prompt", ["won't cry", "not going to cry", "must not laugh", "refuses to cry"])
def test_a_refusal_holds_in(prompt):
    assert any(segment.mask == "held" and not segment.denied for segment in take_apart(prompt).segments)


@pytest.mark.parametrize("prompt", ["never been so happy", "couldn't be happier"])
def test_a_denied_comparison_is_strength(prompt):
    (segment,) = take_apart(prompt).segments
    assert not segment.denied and segment.strength > 1.2 and segment.hits


def test_how_a_prompt_is_written_is_strength():
    assert take_apart("ANGRY").strength > 1 < take_apart("angry!!!").strength
    assert take_apart("sooo angry").strength > 1 == take_apart("so angry").strength


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("hardly in pain", ["-pain"]),
        ("scarcely any joy in it", ["-joy"]),
        ("no one is bored in this class", ["-boredom"]),
        ("not one of them is afraid", ["-fear"]),
        ("for once happy", ["joy"]),
        ("not doing well since the divorce", ["sadness"]),
        ("she is not brave enough", ["fear"]),
    ],
)
def test_denials_and_what_only_looks_like_one(prompt, wanted):
    assert told(prompt)[:1] == wanted


@pytest.mark.parametrize(
    ("prompt", "ended"),
    [("no longer afraid", True), ("not afraid any more", True), ("her anger fades", True), ("not afraid", False)],
)
def test_a_feeling_that_was_there_before_is_ended(prompt, ended):
    assert any(one.absence == "ended" for one in take_apart(prompt).segments) == ended


@pytest.mark.parametrize(
    ("prompt", "says"),
    [
        ("he puts the candle on the old table in the hall, terrified", True),
        ("I am so proud that she walked the whole way to school", True),
        ("we are no longer afraid of the man who lives next door", True),
        ("it made her blood run cold to hear the man on the line", True),
        ("the bus is missing a wheel", False),
        ("the frightened sheep near the old bridge were counted again", False),
    ],
)
def test_a_feeling_said_of_somebody(prompt, says):
    assert any(one.says_what_is_felt for one in take_apart(prompt).segments) == says


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("chuckles a little too loudly at the teacher", ["amusement", "anxiety"]),
    ("the radio is too loud, annoyed", ["irritation"]),
])  # fmt: skip
def test_a_laugh_that_is_too_loud_is_nervous(prompt, wanted):
    assert told(prompt) == wanted


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("the guard doesn't look convinced by the story", ["skepticism"]),
    ("her soup wasn't bad", ["contentment"]),
    ("grandpa isn't doing well", ["sadness"]),
    ("he isn't feeling it", ["boredom"]),
    ("she doesn't look happy", ["-joy"]),
])  # fmt: skip
def test_a_saying_with_not_may_be_told_with_another_denial(prompt, wanted):
    assert told(prompt) == wanted


@pytest.mark.parametrize("prompt", [
    "so weary that she can hardly climb the stairs", "so weary he could barely speak",
])  # fmt: skip
def test_what_one_can_hardly_do_says_how_strong_it_is(prompt):
    tired = next(one for one in take_apart(prompt).segments if one.hits)
    assert tired.strength > take_apart("so weary").segments[0].strength


@pytest.mark.parametrize("prompt", [
    "barely able to hide her delight", "can hardly contain his delight", "scarcely able to conceal her delight",
])  # fmt: skip
def test_what_can_hardly_be_hidden_shows(prompt):
    (segment,) = [one for one in take_apart(prompt).segments if one.hits]
    assert segment.strength >= 1.0 and not (segment.mask or segment.denied)


def test_more_is_strength_unless_it_compares():
    assert take_apart("a face with more fury").segments[-1].strength > 1.1
    assert take_apart("more furious than glum").segments[0].strength == 1.0
    assert told("not furious more glum") == ["-anger", "sadness"]


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("painfully shy", ["shyness"]), ("he tells it painfully", ["pain"]), ("surprisingly calm", ["serenity"]),
    ("suspiciously he opens it", ["suspicion"]),
])  # fmt: skip
def test_an_adverb_before_a_feeling_says_how_strong_it_is(prompt, wanted):
    assert told(prompt) == wanted


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("he glues the broken vase", []), ("she is broken", ["sadness"]), ("an icy drink in the shade", []),
    ("an icy stare", ["seriousness"]), ("he crushed the cups", []), ("crushed by the verdict", ["sadness"]),
    ("three students wait on the stairs", []), ("a radiator under the sill", []), ("she tears the page", []),
])  # fmt: skip
def test_things_do_not_feel(prompt, wanted):
    assert told(prompt) == wanted


@pytest.mark.parametrize("prompt", ["tries to look bold", "trying to appear bold", "she tried to look bold"])
def test_who_tries_to_look_so_feigns_it(prompt):
    assert take_apart(prompt).segments[-1].mask == "feigned"
    assert not any(one.mask for one in take_apart("she tries to look away").segments)


def test_an_anger_that_is_swallowed_is_held_in():
    assert [(one.mask, one.denied) for one in take_apart("he swallows his anger").segments if one.hits] == [
        ("held", False)
    ]


@pytest.mark.parametrize("prompt", ["thinly veiled contempt", "barely concealed contempt", "ill disguised contempt"])
def test_a_contempt_that_is_badly_hidden_shows_on_the_mouth(prompt):
    assert take_apart(prompt).segments[-1].mask == "nearing"
    assert 0.6 < take_apart(prompt).segments[-1].strength < 1.0


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("fewer tears, more rage", ["-sadness", "anger"]),
    ("less than a week later she is furious", ["anger"]),
    ("less than thrilled", ["-excitement"]), ("closer to sad than happy", ["sadness", "-joy"]),
    ("couldn't be further from happy", ["-joy"]), ("nearer fear than anger", ["fear", "-anger"]),
    ("less tearful than furious", ["-sadness", "anger"]),
    ("he lost his cool at the desk", ["anger"]),
    ("the whole class laughed at him", ["shame"]),
    ("he almost jumped out of his skin", ["fear"]),
    ("we crushed it in the final", ["triumph"]),
    ("fighting to stay awake on the bus", ["sleepiness"]),
    ("so glad she could weep, so proud he could cry", ["joy", "sadness", "tearfuljoy"]),
    ("looks up to the right", []),
])  # fmt: skip
def test_sayings_mean_something_else_than_their_words(prompt, wanted):
    assert told(prompt) == wanted


@pytest.mark.parametrize(
    ("prompt", "direct"),
    [
        ("proud of her for leaving", True),
        ("gutted that she is gone", True),
        ("angry about the parking ticket", True),
        ("joy of cooking", False),
        ("the anger street bakery", False),
    ],
)
def test_a_feeling_towards_something_is_said(prompt, direct):
    assert take_apart(prompt).segments[0].says_what_is_felt is direct


@pytest.mark.parametrize(("prompt", "denied"), [
    ("night shift, got up never", False), ("exhausted, slept never", False), ("angry, never", True),
    ("angry? never", True), ("exhausted? Not him, never", True),
])  # fmt: skip
def test_never_behind_a_deed_denies_the_deed(prompt, denied):
    assert take_apart(prompt).segments[0].denied is denied


@pytest.mark.parametrize("prompt", ["a huge, gloating look", "with the tiny, sad look of a clown"])
def test_adjectives_of_one_noun_are_one_clause(prompt):
    (hit,) = [segment for segment in take_apart(prompt).segments if segment.hits]
    assert hit.strength != 1.0


def test_size_in_a_sentence_is_a_clause_of_its_own():
    assert [one.strength for one in take_apart("she is small, angry").segments if one.hits] == [1.0]
