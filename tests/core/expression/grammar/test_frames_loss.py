"""Deaths and losses: presets/event_frames/loss.toml."""

import pytest

from expclip.core.expression.grammar.frames import event_in


def felt(prompt: str) -> tuple[str, float]:
    event = event_in(prompt)
    return (event.feels.emotion, event.feels.degree) if event else ("", 0.0)


@pytest.mark.parametrize(
    ("prompt", "emotion", "least", "most"),
    [
        ("A drunk driver has killed her son", "sadness", 1.2, 1.3),
        ("son KIA", "sadness", 1.2, 1.3),
        ("the death of her only child", "sadness", 1.2, 1.3),
        ("Maria has lost her twin", "sadness", 1.2, 1.3),
        ("she kneels by her dead father", "sadness", 1.2, 1.3),
        ("her husband never came home from the sea", "sadness", 1.2, 1.3),
        ("the doctor tells her it is cancer", "sadness", 1.1, 1.3),
        ("given three months to live", "sadness", 1.1, 1.3),
        ("comes home to find the house burned down", "sadness", 1.1, 1.3),
        ("watches his village burn", "sadness", 1.1, 1.3),
        ("granny passed away in her sleep", "sadness", 1.0, 1.2),
        ("companion dead", "sadness", 1.0, 1.2),
        ("the old dog was put to sleep", "sadness", 0.9, 1.1),
        ("my cat's dead", "sadness", 0.9, 1.1),
        ("his wife has left him for his best friend", "sadness", 0.9, 1.1),
        ("left at the altar", "hurt", 1.1, 1.3),
        ("nobody came to his birthday party", "hurt", 0.7, 1.0),
        ("she lost her job after twenty years", "sadness", 0.8, 1.0),
        ("grandma's vase is in pieces", "sadness", 0.8, 1.0),
        ("her hamster died this morning", "sadness", 0.6, 0.8),
        ("lost the cup final on penalties", "disappointment", 0.9, 1.1),
        ("failed his driving test", "disappointment", 0.9, 1.1),
        ("lost a game of chess", "disappointment", 0.5, 0.7),
        ("he missed the last bus", "disappointment", 0.35, 0.6),
        ("dropped her ice cream on the pavement", "disappointment", 0.35, 0.6),
        ("her houseplant died", "disappointment", 0.35, 0.6),
        ("she lost a coin", "disappointment", 0.3, 0.5),
    ],
)
def test_what_is_lost_tells_how_much(prompt, emotion, least, most):
    told, degree = felt(prompt)
    assert told == emotion
    assert least <= degree <= most


@pytest.mark.parametrize(
    "prompt",
    [
        "broke the news",
        "broke the world record",
        "he killed the spider",
        "her husband left the room",
        "the boyfriend left the toilet seat up",
        "lost in thought",
        "lost his patience with the kids",
        "lost to his little brother at chess",
        "almost killed her son",
        "if his mother dies",
        "nobody died",
        "school is cancelled",
        "grandma has hearing aids",
        "explores the ruins of an ancient temple",
        "the tests came back negative",
        "dead silence",
        "the lost city of gold",
    ],
)
def test_what_is_no_loss_tells_nothing(prompt):
    event = event_in(prompt)
    assert event is None or event.feels.emotion not in ("sadness", "disappointment", "fear", "anxiety", "hurt")


@pytest.mark.parametrize(
    ("prompt", "emotion"),
    [
        ("her husband is dead tired", "fatigue"),
        ("grandpa died laughing", "amusement"),
        ("she found her lost dog", "relief"),
        ("he has beaten cancer", "relief"),
        ("the coach fired us up", "determination"),
        ("the enemy base was destroyed", "triumph"),
        ("her brother drowned his sorrows", "sadness"),
    ],
)
def test_the_same_words_may_tell_something_else(prompt, emotion):
    assert felt(prompt)[0] == emotion


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        ("her houseplant died", "her little sister died"),
        ("his hamster died", "his dog died"),
        ("lost a button", "lost her wedding ring"),
        ("lost at poker", "lost the final"),
        ("his mug broke", "his village was burned to the ground"),
        ("her best friend is moving away", "her best friend is dead"),
    ],
)
def test_what_is_worth_more_is_mourned_more(weaker, stronger):
    assert 0 < felt(weaker)[1] < felt(stronger)[1]


@pytest.mark.parametrize(
    ("prompt", "emotion", "least"),
    [
        ("the coroner pulls back the sheet and it is her brother", "sadness", 1.2),
        ("The plane carrying his wife and daughters went down over the Atlantic", "sadness", 1.2),
        ("the monitor beside her husband's bed flattens into one long tone", "sadness", 1.2),
        ("the executioner's axe comes down on her father", "sadness", 1.2),
        ("three small coffins in a row, all of them hers", "sadness", 1.2),
        ("he finds only graves where his family lived", "sadness", 1.2),
        ("their house slid off the cliff with everything they owned in it", "sadness", 1.1),
        ("only the chimney is still standing where her home was", "sadness", 1.1),
        ("his wife of fifty years no longer knows his name", "sadness", 1.1),
        ("the bank auctions off the farm of his fathers", "sadness", 1.0),
        ("the rescue team finds only bodies", "sadness", 1.2),
    ],
)
def test_a_loss_told_at_length_is_one(prompt, emotion, least):
    told, degree = felt(prompt)
    assert told == emotion
    assert degree >= least


@pytest.mark.parametrize(
    "prompt",
    [
        "the sea takes his breath away",
        "he digs a grave for a living",
        "the doctor shakes his hand",
        "they did everything they could to annoy him",
        "the bank takes his card",
        "the train takes her son to school",
    ],
)
def test_what_is_told_at_length_may_be_no_loss(prompt):
    assert felt(prompt)[0] != "sadness"
