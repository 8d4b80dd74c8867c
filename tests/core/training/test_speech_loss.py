import pytest

torch = pytest.importorskip("torch")

from expclip.core.speech import phones  # noqa: E402
from expclip.core.training.speech_loss import SpeechLoss, SpeechLossWeights  # noqa: E402

HIDDEN = 8


def labels_of(*names):
    return torch.tensor([[phones.INDEX[name] for name in names]])


def certain(labels):
    return torch.nn.functional.one_hot(labels, phones.COUNT).float() * 20.0


def frames_loss(logits, labels, arpabet):
    weights = SpeechLossWeights(order=0.0, features=0.0, label_smoothing=0.0)
    features = torch.zeros(*labels.shape, HIDDEN)
    return SpeechLoss(HIDDEN, weights)(features, logits, labels, torch.tensor([arpabet])).item()


def test_right_phones_cost_nothing_and_wrong_ones_much():
    labels = labels_of("sil", "p", "ɑ", "sil")
    assert frames_loss(certain(labels), labels, False) < 1e-3
    assert frames_loss(certain(labels.flip(1).roll(1)), labels, False) > 5.0


def test_a_dictionary_does_not_tell_phones_of_one_view_apart():
    labels, alike = labels_of("ʌ", "t"), labels_of("ə", "ʔ")
    assert frames_loss(certain(alike), labels, True) < 1e-3
    assert frames_loss(certain(alike), labels, False) > 5.0


@pytest.mark.parametrize("arpabet", [False, True])
def test_the_order_is_learnt(arpabet):
    """The order's head alone finds phones from features that tell them, whatever their times."""
    torch.manual_seed(0)
    loss_of = SpeechLoss(phones.COUNT, SpeechLossWeights(frames=0.0, order=1.0, features=0.0))
    labels = labels_of("sil", "sil", "p", "p", "p", "ʌ", "ʌ", "ʌ", "t", "t", "sil", "sil")
    features = certain(labels)
    mask = torch.tensor([arpabet])
    optimizer = torch.optim.Adam(loss_of.parameters(), lr=0.05)
    losses = []
    for _ in range(60):
        loss = loss_of(features, certain(labels), labels, mask)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.2 * losses[0]


def test_silence_alone_is_no_error():
    labels = labels_of("sil", "sil")
    loss = SpeechLoss(HIDDEN, SpeechLossWeights())(
        torch.zeros(1, 2, HIDDEN), certain(labels), labels, torch.tensor([False])
    )
    assert torch.isfinite(loss)
