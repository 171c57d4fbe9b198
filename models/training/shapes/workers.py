"""Training in several processes of one thread each, which average their weights now and then.

Seldom averaging costs little, and a busy machine slows such workers far less than threads that wait for each other in
every operation.
"""

import os
import socket

import torch
import torch.distributed as distributed
import torch.multiprocessing as multiprocessing


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def spawn(worker, count: int, *arguments) -> None:
    """Runs `worker(rank, count, port, *arguments)` in `count` processes; each calls `join` first."""
    multiprocessing.spawn(worker, (count, free_port(), *arguments), nprocs=count)


def join(rank: int, count: int, port: int, seed: int) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
    distributed.init_process_group("gloo", rank=rank, world_size=count)


def leave() -> None:
    distributed.destroy_process_group()


@torch.no_grad()
def synchronize(parameters: list[torch.Tensor], average: list[torch.Tensor], step: int, keep: float) -> None:
    """Gives every worker the mean of all weights, and moves the running average towards it."""
    flat = torch.cat([p.flatten() for p in parameters])
    distributed.all_reduce(flat)
    flat /= distributed.get_world_size()
    for parameter, part in zip(parameters, flat.split([p.numel() for p in parameters])):
        parameter.copy_(part.view_as(parameter))
    torch._foreach_lerp_(average, parameters, 1 - min(keep, (step + 1) / (step + 10)))
