"""Endless training data for the denoiser, a function of the seed, the worker and the step alone."""

import random
from dataclasses import dataclass

import torch
import torch.nn.functional as F

from .caption import caption
from .facts import facts
from .networks import SCALING_FACTOR
from .render import averages_of, palette_of
from .scene import training_scene
from .schedule import STEPS, signal_and_noise
from .tokenizer import token_ids

EMPTY_PROMPTS = 0.08
RAMP = 1500  # steps
STRONG_NOISE = 0.4  # share of the batch in the beginning; falls to 0 over RAMP
OVERSHOT = 0.25  # share of the batch in the end; rises from 0 over RAMP


@dataclass(frozen=True)
class Batch:
    noisy: torch.Tensor
    timesteps: torch.Tensor
    ids: torch.Tensor
    velocity: torch.Tensor  # what the denoiser should say
    facts: torch.Tensor  # what the captions say: [batch, facts]
    told: torch.Tensor  # where the prompt is not empty


class Batches:
    """Because nothing is carried from step to step, a checkpoint needs no state of the data."""

    def __init__(self, tokenizer, size: int, seed: int):
        self.tokenizer, self.size, self.seed = tokenizer, size, seed
        self.signal, self.spread = signal_and_noise()

    def uniform(self, noise: torch.Generator) -> torch.Tensor:
        return torch.rand(self.size, 1, 1, 1, generator=noise)

    def timesteps(self, noise: torch.Generator, ramp: float) -> torch.Tensor:
        """Uniform for a quarter, the smaller of two uniform numbers for the rest: shapes are made in weaker noise.

        In the beginning a share is strong noise, through which only the text tells anything.
        """
        u, other = self.uniform(noise), self.uniform(noise)
        weaker = self.uniform(noise) < 0.75
        strong = self.uniform(noise) < STRONG_NOISE * (1 - ramp)
        u = torch.where(strong, 0.8 + 0.2 * u, torch.where(weaker, torch.minimum(u, other), u))
        return (u * STEPS).long().flatten()

    def overshoot(self, clean: torch.Tensor, flat: torch.Tensor, noise: torch.Generator, ramp: float) -> torch.Tensor:
        """What a high guidance scale does to the input of later steps, as a shift of the noise.

        Guidance moves the prediction away from that of the empty prompt, past the picture. With noise that leans the
        same way the network learns to come back to the picture from there, so guidance stops feeding on itself.
        """
        strength = 10 ** (self.uniform(noise) * 1.6 - 1.8)
        other = torch.where(self.uniform(noise) < 0.5, clean.mean(0, keepdim=True), flat)
        return torch.where(self.uniform(noise) < OVERSHOT * ramp, strength * (clean - other), 0.0)

    def at(self, step: int) -> Batch:
        rng, ramp = random.Random(f"{self.seed} {step}"), min(1.0, step / RAMP)
        noise = torch.Generator().manual_seed(rng.getrandbits(60))
        scenes = [training_scene(rng) for _ in range(self.size)]
        texts = ["" if rng.random() < EMPTY_PROMPTS else caption(rng, scene) for scene in scenes]
        clean = F.pixel_unshuffle(averages_of(scenes), 2) * SCALING_FACTOR
        flat = palette_of([s.background for s in scenes]).repeat_interleave(4, dim=1) * SCALING_FACTOR
        t = self.timesteps(noise, ramp)
        signal, spread = self.signal[t][:, None, None, None], self.spread[t][:, None, None, None]
        mixed = torch.randn(clean.shape, generator=noise) + self.overshoot(clean, flat, noise, ramp)
        return Batch(signal * clean + spread * mixed, t, token_ids(self.tokenizer, texts),
                     signal * mixed - spread * clean, torch.tensor([facts(s) for s in scenes]),
                     torch.tensor([text != "" for text in texts]))
