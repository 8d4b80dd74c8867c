"""What is spoken in a prompt, how it is acted and what it hides."""

import pytest

from expclip.core.expression.grammar.spoken import with_lines_acted
from expclip.rigs import arkit


@pytest.mark.parametrize(
    "prompt", ['says "delicious!", revolted', "\u201cI love it\u201d, furious", "'how nice', she sneers"]
)
def test_a_line_is_not_a_direction(prompt):
    rest = with_lines_acted(prompt)
    assert "delicious" not in rest and "love" not in rest and "nice" not in rest


@pytest.mark.parametrize("prompt", [
    '"so happy"', 'mouth as if saying "ah"', "can't stop, won't stop", '"I hate you!"', '"I\'m not fine"',
    '"I love you," he says, and means it', '"Great!"', '"I\'m not happy about this"', '"I\'m not surprised"',
    '"All good?" he asks', '"You\'re not angry, are you?"', "sad 'cause she's late, the boys' faces",
    '"I\'m not angry, just disappointed"', '"I\'m... fine. keep moving."',
])  # fmt: skip
def test_a_line_is_read_where_nothing_else_is_told(prompt):
    assert with_lines_acted(prompt) == prompt


@pytest.mark.parametrize("prompt", [
    'a "smile"', 'the "smile" of a shark', "his 'joy' fades, eyes cold", 'a so-called "grin", brows low',
    'a "fine" wine', 'the word "fine" on a poster', "I'm fine", "I'm not angry",
])  # fmt: skip
def test_what_is_called_by_a_quoted_word_is_no_speech(prompt):
    assert with_lines_acted(prompt) == prompt


@pytest.mark.parametrize(("prompt", "hidden"), [
    ('"I\'m not angry"', "angry"), ("\u2018I\u2019m not crying\u2019", "crying"),
    ("'I was never jealous of her,' he says", "jealous"), ('"I\'m not even mad"', "angry"),
    ('"Nobody\'s crying"', "crying"), ("ANNA: I'm not scared.", "scared"),
    ('"I\'m fine"', "hurt"), ('"Okay," he says', "hurt"), ('he\'s "fine"', "hurt"), ('"Great. Just great."', "hurt"),
    ('"No, no, I\'m okay, really"', "hurt"), ("'I don't mind,' says the loser", "hurt"),
    ('"It doesn\'t matter"', "hurt"),
    ('"I\'m fine," she says, and nobody believes it', "hurt"), ('the least convincing "I\'m fine" in years', "hurt"),
])  # fmt: skip
def test_denials_and_politeness_hide_a_feeling(prompt, hidden):
    assert f"hiding a little {hidden}" in with_lines_acted(prompt)


@pytest.mark.parametrize(
    "prompt", ['"I\'m not angry" - he is', "\"It's okay, really\" - it isn't", '"I\'m fine." She is not fine.']
)
def test_an_answer_beside_a_line_tells_what_holds(prompt):
    assert with_lines_acted(prompt) == prompt


@pytest.mark.parametrize("prompt", ["MOOD: furious", "LEFT BROW: up", "EYES (wide): I can see you", "NOTE: more fear"])
def test_a_heading_speaks_no_line(prompt):
    assert with_lines_acted(prompt) == prompt


SMILE, FROWN, JAW, BROWS_DOWN, BROWS_UP = "mouthSmileLeft", "mouthFrownLeft", "jawOpen", "browDownLeft", "browInnerUp"
WIDE, PRESS, STRETCH = "eyeWideLeft", "mouthPressLeft", "mouthStretchLeft"


@pytest.mark.parametrize(("prompt", "wanted", "unwanted"), [
    ('"I\'m fine"', [BROWS_UP, PRESS], [SMILE, FROWN]),
    ('"I\'m not angry," she says through her teeth', [BROWS_DOWN, STRETCH], [SMILE]),
    ('"I\'m not angry"', [BROWS_DOWN], [SMILE]),
    ('"I\'m fine." She is not fine.', [FROWN], [SMILE]),
    ('says "I\'m so happy for you", face like stone', [PRESS], [SMILE]),
    ("'No problem', he said, glaring", [BROWS_DOWN], [SMILE]),
    ('"It\'s okay, really" - it isn\'t', [FROWN], [SMILE]),
    ('"I\'m not scared." Yes he is.', [WIDE], [SMILE]),
    ("\u2018I couldn\u2019t be happier\u2019, says the loser, lip trembling", [FROWN], [SMILE, "cheekSquintLeft"]),
    ('"No, no, I\'m happy, truly," voice breaking', [FROWN, BROWS_UP], [SMILE]),
    ('"I love you," she says flatly', [], [SMILE, BROWS_UP]),
    ("ANNA (through tears): I'm so happy.", [BROWS_UP], [SMILE]),
    ("ANNA: (smiling) I'm not scared.", [SMILE], [WIDE]),
    ("ANNA\n(crying)\nI'm so happy.", [FROWN], [SMILE]),
    ("LENA (through clenched teeth): Get out of my house.", [BROWS_DOWN], [SMILE]),
    ('"I\'m happy," she lies', [SMILE, BROWS_UP], ["cheekSquintLeft"]),
    ('"I hate you!"', [BROWS_DOWN], [SMILE]),
    ('"You\'re disgusting," she laughs', [SMILE], ["noseSneerLeft"]),
    ('"We won!" they scream', [SMILE, JAW], [STRETCH]),
    ('"I\'m so happy!" he shouts', [SMILE, JAW], [BROWS_DOWN]),
    ('"This is the best day of my life!" she shouts, beaming', [SMILE, JAW], [BROWS_DOWN]),
    ('"I\'m not angry!" he shouts', [BROWS_DOWN, JAW], [SMILE]),
    ('"I won." She cries.', [FROWN], [SMILE]),
    ('the "smile" of a shark', [SMILE], []),
])  # fmt: skip
def test_the_face_of_a_line(prompt, wanted, unwanted, space):
    from expclip.core.expression.reading import read_prompts

    (reading,) = read_prompts([prompt], space)
    weights = dict(zip(arkit.NAMES, reading.weights, strict=True))
    assert all(weights[shape] >= 0.15 for shape in wanted) and all(weights[shape] < 0.15 for shape in unwanted)


@pytest.mark.parametrize("prompt", ["ANNA: I love you", "ANNA (CONT'D): I love you"])
def test_a_name_of_a_script_is_not_shouted(prompt, space):
    from expclip.core.expression.reading import read_prompts

    (reading,) = read_prompts([prompt], space)
    assert "strength: capitals" not in reading.read_as
