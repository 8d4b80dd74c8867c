"""How far a denial reaches."""

import pytest

from expclip.core.expression.grammar.clauses import take_apart


def told(prompt: str) -> list[str]:
    """Emotions of the segments, a denied one with a minus."""
    segments = take_apart(prompt).segments
    return [f"{'-' if one.denied else ''}{hit.feels.emotion}" for one in segments for hit in one.hits]


def denied_words(prompt: str) -> str:
    return " ".join(word for one in take_apart(prompt).segments if one.denied for word in one.words)


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("she isn't tired of him so much as angry", ["-fatigue", "anger"]),
    ("they aren't afraid they are furious", ["-fear", "anger"]),
    ("he isn't happy that she left", ["-joy"]),
    ("in place of joy he feels shame", ["-joy", "shame"]),
    ("ashamed no, angry yes", ["-shame", "anger"]),
])  # fmt: skip
def test_a_denial_ends_where_something_else_is_told(prompt, wanted):
    assert told(prompt) == wanted


@pytest.mark.parametrize("prompt", [
    "the whole choir is happy, all but the tenor", "happiness everywhere except on the bride",
    "everyone but Otto is happy",
    "everybody at the table was happy, with the exception of Aunt Vera", "all of them are happy apart from the cook",
])  # fmt: skip
def test_who_is_left_out_does_not_feel_it(prompt):
    assert told(prompt) == ["-joy"]


@pytest.mark.parametrize("prompt", [
    "happy with all of it except for the soup in the tureen that he spilt", "all happy, save the date",
])  # fmt: skip
def test_what_is_left_out_is_no_face(prompt):
    assert told(prompt)[:1] == ["joy"]


@pytest.mark.parametrize(("prompt", "absence"), [
    ("was frightened, isn't any more", "ended"),
    ("was frightened. Isn't now.", "ended"),
    ("happy? far from it", "denied"),
    ("Furious? Her? Never.", "denied"),
    ("frightened on Monday, not today", "ended"),
    ("the whole crew is frightened. Not the cook.", "denied"),
])  # fmt: skip
def test_a_denial_at_the_end_may_be_followed_by_small_words(prompt, absence):
    assert [one.absence for one in take_apart(prompt).segments if one.hits] == [absence]


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("lose that stupid smirk", "smirk"), ("take the pout off", "pout"), ("ditch the raised brow", "raised brow"),
    ("no frown no grin", "frown grin"), ("everything but the smile", "smile"), ("unfrowning, unsmiling", "frowning"),
    ("drop the keys", ""), ("take off the coat", ""), ("cut the bread", ""), ("he loses the ticket", ""),
])  # fmt: skip
def test_what_is_taken_away(prompt, wanted):
    assert all(word in denied_words(prompt) for word in wanted.split()) and bool(wanted) == bool(denied_words(prompt))


@pytest.mark.parametrize(("prompt", "absence"), [
    ("her grin slid off", "ended"), ("his smile went out like a lamp", "ended"), ("the scowl has left", "ended"),
    ("her laugh broke off", "ended"),
    ("a laugh rose and died in her throat", "ended"), ("his smile did not last", "ended"),
    ("the smile he owed the guests never came", "missing"), ("the usual grin is missing", "missing"),
    ("the grin refuses to appear", "missing"), ("her smile is nowhere to be found", "missing"),
    ("she smiles at the bus that never came", ""), ("the train never came, a smile", ""),
    ("smile as the lights went out", ""),
])  # fmt: skip
def test_a_smile_that_goes_or_never_comes(prompt, absence):
    assert {one.absence for one in take_apart(prompt).segments} - {"denied"} <= {absence, ""}
    assert any(one.absence == absence for one in take_apart(prompt).segments)


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("avoid looking happy", ["-joy"]), ("emptied of joy", ["-joy"]), ("given up being angry", ["-anger"]),
    ("stopped being afraid", ["-fear"]), ("can't bring himself to be angry", ["-anger"]),
    ("miles from happy", ["-joy"]), ("hardly the picture of joy", ["-joy"]), ("no end of joy", ["joy"]),
    ("does that look like joy to you?", ["-joy"]), ("does it. looks like joy", ["joy"]),
])  # fmt: skip
def test_other_ways_to_deny(prompt, wanted):
    assert told(prompt) == wanted


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("an un-surprised judge", ["-surprise"]),
    ("a non-furious version", ["-anger"]),
    ("one joy-free wedding", ["-joy"]),
    ("sadness: none. anger: lots", ["-sadness", "anger"]),
    ("Fear? None of that. Anger? Plenty.", ["-fear", "anger"]),
    ("he has stopped pretending to be happy", ["-joy"]),
    ("you would be wrong to call her happy", ["-joy"]),
    ("a decade ago it would have scared her", ["-fear"]),
])  # fmt: skip
def test_denials_in_a_word_a_list_a_name_and_a_past(prompt, wanted):
    assert told(prompt) == wanted


