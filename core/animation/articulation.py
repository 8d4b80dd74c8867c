"""The articulation teacher: from phones to the curves of the mouth, by dominance of neighbours and kept contacts.

Cohen and Massaro (1993) for the blend, JALI (Edwards et al. 2016) for the two fields of jaw and lips and for the
contacts that are always reached. All numbers stand in rigs/articulation.toml. `compose` lays an expression over speech
so that the contacts survive; it makes the targets of the animation decoder.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from ...rigs import arkit
from ...rigs.articulation import Contact, Group, rules, sides
from ..speech.loudness import speech_level
from ..speech.phones import SILENCE, Phone

_PIECE_SECONDS, _REACH_SECONDS = 20.0, 0.6
_EDGE_SECONDS = 0.04
_RESTING_SECONDS = 0.1
"""How far a closure reaches into silence: until the jaw has come to rest."""
_ROOM = 1e-4


@dataclass(frozen=True)
class Articulation:
    """weights: float32 (frames, 52), mouth and jaw only; closure: float32 (frames,), 1 where the lips meet;
    firmness: float32 (frames,), how much the sound needs the lips where they are: 1 in p b m, less in f v and
    sibilants, 0 in silence."""

    weights: np.ndarray
    firmness: np.ndarray
    closure: np.ndarray


def articulate(phones: Sequence[Phone], seconds: np.ndarray, effort: np.ndarray | None = None) -> Articulation:
    """The mouth at each of `seconds` (frames,), rising; `phones` in order, what they leave open is silence.

    effort: (frames,) factor on the jaw of vowels, about 1, less on consonants, none on contacts (Schulman 1989: loud
    speech lowers the jaw of vowels, consonants make up for it); see `effort_of`.
    """
    spoken = _parts(phones)
    pieces = []
    for first in range(0, len(seconds), _piece_frames(seconds)):
        inside = slice(first, first + _piece_frames(seconds))
        low, high = seconds[inside][0] - _REACH_SECONDS, seconds[inside][-1] + _REACH_SECONDS
        near = [phone for phone in spoken if phone.end > low and phone.start < high]
        pieces.append(_piece(near, seconds[inside], None if effort is None else effort[inside]))
    if not pieces:
        return Articulation(np.zeros((0, arkit.COUNT), np.float32), np.zeros(0, np.float32), np.zeros(0, np.float32))
    return Articulation(*(np.concatenate(part).astype(np.float32) for part in zip(*pieces, strict=True)))


def effort_of(loudness_decibels: np.ndarray, speaking: np.ndarray, fps: float) -> np.ndarray:
    """Louder than the line's own usual opens the mouth more: loudness in dB (frames,), speaking (frames,) bool ->
    factor (frames,), 1 at the level of the line's speech. JALI, section 5; fitted as docs/articulation.md tells."""
    if not speaking.any():
        return np.ones(len(loudness_decibels), np.float32)
    rule = rules().effort
    usual = speech_level(loudness_decibels)
    above = np.where(speaking, np.maximum(loudness_decibels - usual, -rule.range_decibels), 0.0)
    width = max(1, round(rule.smoothing * fps))
    window = np.hanning(2 * width + 3)[1:-1]
    smooth = np.convolve(np.pad(above, width, mode="edge"), window / window.sum(), "valid")
    late = np.interp(np.arange(len(smooth)) - rule.delay * fps, np.arange(len(smooth)), smooth)
    return np.clip(np.exp(rule.slope * late), rule.lowest, rule.highest).astype(np.float32)


