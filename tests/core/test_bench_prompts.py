"""The bench of prompts: what it counts, on a few made prompts and made readers, and its table."""

import json

import numpy as np
import pytest

pytest.importorskip("torch")

from expclip.core import bench_prompts
from expclip.core.bench_prompts import failures, half_rows, table
from expclip.core.expression import corpus
from expclip.core.prompts import contenders, scores
from expclip.core.prompts.contenders import MeanFace, Neighbours, strongest_emotion
from expclip.core.prompts.scores import Prompt, Told
from expclip.rigs import arkit

GROUPS = {
    "joy", "amusement", "love", "pride", "relief", "calm", "interest", "surprise", "confusion", "fear", "sadness",
    "anger", "disgust", "contempt", "shame", "pain", "tiredness", "boredom", "determination", "none",
}  # fmt: skip
FROWN = ("mouthFrownLeft", "mouthFrownRight")
PROMPTS = [
    {"id": "plain-1", "category": "plain", "half": "dev", "text": "glad", "group": "joy",
     "want": [["mouthSmileLeft", "mouthSmileRight"]], "forbid": list(FROWN)},
    {"id": "plain-2", "category": "plain", "half": "sealed", "text": "a hidden text", "group": "joy",
     "want": [["mouthSmileLeft"]], "forbid": list(FROWN)},
    {"id": "language-1", "category": "language", "language": "de", "half": "dev", "text": "traurig",
     "group": "sadness", "want": [list(FROWN)], "forbid": ["mouthSmileLeft"]},
]  # fmt: skip
PAIRS = [{"id": "p", "half": "dev", "weaker": "glad", "stronger": "very glad", "shapes": ["mouthSmileLeft"]}]
MIRRORS = [{"id": "m", "half": "dev", "left": "left smile", "right": "right smile"}]


def face(**weights):
    return corpus.face_of(weights)


class Reader:
    """Knows its few texts by heart."""

    name = "reader"
    FACES = {
        "glad": Told(face(mouthSmileLeft=0.5, mouthSmileRight=0.5), "joy"),
        "very glad": Told(face(mouthSmileLeft=0.9, mouthSmileRight=0.9), "joy"),
        "traurig": Told(face(mouthFrownLeft=0.4, mouthSmileLeft=0.15), "grief"),
        "left smile": Told(face(mouthSmileLeft=0.5)),
        "right smile": Told(face(mouthSmileRight=0.5)),
    }

    def read(self, texts):
        return [self.FACES[text] for text in texts]


@pytest.fixture
def folder(tmp_path):
    for name, rows in (("prompts", PROMPTS), ("pairs", PAIRS), ("mirrors", MIRRORS)):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return tmp_path


def test_what_is_counted(folder):
    rows = {row.what: row for row in half_rows("dev", [Reader()], folder)}
    values = {what: row.values["reader"] for what, row in rows.items()}
    assert values["strict pass, all"] == 0.5 and rows["strict pass, all"].count == 2
    assert values["strict pass, plain"] == 1.0 and values["strict pass, de"] == 0.0
    assert values["prompts with a forbidden shape"] == 0.5
    assert values["forbidden shapes that show"] == pytest.approx(1 / 3)
    assert values["group named right"] == 1.0
    assert values["stronger pair in order"] == 1.0 and values["left and right mirrored"] == 1.0


def test_a_presence_is_fifteen_hundredths():
    prompt = Prompt("x", "plain", "dev", "glad", "joy", (("mouthSmileLeft", "mouthSmileRight"),), FROWN)
    assert not scores.passes(prompt, face(mouthSmileRight=0.14))
    assert scores.passes(prompt, face(mouthSmileRight=0.15, mouthFrownLeft=0.14))
    assert scores.wrong(prompt, face(mouthFrownLeft=0.15)) == ["mouthFrownLeft"]


def test_a_mirror_is_exact_and_differs():
    (mirror,) = [scores.Mirror("dev", "l", "r")]
    same = {"l": Told(face(browInnerUp=0.5)), "r": Told(face(browInnerUp=0.5))}
    assert scores.mirrored([mirror], same) == 0.0
    assert scores.mirrored([mirror], {"l": Told(face(jawLeft=0.5)), "r": Told(face(jawRight=0.5))}) == 1.0
    assert scores.mirrored([mirror], {"l": Told(face(jawLeft=0.5)), "r": Told(face(jawRight=0.6))}) == 0.0


def test_failures_tell_of_the_dev_half_alone(folder):
    told = failures(Reader(), folder)
    assert "traurig" in told and "wrong mouthSmileLeft" in told and "# plain: 0 of 1 fail" in told
    assert "hidden" not in told
    assert told.endswith("or the same face") and "'glad' < " not in told


def test_authors_are_told_apart(folder):
    third = json.dumps(PROMPTS[0] | {"id": "t-plain-1", "text": "merry"})
    with (folder / "prompts.jsonl").open("a", encoding="utf-8") as lines:
        lines.write(third + "\n")
    texts = {author: [p.text for p in scores.read_prompts("dev", folder, author)] for author in ("", "second", "third")}
    assert texts == {"": ["glad", "traurig", "merry"], "second": ["glad", "traurig"], "third": ["merry"]}
    assert half_rows("dev", [Reader()], folder, "second")[0].on == "dev, second author"


def test_the_table(folder):
    told = table(half_rows("dev", [Reader(), MeanFace()], folder))
    assert "| dev | of | reader | mean face | wanted |" in told
    assert "| strict pass, de | 1 | 0.00 |" in told


def test_neighbours_give_the_face_of_the_same_text(monkeypatch):
    rows = [(text, face(mouthSmileLeft=0.1 * place), "joy") for place, text in enumerate("abcdefghij")]
    monkeypatch.setattr(contenders, "rows_of_corpus", lambda: rows)
    apart = Neighbours("exact", lambda texts: np.eye(10, dtype=np.float32)[["abcdefghij".index(t) for t in texts]])
    (told,) = apart.read(["e"])
    assert np.allclose(told.weights, rows[4][1], atol=1e-3) and told.emotion == "joy"


def test_the_emotion_that_a_reading_names():
    from expclip.core.expression.reading import Reading

    def named(*read_as, confidence=1.0):
        return strongest_emotion(Reading("", np.zeros(arkit.COUNT), np.zeros(1), confidence, read_as))

    assert named("strength: very", "joy 20%", "grief 63%") == "grief"
    assert named("joy at 50%", "muscles: 4", "muscles 60%") == "joy"
    assert named("strength: very") == "" and named("joy 90%", confidence=0.0) == ""


def test_every_emotion_has_a_group_of_the_test():
    assert set(scores.groups().values()) <= GROUPS
    of_rows = {emotion for _, _, emotion in contenders.rows_of_corpus() if emotion}
    assert set(corpus.emotions()) | of_rows <= set(scores.groups())


def test_the_prompts_that_ship():
    if not scores.FOLDER.is_dir():
        pytest.skip("the prompts are not in this installation")
    told = [prompt for half in scores.HALVES for prompt in scores.read_prompts(half)]
    assert len(told) >= 300 and {prompt.group for prompt in told} - {None} <= GROUPS
    assert all(shape in arkit.INDEX for prompt in told for shapes in (*prompt.want, prompt.forbid) for shape in shapes)
    assert sum(len(scores.read_pairs(half)) for half in scores.HALVES) >= 60


def test_without_the_prompts_one_sentence(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(scores, "FOLDER", tmp_path / "nowhere")
    assert bench_prompts.main([]) == 1
    assert "run this in a clone of the repository" in capsys.readouterr().err
