"""Trains the denoising transformer and the text encoder together, in one process per core.

A first phase learns to draw, at 256x256; a second learns all sizes and edits, and leaves the text encoder as it is.
"""

from pathlib import Path

import torch
import torch.nn.functional as F
from tqdm import tqdm

from .batches import Batch, Batches, BatchesOfAllSizes
from .checkpoint import load_checkpoint, save_checkpoint
from .networks import LATENT_SIZE, Denoiser
from .readback import read_back
from .tokenizer import make_tokenizer
from .workers import join, leave, spawn, synchronize

SEED = 20
BATCH = 96
WORKERS = 2  # one thread each
SYNC_EVERY = 8  # steps between two averagings of the workers' weights: seldom, so that a busy machine slows them least
PEAK_RATE, MATRIX_PEAK_RATE, WARM_UP, DECAY_SHARE = 1e-3, 2e-3, 200, 0.4
FACTS_WEIGHT = 0.1
EMA = 0.998 ** SYNC_EVERY
SAVE_EVERY = 248
SIZES_BATCH, SIZES_WORKERS, SIZES_SEED, SIZES_WARM_UP, SIZES_EMA, SIZES_SAVE_EVERY = 64, 4, 40, 8, 0.8, 8
SIZES_RATE, NEW_RATE = 5e-4, 2e-3  # of what the first phase has trained, and of what is new
BF16 = torch.backends.cpu.get_cpu_capability().startswith("AVX512")  # elsewhere bf16 is emulated, forty times slower


def rate(step: int, steps: int, warm_up: int = WARM_UP) -> float:
    """As a share of the peak. Warm-up, plateau, then linearly down: the length may be changed until the decay begins."""
    left = (steps - step) / (DECAY_SHARE * steps)
    return min(1.0, (step + 1) / warm_up, max(0.01, left))


class Muon(torch.optim.Optimizer):
    """torch.optim.Muon with the rates that match AdamW's, in fp32 instead of bf16."""

    def __init__(self, matrices, lr: float, weight_decay: float, momentum: float = 0.95):
        super().__init__(matrices, {"lr": lr, "weight_decay": weight_decay, "momentum": momentum})

    @torch.no_grad()
    def step(self) -> None:
        for group in self.param_groups:
            for matrix in group["params"]:
                state = self.state[matrix].setdefault("momentum", torch.zeros_like(matrix))
                state.lerp_(matrix.grad, 1 - group["momentum"])
                matrix.mul_(1 - group["lr"] * group["weight_decay"])
                update = orthogonal(matrix.grad.lerp(state, group["momentum"]))
                matrix.sub_(update, alpha=group["lr"] * 0.2 * max(matrix.shape) ** 0.5)


def orthogonal(matrix: torch.Tensor) -> torch.Tensor:
    """The nearest matrix with orthonormal rows or columns, by Newton-Schulz iterations."""
    a, b, c = 3.4445, -4.7750, 2.0315
    tall = matrix.shape[0] > matrix.shape[1]
    x = matrix.T if tall else matrix
    x = x / (x.norm() + 1e-7)
    for _ in range(5):
        square = x @ x.T
        x = a * x + (b * square + c * square @ square) @ x
    return x.T if tall else x


def optimizers_of(denoiser: Denoiser) -> list[torch.optim.Optimizer]:
    """Muon for the matrices of the transformer's blocks, AdamW for everything else."""
    matrices = {name: p for name, p in denoiser.unet.blocks.named_parameters() if name.endswith("weight")}
    chosen = {id(p) for p in matrices.values()}
    rest = [p for p in denoiser.parameters() if id(p) not in chosen]
    return [Muon(matrices.values(), lr=MATRIX_PEAK_RATE, weight_decay=1e-2),
            torch.optim.AdamW(rest, lr=PEAK_RATE, betas=(0.9, 0.99), weight_decay=1e-2, fused=True)]