def compose(speech: Articulation, expression: np.ndarray) -> np.ndarray:
    """Speech under an expression: (frames, 52) and an expression (52,) or (frames, 52) -> (frames, 52) in 0..1.

    The expression adds, except where the sound needs the lips: then what opens the mouth yields. What closes the lips
    in the expression yields while the mouth speaks, and mouthClose stays the corrective of the jaw that it is.
    """
    opens = rules().opening > 0
    closes = np.zeros(arkit.COUNT, bool)
    closes[[c for name in ("mouthPress", "mouthRollLower", "mouthRollUpper") for c in sides(name)]] = True
    jaw, close = arkit.INDEX["jawOpen"], arkit.INDEX["mouthClose"]
    held = speech.firmness[:, None]
    talking = np.clip(speech.weights @ rules().opening / 0.1, 0.0, 1.0)[:, None]
    share = np.where(opens, 1.0 - held, 1.0) * np.where(closes, 1.0 - 0.7 * talking, 1.0)
    share[:, jaw] *= 1.0 - 0.5 * talking[:, 0]
    added = np.broadcast_to(expression, speech.weights.shape) * share
    result = speech.weights + added * (1.0 - speech.weights)
    # A face that holds its lips shut over an open jaw keeps doing so, as long as it does not speak.
    own = np.broadcast_to(expression, speech.weights.shape)[:, close] * (1.0 - talking[:, 0])
    shut = np.maximum(speech.closure, own / np.maximum(result[:, jaw], _ROOM))
    result[:, close] = np.minimum(shut, 1.0) * result[:, jaw]
    return np.clip(result, 0.0, 1.0).astype(np.float32)


def _piece(phones: list[Phone], seconds: np.ndarray, effort: np.ndarray | None) -> tuple[np.ndarray, ...]:
    table = rules()
    jaw, close = arkit.INDEX["jawOpen"], arkit.INDEX["mouthClose"]
    weights = np.zeros((len(seconds), arkit.COUNT))
    covered = _with_silences(phones, seconds[0] - _REACH_SECONDS, seconds[-1] + _REACH_SECONDS)
    start = np.array([phone.start for phone in covered])
    end = np.array([phone.end for phone in covered])
    targets = [table.targets[phone.label] for phone in covered]
    goal = np.stack([target.weights for target in targets])
    short = np.exp(-(end - start) / table.reduction_seconds)
    goal[:, jaw] *= 1.0 - short * np.array([target.reduction for target in targets])
    taking_part = np.array([target.effort for target in targets])
    for name, group in table.groups.items():
        strength = np.array([target.dominance[name] for target in targets])
        share = _dominance(seconds + group.lead, start, end, strength, group, table.weight_seconds)
        weights[:, group.channels] = share @ goal[:, group.channels]
        if effort is not None and jaw in group.channels:
            moved = share @ (goal[:, group.channels] * taking_part[:, None])
            weights[:, group.channels] += (effort[:, None] - 1.0) * moved

    firmness, closure = np.zeros(len(seconds)), np.zeros(len(seconds))
    jaw_left, opening_left = np.ones(len(seconds)), np.ones(len(seconds))
    grouped = [channel for group in table.groups.values() for channel in group.channels]
    touching = np.setdiff1d(np.arange(arkit.COUNT), grouped)
    for name, held, first, last in _contacts(covered):
        contact = table.contacts[name]
        reached = _reached(seconds, first, last, contact)
        most = np.max([table.targets[phone.label].weights[touching] for phone in held], 0)
        weights[:, touching] = np.maximum(weights[:, touching], reached[:, None] * most)
        jaw_left = np.minimum(jaw_left, 1.0 - (1.0 - contact.jaw) * reached)
        opening_left = np.minimum(opening_left, 1.0 - (1.0 - contact.opening) * reached)
        firmness = np.maximum(firmness, contact.firmness * reached)
        if name == "closure":
            closure = np.maximum(closure, reached)
    others = table.opening > 0
    others[jaw] = False
    weights[:, jaw] *= jaw_left
    weights[:, others] *= opening_left[:, None]
    weights[:, close] = closure * weights[:, jaw]
    return np.clip(weights, 0.0, 1.0), firmness, closure


