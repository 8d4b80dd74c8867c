"""Tuning the text encoder for feeling, under P_text: the space's E and D stay as they are.

Losses: the paper's L_emb and L_cross (section 3.2); the names of emotions and the tags of the TEAD; what directors ask
and forbid of a face that feels so; GoEmotions' own labels; how strong a feeling is; nearness: in each batch, keys shall
be as near to each other as their faces are; and groups: features shall tell the group of the emotion, and lie nearer to
features of their own group (Khosla et al. 2020, supervised contrast).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.attention import SDPBackend, sdpa_kernel

from ...rigs import arkit
from ..expression import tead
from ..expression.demands import demands
from ..expression.space import ExpressionSpace
from ..expression.text_side import TextSide
from .batches import Draw, batches
from .checkpoint import Run
from .quick_dropout import with_quick_dropout
from .sentences import NO_FEELING, Sentence, frequent_tags

EMB, CROSS = 10.0, 10.0
"""The paper's weights; its L_cross is summed over the shapes here."""
NAMING, DEMANDS, TAGS, LABELS, NEARNESS, STRENGTH = 10.0, 1.5, 3.0, 0.75, 5.0, 2.0
SHOWN = 0.1
"""Faces that show nothing have no direction in the space."""
FACES_ALIKE, KEYS_ALIKE, SAME_NAME = 0.08, 0.07, 0.25
"""Nearness: temperatures of faces and keys, and what a shared emotion adds."""
FEATURES_ALIKE, SAME_GROUP, SAME_EMOTION = 0.1, 0.2, 0.15
"""Groups: temperature of features, how much of a group two sentences must share to attract each other, and of an
emotion to count as of the same one."""
DROPPED = 0.12
"""Of the numbers between the encoder's layers."""
HIDDEN, LEAST_HIDDEN_OF = 0.12, 7
"""Share of the pieces that are hidden in every other sentence, and how many pieces it must have."""
CHECKPOINT_MINUTES = 3.0
Report = Callable[[float, str], None]


@dataclass(frozen=True)
class Tuning:
    """How long, from what and how strongly; the defaults are those of the shipped bundle's tuning from MiniLM.

    The pieces stay, and the lowest layers where some are frozen. groups, attraction, across, nuances: weights of the
    losses by which features tell the group of an emotion, lie nearer to those of their group, to those of other
    emotions of it alone, and to other wordings of the same nuance than to all that are of another emotion.
    """

    minutes: float = 80.0
    draw: Draw = Draw()
    groups: float = 3.0
    attraction: float = 3.0
    across: float = 0.0
    nuances: float = 0.0
    rate: float = 1.3e-4
    head_rate: float = 2e-3
    frozen_layers: int = 0
    seed: int = 7


