"""Trains the decoder on clean latents and on latents that the trained denoiser has cleaned.

The second kind shows it the mistakes the denoiser makes (wavy edges, blotches), so it learns to draw over them.
"""

import random
from pathlib import Path

import torch
import torch.nn.functional as F
from tqdm import tqdm

from .caption import caption
from .checkpoint import load_checkpoint, save_checkpoint
from .networks import POOL, SCALING_FACTOR, Decoder, Denoiser, Encoder
from .render import averages_of, render
from .scene import Scene, training_scene
from .schedule import signal_and_noise
from .tokenizer import make_tokenizer, token_ids
from .train_denoiser import trained_denoiser

SEED = 30
THREADS = 2
PEAK_RATE, WARM_UP = 2e-3, 50
BATCH = 8
POOL_OF_SCENES = 1536
WINDOW = 10  # latents; the decoder only sees a few pixels far, so parts of pictures teach it as much as whole ones
NOISIEST_TIMESTEP = 300
SAVE_EVERY = 250


@torch.no_grad()
def cleaned(denoiser: Denoiser, tokenizer, scenes: list[Scene], rng: random.Random) -> torch.Tensor:
    """Noises the latents, and lets the denoiser take the noise off again in one step."""
    signal, spread = signal_and_noise()
    clean = F.pixel_unshuffle(averages_of(scenes), 2) * SCALING_FACTOR
    t = torch.randint(20, NOISIEST_TIMESTEP, (len(scenes),))
    a, s = signal[t][:, None, None, None], spread[t][:, None, None, None]
    noisy = a * clean + s * torch.randn(clean.shape)
    ids = token_ids(tokenizer, [caption(rng, scene) for scene in scenes])
    return (a * noisy - s * denoiser(noisy, t, ids)[0]) / SCALING_FACTOR


def difference(drawn: torch.Tensor, true: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean absolute error of the pixels, and of their gradients."""
    error = drawn - true
    edges = (error[..., 1:] - error[..., :-1]).abs().mean() + (error[..., 1:, :] - error[..., :-1, :]).abs().mean()
    return error.abs().mean(), edges


class Pairs:
    """Latents and the scenes they show."""

    def __init__(self, denoiser: Denoiser):
        rng, tokenizer = random.Random(SEED), make_tokenizer()
        self.scenes = [training_scene(rng) for _ in range(POOL_OF_SCENES)]
        parts = [self.scenes[i:i + 32] for i in range(0, POOL_OF_SCENES, 32)]
        self.cleaned = torch.cat([cleaned(denoiser, tokenizer, part, rng)
                                  for part in tqdm(parts, desc="latents for the decoder", unit="batch")])

    def at(self, step: int) -> tuple[torch.Tensor, torch.Tensor]:
        """A window of a batch of latents, and of its pictures."""
        rng = random.Random(f"{SEED} {step}")
        latents, pictures = self.whole(step, rng)
        top, left = (rng.randint(0, latents.shape[-1] - WINDOW) for _ in range(2))
        cut = lambda x, unit: x[:, :, top * unit:(top + WINDOW) * unit, left * unit:(left + WINDOW) * unit]
        return cut(latents, 1), cut(pictures, 2 * POOL)

    def whole(self, step: int, rng: random.Random) -> tuple[torch.Tensor, torch.Tensor]:
        """Cleaned latents in two of three steps, else exact ones with a trace of noise."""
        if step % 3:
            chosen = rng.sample(range(POOL_OF_SCENES), BATCH)
            return self.cleaned[chosen], render([self.scenes[i] for i in chosen], 32 * POOL, 32 * POOL)
        pictures = render([training_scene(rng) for _ in range(BATCH)], 32 * POOL, 32 * POOL)
        latents = Encoder()(pictures)
        return latents + torch.randn(latents.shape) * torch.rand(BATCH, 1, 1, 1) * 0.06, pictures


def train_decoder(path: Path, denoiser_path: Path, steps: int) -> None:
    """Continues from the checkpoint at `path`, if there is one."""
    torch.set_num_threads(THREADS)
    torch.manual_seed(SEED)
    decoder = Decoder().to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(decoder.parameters(), lr=PEAK_RATE, betas=(0.9, 0.99))
    saved = load_checkpoint(path)
    done, running = 0, 0.1
    if saved:
        decoder.load_state_dict(saved["decoder"])
        optimizer.load_state_dict(saved["optimizer"])
        done, running = saved["step"], saved["error"]
    if done >= steps:
        return
    pairs = Pairs(trained_denoiser(denoiser_path))

    with tqdm(total=steps, initial=done, desc="decoder", unit="step", mininterval=5, smoothing=0.05) as bar:
        for step in range(done, steps):
            for group in optimizer.param_groups:
                group["lr"] = PEAK_RATE * min(1.0, (step + 1) / WARM_UP, 2 * (steps - step) / steps)
            latents, pictures = pairs.at(step)
            pixels, edges = difference(decoder.inside(latents.contiguous(memory_format=torch.channels_last)), pictures)
            optimizer.zero_grad()
            (pixels + 0.5 * edges).backward()
            torch.nn.utils.clip_grad_norm_(decoder.parameters(), 1.0)
            optimizer.step()
            running += 0.02 * (pixels.item() - running)
            bar.set_postfix(error=f"{running:.4f}", refresh=False)
            bar.update()
            if (step + 1) % SAVE_EVERY == 0 or step + 1 == steps:
                save_checkpoint(path, {"decoder": decoder.state_dict(), "optimizer": optimizer.state_dict(),
                                       "step": step + 1, "error": running})


def trained_decoder(path: Path) -> Decoder:
    saved = load_checkpoint(path)
    if not saved:
        raise FileNotFoundError(f"no trained decoder at {path}")
    decoder = Decoder()
    decoder.load_state_dict(saved["decoder"])
    return decoder.eval()
