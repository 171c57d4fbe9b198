"""Endless training data for the denoiser, a function of the seed, the worker and the step alone."""

import random
from dataclasses import dataclass

import torch
import torch.nn.functional as F

from .caption import caption
from .facts import facts
from .networks import LATENT_SIZE, SCALING_FACTOR
from .render import palette_of, render
from .scene import Scene, free_scene, training_scene
from .schedule import STEPS, signal_and_noise
from .tokenizer import token_ids

EMPTY_PROMPTS = 0.08
RAMP = 1500  # steps
STRONG_NOISE = 0.4  # share of the batch in the beginning; falls to 0 over RAMP
OVERSHOT = 0.25  # share of the batch in the end; rises from 0 over RAMP

# What only the batches of all sizes have.
SQUARE, SMALL = 0.3, 0.1  # shares of the steps; the others have pictures that are wide or tall
FREE = 0.3  # share of the pictures, below FREE_TIMESTEP, whose things have any size and place
FREE_TIMESTEP = 600  # where the noise is so weak that it shows where the things are
PULLED = 0.3  # share of the pictures that are drawn towards another picture


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
        clean = latents(scenes, LATENT_SIZE, LATENT_SIZE)
        t = self.timesteps(noise, ramp)
        shift = self.overshoot(clean, flat_latents(scenes), noise, ramp)
        return self.batch(rng, noise, scenes, clean, t, shift)

    def batch(self, rng: random.Random, noise: torch.Generator, scenes: list[Scene], clean: torch.Tensor, t: torch.Tensor,
              shift: torch.Tensor) -> Batch:
        texts = ["" if rng.random() < EMPTY_PROMPTS else caption(rng, scene) for scene in scenes]
        signal, spread = self.signal[t][:, None, None, None], self.spread[t][:, None, None, None]
        mixed = torch.randn(clean.shape, generator=noise) + shift
        return Batch(signal * clean + spread * mixed, t, token_ids(self.tokenizer, texts),
                     signal * mixed - spread * clean, torch.tensor([facts(s) for s in scenes]),
                     torch.tensor([text != "" for text in texts]))


class BatchesOfAllSizes(Batches):
    """Wide, tall and small pictures too, with things of any size and place, and with the traces of edits."""

    def grid(self, step: int) -> tuple[int, int]:
        """The same for every worker, so that none waits for another."""
        rng = random.Random(f"{self.grid_seed} {step}")
        dice = rng.random()
        if dice < SQUARE:
            return LATENT_SIZE, LATENT_SIZE
        short = rng.randint(6, LATENT_SIZE - 1) if dice < SQUARE + SMALL else LATENT_SIZE
        # By whole patches on both sides of the square, so that the scene is in the middle.
        sides = [short, short + 4 * rng.randint(0 if short < LATENT_SIZE else 1, short // 4)]
        rng.shuffle(sides)
        return sides[0], sides[1]

    def __init__(self, tokenizer, places: int, seed: int, grid_seed: int):
        """`places`: latents in a batch, whatever the size of its pictures."""
        super().__init__(tokenizer, 0, seed)
        self.places, self.grid_seed = places, grid_seed

    def at(self, step: int) -> Batch:
        rng = random.Random(f"{self.seed} {step}")
        noise = torch.Generator().manual_seed(rng.getrandbits(60))
        rows, columns = self.grid(step)
        self.size = max(8, self.places // (rows * columns))
        t = self.timesteps(noise, 1.0)
        scenes = [free_scene(rng, rows, columns) if i < FREE_TIMESTEP and rng.random() < FREE else training_scene(rng) for i in t.tolist()]
        clean = latents(scenes, rows, columns)
        shift = self.overshoot(clean, flat_latents(scenes), noise, 1.0)
        pulled = self.uniform(noise) < PULLED
        return self.batch(rng, noise, scenes, clean, t,
                          torch.where(pulled, self.pull(rng, noise, scenes, clean, t), shift))

    def pull(self, rng: random.Random, noise: torch.Generator, scenes: list[Scene], clean: torch.Tensor,
             t: torch.Tensor) -> torch.Tensor:
        """What the network's own mistakes do to the input of later steps, as a shift of the noise.

        Half the pictures are drawn towards wobbly outlines, half, inside a mask or around it, towards another picture
        or the one colour that fills a canvas: an edit's seam.
        """
        rows, columns = clean.shape[2:]
        wobbly = latents(scenes, rows, columns, lambda picture: wobble(picture, noise))
        colour = torch.rand(self.size, 3, 1, 1, generator=noise) * 2 - 1
        filled = (colour * SCALING_FACTOR).repeat_interleave(4, dim=1).expand_as(clean)
        other = torch.where(self.uniform(noise) < 0.5, clean.roll(1, 0), filled)
        masks = torch.stack([mask_in(rng, rows, columns) for _ in scenes])
        sigma = (self.spread[t] / self.signal[t])[:, None, None, None]
        way = self.uniform(noise) * (2 * sigma).clamp(max=1.0) / sigma
        return way * torch.where(self.uniform(noise) < 0.5, wobbly - clean, masks * (other - clean))


def latents(scenes: list[Scene], rows: int, columns: int, change=lambda picture: picture) -> torch.Tensor:
    """64 pixels averaged by twos are what the encoder makes of 256 averaged by eights."""
    picture = change(render(scenes, 4 * rows, 4 * columns))
    return F.pixel_unshuffle(F.avg_pool2d(picture, 2), 2) * SCALING_FACTOR


def flat_latents(scenes: list[Scene]) -> torch.Tensor:
    return palette_of([s.background for s in scenes]).repeat_interleave(4, dim=1) * SCALING_FACTOR


def wobble(picture: torch.Tensor, noise: torch.Generator, reach: float = 2.5) -> torch.Tensor:
    """Moves every place a little, its neighbours much the same way; by `reach` pixels at the most typically."""
    count, _, height, width = picture.shape
    coarse = torch.randn(count, 2, max(2, height // 6), max(2, width // 6), generator=noise)
    moved = F.interpolate(coarse, (height, width), mode="bicubic", align_corners=False)
    moved = moved * torch.rand(count, 1, 1, 1, generator=noise) * reach / 2
    still = F.affine_grid(torch.eye(2, 3).expand(count, 2, 3), picture.shape, align_corners=False)
    scale = torch.tensor([2 / width, 2 / height])
    return F.grid_sample(picture, still + moved.permute(0, 2, 3, 1) * scale, padding_mode="border", align_corners=False)


def mask_in(rng: random.Random, rows: int, columns: int) -> torch.Tensor:
    """One inside a box, or everywhere but there."""
    mask = torch.zeros(1, rows, columns)
    height, width = rng.randint(rows // 4, rows - 1), rng.randint(columns // 4, columns - 1)
    top, left = rng.randint(0, rows - height), rng.randint(0, columns - width)
    mask[:, top:top + height, left:left + width] = 1
    return mask if rng.random() < 0.4 else 1 - mask
