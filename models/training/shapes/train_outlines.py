"""Trains what straightens outlines, on pictures that the trained denoiser made, fitted, and on drawn ones that wobble."""

import random
from pathlib import Path

import torch
import torch.nn.functional as F
from tqdm import tqdm

from .caption import caption
from .checkpoint import load_checkpoint, save_checkpoint
from .fit import fitted
from .networks import Denoiser
from .outlines import PATCH, Outlines, ideal_cover, patches, taken_apart
from .render import averages_of
from .sampler import sampled
from .scene import training_scene
from .tokenizer import make_tokenizer
from .wobble import a_scene, anything, steady, unsteady

SEED = 40
THREADS = 2
PARTS, PART = 16, 32  # pictures that the denoiser makes
STARTS = [450.0, 600.0, 750.0]  # timesteps where it is left alone with a noisy picture
GUIDANCES = [2.0, 3.0, 3.0, 3.0, 5.0]
WRONG = 0.05  # a picture farther than this from the scene fitted to it shows something else
REPEATED = 2  # how often the denoiser's pictures count, beside as many drawn ones
DRAWN = 160  # anew in every round, and a fifth each of steady and of any other pictures
FLAT = 0.04  # share of the places without an outline that are taken
BATCH, PEAK_RATE, SAVE_EVERY = 1024, 2e-3, 4


def covers(averages: torch.Tensor, ideal: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    return taken_apart(averages)[0], ideal_cover(averages, ideal)


def made(denoiser: Denoiser) -> tuple[torch.Tensor, torch.Tensor]:
    """Covers of the denoiser's pictures, and what they should be."""
    rng, noise, tokenizer = random.Random(SEED), torch.Generator().manual_seed(SEED), make_tokenizer()
    averages, ideal = [], []
    for _ in tqdm(range(PARTS), desc="pictures for the outlines", unit="batch"):
        scenes = [training_scene(rng) for _ in range(PART)]
        start = rng.choice(STARTS)
        latents = sampled(denoiser, tokenizer, [caption(rng, scene) for scene in scenes], round(start / 999 * 19) + 1,
                          rng.choice(GUIDANCES), start, F.pixel_unshuffle(averages_of(scenes), 2), noise)
        pictures = F.pixel_shuffle(latents, 2)
        fits = averages_of(fitted(scenes, pictures))
        right = (pictures - fits).abs().flatten(1).mean(1) < WRONG
        averages.append(pictures[right])
        ideal.append(fits[right])
    return covers(torch.cat(averages), torch.cat(ideal))


def drawn(step: int) -> tuple[torch.Tensor, torch.Tensor]:
    rng, noise = random.Random(f"{SEED} {step}"), torch.Generator().manual_seed(SEED + step)
    scenes = [a_scene(rng) for _ in range(DRAWN)]
    same = torch.cat([anything(rng, noise, DRAWN // 5), steady(rng, DRAWN // 5)])
    return covers(torch.cat([unsteady(scenes, noise), same]), torch.cat([averages_of(scenes), same]))


def examples(cover: torch.Tensor, ideal: torch.Tensor, noise: torch.Generator) -> list[torch.Tensor]:
    """The patches around places near an outline, and around a few others, with what their middles should be."""
    close = F.max_pool2d(cover, 3, 1, 1) + F.max_pool2d(-cover, 3, 1, 1) > 0.25
    kept = (close | (torch.rand(close.shape, generator=noise) < FLAT)).flatten()
    return [part[kept] for part in (*patches(cover), ideal.flatten())]


def mirrored(patch: torch.Tensor) -> torch.Tensor:
    return patch.unflatten(1, (PATCH, PATCH)).flip(2).flatten(1)


def train_outlines(path: Path, denoiser: Denoiser, rounds: int) -> None:
    """Continues from the checkpoint at `path`, if there is one."""
    torch.set_num_threads(THREADS)
    torch.manual_seed(SEED)
    outlines = Outlines()
    optimizer = torch.optim.AdamW(outlines.parameters(), lr=PEAK_RATE, betas=(0.9, 0.99), weight_decay=3e-3)
    saved = load_checkpoint(path)
    done = saved.get("round", 0)
    if saved:
        outlines.load_state_dict(saved["outlines"])
        optimizer.load_state_dict(saved["optimizer"])
    if done >= rounds:
        return
    cover, ideal = (part.repeat(REPEATED, 1, 1, 1) for part in made(denoiser))

    with tqdm(total=rounds, initial=done, desc="outlines", unit="round") as bar:
        for step in range(done, rounds):
            noise = torch.Generator().manual_seed(SEED + step)
            both = zip(examples(cover, ideal, noise), examples(*drawn(step), noise))
            near, far, wanted = (torch.cat(part) for part in both)
            for group in optimizer.param_groups:
                group["lr"] = PEAK_RATE * min(1.0, 1.5 * (rounds - step) / rounds)
            errors = []
            for k, chosen in enumerate(torch.randperm(len(near)).split(BATCH)):
                seen = [mirrored(part[chosen]) if k % 2 else part[chosen] for part in (near, far)]
                off = seen[0][:, PATCH ** 2 // 2] + outlines.of_patches(*seen) - wanted[chosen]
                optimizer.zero_grad()
                off.square().mean().backward()
                optimizer.step()
                errors.append(off.square().mean().item())
            bar.set_postfix(error=f"{(sum(errors) / len(errors)) ** 0.5:.4f}", refresh=False)
            bar.update()
            if (step + 1) % SAVE_EVERY == 0 or step + 1 == rounds:
                save_checkpoint(path, {"outlines": outlines.state_dict(), "optimizer": optimizer.state_dict(),
                                       "round": step + 1})


def trained_outlines(path: Path) -> dict:
    saved = load_checkpoint(path)
    if not saved:
        raise FileNotFoundError(f"no trained outlines at {path}")
    return saved["outlines"]
