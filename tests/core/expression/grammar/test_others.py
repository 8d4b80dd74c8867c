"""What others do with their faces is not what the character does."""

import pytest

from expclip.core.expression.grammar.others import without_muscles_of_things, without_others

from ..test_reading import read, shown


def kept(prompt: str) -> str:
    return " ".join(without_others(prompt).replace(" ,", ",").split())


@pytest.mark.parametrize(
    ("prompt", "rest"),
    [
        ("Someone beat up her little brother and laughs about it", "Someone beat up her little brother and about it"),
        ("Two hundred fans yell her name", "Two hundred fans her name"),
        ("A stranger's head is asleep on his shoulder", "A stranger's head is on his shoulder"),
        ("her boss yells at her on the phone", "her boss at her on the phone"),
        ("my best friend is mad at me", "my best friend is me"),
        ("she sighs as the dog snarls", "she sighs"),
        ("her brother giggles and she rolls her eyes", "she rolls her eyes"),
        ("everyone else is smiling in the picture", "everyone else is in the picture"),
        ("why is everybody yawning at me", "why is everybody at me"),
        ("the man behind her starts laughing", "the man behind her starts"),
        ("the girl he likes winks at him", "the girl he likes at him"),
        ("blushes because he winked at her", "blushes"),
        ("she hears her neighbours sobbing", "she hears her neighbours"),
        ("NPC sees the hero sneeze", "NPC sees the hero"),
        ("smirks at his rage", "smirks"),
        ("frowns at the teacher's laughter", "frowns"),
        ("furious at the guy who laughed at her dog", "furious at the guy"),
        ("rocking a screaming toddler, exhausted", "rocking a toddler, exhausted"),
        ("annoyed by a man chewing with his mouth open", "annoyed by a man"),
        ("everyone gawps at her", "everyone at her"),
        ("unlike her sister, who is howling with laughter, Joan frowns", "unlike her sister, , Joan frowns"),
        ("the portrait smiled after she did", "the portrait after she did"),
        ("they're all yawning at him", "they're all at him"),
        ("guard, bored, hears player sneeze", "guard, bored,"),
        ("he is in love and she laughs at him", "he is in love"),
        ("the receptionist rolls her eyes at me", "the receptionist her at me"),
        ("frightened, as the bully approaches", "frightened,"),
    ],
)
def test_what_others_do_is_left_out(prompt, rest):
    assert kept(prompt) == rest


@pytest.mark.parametrize(
    "prompt",
    [
        "the queen smiles at him",
        "the boss is furious",
        "the crowd roars",
        "my nan, grinning, dabber in the air",
        "the guard laughs and wipes his brow",
        "someone laughing at his own joke",
        "someone who can't stop giggling at his jokes",
        "everyone loves her smile",
        "somebody makes her laugh",
        "the clown scared her",
        "she hears herself laugh",
        "he sees his own grin in the mirror",
        "we see her smile",
        "so he won't see that she is crying",
        "like a crying baby",
        "Joan, who is howling with laughter",
        "the portrait smiles",
        "calm as a baby",
        "he smiles and she smiles",
        "the king laughs, his court laughs with him",
        "playing a terrified child",
        "at her happiest",
        "she smiles when she cries",
        "my friend he is afraid of dogs",
        "the villain laughs, I will destroy you",
        "everybody laughs, she doesn't",
        "everyone cheers, not him",
    ],
)
def test_what_the_character_does_stays(prompt):
    assert without_others(prompt) == prompt


@pytest.mark.parametrize(
    ("prompt", "there", "away"),
    [
        ("someone ran over his dog on purpose and laughed", "browDown", "mouthSmile"),
        ("somebody spat in his coffee and grinned", "browDown", "mouthSmile"),
        ("everyone else is smiling in the picture", "browInnerUp", "mouthSmile"),
        ("scared when the boss yells", "eyeWide", "mouthUpperUp"),
        ("the dentist's drill whines, and a stranger's head is asleep on her shoulder", "browDown", "eyeBlink"),
    ],
)
def test_the_face_is_the_characters(prompt, there, away, space):
    reading = read(prompt, space)
    assert shown(reading, there) > 0.2 > shown(reading, away)


@pytest.mark.parametrize(("prompt", "rest"), [
    ("my kids are not angry, they are sleepy", "my kids are not angry, they are sleepy"),
    ("everyone's laughing, but he's the one crying", ", but he's the one crying"),
    ("her friends laugh, they point at her", "her friends, they point at her"),
])  # fmt: skip
def test_they_are_whom_the_sentence_began_with(prompt, rest):
    assert kept(prompt) == rest


@pytest.mark.parametrize(("prompt", "rest"), [
    ("The tunnel yawns ahead of them", "The tunnel ahead of them"),
    ("smiling as the engine coughs", "smiling as the engine"),
    ("A viper on the pantry shelf. Mouth open", "A viper on the pantry shelf."),
    ("The tunnel ahead of them makes her yawn", "The tunnel ahead of them makes her yawn"),
    ("The shark's jaws open beneath the raft", "The shark's jaws open beneath the raft"),
])  # fmt: skip
def test_muscles_of_things_are_not_felt_unless_they_are_an_event(prompt, rest):
    assert " ".join(without_muscles_of_things(prompt).split()).replace(" .", ".") == rest
