"""PIRenderer's generator, written from the paper: a portrait and 3DMM coefficients become a picture.

Ren, Li, Chen, Li and Liu, PIRenderer: Controllable Portrait Image Generation via Semantic Neural Rendering, ICCV 2021,
section 3. The authors' weights are for non-commercial use alone (CC BY-NC 4.0) and come from the user.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import avg_pool2d, grid_sample, instance_norm, interpolate, leaky_relu, relu

from .coefficients import COUNT

SIZE = 256
"""Pixels on each side of the picture that goes in and of the one that comes out."""
WINDOW = 27
"""Frames whose coefficients make the descriptor of the middle one."""
_SLOPE = 0.1
_STYLE, _HIDDEN = 256, 128
_FLOW_SIZE = 64


class _AdaptiveNorm(nn.Module):
    """Instance norm whose scale and shift come from the descriptor."""

    def __init__(self, channels: int):
        super().__init__()
        self.mlp_shared = nn.Sequential(nn.Linear(_STYLE, _HIDDEN))
        self.mlp_gamma = nn.Linear(_HIDDEN, channels)
        self.mlp_beta = nn.Linear(_HIDDEN, channels)

    def forward(self, x: Tensor, z: Tensor) -> Tensor:
        hidden = relu(self.mlp_shared(z))
        gamma, beta = self.mlp_gamma(hidden)[..., None, None], self.mlp_beta(hidden)[..., None, None]
        return instance_norm(x, eps=1e-5) * (1 + gamma) + beta


class _PictureNorm(nn.Module):
    """Layer norm over channels and places, with a scale and shift for each channel."""

    def __init__(self, channels: int):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels, 1, 1))
        self.bias = nn.Parameter(torch.zeros(channels, 1, 1))

    def forward(self, x: Tensor) -> Tensor:
        # In half precision the squares of a whole picture would overflow.
        spread, mean = torch.var_mean(x.float(), (1, 2, 3), correction=0, keepdim=True)
        return (x - mean) * torch.rsqrt(spread + 1e-5) * self.weight + self.bias


class _Step(nn.Module):
    """Convolution, norm, leaky ReLU."""

    def __init__(self, inputs: int, outputs: int, kernel: int = 3):
        super().__init__()
        self.model = nn.Sequential(
            nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2), _PictureNorm(outputs), nn.LeakyReLU(_SLOPE)
        )

    def forward(self, x: Tensor) -> Tensor:
        return self.model(x)


class _Mapping(nn.Module):
    """A window of coefficients -> the descriptor."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Sequential(nn.Conv1d(COUNT, _STYLE, 7))
        for number in range(3):
            layer = nn.Sequential(nn.LeakyReLU(_SLOPE), nn.Conv1d(_STYLE, _STYLE, 3, dilation=3))
            self.add_module(f"encoder{number}", layer)

    def forward(self, coefficients: Tensor) -> Tensor:
        """(n, 73, 27) -> (n, 256)."""
        x = self.first(coefficients)
        for number in range(3):
            x = x[:, :, 3:-3] + self.get_submodule(f"encoder{number}")(x)
        return x.mean(2)


class _Down(nn.Module):
    def __init__(self, inputs: int, outputs: int):
        super().__init__()
        self.norm_0, self.conv_0 = _AdaptiveNorm(inputs), nn.Conv2d(inputs, outputs, 4, 2, 1)
        self.norm_1, self.conv_1 = _AdaptiveNorm(outputs), nn.Conv2d(outputs, outputs, 3, 1, 1)

    def forward(self, x: Tensor, z: Tensor) -> Tensor:
        x = self.conv_0(leaky_relu(self.norm_0(x, z), _SLOPE))
        return self.conv_1(leaky_relu(self.norm_1(x, z), _SLOPE))


class _Up(nn.Module):
    def __init__(self, inputs: int, outputs: int):
        super().__init__()
        self.norm_0, self.conv_0 = _AdaptiveNorm(inputs), nn.Conv2d(inputs, outputs, 3, 1, 1)
        self.norm_1, self.conv_1 = _AdaptiveNorm(outputs), nn.ConvTranspose2d(outputs, outputs, 3, 2, 1, 1)
        self.norm_s, self.conv_s = _AdaptiveNorm(inputs), nn.ConvTranspose2d(inputs, outputs, 3, 2, 1, 1)

    def forward(self, x: Tensor, z: Tensor) -> Tensor:
        main = self.conv_0(leaky_relu(self.norm_0(x, z), _SLOPE))
        main = self.conv_1(leaky_relu(self.norm_1(main, z), _SLOPE))
        return main + self.conv_s(leaky_relu(self.norm_s(x, z), _SLOPE))


