"""Hours awake, shifts, what is long and what goes on and on."""

import pytest

from expclip.core.expression.grammar.frames import event_in


@pytest.mark.parametrize(
    ("prompt", "emotion", "least", "most"),
    [
        ("she has been awake for forty hours", "fatigue", 1.2, 1.3),
        ("awake 36 hours", "fatigue", 1.2, 1.3),
        ("third night without sleep", "fatigue", 1.2, 1.3),
        ("hasn't slept in three days", "fatigue", 1.2, 1.3),
        ("crawls over the finish line", "fatigue", 1.2, 1.3),
        ("collapses after the marathon", "fatigue", 1.2, 1.3),
        ("her fourth night shift", "fatigue", 0.9, 1.3),
        ("end of a double shift", "fatigue", 0.9, 1.1),
        ("hour fourteen of his shift", "fatigue", 0.9, 1.1),
        ("up since four", "fatigue", 0.9, 1.1),
        ("the newborn wakes every two hours", "fatigue", 0.9, 1.1),
        ("on two hours of sleep", "fatigue", 0.9, 1.1),
        ("slept three hours", "fatigue", 0.9, 1.1),
        ("marched thirty miles", "fatigue", 0.9, 1.1),
        ("he has been digging since dawn", "fatigue", 0.9, 1.1),
        ("can barely lift her arms", "fatigue", 0.9, 1.1),
        ("comes home from a long shift", "fatigue", 0.6, 0.8),
        ("after a long flight", "fatigue", 0.6, 0.8),
        ("his head sinks onto his chest", "sleepiness", 0.9, 1.1),
        ("the sedative kicks in", "sleepiness", 0.9, 1.1),
        ("two hours past bedtime", "sleepiness", 0.6, 0.8),
        ("hour three of the lecture", "boredom", 0.9, 1.1),
        ("the professor drones on", "boredom", 0.9, 1.1),
        ("waits in the queue for two hours", "boredom", 0.9, 1.1),
        ("on hold for forty minutes", "boredom", 0.9, 1.1),
        ("counts the ceiling tiles", "boredom", 0.6, 0.8),
        ("standing in line at the post office", "boredom", 0.6, 0.8),
    ],
)
def test_it_tires(prompt, emotion, least, most):
    event = event_in(prompt)
    assert event is not None and event.feels.emotion == emotion and least <= event.feels.degree <= most


@pytest.mark.parametrize(
    "prompt",
    [
        "danced all night", "the baby sleeps all night", "crosses the finish line first", "he works for two hours",
        "two hours of sun", "takes the night train to Vienna", "are we there yet", "the night shift begins",
        "the lecture begins in the hall", "an hour of laughter",
        "she waits for him at the station", "he looks at the clock", "runs a marathon", "the long day of celebration",
        "on his feet again", "the queue of ants", "the party lasts three hours",
    ],
)  # fmt: skip
def test_that_does_not(prompt):
    event = event_in(prompt)
    assert event is None or event.feels.emotion not in ("fatigue", "sleepiness", "boredom")


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        ("comes home from a long day", "third night without sleep"),
        ("up since six", "up since three"),
        ("slept two hours", "awake for fifty hours"),
        ("standing in the queue", "standing in the queue for three hours"),
        ("two hours past bedtime", "the sleeping pill kicks in"),
    ],
)
def test_longer_hours_tire_more(weaker, stronger):
    assert event_in(weaker).feels.degree < event_in(stronger).feels.degree


@pytest.mark.parametrize(
    "prompt",
    [
        "thirty-six hours in the operating theatre",
        "in the saddle for four days and four nights",
        "has marched sixty miles without a rest",
        "crawls the last ten metres",
        "his legs refuse to carry him",
        "can't lift the sword any more",
        "asleep on her feet",
        "no sleep for four nights",
        "stamina bar empty",
        "seventy hours awake",
    ],
)
def test_also_told_at_length(prompt):
    event = event_in(prompt)
    assert event is not None and event.feels.emotion == "fatigue" and event.feels.degree >= 1.1


@pytest.mark.parametrize(
    "prompt",
    [
        "thirty hours in Paris",
        "they danced for three days and three nights",
        "fifteen hours on the beach",
        "she slept for ten hours",
        "can barely hold back a laugh",
        "day one of the expedition",
    ],
)
def test_what_only_looks_like_it_is_none(prompt):
    assert event_in(prompt) is None
