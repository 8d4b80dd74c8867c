"""Good things that happen, small and great, and such luck that is another's."""

import pytest

from expclip.core.expression.grammar.frames import event_in

LUCK = {"joy", "tearfuljoy", "triumph", "pride", "gratitude", "relief", "excitement", "contentment"}
NO_LUCK = {"disappointment", "jealousy", "embarrassment", "anger", "sadness"}


@pytest.mark.parametrize(("prompt", "emotion", "least", "most"), [
    ("he finds a coin on the pavement", "joy", 0.3, 0.5), ("gets a free biscuit with her coffee", "joy", 0.3, 0.5),
    ("The bus came on time.", "contentment", 0.3, 0.5), ("common item drops", "joy", 0.3, 0.5),
    ("loots some coppers from a rat", "joy", 0.3, 0.5), ("found a crumpled twenty in an old coat", "joy", 0.4, 0.7),
    ("Old woman wins the village raffle", "joy", 0.4, 0.7), ("my dad won a goldfish at the fair", "joy", 0.4, 0.7),
    ("she found her grandmother's lost ring", "joy", 0.7, 1.0),
    ("passed her driving test on the ninth try", "joy", 0.8, 1.1),
    ("He got the job", "joy", 0.8, 1.1), ("got promoted to captain", "joy", 0.8, 1.1),
    ("she has been accepted into the academy", "joy", 0.9, 1.2),
    ("a fisherman finds a golden crown in a barrel", "joy", 0.9, 1.2),
    ("inherited three million from an unknown uncle", "joy", 1.0, 1.3), ("we won the world cup", "joy", 1.1, 1.3),
    ("she has won eleven million", "joy", 1.2, 1.3), ("WON THE JACKPOT", "joy", 1.2, 1.3),
    ("final boss defeated", "triumph", 0.9, 1.3), ("she broke the world record", "triumph", 0.9, 1.2),
    ("a legendary sword drops", "excitement", 1.0, 1.3), ("She gives birth to a healthy girl", "tearfuljoy", 1.0, 1.3),
    ("baby says her first word", "tearfuljoy", 0.8, 1.1),
    ("reunited with her mother after thirty years", "tearfuljoy", 1.1, 1.3),
    ("The husband she thought dead stands in the door", "tearfuljoy", 1.1, 1.3),
    ("the miners are found alive", "tearfuljoy", 1.1, 1.3),
    ("rescued from the burning house", "relief", 0.9, 1.2), ("the lump is benign", "relief", 0.9, 1.2),
    ("He was acquitted of murder.", "relief", 0.9, 1.2), ("his debts are forgiven", "relief", 0.9, 1.2),
    ("first meal after nine days", "relief", 0.7, 1.0), ("home after twenty years at sea", "joy", 0.8, 1.1),
    ("the teacher praises him", "pride", 0.4, 0.7), ("they remembered her birthday", "gratitude", 0.4, 0.8),
])  # fmt: skip
def test_good_things_that_happen(prompt, emotion, least, most):
    event = event_in(prompt)
    assert event is not None
    assert event.feels.emotion == emotion
    assert least <= event.feels.degree <= most


@pytest.mark.parametrize("prompt", [
    "she found no coin", "he did not win the lottery", "she dreams of winning the lottery", "almost won the race",
    "who won the match?", "he found a body in the barrel", "finds a lump", "she found out he lied",
    "passed out in the exam",
    "his mother passed away", "set the record straight", "sounds like a broken record",
    "his father stands in the door with a belt",
    "she proposed a new budget", "I want to win", "was hired to kill", "finds the chest empty", "he found her phone",
    "she says I do nothing all day", "robot dog picks up a pebble", "they fought a war over water",
])  # fmt: skip
def test_what_only_sounds_like_luck_is_none(prompt):
    event = event_in(prompt)
    assert event is None or event.feels.emotion not in LUCK


@pytest.mark.parametrize("prompt", [
    "his rival wins the election", "the other team scored", "beaten by the boss", "the neighbour won the lottery",
    "scored an own goal", "passed over for promotion", "her ex got married",
    "he won the lottery and then lost the ticket",
    "second place again", "the killer was found not guilty", "gave birth to a stillborn",
    "my colleague got the promotion",
])  # fmt: skip
def test_luck_of_others_and_luck_that_turns_is_not_enjoyed(prompt):
    event = event_in(prompt)
    assert event is None or event.feels.emotion in NO_LUCK