class Lesson(nn.Module):
    """The losses of a text side, with the heads that only training needs."""

    def __init__(self, space: ExpressionSpace, side: TextSide, tags: Sequence[str], labels: int, plan: Tuning):
        super().__init__()
        self.side = side
        self._plan = plan
        self.tag_scores = nn.Linear(side.encoder.features, max(len(tags), 1))
        self.label_scores = nn.Linear(side.encoder.features, max(labels, 1))
        self.strength = nn.Linear(side.encoder.features, 1)
        self._space = [space]  # in a list, so that E and D are not parameters of the lesson
        groups = tead.emotion_groups()
        names = sorted(set(groups.values()))
        self.group_scores = nn.Linear(side.encoder.features, len(names))
        self._group = torch.zeros(len(side.emotions) + 1, len(names))
        for number, emotion in enumerate(side.emotions):
            self._group[number, names.index(groups[emotion])] = 1.0
        self._asked = torch.from_numpy(_asked([*side.emotions, NO_FEELING]))
        self._emotion = {name: number for number, name in enumerate([*side.emotions, NO_FEELING])}
        self._tag = {tag: number for number, tag in enumerate(tags)}
        self._random = np.random.default_rng(plan.seed)

    def loss(self, sentences: Sequence[Sentence]) -> dict[str, Tensor]:
        with torch.autocast("cpu", torch.bfloat16):
            features = self.side.encoder.features_of([self._pieces(sentence.text) for sentence in sentences])
        features = features.float()
        faces = torch.from_numpy(np.stack([sentence.weights for sentence in sentences]))
        worth = torch.tensor([sentence.worth for sentence in sentences])
        shares = self._shares(sentences)
        named, shown = shares.sum(1) > 0, faces.amax(1) > SHOWN
        naming = -(shares * self.side.emotion_scores(features).log_softmax(-1)).sum(1)
        parts = {"naming": NAMING * _mean(naming * worth, named)} | self._meeting(features, faces, worth, shown)
        written = torch.tensor([sentence.labels is None for sentence in sentences])
        if int((near := written & shown).sum()) > 4:
            parts["nearness"] = NEARNESS * self._nearness(features[near], faces[near], shares[near])
        parts["demands"] = DEMANDS * self._directing(features, shares, worth, named)
        parts["groups"] = self._grouping(features, shares, _same_nuance(sentences))
        parts["tags"] = TAGS * self._tagging(features, sentences)
        parts["labels"] = LABELS * self._labelling(features, sentences)
        parts["strength"] = STRENGTH * self._strength(features, sentences)
        return parts

    def _pieces(self, text: str) -> list[int]:
        """Some of them unknown in half of the texts: what happens is not told by one word."""
        encoder = self.side.encoder
        pieces = list(encoder.piece_numbers(text))
        if self.training and len(pieces) >= LEAST_HIDDEN_OF and self._random.random() < 0.5:
            hidden = 1 + np.flatnonzero(self._random.random(len(pieces) - 2) < HIDDEN)
            for place in hidden:
                pieces[place] = encoder.unknown
        return pieces

    def _meeting(self, features: Tensor, faces: Tensor, worth: Tensor, shown: Tensor) -> dict[str, Tensor]:
        space = self._space[0]
        embedding = self.side.projector(features) * space.scale
        with torch.no_grad():
            wanted = space.encode(faces)
        aside = 1 - F.cosine_similarity(embedding, wanted, dim=1)
        across = ((space.decode_freely(embedding) - faces) ** 2).sum(1)
        return {"emb": EMB * _mean(aside * worth, shown), "cross": CROSS * _mean(across * worth, shown)}

    def _nearness(self, features: Tensor, faces: Tensor, shares: Tensor) -> Tensor:
        itself = torch.eye(len(faces), dtype=torch.bool)
        faces = F.normalize(faces, dim=1)
        alike = (faces @ faces.T + SAME_NAME * (shares @ shares.T)) / FACES_ALIKE
        keys = self.side.keys(features)
        found = (keys @ keys.T / KEYS_ALIKE).masked_fill(itself, -1e4).log_softmax(1)
        return -(alike.masked_fill(itself, -1e4).softmax(1) * found).sum(1).mean()

    def _grouping(self, features: Tensor, shares: Tensor, same: Tensor) -> Tensor:
        groups, emotions = shares @ self._group, shares[:, :-1]
        named = -(groups * self.group_scores(features).log_softmax(-1)).sum(1)
        directions = F.normalize(features, dim=1)
        near, shared = directions @ directions.T / FEATURES_ALIKE, groups @ groups.T
        itself = torch.eye(len(features), dtype=torch.bool)
        alike = itself | (emotions @ emotions.T > SAME_EMOTION)
        attracted = self._plan.attraction * _attracted(near, shared, itself)
        if self._plan.across:
            attracted = attracted + self._plan.across * _attracted(near, shared, alike)
        if self._plan.nuances:
            attracted = attracted + self._plan.nuances * _attracted(near, same, itself | (alike & (same == 0)))
        return self._plan.groups * _mean(named, groups.sum(1) > 0) + attracted

    def _directing(self, features: Tensor, shares: Tensor, worth: Tensor, named: Tensor) -> Tensor:
        """What directors would ask and forbid of a face with the named emotions, by the chances of emotions."""
        chances = self.side.emotion_scores(features).softmax(-1)
        wanted, told = shares @ self._asked, chances @ self._asked
        losses = F.binary_cross_entropy(told.clamp(1e-4, 1.0 - 1e-4), wanted.clamp(0.0, 1.0), reduction="none").sum(1)
        return _mean(losses * worth, named)

    def _tagging(self, features: Tensor, sentences: Sequence[Sentence]) -> Tensor:
        wanted = torch.zeros(len(sentences), self.tag_scores.out_features)
        for row, sentence in enumerate(sentences):
            wanted[row, [self._tag[tag] for tag in sentence.tags if tag in self._tag]] = 1.0
        chances = self.tag_scores(features).log_softmax(-1)
        tagged = wanted.sum(1) > 0
        return _mean(-(wanted * chances).sum(1) / wanted.sum(1).clamp_min(1.0), tagged)

    def _labelling(self, features: Tensor, sentences: Sequence[Sentence]) -> Tensor:
        wanted = torch.zeros(len(sentences), self.label_scores.out_features)
        for row, sentence in enumerate(sentences):
            wanted[row, list(sentence.labels or ())] = 1.0
        losses = F.binary_cross_entropy_with_logits(self.label_scores(features), wanted, reduction="none").sum(1)
        return _mean(losses, torch.tensor([sentence.labels is not None for sentence in sentences]))

    def _strength(self, features: Tensor, sentences: Sequence[Sentence]) -> Tensor:
        told = torch.tensor([sentence.strength is not None for sentence in sentences])
        wanted = torch.tensor([sentence.strength or 0.0 for sentence in sentences])
        return _mean((self.strength(features)[:, 0] - wanted) ** 2, told)

    def _shares(self, sentences: Sequence[Sentence]) -> Tensor:
        """(sentences, emotions + 1); a row of zeros where muscles alone are told."""
        shares = torch.zeros(len(sentences), len(self._emotion))
        for row, sentence in enumerate(sentences):
            for name, share in sentence.emotions:
                shares[row, self._emotion[name]] = share
        return shares