class _Hourglass(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        widths = (32, 64, 128, 256, 256, 256)
        self.encoder, self.decoder = nn.Module(), nn.Module()
        self.encoder.input_layer = nn.Conv2d(3, widths[0], 7, padding=3)
        for number in range(5):
            self.encoder.add_module(f"encoder{number}", _Down(widths[number], widths[number + 1]))
        for number, inputs, outputs in ((4, 256, 256), (3, 512, 256), (2, 512, 128)):
            self.decoder.add_module(f"decoder{number}", _Up(inputs, outputs))

    def forward(self, picture: Tensor, z: Tensor) -> Tensor:
        stages = [self.encoder.get_submodule("input_layer")(picture)]
        for number in range(5):
            stages.append(self.encoder.get_submodule(f"encoder{number}")(stages[-1], z))
        x = stages[5]
        for number in (4, 3, 2):
            x = torch.cat([self.decoder.get_submodule(f"decoder{number}")(x, z), stages[number]], dim=1)
        return x


class _Warping(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.hourglass = _Hourglass()
        self.flow_out = nn.Sequential(_PictureNorm(256), nn.LeakyReLU(_SLOPE), nn.Conv2d(256, 2, 7, padding=3))

    def forward(self, picture: Tensor, z: Tensor) -> tuple[Tensor, Tensor]:
        """-> flow (n, 2, 64, 64) in cells, x first, and the picture that it bends."""
        # Half precision would tell places by the borders apart by no less than a sixteenth of a pixel.
        flow = self.flow_out(self.hourglass(picture, z)).float()
        line = torch.arange(_FLOW_SIZE, device=flow.device) / (_FLOW_SIZE - 1) * 2 - 1
        still = torch.stack(torch.meshgrid(line, line, indexing="xy"))
        places = still + 2 * flow / (_FLOW_SIZE - 1)
        places = interpolate(places, picture.shape[2:], mode="bilinear", align_corners=False).permute(0, 2, 3, 1)
        return flow, grid_sample(picture, places, mode="bilinear", padding_mode="zeros", align_corners=False)


class _Residual(nn.Module):
    """conv1 and norm1 lie in the checkpoints and take no part."""

    def __init__(self, channels: int):
        super().__init__()
        self.conv1, self.conv2 = (nn.Conv2d(channels, channels, 3, padding=1) for _ in range(2))
        self.norm1, self.norm2 = _AdaptiveNorm(channels), _AdaptiveNorm(channels)

    def forward(self, x: Tensor, z: Tensor) -> Tensor:
        return x + self.norm2(self.conv2(x), z)


class _Editing(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.encoder, self.decoder = nn.Module(), nn.Module()
        self.encoder.first = _Step(6, 64, 7)
        for number, (inputs, outputs) in enumerate(((64, 128), (128, 256), (256, 256))):
            self.encoder.add_module(f"down{number}", _Step(inputs, outputs))
        for number, inputs, outputs in ((2, 256, 256), (1, 256, 128), (0, 128, 64)):
            steps = nn.Module()
            for place in range(2):
                steps.add_module(f"res{place}", _Residual(inputs))
            self.decoder.add_module(f"res{number}", steps)
            self.decoder.add_module(f"up{number}", _Step(inputs, outputs))
            self.decoder.add_module(f"jump{number}", _Step(outputs, outputs))
        final = nn.Module()
        final.model = nn.Sequential(nn.Conv2d(64, 3, 7, padding=3), nn.Tanh())
        self.decoder.final = final

    def forward(self, picture: Tensor, bent: Tensor, z: Tensor) -> Tensor:
        stages = [self.encoder.get_submodule("first")(torch.cat([picture, bent], dim=1))]
        for number in range(3):
            stages.append(avg_pool2d(self.encoder.get_submodule(f"down{number}")(stages[-1]), 2))
        x = stages[3]
        for number in (2, 1, 0):
            for place in range(2):
                x = self.decoder.get_submodule(f"res{number}.res{place}")(x, z)
            x = self.decoder.get_submodule(f"up{number}")(interpolate(x, scale_factor=2, mode="nearest"))
            x = x + self.decoder.get_submodule(f"jump{number}")(stages[number])
        return self.decoder.get_submodule("final.model")(x)


@dataclass(frozen=True)
class Rendered:
    """descriptor (n, 256), flow (n, 2, 64, 64) in cells, bent and picture (n, 3, 256, 256) in -1..1."""

    descriptor: Tensor
    flow: Tensor
    bent: Tensor
    picture: Tensor


class PIRenderer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.mapping_net, self.warpping_net, self.editing_net = _Mapping(), _Warping(), _Editing()

    def forward(self, portrait: Tensor, coefficients: Tensor) -> Rendered:
        """portrait (n, 3, 256, 256) in -1..1; coefficients (n, 73, 27) of the frame and 13 on either side."""
        z = self.mapping_net(coefficients)
        flow, bent = self.warpping_net(portrait, z)
        return Rendered(z, flow, bent, self.editing_net(portrait, bent, z))