def _dominance(
    seconds: np.ndarray,
    start: np.ndarray,
    end: np.ndarray,
    strength: np.ndarray,
    group: Group,
    weight_seconds: float,
) -> np.ndarray:
    """Each phone's share of each moment: (frames, phones), rows sum to 1 or less. Short phones count for less."""
    length = end - start
    edge = np.minimum(0.3 * length, _EDGE_SECONDS)
    early = (start + edge)[None] - seconds[:, None]
    late = seconds[:, None] - (end - edge)[None]
    away = np.maximum(early, 0.0) / group.before + np.maximum(late, 0.0) / group.after
    dominance = strength * length / (length + weight_seconds) * np.exp(-np.minimum(away, 12.0) ** 2)
    return dominance / (dominance.sum(1, keepdims=True) + _ROOM)


def _contacts(covered: list[Phone]) -> Iterator[tuple[str, list[Phone], float, float]]:
    """Contacts by name with the phones that need them, from when to when: one for "mp", which does not open between.
    Lips that rest are together already, so from or into silence a closure does not part them."""
    targets = rules().targets
    before, after = covered[:1] + covered[:-1], covered[1:] + covered[-1:]
    neighbours = zip(before, covered, after, strict=True)
    for name, run in groupby(neighbours, lambda three: targets[three[1].label].contact):
        if name is None:
            continue
        held = list(run)
        (first, _, _), (_, _, last) = held[0], held[-1]
        start, end = held[0][1].start, held[-1][1].end
        if name == "closure" and first.label == SILENCE:
            start = max(start - _RESTING_SECONDS, 0.5 * (first.start + first.end))
        if name == "closure" and last.label == SILENCE:
            end = min(end + _RESTING_SECONDS, 0.5 * (last.start + last.end))
        yield name, [phone for _, phone, _ in held], start, end


def _reached(seconds: np.ndarray, start: float, end: float, contact: Contact) -> np.ndarray:
    """How far a contact is made, 0..1: smooth way in, held through all the sounds that need it, smooth way out."""
    first, last = start + contact.delay, end - contact.release
    middle, half = 0.5 * (first + last), 0.5 * max(last - first, contact.hold)
    way_in = (seconds - (middle - half - contact.rise)) / contact.rise
    way_out = ((middle + half + contact.fall) - seconds) / contact.fall
    part = np.clip(np.minimum(way_in, way_out), 0.0, 1.0)
    return part * part * (3.0 - 2.0 * part)


def _parts(phones: Sequence[Phone]) -> list[Phone]:
    """Diphthongs as their two parts."""
    parts = []
    for phone in phones:
        if phone.label in rules().diphthongs:
            first, second, share = rules().diphthongs[phone.label]
            turn = phone.start + share * (phone.end - phone.start)
            parts += [Phone(first, phone.start, turn), Phone(second, turn, phone.end)]
        else:
            parts.append(phone)
    return parts


def _with_silences(phones: list[Phone], start: float, end: float) -> list[Phone]:
    """Silence between the phones; it begins late, because a mouth that has spoken comes to rest and does not snap, and
    ends early, because lips part ahead of the sound."""
    table = rules()
    covered: list[Phone] = []
    reached = start
    for phone in [phone for phone in phones if phone.label != SILENCE] + [Phone(SILENCE, end, end)]:
        gap = phone.start - reached
        if gap > 0.005:
            late = min(table.rest_seconds, 0.4 * gap) if covered else 0.0
            early = min(table.part_seconds, 0.3 * gap) if phone.label != SILENCE else 0.0
            covered.append(Phone(SILENCE, reached + late, phone.start - early))
        if phone.label != SILENCE:
            covered.append(phone)
        reached = max(reached, phone.end)
    return covered


def _piece_frames(seconds: np.ndarray) -> int:
    step = float(seconds[1] - seconds[0]) if len(seconds) > 1 else 1.0
    return max(1, int(_PIECE_SECONDS / step))
