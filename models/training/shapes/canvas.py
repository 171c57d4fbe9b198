"""Measures edits with a mask: a thing put beside another one, and a picture continued beyond its edges."""

import random
from dataclasses import dataclass, field

import numpy as np
import openvino
from tqdm import tqdm

from .caption import caption
from .judge import PALETTE, nearest_colors
from .networks import PIXELS
from .render import render
from .scene import COLOR_NAMES, Scene, random_scene
from .score import Score

FILL = (128, 128, 128)  # of what a canvas adds
BAND = 8  # pixels on either side of a seam that are compared


def drawn(scene: Scene, height: int = PIXELS, width: int = PIXELS) -> np.ndarray:
    picture = render([scene], height, width)[0]
    return ((picture + 1) * 127.5).round().byte().permute(1, 2, 0).numpy()


def tensor(picture: np.ndarray) -> openvino.Tensor:
    return openvino.Tensor(np.ascontiguousarray(picture[None]))


def box_mask(height: int, width: int, left: int, top: int, right: int, bottom: int) -> np.ndarray:
    """White where the picture may change: inside the box."""
    mask = np.zeros((height, width, 3), np.uint8)
    mask[top:bottom, left:right] = 255
    return mask


@dataclass(frozen=True)
class Canvas:
    """A picture in the middle of a larger one, and the mask around it."""

    picture: np.ndarray
    mask: np.ndarray
    box: tuple[int, int, int, int]  # of the picture: left, top, right, bottom

    @staticmethod
    def around(picture: np.ndarray, width: int, height: int) -> "Canvas":
        left, top = (width - picture.shape[1]) // 2, (height - picture.shape[0]) // 2
        right, bottom = left + picture.shape[1], top + picture.shape[0]
        larger = np.full((height, width, 3), FILL, np.uint8)
        larger[top:bottom, left:right] = picture
        return Canvas(larger, 255 - box_mask(height, width, left, top, right, bottom), (left, top, right, bottom))


def seam_of(picture: np.ndarray, box: tuple[int, int, int, int]) -> float:
    """How much more the two sides of the box's edges differ than bands as far apart on one side of it do, of 255."""
    left, top, right, bottom = box
    height, width = picture.shape[:2]
    values, steps = picture.astype(np.float32), []
    for at, turned in ((left, False), (right, False), (top, True), (bottom, True)):
        lines = values.transpose(1, 0, 2) if turned else values
        across = lines[left:right] if turned else lines[top:bottom]
        if not 2 * BAND <= at <= across.shape[1] - 2 * BAND:
            continue
        bands = [across[:, at + k * BAND:at + (k + 1) * BAND].mean(1) for k in (-2, -1, 0, 1)]
        apart = [np.abs(a - b).mean() for a, b in zip(bands, bands[1:])]
        steps.append(apart[1] - (apart[0] + apart[2]) / 2)
    return float(np.mean(steps))


@dataclass
class CanvasScore:
    """Of pictures that were continued: all that is new should be the background."""

    seams: list[float] = field(default_factory=list)
    strays: list[float] = field(default_factory=list)  # share of the new pixels that have another colour than the background
    off: list[float] = field(default_factory=list)  # mean distance of the new pixels from the background's colour
    kept: list[float] = field(default_factory=list)  # mean change of the pixels outside the mask

    def add(self, scene: Scene, canvas: Canvas, picture: np.ndarray) -> bool:
        new, background = canvas.mask[..., 0] > 0, COLOR_NAMES.index(scene.background)
        self.seams.append(seam_of(picture, canvas.box))
        self.strays.append(float((nearest_colors(picture)[new] != background).mean()))
        self.off.append(float(np.abs(picture[new] - PALETTE[background]).mean()))
        self.kept.append(float(np.abs(picture[~new].astype(int) - canvas.picture[~new]).mean()))
        return self.strays[-1] < 0.01

    def summary(self) -> dict:
        mean = lambda values: round(float(np.mean(values)), 2)
        return {"pictures": len(self.seams), "clean %": round(100 * float(np.mean(np.array(self.strays) < 0.01)), 1),
                "stray pixels %": round(100 * float(np.mean(self.strays)), 2), "off by": mean(self.off),
                "seam": mean(self.seams), "kept part off by": mean(self.kept)}


def contained_scene(rng: random.Random) -> Scene:
    """One thing in the middle, well inside; the background is said."""
    while True:
        scene = random_scene(rng, two=0, empty=0, vague=0)
        if scene.background_said and scene.things[0].place is None and scene.things[0].size is None:
            return scene


def score_outpainting(pipeline, width: int, height: int, count: int, settings: dict) -> tuple[dict, list]:
    """The picture of a thing is continued; what the canvas adds is one grey before."""
    rng, score, pictures = random.Random(99), CanvasScore(), []
    for k in tqdm(range(count), desc=f"continued to {width}x{height}", unit="picture", mininterval=2):
        scene = contained_scene(rng)
        text, canvas = caption(rng, scene), Canvas.around(drawn(scene), width, height)
        made = pipeline.generate(text, tensor(canvas.picture), tensor(canvas.mask), strength=1.0, rng_seed=k, width=width, height=height,
                                 **settings).data[0].copy()
        right = score.add(scene, canvas, made)
        pictures.append((("" if right else "X ") + text, made))
    return score.summary(), pictures


def score_inpainting(pipeline, side: int, count: int, settings: dict) -> tuple[dict, list]:
    """The right half of a picture is made anew, with a second thing in it."""
    rng, score, pictures = random.Random(98), Score(), []
    while len(pictures) < count:
        scene = random_scene(rng, two=1, empty=0, vague=0)
        if scene.things[0].x > -0.3 or any(t.size for t in scene.things):
            continue
        before = drawn(Scene(scene.background, True, scene.things[:1]), side, side)
        mask = box_mask(side, side, side // 2, 0, side, side)
        text = caption(rng, scene)
        made = pipeline.generate(text, tensor(before), tensor(mask), strength=1.0, rng_seed=len(pictures), width=side, height=side,
                                 **settings).data[0].copy()
        right = score.add(scene, made)
        pictures.append((("" if right else "X ") + text, made))
    return score.summary(), pictures
