"""Trains the decoder on pictures whose outlines wobble and on latents that the trained denoiser has cleaned.

Both show it the mistakes that the denoiser makes; what it should draw is the scene itself, by its exact outlines.
"""

import random
from pathlib import Path

import torch
import torch.nn.functional as F
from tqdm import tqdm

from .batches import latents, wobble
from .caption import caption
from .checkpoint import load_checkpoint, save_checkpoint
from .networks import FINE, LATENT_SIZE, SCALING_FACTOR, Decoder, Denoiser, draw
from .render import palette_of, render, things_distance
from .scene import Scene, free_scene, training_scene
from .schedule import SHIFT, TURN
from .tokenizer import make_tokenizer, token_ids
from .train_denoiser import started
from .workers import join, leave, spawn, synchronize

SEED = 30
WORKERS = 1
SYNC_EVERY, EMA = 8, 0.9
PEAK_RATE, WARM_UP = 2e-3, 24
BATCH = 16  # of each worker
PARTS, PART = 6, 32  # latents that a worker has cleaned
NOISIEST_TIMESTEP, CLEANING_STEPS, GUIDANCE = 420, 4, 2.0
REACH = 3.0  # of the distances that are taught, in places of the frame
SAVE_EVERY = 48


def a_scene(rng: random.Random, grid: tuple[int, int]) -> Scene:
    return free_scene(rng, *grid) if rng.random() < 0.3 else training_scene(rng)


def a_grid(rng: random.Random) -> tuple[int, int]:
    if rng.random() < 0.6:
        return LATENT_SIZE, LATENT_SIZE
    sides = [LATENT_SIZE, rng.randint(LATENT_SIZE, 2 * LATENT_SIZE)]
    rng.shuffle(sides)
    return sides[0], sides[1]


@torch.no_grad()
def cleaned(denoiser: Denoiser, tokenizer, scenes: list[Scene], grid: tuple[int, int], rng: random.Random) -> torch.Tensor:
    """Noises the latents, and lets the denoiser take the noise off again, in steps and with guidance, as GenAI does."""
    clean = latents(scenes, *grid)
    starts = torch.randint(30, NOISIEST_TIMESTEP, (len(scenes),)).float()
    sigma = lambda t: (SHIFT * torch.tan(TURN * (t + 1)))[:, None, None, None]
    ids = token_ids(tokenizer, [caption(rng, scene) for scene in scenes] + [""] * len(scenes))
    text = denoiser.text_encoder(input_ids=ids).last_hidden_state
    noisy = clean + sigma(starts) * torch.randn(clean.shape)
    for k in range(CLEANING_STEPS):
        t, after = (starts * (1 - (k + i) / CLEANING_STEPS) for i in (0, 1))
        now = sigma(t)
        given = noisy / (1 + now ** 2).sqrt()
        told, untold = denoiser.unet.inside(given.repeat(2, 1, 1, 1), t.repeat(2), text).chunk(2)
        velocity = untold + GUIDANCE * (told - untold)
        guess = given / (1 + now ** 2).sqrt() - now / (1 + now ** 2).sqrt() * velocity
        noisy = guess + (sigma(after) / now if k + 1 < CLEANING_STEPS else 0) * (noisy - guess)
    return noisy / SCALING_FACTOR


