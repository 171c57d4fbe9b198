"""Draws scenes as tensors in [-1, 1] with antialiased edges."""

import torch
import torch.nn.functional as F

from .outline import EXTENT, distance_table
from .scene import COLOR_NAMES, COLORS, SHAPES, Scene, Thing

PALETTE = torch.tensor([COLORS[name] for name in COLOR_NAMES], dtype=torch.float32) / 127.5 - 1
TABLE = distance_table()


def palette_of(names: list[str]) -> torch.Tensor:
    return PALETTE[[COLOR_NAMES.index(name) for name in names]][:, :, None, None]


def things_distance(things: list[Thing], height: int, width: int) -> torch.Tensor:
    """Signed distance of every place from each thing's outline, in half short sides: [n, 1, height, width]."""
    short = min(height, width)
    axis = lambda length: ((torch.arange(length) + 0.5) * 2 - length) / short
    grid_y, grid_x = torch.meshgrid(axis(height), axis(width), indexing="ij")
    x, y, radius = (torch.tensor([getattr(t, k) for t in things])[:, None, None] for k in ("x", "y", "radius"))
    where = torch.stack([(grid_x - x) / radius, (grid_y - y) / radius], -1) / EXTENT
    tables = TABLE[[SHAPES.index(t.shape) for t in things]]
    # Beyond the table the nearest entry is too small, but far outside all the same.
    return F.grid_sample(tables, where, align_corners=True, padding_mode="border") * radius[:, None]


def coverage(things: list[Thing], height: int, width: int) -> torch.Tensor:
    """How much of every pixel each thing covers: [n, 1, height, width] in [0, 1]."""
    return (0.5 - things_distance(things, height, width) * min(height, width) / 2).clamp(0, 1)


def render(scenes: list[Scene], height: int, width: int) -> torch.Tensor:
    """The scene stands in the square in the middle; its background fills the rest of a wide or tall picture."""
    pictures = palette_of([s.background for s in scenes]).expand(-1, 3, height, width).clone()
    for k in range(2):
        rows = [i for i, s in enumerate(scenes) if len(s.things) > k]
        if rows:
            things = [scenes[i].things[k] for i in rows]
            mask = coverage(things, height, width)
            pictures[rows] = pictures[rows] * (1 - mask) + palette_of([t.color for t in things]) * mask
    return pictures


def averages_of(scenes: list[Scene]) -> torch.Tensor:
    """What the encoder makes of pictures of 256 pixels, before it puts four places into one: 64 pixels averaged by twos."""
    return F.avg_pool2d(render(scenes, 64, 64), 2)
