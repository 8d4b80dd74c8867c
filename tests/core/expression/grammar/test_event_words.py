"""The words of a text in which events are looked for."""

from expclip.core.expression.grammar.event_words import all_words, clauses_of


def test_determiners_are_left_out_of_clauses():
    assert clauses_of("his sister, the nurse, is here") == [["sister"], ["nurse"], ["here"]]
    assert all_words("the nurse") == ["the", "nurse"]


def test_what_is_contracted_is_left_out_as_where_it_is_spelt_out():
    assert clauses_of("the engine's on fire") == clauses_of("the engine is on fire")


def test_a_number_is_one_word():
    assert clauses_of("lost 1,500.50 today") == [["lost", "1,500.50", "today"]]
