"""Measures how clean an outline is: how far it lies from the ideal outline that fits it best."""

import numpy as np
from scipy import ndimage, optimize

from .judge import PALETTE, Found
from .outline import distance
from .scene import COLOR_NAMES


def crossings(cover: np.ndarray) -> np.ndarray:
    """Where the cover goes through one half between two neighbouring pixels: [n, 2] as x, y."""
    found = []
    for axis in (0, 1):
        one, other = (cover.take(range(a, cover.shape[axis] - 1 + a), axis) for a in (0, 1))
        ys, xs = np.nonzero((one > 0.5) != (other > 0.5))
        a, b = one[ys, xs], other[ys, xs]
        way = (0.5 - a) / (b - a)
        found.append(np.stack([xs + way, ys] if axis else [xs, ys + way], -1))
    return np.concatenate(found)


def off_outline(shape: str, points: np.ndarray, short: int) -> np.ndarray:
    """The distances of the points from the outline that fits them best, in percent of the shorter side.

    Place and radius are fitted, nothing else: a stretched circle is no circle.
    """
    low, high = points.min(0), points.max(0)
    start = [*((low + high) / 2), np.log((high - low).max() / 2)]
    off = lambda p: distance(shape, (points[:, 0] - p[0]) / np.exp(p[2]), (points[:, 1] - p[1]) / np.exp(p[2])) * np.exp(p[2])
    best = optimize.least_squares(off, start, loss="soft_l1", x_scale=[1, 1, 0.02], diff_step=1e-4)
    return np.abs(off(best.x)) / short * 100


def edges_off(picture: np.ndarray, mask: np.ndarray, found: Found, background: str) -> np.ndarray:
    """Of the thing that `mask` covers in `picture`."""
    ink, paper = (PALETTE[COLOR_NAMES.index(name)] for name in (found.color, background))
    around = ndimage.binary_dilation(mask, iterations=max(2, min(mask.shape) // 64))
    way = ink - paper
    cover = ((picture.astype(np.float32) - paper) @ way / (way @ way)).clip(0, 1)
    return off_outline(found.shape, crossings(np.where(around, cover, 0)), min(mask.shape))
