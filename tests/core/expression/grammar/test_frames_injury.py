"""Bodily injury: how much it hurts, and what only sounds like it."""

import pytest

from expclip.core.expression.grammar.frames import event_in


def _degree(prompt: str) -> float:
    event = event_in(prompt)
    assert event is not None and event.feels.emotion == "pain", prompt
    return event.feels.degree


@pytest.mark.parametrize(
    ("prompt", "least", "most"),
    [
        ("She pricks her finger.", 0.3, 0.4),
        ("he gets a paper cut", 0.3, 0.5),
        ("a splinter in his thumb", 0.4, 0.6),
        ("He was stung by a nettle", 0.4, 0.6),
        ("nipped by a hamster", 0.4, 0.6),
        ("he stubbed his toe", 0.5, 0.7),
        ("shampoo in her eyes", 0.5, 0.7),
        ("she scalds her tongue", 0.5, 0.7),
        ("a phone lands on her face", 0.5, 0.7),
        ("he was stung by a wasp", 0.6, 0.8),
        ("He steps on a Lego", 0.6, 0.8),
        ("she spills boiling water over her hand", 0.6, 0.8),
        ("the car door slams on her fingers", 0.7, 0.9),
        ("the player is punched in the stomach", 0.7, 0.9),
        ("he drops a hammer on his foot", 0.7, 0.9),
        ("a bullet grazes his shoulder", 0.8, 1.0),
        ("takes 90 damage", 0.8, 1.0),
        ("she broke her arm", 1.0, 1.1),
        ("a piano falls on his toes", 1.0, 1.1),
        ("the ball hits him in the groin", 0.9, 1.1),
        ("an arrow hits his thigh", 1.0, 1.1),
        ("he was shot in the stomach", 1.1, 1.2),
        ("she shattered her kneecap", 1.1, 1.2),
        ("operated on without anaesthetic", 1.1, 1.3),
        ("they saw off his leg", 1.2, 1.3),
        ("the chainsaw takes off his hand", 1.2, 1.3),
        ("A pan of boiling sugar slides off the hob and down her bare forearm", 1.0, 1.1),
        ("struck in the teeth by a cricket ball at full speed", 0.8, 1.0),
        ("thrown through the windscreen at ninety miles an hour", 1.0, 1.1),
        ("Thirty hours into labour, and the midwife is stuck in the snow", 1.0, 1.1),
        ("red-hot tongs close on the prisoner's tongue", 1.1, 1.3),
        ("the old tractor rolls backwards over his pelvis", 1.1, 1.3),
        ("her hair gets wound into the spinning lathe", 1.1, 1.3),
        ("npc is skewered by a lance", 1.1, 1.3),
        ("The field surgeon takes the leg off above the knee", 1.2, 1.3),
        ("the broken tibia comes through the skin of her shin", 1.2, 1.3),
    ],
)
def test_an_injury_hurts_by_how_grave_it_is(prompt, least, most):
    assert least <= _degree(prompt) <= most


@pytest.mark.parametrize(
    "prompt",
    [
        "break a leg tonight!",
        "she snaps her fingers",
        "he lands on his feet",
        "the butterfly lands on her nose",
        "stabbed in the back by his best friend",
        "a slap on the wrist",
        "she nearly broke her arm",
        "he almost drops a hammer on his foot",
        "if a wasp stings him",
        "he walks into a bar",
        "she takes off her shoes",
        "he cracks his knuckles",
        "falls for her",
        "takes no damage",
        "he gives birth to an idea",
        "she loses her head",
        "rubbing salt in the wound",
        "she pours boiling water over the teabag",
        "he takes his hat off at the door",
        "the ball rolls right between his legs",
        "the play is run through by the cast twice",
        "in labour for equal rights",
        "her skin melts at his touch",
        "he pulls out the nails from the plank",
    ],
)
def test_what_only_sounds_like_an_injury_is_none(prompt):
    event = event_in(prompt)
    assert event is None or event.feels.emotion not in ("pain",)


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        ("she pricks her finger", "she broke her finger"),
        ("nipped by a hamster", "bitten by a shark"),
        ("a phone lands on his foot", "a wardrobe lands on his foot"),
        ("takes 3 damage", "takes 90 damage"),
        ("she cut her thumb chopping onions", "she cut off her hand"),
        ("shot in the leg", "shot in the chest"),
    ],
)
def test_the_graver_injury_hurts_more(weaker, stronger):
    assert _degree(weaker) < _degree(stronger)