@pytest.mark.parametrize("prompt", ["nearly cried, but she didn't", "only just not crying"])
def test_what_almost_comes_is_held_in(prompt):
    assert [(one.mask, one.absence) for one in take_apart(prompt).segments if one.hits] == [("held", "")]


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("no he's furious", ["anger"]), ("angry? no it's grief", ["-anger", "sadness"]),
    ("nope she is proud", ["pride"]), ("no I said sad", ["sadness"]),
    ("no joy", ["-joy"]), ("no one is sad", ["-sadness"]), ("there's no fear", ["-fear"]),
])  # fmt: skip
def test_a_no_that_answers_denies_nothing_behind_it(prompt, wanted):
    assert told(prompt) == wanted


@pytest.mark.parametrize(("prompt", "denied"), [
    ("don't show teeth when you smile", "show teeth"), ("don't smile when you're angry", "smile"),
    ("never smiles when others smile", "smiles when others smile"),
    ("he never flinches when they shout", "flinches when they shout"),
])  # fmt: skip
def test_a_denial_ends_where_it_is_said_when(prompt, denied):
    assert denied_words(prompt) == denied


@pytest.mark.parametrize("prompt", ["was told no", "like a child who just got told no", "hears no"])
def test_a_no_that_is_said_denies_nothing(prompt):
    assert not denied_words(f"pouting, {prompt}")


def test_nor_goes_on_denying():
    assert denied_words("he doesn't speak nor smile") == "speak smile"


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("he don't show no fear", ["-fear"]), ("she ain't got no joy left", ["-joy"]),
    ("there isn't no anger in him", ["-anger"]),
    ("can't see no sadness in her", ["-sadness"]), ("ain't nobody happy here", ["-joy"]),
    ("not without joy", ["joy"]), ("she isn't without fear", ["fear"]), ("he can't not laugh", ["amusement"]),
])  # fmt: skip
def test_a_denial_may_be_said_twice_and_may_be_undone(prompt, wanted):
    assert told(prompt) == wanted


@pytest.mark.parametrize("prompt", [
    "he wasnt happy", "they arent happy", "hadnt been happy in years", "nobody's happy here", "no-one's happy",
    "mustn't look happy", "he aint happy", "hadn't been happy in years",
])  # fmt: skip
def test_a_denial_is_one_however_it_is_spelt(prompt):
    assert told(prompt) == ["-joy"]


@pytest.mark.parametrize(("prompt", "denied"), [
    ("don't keep the smile", "smile"), ("do not hold that grin", "grin"), ("can't keep the smile down", ""),
    ("don't hold back the smile", ""), ("couldn't hold the grin in", ""),
])  # fmt: skip
def test_who_cannot_keep_something_in_shows_it(prompt, denied):
    assert [word for word in denied_words(prompt).split() if word in ("smile", "grin")] == denied.split()