@pytest.mark.parametrize(("weaker", "stronger"), [
    ("he finds a coin", "he finds a treasure chest"), ("won the raffle", "won the lottery"),
    ("passed the maths quiz", "passed the bar exam"),
    ("common item drops", "legendary item drops"), ("it was a false alarm", "the tumour is benign"),
    ("she won the game", "she won the championship"), ("found her lost keys", "found her lost wedding ring"),
])  # fmt: skip
def test_greater_luck_is_felt_more(weaker, stronger):
    lesser, greater = event_in(weaker), event_in(stronger)
    assert lesser is not None and greater is not None
    assert lesser.feels.degree < greater.feels.degree


@pytest.mark.parametrize(("prompt", "emotion", "least"), [
    ("the rescue boat finally spots the raft after forty one days adrift", "relief", 1.1),
    ("firefighters carry her toddler out of the smoke", "relief", 1.1),
    ("the bomb timer freezes with two seconds left", "relief", 1.1),
    ("The rider arrives with the king's pardon", "relief", 1.1),
    ("her dog comes limping up the drive eleven months after he vanished", "tearfuljoy", 1.1),
    ("he hears his mother's voice again after thirty years", "tearfuljoy", 1.1),
    ("after nine rounds of ivf the test shows two lines", "tearfuljoy", 1.1),
    ("an unknown aunt leaves him a castle and twelve million in her will", "joy", 1.1),
    ("the auctioneer's hammer falls at four million", "joy", 1.1),
    ("a buzzer beater from half court wins the championship", "joy", 1.1),
    ("final boss falls after two hundred attempts", "triumph", 1.1),
])  # fmt: skip
def test_luck_told_at_length_is_luck(prompt, emotion, least):
    event = event_in(prompt)
    assert event is not None
    assert event.feels.emotion == emotion
    assert event.feels.degree >= least


@pytest.mark.parametrize("prompt", [
    "the rescue boat comes too late", "the rescue team finds her body", "the aunt leaves him nothing in her will",
    "the rope holds her hair back", "dad comes home from work", "he lifts his cup", "the jury finds him guilty",
])  # fmt: skip
def test_what_is_told_at_length_may_be_no_luck(prompt):
    event = event_in(prompt)
    assert event is None or event.feels.emotion not in LUCK


@pytest.mark.parametrize(("prompt", "emotion"), [
    ("her teammates hoist her onto their shoulders", "joy"), ("the whole hall is on its feet", "joy"),
    ("her novel tops the bestseller list", "joy"), ("he is the first in his family to graduate", "joy"),
    ("the probe answers after twelve years", "joy"), ("OMG WE WONNNN", "joy"),
    ("every gun falls silent along the river", "joy"), ("an old uncle leaves me the whole vineyard", "joy"),
    ("the enemy fleet turns back", "triumph"), ("final boss falls at one hp", "triumph"),
    ("the ship has seen their flare", "relief"), ("the doctor says the tumour is gone", "relief"),
    ("he walks back up the platform to her", "tearfuljoy"), ("the foster kid calls her mum", "tearfuljoy"),
    ("first steps since the accident", "tearfuljoy"), ("his dad steps off the troop train", "tearfuljoy"),
    ("he's alive, HES ALIVE", "tearfuljoy"), ("her little hand closes around his finger", "tearfuljoy"),
])  # fmt: skip
def test_wonderful_things_that_happen(prompt, emotion):
    event = event_in(prompt)
    assert event is not None
    assert event.feels.emotion == emotion
    assert event.feels.degree >= 1


@pytest.mark.parametrize("prompt", [
    "the other team scores in the last second", "her rival gets eleven curtain calls", "last minute goal against us",
    "his rival crosses the finish line first", "the enemy reinforcements crest the hill",
    "carried off the pitch on a stretcher", "the coffin is carried out of the church on their shoulders",
    "she never said yes", "the probe does not answer", "we almost won", "the scan is not clean", "I wonder why",
    "why am I here in the first place", "the tiny hand closes around his throat", "the pilot saw smoke",
    "oh god you're home", "he got in a fight", "the stranger leaves the house",
])  # fmt: skip
def test_what_is_won_by_others_or_only_sounds_wonderful_is_none(prompt):
    event = event_in(prompt)
    assert event is None or event.feels.emotion not in LUCK
