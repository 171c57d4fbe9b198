"""Finds the ideal scene that a generated picture is meant to be: the same things, where and as large as they came out."""

from dataclasses import replace

import torch

from .render import averages_of
from .scene import Scene

ROUNDS = 4
STEP = 0.012  # of places and radii, for the derivatives
FARTHEST = 0.06  # that a round moves them


def moved(scene: Scene, k: int, amount: float) -> Scene:
    """With the k-th of its numbers changed: x, y and radius of each thing."""
    things, name = list(scene.things), ("x", "y", "radius")[k % 3]
    thing = things[k // 3]
    things[k // 3] = replace(thing, **{name: getattr(thing, name) + amount})
    return replace(scene, things=tuple(things))


def fitted(scenes: list[Scene], averages: torch.Tensor) -> list[Scene]:
    """The least squares of the averages, by Gauss and Newton, from where the caption puts the things."""
    found = list(scenes)
    for count in (1, 2):
        rows = [i for i, scene in enumerate(scenes) if len(scene.things) == count]
        for _ in range(ROUNDS if rows else 0):
            now = [found[i] for i in rows]
            shown = lambda k, amount: averages_of([moved(scene, k, amount) for scene in now])
            slopes = torch.stack([(shown(k, STEP) - shown(k, -STEP)).flatten(1) / (2 * STEP) for k in range(3 * count)], -1)
            error = (averages[rows] - averages_of(now)).flatten(1)
            square = slopes.transpose(1, 2) @ slopes + 1e-3 * torch.eye(3 * count)
            change = torch.linalg.solve(square, (slopes * error[..., None]).sum(1)).clamp(-FARTHEST, FARTHEST)
            for i, amounts in zip(rows, change.tolist()):
                for k, amount in enumerate(amounts):
                    found[i] = moved(found[i], k, amount)
    return found
