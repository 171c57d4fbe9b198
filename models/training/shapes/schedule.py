"""The noise schedule: sigma(i) = SHIFT * tan(pi/2 * 0.995 * (i+1)/1000).

A flat picture shows its colour through very strong noise, so with Stable Diffusion's own betas the text would get a
gradient in a few percent of the timesteps only. Here half of them lie above sigma = SHIFT.
"""

import math

import torch

STEPS = 1000
SHIFT = 4.0
TURN = math.pi / 2 * 0.995 / STEPS  # sigma(i) = SHIFT * tan(TURN * (i + 1))


def trained_betas() -> torch.Tensor:
    angle = TURN * torch.arange(1, STEPS + 1, dtype=torch.float64)
    kept = 1 / (1 + (SHIFT * torch.tan(angle)) ** 2)
    return 1 - kept / torch.cat([torch.ones(1, dtype=torch.float64), kept[:-1]])


def signal_and_noise() -> tuple[torch.Tensor, torch.Tensor]:
    """What picture and noise are multiplied with at each timestep."""
    kept = (1 - trained_betas()).cumprod(0)
    return kept.sqrt().float(), (1 - kept).sqrt().float()
