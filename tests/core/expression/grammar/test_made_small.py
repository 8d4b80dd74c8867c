"""An event that is told to be small or soon over is felt less."""

import pytest

from expclip.core.expression.grammar.frames import event_in


def degree(prompt: str) -> float:
    event = event_in(prompt)
    assert event is not None
    return event.feels.degree


@pytest.mark.parametrize(
    ("small", "plain"),
    [
        ("the plane drops for a second, then goes on", "the plane drops"),
        ("a shark fin circles the raft, a plastic one", "a shark fin circles the raft"),
        ("The rope snaps. We have a spare.", "The rope snaps."),
        ("something scratches at the door, only the cat", "something scratches at the door"),
        ("the ice cracks under his feet, a little one", "the ice cracks under his feet"),
    ],
)
def test_what_is_small_or_soon_over_is_felt_less(small: str, plain: str):
    assert 0.3 <= degree(small) < degree(plain)


@pytest.mark.parametrize("prompt", ["His tent is torn. He'll stitch it at camp.", "the tooth came out, a small one"])
def test_what_no_frame_knows_is_a_trifle_when_it_is_told_to_be(prompt: str):
    assert degree(prompt) < 0.7


@pytest.mark.parametrize("prompt", ["Her son is dead. Nobody cares.", "her mother died, only fifty"])
def test_a_grave_loss_stays_as_it_is(prompt: str):
    assert degree(prompt) >= 1.0


def test_a_moment_of_another_clause_makes_nothing_small():
    assert degree("For a second he is happy, then the truck hits him.") >= 1.0


@pytest.mark.parametrize("prompt", ["a small one", "for a second", "she smiles, then goes on"])
def test_a_mark_alone_is_no_event(prompt: str):
    event = event_in(prompt)
    assert event is None or not event.is_grave


def test_what_is_said_again_makes_nothing_small():
    assert event_in("Nothing gets past her. Nothing.") is None