def _asked(emotions: Sequence[str]) -> np.ndarray:
    """(emotions, 2 x shapes): how often directors ask for a shape and how often they forbid it; one side is enough."""
    asked = demands()
    half = [number for number in range(arkit.COUNT) if number <= arkit.MIRROR_INDEX[number]]
    each = np.concatenate([np.any(asked.wanted, axis=1)[:, half], asked.forbidden[:, half]], axis=1).astype(np.float32)
    of_emotion = {name: each[asked.emotion == number].mean(0) for number, name in enumerate(asked.emotions)}
    return np.stack([of_emotion.get(emotion, np.zeros(2 * len(half), np.float32)) for emotion in emotions])


def _same_nuance(sentences: Sequence[Sentence]) -> Tensor:
    """(n, n): 1 where two are wordings of one nuance."""
    numbers = torch.tensor([-1 if sentence.nuance is None else sentence.nuance for sentence in sentences])
    return ((numbers[:, None] == numbers) & (numbers >= 0)).float()


def _attracted(near: Tensor, shared: Tensor, left_out: Tensor) -> Tensor:
    """Supervised contrast among all pairs but those left out: likeness, shared groups and a mask, each (n, n)."""
    shared = shared.masked_fill(left_out, 0.0)
    found = near.masked_fill(left_out, -1e4).log_softmax(1)
    return _mean(-(shared * found).sum(1) / shared.sum(1).clamp_min(1e-6), shared.sum(1) > SAME_GROUP)


def _mean(values: Tensor, chosen: Tensor) -> Tensor:
    """The mean of the chosen values, 0 of none."""
    return (values * chosen).sum() / chosen.sum().clamp_min(1)


def tune(
    space: ExpressionSpace,
    side: TextSide,
    written: list[Sentence],
    felt: list[Sentence],
    plan: Tuning,
    folder: Path,
    report: Report,
) -> None:
    """Teaches `side` in place; the checkpoint and the curve lie in `folder`, and an interrupted run goes on there."""
    torch.manual_seed(plan.seed)
    side.forget()
    labels = 1 + max((label for sentence in felt for label in sentence.labels or ()), default=0)
    lesson = Lesson(space, side, frequent_tags(written), labels, plan)
    encoder = side.encoder
    with_quick_dropout(encoder, DROPPED)
    for part in (encoder.piece, encoder.place, encoder.norm, *encoder.body.layers[: plan.frozen_layers]):
        part.requires_grad_(False)
    body = [weight for weight in encoder.parameters() if weight.requires_grad]
    inside = {id(weight) for weight in encoder.parameters()}
    heads = [weight for weight in lesson.parameters() if id(weight) not in inside]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": plan.rate}, {"params": heads, "lr": plan.head_rate}], weight_decay=0.01, fused=True
    )
    run = Run(folder, "text", plan.minutes, {"lesson": lesson, "optimizer": optimizer})
    side.train()
    told: dict[str, float] = {}
    with run.kept(), sdpa_kernel(SDPBackend.MATH):
        for batch in batches(written, felt, plan.draw, encoder.piece_numbers, plan.seed, run.step):
            parts = lesson.loss(batch)
            optimizer.zero_grad()
            sum(parts.values(), torch.zeros(())).backward()
            nn.utils.clip_grad_norm_(body, 10.0)
            for group, rate in zip(optimizer.param_groups, (plan.rate, plan.head_rate), strict=True):
                group["lr"] = rate * run.rate(60)
            optimizer.step()
            run.step += 1
            told = {name: 0.98 * told.get(name, value.item()) + 0.02 * value.item() for name, value in parts.items()}
            if run.step % 25 == 0:
                losses = ", ".join(f"{name} {value:.2f}" for name, value in told.items())
                report(run.done, f"text: step {run.step}, {losses}")
            if run.done >= 1.0 or run.is_due(CHECKPOINT_MINUTES):
                run.save({name: round(value, 4) for name, value in told.items()})
            if run.done >= 1.0:
                break
    side.eval()
