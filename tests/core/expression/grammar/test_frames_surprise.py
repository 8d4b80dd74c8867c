"""Sudden reveals and impossible things."""

import pytest

from expclip.core.expression.grammar.frames import event_in


@pytest.mark.parametrize(
    ("prompt", "least", "most"),
    [
        ("his dead brother stands in the kitchen", 1.2, 1.3),
        ("the dead stand in the kitchen", 1.2, 1.3),
        ("her own name on the grave", 1.2, 1.3),
        ("he finds his own gravestone", 1.2, 1.3),
        ("face to face with his own clone", 1.2, 1.3),
        ("an unknown twin at the door", 1.1, 1.3),
        ("he learns he has a twin", 1.1, 1.3),
        ("it was her brother under the mask", 1.1, 1.3),
        ("the coffin is empty", 1.1, 1.3),
        ("the burned letter lies on her pillow again", 1.1, 1.3),
        ("wakes up in a stranger's body", 1.1, 1.3),
        ("she woke up as a cat", 1.1, 1.3),
        ("finds out she is adopted", 1.1, 1.3),
        ("the cat speaks to him", 1.0, 1.2),
        ("the suitcase is full of gold", 1.0, 1.2),
        ("a horse in the bathroom", 1.0, 1.2),
        ("the piano floats in mid air", 1.0, 1.2),
        ("it rains frogs", 1.0, 1.2),
        ("her own face on a wanted poster", 1.0, 1.2),
        ("the unplugged phone rings", 1.0, 1.2),
        ("he walks through the wall", 1.0, 1.2),
        ("the midwife says twins", 1.0, 1.2),
        ("the box is empty", 0.8, 1.0),
        ("snow in July", 0.8, 1.0),
        ("his hair turned green", 0.8, 1.0),
        ("bumps into an old classmate in Tokyo", 0.5, 0.7),
        ("the brother he buried steps off the train", 1.2, 1.3),
        ("she meets her drowned sister at the market", 1.2, 1.3),
        ("he walks in at his own memorial service", 1.2, 1.3),
        ("the parcel contains a severed hand", 1.1, 1.3),
        ("the stranger pulls off his hood and it's her father", 1.1, 1.3),
        ("the beggar is the king", 1.1, 1.3),
        ("the moon splits in two", 1.0, 1.2),
        ("gravity stops", 1.0, 1.2),
        ("he opens the closet and there's a forest in it", 1.0, 1.2),
        ("the clock strikes thirteen", 1.0, 1.2),
        ("a day early", 0.3, 0.5),
    ],
)
def test_it_surprises(prompt, least, most):
    event = event_in(prompt)
    assert event is not None and event.feels.emotion == "surprise" and least <= event.feels.degree <= most


@pytest.mark.parametrize(
    "prompt",
    [
        "her brother stands in the kitchen", "the box is full of old shoes", "the fridge is empty",
        "she speaks to the cat",
        "the king is dead", "he puts the letter on the table", "his name is on the list of winners",
        "wakes up at nine",
        "wakes up with a smile", "the tree stands in the garden", "the moon rises over the sea",
        "the boss is a dragon",
        "the king sits on his throne", "he opens the fridge and there's cake in it",
        "the parcel contains a book", "she takes off her mask and breathes", "the gardener waters the roses",
        "the clock strikes twelve",
        "if the box is empty", "the noise turns out to be a cat", "the train leaves early",
    ],
)  # fmt: skip
def test_that_does_not(prompt):
    event = event_in(prompt)
    assert event is None or event.feels.emotion not in ("surprise",)


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        ("the bus is early", "a camel in the elevator"),
        ("the box is empty", "the coffin is empty"),
        ("the box is empty", "the box is full of diamonds"),
        ("snow in August", "it was her father under the mask"),
        ("bumped into an old friend in Rome", "his dead brother stands in the kitchen"),
    ],
)
def test_stranger_things_surprise_more(weaker, stronger):
    assert event_in(weaker).feels.degree < event_in(stronger).feels.degree


@pytest.mark.parametrize(
    "prompt",
    [
        "the brother they buried an empty coffin for stands on the porch",
        "a twin he never knew he had sits down opposite him",
        "the soldier everyone thought fallen walks in at his own funeral",
        "the corpse sits up on the trolley",
        "the daughter she gave away rings at the door",
        "the sister who was stolen as a baby rings at the door",
        "the woman she buried last year texts her",
        "a brother she never knew existed writes to her",
        "the father lost at sea steps off the boat",
        "the son they gave up for dead walks through the gate",
        "the old beggar is her father",
        "the corpse on the slab opens its eyes",
    ],
)
def test_the_lost_who_come_back_surprise(prompt):
    event = event_in(prompt)
    assert event is not None and event.feels.emotion == "surprise" and event.feels.degree >= 1.1


@pytest.mark.parametrize(
    "prompt",
    [
        "her father gave up smoking and smiles",
        "his wife gave up her seat and stands by the door",
        "a man lost in thought walks past",
        "his sister gave away the ending and smiles",
        "the captain vanished into the kitchen and comes back with cake",
        "a child adopted as a baby smiles",
        "the old man is her father",
        "the body on the table gets a massage",
    ],
)
def test_others_that_come_in_do_not(prompt):
    assert event_in(prompt) is None