def losses(denoiser: torch.nn.Module, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
    """The error of the velocity, and the mean cross-entropy of what the text encoder understood."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=BF16):
        velocity, facts = denoiser(batch.noisy, batch.timesteps, batch.ids)
    facts = [guess.float() for guess in facts]
    misread = [F.cross_entropy(guess[batch.told], batch.facts[batch.told, k]) for k, guess in enumerate(facts)]
    return F.mse_loss(velocity.float(), batch.velocity), sum(misread) / len(misread)


def train_worker(rank: int, count: int, port: int, path: Path, steps: int) -> None:
    join(rank, count, port, SEED)
    tokenizer = make_tokenizer()
    denoiser = Denoiser(tokenizer)
    parameters = list(denoiser.parameters())
    average = [p.detach().clone() for p in parameters]
    optimizers = optimizers_of(denoiser)
    peaks = [optimizer.param_groups[0]["lr"] for optimizer in optimizers]
    saved = load_checkpoint(path)
    done, running = 0, 1.0
    if saved:
        denoiser.load_state_dict(saved["denoiser"])
        for optimizer, state in zip(optimizers, saved["optimizers"]):
            optimizer.load_state_dict(state)
        average, done, running = saved["average"], saved["step"], saved["loss"]
    compiled = torch.compile(denoiser, dynamic=False)
    batches = Batches(tokenizer, BATCH // count, SEED + 1000 * rank)

    with tqdm(total=steps, initial=done, desc="denoiser", unit="step", mininterval=5, smoothing=0.05,
              disable=rank > 0) as bar:
        for step in range(done, steps):
            for optimizer, peak in zip(optimizers, peaks):
                optimizer.zero_grad()
                for group in optimizer.param_groups:
                    group["lr"] = peak * rate(step, steps)
            loss, misread = losses(compiled, batches.at(step))
            (loss + FACTS_WEIGHT * misread).backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            for optimizer in optimizers:
                optimizer.step()
            if (step + 1) % SYNC_EVERY == 0 or step + 1 == steps:
                synchronize(parameters, average, step, EMA)
            running += 0.01 * (loss.item() - running)
            bar.set_postfix(loss=f"{running:.4f}", facts=f"{misread.item():.3f}", refresh=False)
            bar.update()
            if rank == 0 and ((step + 1) % SAVE_EVERY == 0 or step + 1 == steps):
                save_checkpoint(path, {"denoiser": denoiser.state_dict(),
                                       "optimizers": [optimizer.state_dict() for optimizer in optimizers],
                                       "average": average, "step": step + 1, "loss": running})
    leave()


def text_of(denoiser: Denoiser, batch: Batch) -> torch.Tensor:
    with torch.no_grad():
        return denoiser.text_encoder(input_ids=batch.ids).last_hidden_state


def train_sizes_worker(rank: int, count: int, port: int, path: Path, start: Path, steps: int) -> None:
    join(rank, count, port, SIZES_SEED)
    denoiser = started(start)
    denoiser.text_encoder.requires_grad_(False)
    parameters = list(denoiser.unet.parameters())
    average = [p.detach().clone() for p in parameters]
    new = [*denoiser.unet.distance.parameters(), *denoiser.unet.extent.parameters()]
    chosen = {id(p) for p in new}
    optimizer = torch.optim.AdamW([{"params": new, "lr": NEW_RATE},
                                   {"params": [p for p in parameters if id(p) not in chosen], "lr": SIZES_RATE}],
                                  betas=(0.9, 0.98), weight_decay=1e-3, fused=True)
    peaks = [group["lr"] for group in optimizer.param_groups]
    saved = load_checkpoint(path)
    done, running = 0, 0.05
    if saved:
        denoiser.load_state_dict(saved["denoiser"])
        optimizer.load_state_dict(saved["optimizer"])
        average, done, running = saved["average"], saved["step"], saved["loss"]
    places = SIZES_BATCH // count * LATENT_SIZE ** 2
    batches = BatchesOfAllSizes(make_tokenizer(), places, SIZES_SEED + 1000 * rank, SIZES_SEED)

    with tqdm(total=steps, initial=done, desc="sizes", unit="step", mininterval=5, smoothing=0.05, disable=rank > 0) as bar:
        for step in range(done, steps):
            optimizer.zero_grad()
            for group, peak in zip(optimizer.param_groups, peaks):
                group["lr"] = peak * rate(step, steps, SIZES_WARM_UP)
            batch = batches.at(step)
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=BF16):
                velocity = denoiser.unet.inside(batch.noisy, batch.timesteps, text_of(denoiser, batch))
            loss = F.mse_loss(velocity.float(), batch.velocity)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            if (step + 1) % SYNC_EVERY == 0 or step + 1 == steps:
                synchronize(parameters, average, step, SIZES_EMA)
            running += 0.02 * (loss.item() - running)
            bar.set_postfix(loss=f"{running:.4f}", refresh=False)
            bar.update()
            if rank == 0 and ((step + 1) % SIZES_SAVE_EVERY == 0 or step + 1 == steps):
                save_checkpoint(path, {"denoiser": denoiser.state_dict(), "average": average, "loss": running,
                                       "optimizer": optimizer.state_dict(), "step": step + 1})
    leave()


def started(start: Path) -> Denoiser:
    """From the first phase's checkpoint, or from the exported model in the folder `start`."""
    if start.is_file():
        return trained_denoiser(start)
    denoiser = Denoiser(make_tokenizer())
    read_back(start / "text_encoder", getattr(denoiser.text_encoder, "text_model", denoiser.text_encoder), "model.")
    read_back(start / "unet", denoiser.unet)
    return denoiser


def train_denoiser(path: Path, steps: int) -> None:
    """The first phase. Continues from the checkpoint at `path`, if there is one."""
    spawn(train_worker, WORKERS, path, steps)


def train_sizes(path: Path, start: Path, steps: int) -> None:
    """The second phase. Continues from the checkpoint at `path`, if there is one, else goes on from `start`."""
    spawn(train_sizes_worker, SIZES_WORKERS, path, start, steps)


def trained_denoiser(path: Path) -> Denoiser:
    """The averaged weights of the checkpoint at `path`, of either phase."""
    saved = load_checkpoint(path)
    if not saved:
        raise FileNotFoundError(f"no trained denoiser at {path}")
    denoiser = Denoiser(make_tokenizer())
    denoiser.load_state_dict(saved["denoiser"], strict=False)
    trained = list(denoiser.parameters())
    if len(saved["average"]) != len(trained):
        trained = list(denoiser.unet.parameters())
    with torch.no_grad():
        for parameter, averaged in zip(trained, saved["average"], strict=True):
            parameter.copy_(averaged)
    return denoiser.eval()
