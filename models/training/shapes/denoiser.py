"""The denoising network: a diffusion transformer in the place of the UNet.

OpenVINO GenAI runs whatever network lies in the folder `unet`, as long as it takes a noisy latent, a timestep and the
text. On a CPU with bf16 matrix units large matrix products cost next to nothing and small convolutions do not gain,
so a transformer learns several times more in an hour than a convolutional UNet of the same size.
"""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F

from .frame import denoised

PATCH = 2
HEAD = 64  # width of an attention head
FREQUENCIES = 8  # of the Fourier features of a place, in half turns over the square in the middle
TIME_FEATURES = 128


def normalized(x: torch.Tensor) -> torch.Tensor:
    return F.layer_norm(x, x.shape[-1:], eps=1e-6)


class Block(nn.Module):
    """Attention of the picture to itself and to the text, then a perceptron; both modulated by time and whole text."""

    def __init__(self, width: int, text_width: int, ratio: int):
        super().__init__()
        self.to_query_key_value = nn.Linear(width, 3 * width)
        self.to_text_key_value = nn.Linear(text_width, 2 * width)
        self.attended = nn.Linear(width, width)
        self.widen, self.narrow = nn.Linear(width, ratio * width), nn.Linear(ratio * width, width)
        self.modulation = nn.Parameter(torch.zeros(6, width))

    def attention(self, x: torch.Tensor, text: torch.Tensor) -> torch.Tensor:
        width = x.shape[-1]
        query, key, value = self.to_query_key_value(x).chunk(3, -1)
        text_key, text_value = self.to_text_key_value(text).chunk(2, -1)
        heads = lambda y: y.unflatten(-1, (width // HEAD, HEAD)).transpose(1, 2)
        query = heads(query) * HEAD ** -0.5
        key, value = heads(torch.cat([key, text_key], 1)), heads(torch.cat([value, text_value], 1))
        # Written out: the fused CPU kernel's backward pass takes five times as long at this size.
        seen = torch.softmax(query @ key.transpose(-1, -2), -1) @ value
        return self.attended(seen.transpose(1, 2).flatten(2))

    def forward(self, x: torch.Tensor, text: torch.Tensor, modulation: torch.Tensor) -> torch.Tensor:
        scale, shift, gate, scale2, shift2, gate2 = (modulation + self.modulation).unsqueeze(2).unbind(1)
        x = x + gate * self.attention(normalized(x) * (1 + scale) + shift, text)
        hidden = F.gelu(self.widen(normalized(x) * (1 + scale2) + shift2), approximate="tanh")
        return x + gate2 * self.narrow(hidden)


class DenoisingTransformer(nn.Module):
    def __init__(self, channels: int, text_width: int, width: int = 256, layers: int = 8, ratio: int = 3):
        super().__init__()
        self.enter = nn.Conv2d(channels, width, PATCH, stride=PATCH)
        self.place = nn.Linear(4 * FREQUENCIES, width)
        self.time = nn.Sequential(nn.Linear(TIME_FEATURES, width), nn.SiLU(), nn.Linear(width, width))
        self.whole_text = nn.Linear(text_width, width)
        self.modulate = nn.Linear(width, 6 * width)
        self.blocks = nn.ModuleList(Block(width, text_width, ratio) for _ in range(layers))
        self.last_modulation = nn.Linear(width, 2 * width)
        self.leave = nn.Linear(width, channels * PATCH * PATCH)
        for layer in (self.modulate, self.last_modulation, self.leave):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)

    def place_features(self, patches: torch.Tensor) -> torch.Tensor:
        """Places in the square in the middle, where the scene is composed, so that a wide picture stretches nothing.

        What lies beside the square has the places of its edge.
        """
        ones = torch.ones_like(patches[:1, 0])
        indices = [ones.cumsum(axis) for axis in (1, 2)]
        lengths = [index.amax(axis, keepdim=True) for axis, index in zip((1, 2), indices)]
        side = torch.minimum(*lengths)
        features = []
        for index, length in zip(indices, lengths):
            inner = torch.minimum((index - torch.floor((length - side) / 2)).clamp(min=1), side)
            angle = (inner - 0.5) / side * math.pi
            features += [f(angle * k) for k in range(1, FREQUENCIES + 1) for f in (torch.sin, torch.cos)]
        return torch.stack(features, -1).flatten(1, 2)

    def time_features(self, timestep: torch.Tensor) -> torch.Tensor:
        rates = torch.exp(torch.arange(TIME_FEATURES // 2) * (-math.log(1000.0) / (TIME_FEATURES // 2)))
        angle = timestep.float()[:, None] * rates[None]
        return torch.cat([torch.sin(angle), torch.cos(angle)], 1)

    def forward(self, sample: torch.Tensor, timestep: torch.Tensor, encoder_hidden_states: torch.Tensor) -> torch.Tensor:
        """At any size. Training uses `inside`, at sizes that are the frame's own."""
        return denoised(self.inside, sample, timestep, encoder_hidden_states)

    def inside(self, sample: torch.Tensor, timestep: torch.Tensor, text: torch.Tensor) -> torch.Tensor:
        height, width = sample.shape[2], sample.shape[3]
        # One row and column more, so that an odd size is covered too; the last whole patch never needs them.
        patches = self.enter(F.pad(sample, (0, 1, 0, 1), mode="replicate"))
        rows, columns = patches.shape[2], patches.shape[3]
        x = patches.flatten(2).transpose(1, 2) + self.place(self.place_features(patches))
        condition = F.silu(self.time(self.time_features(timestep)) + self.whole_text(text[:, -1]))
        modulation = self.modulate(condition).unflatten(1, (6, -1))
        for block in self.blocks:
            x = block(x, text, modulation)
        scale, shift = self.last_modulation(condition)[:, None].chunk(2, -1)
        x = self.leave(normalized(x) * (1 + scale) + shift)
        picture = F.pixel_shuffle(x.transpose(1, 2).unflatten(2, (rows, columns)), PATCH)
        return picture[:, :, :height, :width]
