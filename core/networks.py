"""The networks of a bundle, built from its config.json and filled from its verified files, on one device."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import torch
from torch import nn

from .animation.decoder import AnimationDecoder, DecoderConfig
from .bundle import Bundle
from .errors import MissingPartError, ModelError
from .expression import motion_style
from .expression.clip import load_clip
from .expression.motion_style import MotionStyle, MotionStyleConfig
from .expression.space import DIM, ExpressionSpace
from .expression.text_side import TextSide
from .image import face_network
from .image.face_network import FaceNetwork, FaceNetworkConfig
from .speech.backbone import BackboneConfig, BackboneEncoder, is_backbone
from .speech.encoder import EncoderConfig, SpeechEncoder
from .speech.grammar import PART, Grammar, grammars_of

Made = TypeVar("Made")


@dataclass(frozen=True)
class Networks:
    """What an animate job runs through; `space` stays on the CPU, where prompts are read."""

    encoder: SpeechEncoder
    grammars: dict[str, Grammar]
    decoder: AnimationDecoder
    space: ExpressionSpace
    bundle: Bundle
    device: torch.device


def load_networks(bundle: Bundle, space: ExpressionSpace, device: torch.device) -> Networks:
    """Raises ModelError when a file is damaged or does not fit config.json."""
    decoder = _made(bundle, lambda: AnimationDecoder(DecoderConfig.from_json(bundle.part("animation"))))
    _fill(decoder, "animation", bundle)
    return Networks(load_encoder(bundle).to(device), load_grammars(bundle), decoder.to(device), space, bundle, device)


def load_encoder(bundle: Bundle) -> SpeechEncoder:
    """The speech encoder alone. Raises ModelError."""
    part = bundle.part("speech")
    try:
        if is_backbone(part):
            encoder: SpeechEncoder = BackboneEncoder(BackboneConfig.from_json(part))
        else:
            encoder = SpeechEncoder(EncoderConfig.from_json(part))
    except (TypeError, ValueError, KeyError) as error:
        raise _misfit(bundle) from error
    _fill(encoder, "speech", bundle)
    return encoder


def load_grammars(bundle: Bundle) -> dict[str, Grammar]:
    """The phone grammars, by language. Raises ModelError."""
    try:
        return grammars_of(bundle.part(PART), bundle.tensors(PART))
    except (TypeError, ValueError, KeyError) as error:
        raise _misfit(bundle) from error


def load_space(bundle: Bundle) -> ExpressionSpace:
    """The expression space alone, with CLIP where the bundle has it: what `express` needs. Raises ModelError."""
    tensors = bundle.tensors("expression")
    try:
        space = ExpressionSpace.from_tensors(bundle.part("expression"), tensors, lambda: _load_text(bundle))
    except (TypeError, ValueError, KeyError, RuntimeError) as error:
        raise _misfit(bundle) from error
    space.clip = load_clip(bundle)
    return space


def _load_text(bundle: Bundle) -> TextSide:
    """The text side of the space, for the first prompt. Raises ModelError."""
    tensors = bundle.tensors("text")
    try:
        return TextSide.from_tensors(bundle.part("text"), tensors, DIM)
    except (TypeError, ValueError, KeyError, RuntimeError) as error:
        raise _misfit(bundle) from error


def load_style(bundle: Bundle) -> MotionStyle:
    """What reads the style of a motion. Raises MissingPartError where the bundle has no such part, and ModelError."""
    config = _optional(bundle, motion_style.PART, "read the style of a motion", "run 'expclip train style'")
    network = _made(bundle, lambda: MotionStyle(MotionStyleConfig.from_json(config)))
    _fill(network, motion_style.PART, bundle)
    return network


def load_face(bundle: Bundle) -> FaceNetwork:
    """What weighs faces in pictures. Raises MissingPartError where the bundle has no such part, and ModelError."""
    remedy = "fetch MediaPipe's with 'expclip models download face'"
    config = _optional(bundle, face_network.PART, "read faces in pictures", remedy)
    network = _made(bundle, lambda: FaceNetwork(FaceNetworkConfig.from_json(config)))
    _fill(network, face_network.PART, bundle)
    return network


def _optional(bundle: Bundle, part: str, purpose: str, remedy: str) -> dict:
    if part not in bundle.config:
        raise MissingPartError(f"The models in '{bundle.folder}' cannot {purpose}", f"use newer models, or {remedy}")
    return bundle.part(part)


def _made(bundle: Bundle, make: Callable[[], Made]) -> Made:
    try:
        return make()
    except (TypeError, ValueError, KeyError) as error:
        raise _misfit(bundle) from error


def _fill(network: nn.Module, name: str, bundle: Bundle) -> None:
    tensors = {key: value.float() for key, value in bundle.tensors(name).items()}
    try:
        network.load_state_dict(tensors)
    except RuntimeError as error:
        raise _misfit(bundle) from error
    network.eval().requires_grad_(False)


def _misfit(bundle: Bundle) -> ModelError:
    return ModelError(
        f"The models in '{bundle.folder}' are of another version of ExpCLIP", "install the version that belongs to them"
    )