def blotched(latent: torch.Tensor) -> torch.Tensor:
    """Uneven fill, coarse and fine."""
    count, _, rows, columns = latent.shape
    coarse = F.interpolate(torch.randn(count, 12, max(2, rows // 3), max(2, columns // 3)), (rows, columns), mode="bilinear")
    strength = lambda most: torch.rand(count, 1, 1, 1) ** 2 * most
    return latent + coarse * strength(0.06) + torch.randn(latent.shape) * strength(0.06)


class Truth:
    """What a scene looks like, at FINE times the frame's places."""

    def __init__(self, scenes: list[Scene], rows: int, columns: int):
        height, width = 2 * FINE * rows, 2 * FINE * columns
        outside = torch.full((len(scenes), 1, height, width), 9.0)
        thing_colours = palette_of([s.background for s in scenes]).expand(-1, 3, height, width).clone()
        self.behind = palette_of([s.background for s in scenes])
        for k in range(2):
            chosen = [i for i, s in enumerate(scenes) if len(s.things) > k]
            if chosen:
                things = [scenes[i].things[k] for i in chosen]
                far = things_distance(things, height, width)
                nearer = far < outside[chosen]
                thing_colours[chosen] = torch.where(nearer, palette_of([t.color for t in things]), thing_colours[chosen])
                outside[chosen] = torch.minimum(far, outside[chosen])
        self.distances = (-outside * min(rows, columns)).clamp(-REACH, REACH)
        self.there = thing_colours
        self.picture = render(scenes, height, width)


def edges(error: torch.Tensor) -> torch.Tensor:
    return (error[..., 1:] - error[..., :-1]).abs().mean() + (error[..., 1:, :] - error[..., :-1, :]).abs().mean()


def outline_loss(drawn: tuple[torch.Tensor, torch.Tensor], truth: Truth) -> tuple[torch.Tensor, torch.Tensor]:
    """Of the distances, mostly near the outline; of the colours, where they are seen; and of what is seen."""
    distances, colours = drawn
    off = distances - truth.distances
    near = torch.exp(-truth.distances.abs())
    there, behind = F.interpolate(colours, scale_factor=float(FINE), mode="bilinear", align_corners=False).chunk(2, 1)
    colour_off = ((there - truth.there).abs() * (truth.distances > -1.5)).mean() \
        + ((behind - truth.behind).abs() * (truth.distances < 1.5)).mean()
    seen_off = draw(distances, colours, truth.picture.shape[2:], FINE) - truth.picture
    seen = seen_off.abs().mean()
    return (off.abs() * (0.2 + near)).mean() + 2 * edges(off * near) + colour_off + seen + edges(seen_off), seen


def plain_loss(drawn: tuple[torch.Tensor, torch.Tensor], averages: torch.Tensor) -> torch.Tensor:
    """For pictures of anything else: what is seen is the enlarged latents."""
    size = [FINE * side for side in averages.shape[2:]]
    smooth = F.interpolate(averages, size=size, mode="bilinear", align_corners=False)
    return (draw(*drawn, size, FINE) - smooth).abs().mean()


def anything(count: int) -> torch.Tensor:
    """Averages of pictures without outlines: smooth colours with some grain."""
    levels = [F.interpolate(torch.randn(count, 3, side, side), (32, 32), mode="bicubic") / (1 + k)
              for k, side in enumerate((2, 4, 8, 16, 32))]
    return (sum(levels) * torch.rand(count, 1, 1, 1)).tanh()


class Pairs:
    """Latents and the scenes they show. Half of them the denoiser has cleaned."""

    def __init__(self, denoiser: Denoiser, seed: int):
        self.seed = seed
        rng, tokenizer = random.Random(seed), make_tokenizer()
        self.cleaned = []
        for _ in tqdm(range(PARTS), desc="latents for the decoder", unit="batch"):
            grid = a_grid(rng)
            scenes = [a_scene(rng, grid) for _ in range(PART)]
            self.cleaned.append((scenes, cleaned(denoiser, tokenizer, scenes, grid, rng)))

    def at(self, step: int) -> tuple[torch.Tensor, list[Scene]]:
        rng, noise = random.Random(f"{self.seed} {step}"), torch.Generator().manual_seed(self.seed + step)
        if step % 2:
            scenes, latent = rng.choice(self.cleaned)
            chosen = rng.sample(range(PART), BATCH)
            return latent[chosen], [scenes[i] for i in chosen]
        grid = a_grid(rng)
        scenes = [a_scene(rng, grid) for _ in range(BATCH)]
        return blotched(latents(scenes, *grid, lambda picture: wobble(picture, noise, 2.5)) / SCALING_FACTOR), scenes


def train_worker(rank: int, count: int, port: int, path: Path, denoiser: Path, steps: int) -> None:
    join(rank, count, port, SEED)
    decoder = Decoder().to(memory_format=torch.channels_last)
    parameters = list(decoder.parameters())
    average = [p.detach().clone() for p in parameters]
    optimizer = torch.optim.AdamW(parameters, lr=PEAK_RATE, betas=(0.9, 0.99))
    saved = load_checkpoint(path)
    done, running = 0, 0.1
    if saved:
        decoder.load_state_dict(saved["decoder"])
        optimizer.load_state_dict(saved["optimizer"])
        average, done, running = saved["average"], saved["step"], saved["error"]
    torch.manual_seed(SEED + 1000 * rank + done)
    pairs = Pairs(started(denoiser).eval(), SEED + 1000 * rank)

    with tqdm(total=steps, initial=done, desc="decoder", unit="step", mininterval=5, smoothing=0.05, disable=rank > 0) as bar:
        for step in range(done, steps):
            for group in optimizer.param_groups:
                group["lr"] = PEAK_RATE * min(1.0, (step + 1) / WARM_UP, 2 * (steps - step) / steps)
            latent, scenes = pairs.at(step)
            averages = F.pixel_shuffle(latent, 2).contiguous(memory_format=torch.channels_last)
            loss, seen = outline_loss(decoder.inside(averages), Truth(scenes, *latent.shape[2:]))
            other = anything(2)
            loss = loss + 0.2 * plain_loss(decoder.inside(other), other)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            if (step + 1) % SYNC_EVERY == 0 or step + 1 == steps:
                synchronize(parameters, average, step, EMA)
            running += 0.05 * (seen.item() - running)
            bar.set_postfix(error=f"{running:.4f}", loss=f"{loss.item():.3f}", refresh=False)
            bar.update()
            if rank == 0 and ((step + 1) % SAVE_EVERY == 0 or step + 1 == steps):
                save_checkpoint(path, {"decoder": decoder.state_dict(), "optimizer": optimizer.state_dict(),
                                       "average": average, "step": step + 1, "error": running})
    leave()


def train_decoder(path: Path, denoiser: Path, steps: int) -> None:
    """Continues from the checkpoint at `path`, if there is one. `denoiser`: a checkpoint or the folder of a model."""
    spawn(train_worker, WORKERS, path, denoiser, steps)


def trained_decoder(path: Path) -> Decoder:
    saved = load_checkpoint(path)
    if not saved:
        raise FileNotFoundError(f"no trained decoder at {path}")
    decoder = Decoder()
    with torch.no_grad():
        for parameter, averaged in zip(decoder.parameters(), saved["average"], strict=True):
            parameter.copy_(averaged)
    return decoder.eval()
