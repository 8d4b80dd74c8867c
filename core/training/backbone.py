"""Fits our heads to a published speech model, and makes a bundle of it that runs like the shipped one."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..bundle import Bundle, open_bundle, seal, write_part
from ..speech.backbone import BackboneEncoder
from ..whole_file import whole_file
from .speech import SpeechTraining, train_speech

CARD = "MODEL_CARD.md"
_HEADS, _LAYERS = "heads", "layers"


@dataclass(frozen=True)
class BackboneTraining:
    """speech: as for the compact encoder, `minutes` for both parts together; layers: how many of the body's top layers
    learn on in the second half, none when the minutes are fewer than `minutes_with_layers`.

    Heads on a resting body learn fast and cheaply, and layers tuned before the heads make sense would forget.
    Checkpoints hold the whole body and held-out frames take it minutes, so they are rare. Steps are few on a CPU, so
    the average reaches back less far.
    """

    speech: SpeechTraining
    layers: int = 4
    layer_rate: float = 1e-4
    minutes_with_layers: float = 20.0
    checkpoint_minutes: float = 15.0
    average: float = 0.99

    @property
    def layers_learn(self) -> bool:
        return self.layers > 0 and self.speech.minutes >= self.minutes_with_layers


def fit_backbone(
    corpora: Sequence[Path],
    folder: Path,
    encoder: BackboneEncoder,
    training: BackboneTraining,
    report: Callable[[float, str], None],
) -> BackboneEncoder:
    """Fits `encoder` in place of training a compact one, see train_speech, and returns it on the CPU, ready for use.

    `folder` receives heads/ and, where layers learn, layers/, each with checkpoint and curve. A call that was
    interrupted is gone on with by the same call. Raises MissingPartError without a corpus.
    """
    rare = replace(training.speech, checkpoint_minutes=training.checkpoint_minutes, average=training.average)
    if not training.layers_learn:
        return _trained(corpora, folder / _HEADS, encoder, rare, report)
    half = replace(rare, minutes=rare.minutes / 2)
    if not list((folder / _LAYERS).glob("*.checkpoint.pt")):
        encoder = _trained(corpora, folder / _HEADS, encoder, half, lambda done, told: report(done / 2, told))
    encoder.tune(training.layers)
    slow = replace(half, rate=training.layer_rate)
    return _trained(corpora, folder / _LAYERS, encoder, slow, lambda done, told: report(0.5 + done / 2, told))


def _trained(
    corpora: Sequence[Path], folder: Path, encoder: BackboneEncoder, training: SpeechTraining,
    report: Callable[[float, str], None],
) -> BackboneEncoder:
    fitted = train_speech(corpora, folder, training, report, encoder)
    assert isinstance(fitted, BackboneEncoder)
    return fitted


def write_backbone(folder: Path, encoder: BackboneEncoder, training_folder: Path, rest: Bundle) -> None:
    """Writes the speech part with the whole body, what else a bundle needs from `rest`, and a model card.

    The body is copied, in half precision, so that the bundle goes on working wherever the checkpoint goes.
    Parts that `folder` has already stay. Raises OutputError and ModelError.
    """
    write_part(folder, "speech", encoder.config.to_json(), encoder.state_dict())
    present = open_bundle(folder).config
    for name, part in rest.config.items():
        if name not in present and isinstance(part, dict):
            write_part(folder, name, part, rest.tensors(name))
    with whole_file(folder / CARD) as temporary:
        temporary.write_text(_card(folder.name, encoder, training_folder, rest), encoding="utf-8", newline="\n")
    seal(folder)


def _card(name: str, encoder: BackboneEncoder, training_folder: Path, rest: Bundle) -> str:
    config = encoder.config
    runs = [path for part in (_HEADS, _LAYERS) if (path := training_folder / part / "speech.curve.jsonl").is_file()]
    rows = [json.loads(path.read_text(encoding="utf-8").splitlines()[-1]) for path in runs]
    trained = ", then ".join(
        f"{what} for {row['minutes']:.1f} minutes ({row['step']} steps)"
        for what, row in zip(("heads on the resting body", "its top layers with them"), rows, strict=False)
    )
    right = {key: value for key, value in rows[-1].items() if key not in ("step", "minutes", "loss")} if rows else {}
    measured = "".join(f"| {corpus} | {share:.3f} |\n" for corpus, share in right.items())
    return (
        f"# {name}\n\nMade on this machine by `expclip train speech --backbone`.\n\n"
        f"Speech: `{config.source}` ({config.kind}, sha256 of its weights `{config.sha256}`) in half precision, with "
        f"heads of our own for {len(config.phones)} phones. Trained: {trained}. Its own licence holds for the body.\n\n"
        f"| held-out speech of | frames of 20 ms right, ARPAbet view |\n|---|---|\n{measured}\n"
        f"All other parts: {rest.name} ({rest.id}), GPL-3.0-or-later, see its own card.\n"
    )
