"""Pictures with outlines that wobble as the denoiser's do, and pictures of anything, whose outlines are to stay."""

import random
from dataclasses import replace

import torch
import torch.nn.functional as F

from .render import averages_of, render
from .scene import Scene, training_scene

SIDE = 128  # pixels of what is drawn before it is averaged
UNSTEADY = 0.02  # of half the picture's side: how far outlines are moved
BLOTCHES = 0.05


def smooth(count: int, side: int, cells: int, channels: int, noise: torch.Generator) -> torch.Tensor:
    """Random fields that change over so many cells."""
    field = F.interpolate(torch.randn(count, channels, cells + 2, cells + 2, generator=noise),
                          size=side * (cells + 2) // cells, mode="bicubic", align_corners=False)
    begin = (field.shape[-1] - side) // 2
    return field[..., begin:begin + side, begin:begin + side]


def uniform(count: int, noise: torch.Generator) -> torch.Tensor:
    return torch.rand(count, 1, 1, 1, generator=noise)


def averaged(picture: torch.Tensor) -> torch.Tensor:
    return F.avg_pool2d(picture, SIDE // 32)


def free_scene(rng: random.Random) -> Scene:
    """A scene whose things have any size and any place, as an edit may leave them."""
    scene = training_scene(rng)
    radius = 0.8 if len(scene.things) == 1 else 0.4
    things = tuple(replace(thing, x=rng.uniform(-0.85, 0.85), y=rng.uniform(-0.85, 0.85), place=None, size=None,
                           radius=radius * rng.uniform(0.42, 1.0) ** 2) for thing in scene.things)
    return replace(scene, things=things)


def a_scene(rng: random.Random) -> Scene:
    return free_scene(rng) if rng.random() < 0.3 else training_scene(rng)


def unsteady(scenes: list[Scene], noise: torch.Generator) -> torch.Tensor:
    """The scenes' averages with outlines that wobble, and with blotches."""
    count, axis = len(scenes), (torch.arange(SIDE) + 0.5) * 2 / SIDE - 1
    grid = torch.stack(torch.meshgrid(axis, axis, indexing="xy"), -1)
    moves = sum(weight * smooth(count, SIDE, cells, 2, noise) for cells, weight in ((4, 0.5), (8, 0.8), (16, 0.6)))
    grid = grid + UNSTEADY * uniform(count, noise) * moves.permute(0, 2, 3, 1)
    averages = averaged(F.grid_sample(render(scenes, SIDE, SIDE), grid, align_corners=False, padding_mode="border"))
    blots = 0.6 * torch.randn(averages.shape, generator=noise) + smooth(count, 32, 8, 3, noise)
    return averages + BLOTCHES * uniform(count, noise) * blots


def anything(rng: random.Random, noise: torch.Generator, count: int) -> torch.Tensor:
    """Averages of shapes that are turned and stretched, of clouds, and of both."""
    picture, angle = render([free_scene(rng) for _ in range(count)], SIDE, SIDE), uniform(count, noise)[:, 0, 0] * 6.28
    wide, high = (torch.exp(0.3 * torch.randn(count, 1, generator=noise)) for _ in range(2))
    away = 0.3 * torch.randn(count, 2, 1, generator=noise)
    turn = torch.stack([torch.cat([angle.cos() * wide, -angle.sin() * wide], 1),
                        torch.cat([angle.sin() * high, angle.cos() * high], 1)], 1)
    grid = F.affine_grid(torch.cat([turn, away], 2), picture.shape, align_corners=False)
    picture = F.grid_sample(picture, grid, align_corners=False, padding_mode="border")
    cloud = sum(weight * smooth(count, SIDE, cells, 3, noise) for cells, weight in ((4, 0.5), (16, 0.3), (32, 0.2)))
    kind = torch.randint(4, (count, 1, 1, 1), generator=noise)
    share = torch.tensor([0.0, 1.0, 0.5, 0.15])[kind]
    return averaged((picture * torch.where(kind == 3, 1.0, 1 - share) + share * cloud).clamp(-1, 1))


def steady(rng: random.Random, count: int) -> torch.Tensor:
    return averages_of([a_scene(rng) for _ in range(count)])
