"""Trains the denoising transformer and the text encoder together, in one phase, in one process per core."""

import os
import socket
from pathlib import Path

import torch
import torch.distributed as distributed
import torch.multiprocessing as multiprocessing
import torch.nn.functional as F
from tqdm import tqdm

from .batches import Batch, Batches
from .checkpoint import load_checkpoint, save_checkpoint
from .networks import Denoiser
from .tokenizer import make_tokenizer

SEED = 20
BATCH = 96
WORKERS = 2  # one thread each
SYNC_EVERY = 8  # steps between two averagings of the workers' weights: seldom, so that a busy machine slows them least
PEAK_RATE, MATRIX_PEAK_RATE, WARM_UP, DECAY_SHARE = 1e-3, 2e-3, 200, 0.4
FACTS_WEIGHT = 0.1
EMA = 0.998 ** SYNC_EVERY
SAVE_EVERY = 248


def rate(step: int, steps: int) -> float:
    """As a share of the peak. Warm-up, plateau, then linearly down: the length may be changed until the decay begins."""
    left = (steps - step) / (DECAY_SHARE * steps)
    return min(1.0, (step + 1) / WARM_UP, max(0.01, left))


def optimizers_of(denoiser: Denoiser) -> list[torch.optim.Optimizer]:
    """Muon for the matrices of the transformer's blocks, AdamW for everything else."""
    matrices = {name: p for name, p in denoiser.unet.blocks.named_parameters() if name.endswith("weight")}
    chosen = {id(p) for p in matrices.values()}
    rest = [p for p in denoiser.parameters() if id(p) not in chosen]
    return [torch.optim.Muon(matrices.values(), lr=MATRIX_PEAK_RATE, weight_decay=1e-2, adjust_lr_fn="match_rms_adamw"),
            torch.optim.AdamW(rest, lr=PEAK_RATE, betas=(0.9, 0.99), weight_decay=1e-2, fused=True)]


def losses(denoiser: torch.nn.Module, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
    """The error of the velocity, and the mean cross-entropy of what the text encoder understood."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        velocity, facts = denoiser(batch.noisy, batch.timesteps, batch.ids)
    facts = [guess.float() for guess in facts]
    misread = [F.cross_entropy(guess[batch.told], batch.facts[batch.told, k]) for k, guess in enumerate(facts)]
    return F.mse_loss(velocity.float(), batch.velocity), sum(misread) / len(misread)


@torch.no_grad()
def synchronize(parameters: list[torch.Tensor], average: list[torch.Tensor], step: int) -> None:
    """Gives every worker the mean of all weights, and moves the running average towards it."""
    flat = torch.cat([p.flatten() for p in parameters])
    distributed.all_reduce(flat)
    flat /= WORKERS
    for parameter, part in zip(parameters, flat.split([p.numel() for p in parameters])):
        parameter.copy_(part.view_as(parameter))
    torch._foreach_lerp_(average, parameters, 1 - min(EMA, (step + 1) / (step + 10)))


def train_worker(rank: int, path: Path, steps: int, port: int) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
    distributed.init_process_group("gloo", rank=rank, world_size=WORKERS)
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
    batches = Batches(tokenizer, BATCH // WORKERS, SEED + 1000 * rank)

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
                synchronize(parameters, average, step)
            running += 0.01 * (loss.item() - running)
            bar.set_postfix(loss=f"{running:.4f}", facts=f"{misread.item():.3f}", refresh=False)
            bar.update()
            if rank == 0 and ((step + 1) % SAVE_EVERY == 0 or step + 1 == steps):
                save_checkpoint(path, {"denoiser": denoiser.state_dict(),
                                       "optimizers": [optimizer.state_dict() for optimizer in optimizers],
                                       "average": average, "step": step + 1, "loss": running})
    distributed.destroy_process_group()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def train_denoiser(path: Path, steps: int) -> None:
    """Continues from the checkpoint at `path`, if there is one."""
    multiprocessing.spawn(train_worker, (path, steps, free_port()), nprocs=WORKERS)


def trained_denoiser(path: Path) -> Denoiser:
    """The averaged weights of the checkpoint at `path`."""
    saved = load_checkpoint(path)
    if not saved:
        raise FileNotFoundError(f"no trained denoiser at {path}")
    denoiser = Denoiser(make_tokenizer())
    with torch.no_grad():
        for parameter, averaged in zip(denoiser.parameters(), saved["average"]):
            parameter.copy_(averaged)
    return denoiser.eval()
