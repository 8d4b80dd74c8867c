"""Courtesies of those who bring news."""

import pytest

from expclip.core.expression.grammar.tidings import with_tidings


@pytest.mark.parametrize(
    ("prompt", "told"),
    [
        ("Surgeon: 'He'll be in another night, I'm afraid.'", "'He'll be in another night.'"),
        ("Surgeon: 'I'm so sorry. We lost him on the table.'", "'We lost him on the table.'"),
        ('gate agent: "I’m afraid your flight\'s been cancelled."', '"your flight\'s been cancelled."'),
        ("DOCTOR: (nervous) I'm afraid that it's bad.", "(nervous) that it's bad."),
        ("\"They've stopped the almond ones, I'm afraid.\"", "\"They've stopped the almond ones.\""),
        ("\"I'm afraid we're out of milk.\"", "\"we're out of milk.\""),
        ('"We did everything we could for you. I\'m so very sorry."', '"We did everything we could for you. "'),
        ("\"It's in the liver, hon.\"", "\"It's in the liver.\""),
        ('"I regret to inform you your visa is refused," says the officer', '"your visa is refused," says the officer'),
    ],
)
def test_who_brings_news_is_polite(prompt, told):
    assert with_tidings(prompt) == told


@pytest.mark.parametrize(
    "prompt",
    [
        "I'm afraid",
        "I'm afraid the roof is coming down",
        "Nurse: 'I'm afraid of him.'",
        "Doctor: 'I'm sorry, I left the swab inside her.'",
        "Officer: \"I'm sorry I shouted at you.\"",
        "\"I'm sorry, there was no other way,\" says the doctor, ashamed",
        "ANNA: I'm afraid the dog is dead.",
        "the doctor is afraid",
        "\"I'm afraid of the dark.\"",
        "\"I'm so sorry. I killed your dog.\"",
        "\"I'm so sorry.\"",
        "\"I missed you, love.\"",
    ],
)
def test_what_one_says_of_oneself_is_none(prompt):
    assert with_tidings(prompt) == prompt
