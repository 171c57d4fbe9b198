"""Tells from the pixels alone what a picture shows: background, and every shape with colour and place."""

from dataclasses import dataclass, field

import numpy as np
import torch
import torch.nn.functional as F
from scipy import ndimage

from .outline import distance_table
from .scene import COLOR_NAMES, COLORS, SHAPES

PALETTE = np.array([COLORS[name] for name in COLOR_NAMES], dtype=np.float32)
FRAME = 4  # pixels at the border that tell the background
SMALLEST = 0.004  # of the picture: anything smaller is a blot, not a thing
BESIDE_LARGEST = 0.08  # of the largest thing, likewise
STENCIL = 64


@dataclass(frozen=True)
class Found:
    shape: str
    color: str
    x: float  # of the middle of its bounding box, in half shorter sides from the picture's middle
    y: float
    fit: float  # intersection over union with the ideal outline
    spill: float  # share of its inner pixels that have another colour
    mask: np.ndarray = field(repr=False)  # the pixels that it covers


@dataclass(frozen=True)
class Verdict:
    background: str
    things: list[Found]


def nearest_colors(pixels: np.ndarray) -> np.ndarray:
    return ((pixels[..., None, :].astype(np.float32) - PALETTE) ** 2).sum(-1).argmin(-1)


def most_common(labels: np.ndarray) -> int:
    return int(np.bincount(labels.ravel(), minlength=len(COLOR_NAMES)).argmax())


def background_of(labels: np.ndarray) -> int:
    inner = np.ones(labels.shape, bool)
    inner[FRAME:-FRAME, FRAME:-FRAME] = False
    return most_common(labels[inner])


def stencil(mask: np.ndarray) -> tuple[torch.Tensor, float, float]:
    """The mask scaled to a common size about the middle of its bounding box, and that middle in pixels."""
    ys, xs = np.where(mask)
    y, x = (ys.min() + ys.max()) / 2, (xs.min() + xs.max()) / 2
    half = max(np.ptp(ys), np.ptp(xs)) / 2 + 1
    axis = torch.linspace(-1, 1, STENCIL) * half * 1.05
    grid_y, grid_x = torch.meshgrid(axis + y, axis + x, indexing="ij")
    where = torch.stack([grid_x / (mask.shape[1] - 1), grid_y / (mask.shape[0] - 1)], -1).float() * 2 - 1
    scaled = F.grid_sample(torch.from_numpy(mask.astype(np.float32))[None, None], where[None], align_corners=True)
    return scaled[0, 0] > 0.5, x, y


IDEALS = [stencil(table[0].numpy() < 0)[0] for table in distance_table()]


def fits(outline: torch.Tensor) -> list[float]:
    return [((outline & ideal).sum() / (outline | ideal).sum()).item() for ideal in IDEALS]


def describe(mask: np.ndarray, labels: np.ndarray) -> Found:
    outline, x, y = stencil(mask)
    scores = fits(outline)
    best = int(np.argmax(scores))
    color = most_common(labels[mask])
    inside = ndimage.binary_erosion(mask, iterations=max(2, min(mask.shape) // 64))
    spill = float((labels[inside] != color).mean()) if inside.any() else 0.0
    to_unit = lambda value, length: float((2 * value + 1 - length) / min(mask.shape))
    return Found(SHAPES[best], COLOR_NAMES[color], to_unit(x, mask.shape[1]), to_unit(y, mask.shape[0]),
                 scores[best], spill, mask)


def judge(picture: np.ndarray) -> Verdict:
    """`picture` is u8 [H, W, 3]. The things come in no order."""
    labels = nearest_colors(picture)
    background = background_of(labels)
    foreground = ndimage.binary_opening(labels != background)
    parts, count = ndimage.label(foreground, structure=np.ones((3, 3)))
    areas = ndimage.sum_labels(foreground, parts, range(1, count + 1))
    floor = max(SMALLEST * labels.size, BESIDE_LARGEST * max(areas, default=0))
    things = [describe(parts == i + 1, labels) for i in range(count) if areas[i] >= floor]
    return Verdict(COLOR_NAMES[background], things)
