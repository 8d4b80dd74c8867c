"""The encoder to start from hears what the published BERT does."""

import json

import pytest

torch = pytest.importorskip("torch")

from safetensors.torch import save_file  # noqa: E402

from expclip.core.errors import ModelError  # noqa: E402
from expclip.core.training.bert_start import read_bert  # noqa: E402

PIECES = ["[PAD]", "[unused0]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "悲", "happy", "##ness", "2024", "sad", "."]


@pytest.fixture
def checkpoint(tmp_path):
    """A folder like all-MiniLM-L6-v2's, tiny, with the network that it holds."""
    from transformers import BertConfig, BertModel

    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(PIECES), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=24,
        max_position_embeddings=32,
    )
    bert = BertModel(config, add_pooling_layer=False).eval()
    save_file(bert.state_dict(), tmp_path / "model.safetensors")
    (tmp_path / "config.json").write_text(json.dumps(config.to_dict()), encoding="utf-8")
    (tmp_path / "vocab.txt").write_text("\n".join(PIECES) + "\n", encoding="utf-8")
    return tmp_path, bert


@torch.inference_mode()
def test_it_hears_the_same(checkpoint):
    folder, bert = checkpoint
    encoder = read_bert(folder, longest=16).eval()
    numbers = torch.tensor([[PIECES.index(piece) for piece in ("[CLS]", "sad", "happy", "##ness", ".", "[SEP]")]])
    expected = bert(input_ids=numbers).last_hidden_state.mean(1)
    assert torch.allclose(encoder(["Sad happyness."]), expected, atol=1e-5)


def test_pieces_of_other_scripts_and_numbers_are_left_away(checkpoint):
    assert read_bert(checkpoint[0], longest=16).pieces == (
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "happy", "##ness", "sad", ".",
    )


def test_another_folder_is_refused(tmp_path):
    with pytest.raises(ModelError, match="all-MiniLM-L6-v2"):
        read_bert(tmp_path)
