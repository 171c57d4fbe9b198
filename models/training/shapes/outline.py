"""Signed distances to the eight outlines, tabulated once on a grid."""

import math

import numpy as np
import torch

from .scene import SHAPES

GRID = 257
EXTENT = 1.6  # the grid spans [-EXTENT, EXTENT] in units of the shape's radius


def regular_polygon(corners: int, radius: float = 1.0, start: float = -math.pi / 2) -> list[tuple[float, float]]:
    angles = (start + 2 * math.pi * i / corners for i in range(corners))
    return [(radius * math.cos(a), radius * math.sin(a)) for a in angles]


def star() -> list[tuple[float, float]]:
    outer = regular_polygon(5, 1.12)
    inner = regular_polygon(5, 0.46, -math.pi / 2 + math.pi / 5)
    return [point for pair in zip(outer, inner) for point in pair]


def cross(thickness: float = 0.33) -> list[tuple[float, float]]:
    t, one = thickness, 1.0
    return [(t, -one), (t, -t), (one, -t), (one, t), (t, t), (t, one),
            (-t, one), (-t, t), (-one, t), (-one, -t), (-t, -t), (-t, -one)]


def heart() -> list[tuple[float, float]]:
    a = np.linspace(0, 2 * np.pi, 80, endpoint=False)
    x = 1.02 * np.sin(a) ** 3
    y = -1.02 / 16 * (13 * np.cos(a) - 5 * np.cos(2 * a) - 2 * np.cos(3 * a) - np.cos(4 * a)) - 0.08
    return list(zip(x, y))


POLYGONS = {
    "square": [(-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)],
    "triangle": [(1.08 * x, 1.08 * y + 0.2) for x, y in regular_polygon(3)],
    "star": star(),
    "cross": cross(),
    "heart": heart(),
    "diamond": [(0.0, -1.05), (0.72, 0.0), (0.0, 1.05), (-0.72, 0.0)],
}


def distance_to_polygon(corners: list[tuple[float, float]], x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Negative inside. The sign flips once per edge that a ray crosses."""
    nearest, sign = np.full(x.shape, np.inf), np.ones(x.shape)
    for (ax, ay), (bx, by) in zip(corners, corners[-1:] + corners[:-1]):
        ex, ey, wx, wy = bx - ax, by - ay, x - ax, y - ay
        along = np.clip((wx * ex + wy * ey) / (ex * ex + ey * ey), 0, 1)
        nearest = np.minimum(nearest, (wx - ex * along) ** 2 + (wy - ey * along) ** 2)
        above, below, side = y >= ay, y < by, ex * wy > ey * wx
        sign *= np.where((above & below & side) | (~above & ~below & ~side), -1, 1)
    return sign * np.sqrt(nearest)


def distance(shape: str, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    if shape == "circle":
        return np.hypot(x, y) - 0.95
    if shape == "ring":
        return np.abs(np.hypot(x, y) - 0.72) - 0.24
    return distance_to_polygon(POLYGONS[shape], x, y)


def distance_table() -> torch.Tensor:
    """One GRID x GRID table per shape, in the order of SHAPES: [8, 1, GRID, GRID]."""
    axis = np.linspace(-EXTENT, EXTENT, GRID)
    x, y = np.meshgrid(axis, axis)
    return torch.tensor(np.stack([distance(s, x, y) for s in SHAPES]), dtype=torch.float32)[:, None]
