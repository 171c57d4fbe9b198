"""Runs the denoiser as a pipeline would, many pictures at once."""

import torch

from .networks import LATENT_CHANNELS, LATENT_SIZE, SCALING_FACTOR, Denoiser
from .schedule import SHIFT, TURN
from .tokenizer import token_ids


@torch.no_grad()
def sampled(denoiser: Denoiser, tokenizer, texts: list[str], steps: int, guidance: float, start: float,
            clean: torch.Tensor, noise: torch.Generator) -> torch.Tensor:
    """Latents of pictures by Euler's steps, from the noise of timestep `start` on over the latents `clean`."""
    count, times = len(texts), torch.linspace(start, 0, steps)
    sigmas = torch.cat([SHIFT * torch.tan(TURN * (times + 1)), torch.zeros(1)])
    hidden = denoiser.text_encoder(input_ids=token_ids(tokenizer, [""] * count + texts)).last_hidden_state
    x = clean * SCALING_FACTOR + sigmas[0] * torch.randn(count, LATENT_CHANNELS, LATENT_SIZE, LATENT_SIZE, generator=noise)
    for k in range(steps):
        signal = 1 / (1 + sigmas[k] ** 2).sqrt()
        scaled = x * signal
        with torch.autocast("cpu", dtype=torch.bfloat16):
            away, prompt = denoiser.unet(scaled.repeat(2, 1, 1, 1), times[k].expand(2 * count), hidden).float().chunk(2)
        predicted = signal * scaled - sigmas[k] * signal * (away + guidance * (prompt - away))
        x = predicted + (x - predicted) * (sigmas[k + 1] / sigmas[k])
    return x / SCALING_FACTOR
