"""The presets and takes that look like a sentence."""

import json

import numpy as np
import pytest

pytest.importorskip("torch")

from expclip.core.bundle import open_bundle
from expclip.core.errors import MissingPartError, PromptError, TakeError
from expclip.core.finding import find, likenesses
from expclip.core.formats import takes_in, write_take
from expclip.core.networks import load_space
from expclip.core.take import Take
from expclip.presets import expressions
from expclip.rigs import arkit


@pytest.fixture(scope="module")
def bundle(root):
    if not (root / "core" / "models" / "expression.safetensors").exists():
        pytest.skip("no models ship with this checkout yet")
    return open_bundle(root / "core" / "models")


@pytest.fixture(scope="module")
def space(bundle):
    return load_space(bundle)


@pytest.mark.parametrize(
    "text, wanted",
    [
        ("happy and laughing", {"laugh", "joy", "grin", "delighted", "tears-of-joy"}),
        ("furious", {"rage", "anger", "seething", "glare", "battle-cry"}),
        ("terrified", {"terror", "fear", "dread"}),
        ("AU1+4+15", {"sadness", "grief", "disappointed", "pleading", "tears-held-back"}),
    ],
)
def test_the_likest_presets_come_first(space, bundle, text, wanted):
    found, notes = find(text, space, bundle)
    assert len(found) == len(expressions.NAMES) and notes == ()
    assert {one.name for one in found[:3]} & wanted
    assert all(1.0 >= a.likeness >= b.likeness >= 0.0 for a, b in zip(found, found[1:], strict=False))


def test_a_face_is_likest_itself(space):
    faces = space.embed(np.stack([expressions.load(name) for name in expressions.NAMES]))
    for row, face in enumerate(faces[1:], 1):
        assert likenesses(face, faces).argmax() == row


def test_strength_counts(space):
    smile = expressions.load("gentle-smile")
    weak, same, other = likenesses(
        space.embed(smile[None])[0], space.embed(np.stack([0.3 * smile, smile, expressions.load("rage")]))
    )
    assert same == pytest.approx(1.0, abs=1e-5) and same > weak > other


def test_what_is_not_understood_is_refused(space, bundle):
    with pytest.raises(PromptError, match="not understood"):
        find("xqzt blorf", space, bundle)


def test_takes_need_a_bundle_that_reads_motion(tiny_bundle, tmp_path):
    write_take(Take(np.zeros((3, arkit.COUNT)), 30.0), tmp_path / "take.npz")
    tiny = open_bundle(tiny_bundle)
    with pytest.raises(MissingPartError):
        find("AU12", load_space(tiny), tiny, takes_in(tmp_path))


def test_a_folder_of_takes(tmp_path):
    (tmp_path / "in it").mkdir()
    for name in ("b.csv", "in it/a.NPZ", "notes.txt"):
        (tmp_path / name).write_text("")
    assert [path.name for path in takes_in(tmp_path)] == ["b.csv", "a.NPZ"]
    with pytest.raises(TakeError, match="no folder"):
        takes_in(tmp_path / "nowhere")


def test_the_command(run):
    status, told, _ = run("find", "AU12+25", "--count", "4")
    rows = [json.loads(line) for line in told.splitlines()]
    assert status == 0 and len(rows) == 4
    assert all(row.keys() == {"kind", "name", "likeness", "tells"} for row in rows)
    assert run("find", "AU12", "--count", "0")[0] == 1
    assert run("find", "AU12", "--takes", "nowhere")[0] == 1
