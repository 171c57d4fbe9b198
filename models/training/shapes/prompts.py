"""The held-back prompts: every scene has a combination of shape, colour and background that was never trained on."""

import random
from dataclasses import dataclass

from .caption import caption
from .scene import Scene, random_scene, uses_held_out

SEED = 4711


@dataclass(frozen=True)
class Prompt:
    text: str
    scene: Scene
    seed: int


def touching(scene: Scene) -> bool:
    """Two large things may touch in a correct picture, and the judge would take them for one."""
    if len(scene.things) < 2:
        return False
    first, second = scene.things
    return max(abs(first.x - second.x), abs(first.y - second.y)) < 1.1 * (first.radius + second.radius)


def held_back_prompts(alone: int = 130, pairs: int = 70) -> list[Prompt]:
    rng, prompts = random.Random(SEED), []
    wanted = {1: alone, 2: pairs}
    while any(wanted.values()):
        scene = random_scene(rng, empty=0, vague=0)
        count = len(scene.things)
        if wanted[count] and uses_held_out(scene) and not touching(scene):
            wanted[count] -= 1
            prompts.append(Prompt(caption(rng, scene), scene, 1000 + len(prompts)))
    return prompts
