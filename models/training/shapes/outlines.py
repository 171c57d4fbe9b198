"""Straightens outlines in the latents: the denoiser leaves every place of an outline a little off, each its own way.

A patch of the picture tells how the outline runs, so the place in its middle can be put where its neighbours say. Only
how far something covers the background is looked at, never its colours, so any pair of colours is the same task.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F

PATCH = 11  # places of the frame that are looked at each way; a place is POOL pixels of 256
REACH = 9  # places each way in which the colour of a thing is looked for


def border_of(averages: torch.Tensor) -> torch.Tensor:
    """The mean colour along the four sides: in most pictures the background's."""
    sides = [averages[:, :, :1], averages[:, :, -1:], averages[..., :1], averages[..., -1:]]
    return torch.cat([side.flatten(2) for side in sides], 2).mean(2)[:, :, None, None]


def taken_apart(averages: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """How far every place is from the border's colour to that of the thing near it, and the way between the two."""
    away = averages - border_of(averages)
    distance = (away.square().sum(1, keepdim=True) + 1e-6).sqrt()
    farthest = F.max_pool2d(distance, REACH, 1, REACH // 2)
    weight = (distance / (farthest + 0.05)) ** 8
    nearby = lambda x: F.avg_pool2d(x, REACH, 1, REACH // 2)
    ink = nearby(away * weight) / (nearby(weight) + 1e-4)
    cover = (away * ink).sum(1, keepdim=True) / (ink.square().sum(1, keepdim=True) + 0.02)
    return cover.clamp(-0.5, 1.5), ink


def ideal_cover(averages: torch.Tensor, ideal: torch.Tensor) -> torch.Tensor:
    """What `taken_apart` should have said of the averages: that of the ideal picture, on the same way."""
    _, ink = taken_apart(averages)
    return ((ideal - border_of(ideal)) * ink).sum(1, keepdim=True) / (ink.square().sum(1, keepdim=True) + 0.02)


def around(cover: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The cover with as much beside it as patches need: for those of places, and for those of every second place, blurred."""
    blurred = F.avg_pool2d(cover, 3, 1, 1, count_include_pad=False)
    return tuple(F.pad(picture, [PATCH // 2 * step] * 4, mode="replicate") for picture, step in ((cover, 1), (blurred, 2)))


def patches(cover: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The near and the far patch around every place: [places, PATCH * PATCH]."""
    cut = lambda picture, step: F.unfold(picture, PATCH, dilation=step).transpose(1, 2).flatten(0, 1)
    near, far = around(cover)
    return cut(near, 1), cut(far, 2)


class Outlines(nn.Module):
    """A small network for a place, at every place of a picture."""

    def __init__(self, width: int = 160, narrow: int = 96):
        super().__init__()
        self.near, self.far = nn.Conv2d(1, width, PATCH), nn.Conv2d(1, width, PATCH, dilation=2, bias=False)
        self.think, self.tell = nn.Conv2d(width, narrow, 1), nn.Conv2d(narrow, 1, 1)
        nn.init.zeros_(self.tell.weight)
        nn.init.zeros_(self.tell.bias)

    def told(self, hidden: torch.Tensor) -> torch.Tensor:
        return self.tell(F.relu(self.think(F.relu(hidden))))

    def of_patches(self, near: torch.Tensor, far: torch.Tensor) -> torch.Tensor:
        """How the cover in the middle of patches is to change: [patches]."""
        hidden = F.linear(near, self.near.weight.flatten(1), self.near.bias) + F.linear(far, self.far.weight.flatten(1))
        return self.told(hidden[..., None, None]).flatten()

    def forward(self, averages: torch.Tensor) -> torch.Tensor:
        cover, ink = taken_apart(averages)
        near, far = around(cover)
        return averages + self.told(self.near(near) + self.far(far)) * ink
