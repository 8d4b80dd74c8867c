"""Wrongs done to somebody, or before their eyes, make them angry, by how grave the wrong is."""

import pytest

from expclip.core.expression.grammar.frames import event_in


def degree(prompt: str) -> float:
    event = event_in(prompt)
    return event.feels.degree if event else 0.0


@pytest.mark.parametrize(
    ("prompt", "emotion", "least", "most"),
    [
        ("someone hums during the lesson", "irritation", 0.3, 0.5),
        ("a colleague drinks out of her mug again", "irritation", 0.3, 0.5),
        ("Some guy pushes in front of her in the queue at the bakery.", "irritation", 0.5, 0.8),
        ("the upstairs neighbours are having a loud party again at 3 am", "irritation", 0.5, 0.9),
        ("Her little sister has drawn all over her homework.", "irritation", 0.5, 0.9),
        ("someone took the parking spot he had been waiting for", "irritation", 0.7, 1.0),
        ("disconnected in the middle of a ranked match", "irritation", 0.7, 1.0),
        ("Her brother borrowed her guitar and broke it.", "anger", 0.6, 0.9),
        ("teammate stole my kill", "anger", 0.6, 0.9),
        ("the referee disallows the goal in the last second", "anger", 0.6, 1.0),
        ("his boss makes him work at Christmas", "anger", 0.6, 1.0),
        ("he was blamed for something he didn't do", "anger", 0.6, 1.0),
        ("Someone has keyed his brand new car.", "anger", 0.8, 1.1),
        ("all his tyres have been slashed overnight", "anger", 0.8, 1.1),
        ("vandals spray-painted her shop", "anger", 0.8, 1.1),
        ("Boss takes all the credit for her work", "anger", 0.8, 1.1),
        ("falsely accused of theft", "anger", 0.8, 1.2),
        ("a stranger spits in her face", "anger", 1.0, 1.3),
        ("the school bully punched her son", "anger", 1.0, 1.3),
        ("his business partner embezzled the company's money", "anger", 1.0, 1.3),
        ("the guards beat an old prisoner in front of him", "anger", 1.0, 1.3),
        ("he is sentenced for a murder he didn't commit", "anger", 1.0, 1.3),
        ("catches her husband in bed with her best friend", "anger", 1.0, 1.3),
        ("a drunk kicks her dog", "anger", 1.2, 1.3),
        ("he has sold her house behind her back", "anger", 1.2, 1.3),
        ("her husband forgot their anniversary", "hurt", 0.6, 0.9),
        ("framed by his best friend", "hurt", 0.9, 1.3),
        ("her boyfriend cheated on her", "hurt", 1.0, 1.3),
    ],
)
def test_a_wrong_makes_angry_and_one_by_ones_own_hurts(prompt, emotion, least, most):
    event = event_in(prompt)
    assert event is not None
    assert event.feels.emotion == emotion
    assert least <= event.feels.degree <= most


@pytest.mark.parametrize(
    "prompt",
    [
        "She spits in his face.",
        "she lies to him about the vase",
        "she took the last parking spot",
        "his brother broke his leg",
        "her brother broke the school record",
        "the boss sells his own house to pay the wages",
        "nobody ate her sandwich",
        "the neighbours sing happy birthday",
        "the man hums to himself",
        "finds him in bed with a fever",
        "she framed her son's drawing",
        "his friend sold him the car cheap",
        "the killer whale goes free",
        "the guards beat the drums",
        "the referee gives her the gold medal",
        "the police caught the scammers",
        "if someone keyed my car I would laugh",
        "the boss gives her the day off at Christmas",
    ],
)
def test_the_doers_view_and_harmless_deeds_are_no_wrong(prompt):
    event = event_in(prompt)
    assert event is None or event.feels.emotion not in ("anger", "irritation", "hurt")


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        ("a classmate taps his pen", "someone stole her lunch"),
        ("somebody ate her sandwich", "somebody slashed her painting"),
        ("her brother broke her camera", "her brother sold her house behind her back"),
        ("a stranger called her an idiot", "a stranger spits in her face"),
        ("someone scratched her car", "someone kicks her dog"),
    ],
)
def test_a_graver_wrong_is_stronger(weaker, stronger):
    assert 0 < degree(weaker) < degree(stronger)


@pytest.mark.parametrize(
    "prompt",
    [
        "three soldiers flog the old man in front of his wife",
        "the company has been dumping acid into the village well for years",
        "the treasurer has been pocketing the widows' pension fund",
        "the orcs torture the wounded prisoner",
        "stepmother has locked the little boy in the cellar again",
        "the overseer whips the starving children",
        "the driver who killed her son gets a fine",
        "the gang poured petrol over the beggar",
        "his uncle sold the girl to the slavers",
        "the landlord threw the family's furniture into the rain",
    ],
)
def test_also_told_at_length(prompt):
    event = event_in(prompt)
    assert event is not None and event.feels.emotion == "anger" and event.feels.degree >= 1.1


@pytest.mark.parametrize(
    "prompt",
    [
        "the captain holds the baby over the font",
        "the landlord changed the locks for free",
        "the nurse burns the toast",
        "the coach puts a hand on his shoulder",
        "his wife is still married to him",
        "the farmer kicks the ball to the boy",
    ],
)
def test_what_only_looks_like_it_is_none(prompt):
    assert event_in(prompt) is None


@pytest.mark.parametrize(
    "prompt",
    [
        "her sister sold her cello while she was in hospital",
        "his wife has pawned his violin behind his back",
        "somebody hacked the account, nine years deleted",
        "his clan's tombs have been turned into a tavern",
        "the count burned the only manuscript",
        "her flatmate has flushed her insulin down the toilet",
        "developers have bulldozed her grandmother's orchard",
        "the king has given her land to his mistress",
        "they fed her horse to the dogs",
        "the invaders feed the sacred scrolls to the fire",
        "his stepmother has cut up her wedding dress",
        "the uncle cut them out of the will",
    ],
)
def test_what_is_dear_or_sacred_taken_from_one_enrages(prompt):
    event = event_in(prompt)
    assert event is not None and event.feels.emotion == "anger" and event.feels.degree >= 1.1


@pytest.mark.parametrize(
    "prompt",
    [
        "the king gave his daughter land",
        "he burned the last letters from his ex",
        "she flushed the goldfish down the toilet",
        "the chapel became a bar and they love it",
        "the publisher published her novel under her name",
        "her mother made her wedding dress",
        "her brother gave his girlfriend a horse",
        "the church was turned into a library",
    ],
)
def test_what_is_given_or_mended_is_no_wrong(prompt):
    assert event_in(prompt) is None
