"""Projectors are fitted to towers with random weights: they learn, and P_image begins as P_text."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from expclip.core.bundle import SHIPPED, open_bundle  # noqa: E402
from expclip.core.errors import ModelError  # noqa: E402
from expclip.core.expression import corpus  # noqa: E402
from expclip.core.expression.clip_projectors import ClipProjectors  # noqa: E402
from expclip.core.networks import load_space  # noqa: E402
from expclip.core.training.clip_sentences import ClipSentences, clip_sentences, held_out  # noqa: E402
from expclip.core.training.clip_towers import ClipTraining, fit_sentences, sentence_vectors  # noqa: E402

TRAINING = ClipTraining(steps=250, vectors_per_step=64, sentences_per_batch=8, kept_after=1)
EMOTIONS = ("joy", "grief")


def silent(done, message):
    pass


class Tower:
    """Two directions, one for each feeling, with a little of everything else; counts what it reads."""

    def __init__(self):
        self.read = []

    def __call__(self, texts):
        self.read += texts
        random = np.random.default_rng(len(texts[0]))
        vectors = 0.1 * random.standard_normal((len(texts), 16))
        vectors[:, 0] += [1.0 if "joy" in text else -1.0 for text in texts]
        return torch.nn.functional.normalize(torch.from_numpy(vectors.astype(np.float32)), dim=-1)


@pytest.fixture
def sentences():
    texts = tuple(f"{name}{'!' * more}" for more in range(30) for name in EMOTIONS)
    faces = np.stack([corpus.emotions()[name].weights for _ in range(30) for name in EMOTIONS])
    shares = np.tile(np.eye(3, dtype=np.float32)[:2], (30, 1))
    return ClipSentences(texts, faces, shares, EMOTIONS)


@pytest.fixture
def space():
    """The one that ships: a space with random weights cannot show these faces."""
    if not SHIPPED.is_dir():
        pytest.skip("the shipped models are not in this checkout: run 'expclip train expression'")
    return load_space(open_bundle(SHIPPED))


def test_each_sentence_goes_through_its_tower_once(sentences, tmp_path):
    first, again = Tower(), Tower()
    cache = tmp_path / "deep" / "cache.safetensors"
    vectors = sentence_vectors(first, [*sentences.texts, sentences.texts[0]], cache, TRAINING, silent)
    assert vectors.shape == (61, 16) and len(first.read) == 60 and torch.equal(vectors[0], vectors[60])
    more = sentence_vectors(again, [*sentences.texts, "joy, new"], cache, TRAINING, silent)
    assert torch.equal(more[:60], vectors[:60])
    assert again.read == ["joy, new"]


def test_they_learn(sentences, space, tmp_path):
    torch.manual_seed(0)
    projectors = ClipProjectors(16, EMOTIONS, hidden=32)
    vectors = sentence_vectors(Tower(), sentences.texts, tmp_path / "cache.safetensors", TRAINING, silent)
    before = {name: tensor.clone() for name, tensor in space.state_dict().items()}
    fit = fit_sentences(projectors, space, vectors, sentences, TRAINING, silent)
    assert fit.named == 1.0 and fit.sentences == held_out(sentences.texts).sum() > 0
    aside = torch.cosine_similarity(projectors.text(vectors), space.encode(torch.from_numpy(sentences.faces)))
    assert aside.mean() > 0.95 and fit.error < 0.2 * fit.mean_face_error
    assert torch.equal(projectors.picture(vectors), projectors.text(vectors))
    assert all(torch.equal(before[name], tensor) for name, tensor in space.state_dict().items())


def test_the_sentences_of_the_corpus():
    told = clip_sentences(None, 0, seed=0)
    assert len(told.texts) == len(set(told.texts)) == len(told.faces) == len(told.shares) > 1000
    assert told.faces.min() >= 0.0 and told.faces.max() <= 1.0
    assert set(np.round(told.shares.sum(1), 4)) <= {0.0, 1.0}
    assert any(" and speaks with an intense " in text for text in told.texts)
    assert any(text.startswith("speaks with ") for text in told.texts)
    assert clip_sentences(None, 0, seed=0).texts == told.texts


def test_a_folder_without_goemotions_is_refused(tmp_path):
    with pytest.raises(ModelError, match="does not hold GoEmotions"):
        clip_sentences(tmp_path, 10, seed=0)
