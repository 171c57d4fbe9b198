"""Draws scenes as tensors in [-1, 1] with antialiased edges."""

import torch
import torch.nn.functional as F

from .outline import EXTENT, distance_table
from .scene import COLOR_NAMES, COLORS, SHAPES, Scene, Thing

PALETTE = torch.tensor([COLORS[name] for name in COLOR_NAMES], dtype=torch.float32) / 127.5 - 1
TABLE = distance_table()


def palette_of(names: list[str]) -> torch.Tensor:
    return PALETTE[[COLOR_NAMES.index(name) for name in names]][:, :, None, None]


def coverage(things: list[Thing], size: int) -> torch.Tensor:
    """How much of every pixel each thing covers: [n, 1, size, size] in [0, 1]."""
    axis = (torch.arange(size) + 0.5) / size * 2 - 1
    grid_y, grid_x = torch.meshgrid(axis, axis, indexing="ij")
    x, y, radius = (torch.tensor([getattr(t, k) for t in things])[:, None, None] for k in ("x", "y", "radius"))
    where = torch.stack([(grid_x - x) / radius, (grid_y - y) / radius], -1) / EXTENT
    tables = TABLE[[SHAPES.index(t.shape) for t in things]]
    distances = F.grid_sample(tables, where, align_corners=True, padding_mode="border")
    return (0.5 - distances * radius[:, None] * size / 2).clamp(0, 1)


def render(scenes: list[Scene], size: int) -> torch.Tensor:
    pictures = palette_of([s.background for s in scenes]).expand(-1, 3, size, size).clone()
    for k in range(2):
        rows = [i for i, s in enumerate(scenes) if len(s.things) > k]
        if rows:
            things = [scenes[i].things[k] for i in rows]
            mask = coverage(things, size)
            pictures[rows] = pictures[rows] * (1 - mask) + palette_of([t.color for t in things]) * mask
    return pictures
