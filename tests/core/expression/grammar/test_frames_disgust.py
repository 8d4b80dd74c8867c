"""What turns the stomach, and how much."""

import pytest

from expclip.core.expression.grammar.frames import event_in


@pytest.mark.parametrize(
    ("prompt", "least", "most"),
    [
        ("finds a long hair in her soup", 0.5, 0.7),
        ("A hair in the porridge", 0.5, 0.7),
        ("there is a cockroach in my rice", 0.9, 1.1),
        ("a slug floating in his beer", 0.9, 1.1),
        ("he drank sour milk", 0.7, 0.9),
        ("she takes a sip of curdled milk", 0.7, 0.9),
        ("the milk has gone off", 0.5, 0.7),
        ("he bit into a maggot", 1.1, 1.3),
        ("half a worm in the apple", 1.1, 1.3),
        ("a human finger in the burger", 1.2, 1.3),
        ("mould on the bread", 0.7, 0.9),
        ("the mattress is crawling with bedbugs", 1.1, 1.3),
        ("a rat runs over her pillow", 0.9, 1.1),
        ("falls into the cesspit", 1.1, 1.3),
        ("raw sewage bursts from the pipe", 1.1, 1.3),
        ("up to his chest in slurry", 1.2, 1.3),
        ("the portaloo tips over with him inside", 1.2, 1.3),
        ("the stench of rotting flesh", 0.9, 1.1),
        ("steps barefoot in dog poo", 0.5, 0.7),
        ("the baby threw up all over her dress", 0.9, 1.1),
        ("the waiter spat in his soup", 0.9, 1.1),
        ("a used plaster in the pool", 0.7, 0.9),
        ("the passenger puts his bare feet on her armrest", 0.5, 0.7),
        ("somebody clips his toenails on the train", 0.5, 0.7),
        ("scrubbing the toilets", 0.5, 0.7),
        ("chewing gum under the desk", 0.3, 0.5),
    ],
)
def test_it_disgusts(prompt, least, most):
    event = event_in(prompt)
    assert event is not None and event.feels.emotion == "disgust" and least <= event.feels.degree <= most


@pytest.mark.parametrize(
    "prompt",
    [
        "no hair in the soup", "flowers in her hair", "gummy worms on the cake", "a fly on the window", "the rat race",
        "the swallows fly low", "eats fresh oysters by the sea", "the smell of fresh bread", "the dog licks his face",
        "he almost stepped in dog poo", "pours milk into the coffee", "he swallowed his pride", "a bug in the code",
        "she changes the baby's clothes", "the portaloo stands behind the stage", "a field full of flies and flowers",
    ],
)  # fmt: skip
def test_that_does_not(prompt):
    assert event_in(prompt) is None


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        ("gum on the seat", "a used plaster on the seat"),
        ("a hair in the burger", "a finger in the burger"),
        ("drank sour milk", "drank toilet water"),
        ("cleaning the latrine", "falls into the latrine pit"),
        ("a hair in the drain", "a rat runs over her foot"),
    ],
)
def test_worse_things_disgust_more(weaker, stronger):
    assert event_in(weaker).feels.degree < event_in(stronger).feels.degree


@pytest.mark.parametrize(
    "prompt",
    [
        "the septic tank bursts right over his head",
        "a slug is stuck to the inside of her lips",
        "maggots pour from the ham",
        "vomit drips down onto her collar",
        "finds half a cockroach on her tongue",
        "falls backwards into the overflowing latrine",
        "the troll sneezes a bucket of green snot",
        "cockroaches pour out of the toaster",
        "green pus",
        "the corpse's hand comes off in his hand",
    ],
)
def test_also_told_at_length(prompt):
    event = event_in(prompt)
    assert event is not None and event.feels.emotion == "disgust" and event.feels.degree >= 0.9


@pytest.mark.parametrize(
    "prompt",
    [
        "honey drips onto her hand",
        "a worm on the hook",
        "the baby kisses the toy toad",
        "champagne sprays over the crowd",
        "the cat brings a toy",
        "the warm flank of the cow",
    ],
)
def test_what_only_looks_like_it_is_none(prompt):
    assert event_in(prompt) is None
