"""Sheets to look at: text to image, sizes, image to image, inpainting and outpainting."""

from pathlib import Path

import numpy as np
import openvino_genai
from tqdm import tqdm

from .canvas import Canvas, box_mask, drawn, tensor
from .networks import PIXELS
from .scene import Scene, Thing
from .sheet import write_sheet

SHEET_SIZES = [(256, 256), (384, 384), (512, 512), (768, 768), (512, 256), (256, 512), (768, 512)]
PROMPTS = [
    "a red circle on a white background", "a blue square", "a green triangle on a yellow background",
    "a yellow star on a black background", "a purple heart on a pink background", "an orange ring on a blue background",
    "a cyan diamond", "a black cross on a gray background", "a small red circle", "a large green star",
    "a blue heart on the left", "a pink circle on the right", "a brown square at the top",
    "a white triangle at the bottom on a purple background", "a red circle and a blue square",
    "a yellow star and a green heart on a black background", "a purple ring next to an orange cross",
    "a red star above a blue ring", "a small cyan star at the top on a red background", "a big grey donut",
    "a picture of a violet heart", "a white star", "a blue circle to the right of a green square, pink background",
    "draw a huge yellow disk on a cyan background, flat design",
]


def picture_of(background: str, *things: Thing) -> np.ndarray:
    return drawn(Scene(background, True, things))


def mask_of(left: float, top: float, right: float, bottom: float) -> np.ndarray:
    """White where the picture may change; the corners are shares of its side."""
    return box_mask(PIXELS, PIXELS, *(round(share * PIXELS) for share in (left, top, right, bottom)))


class Sheets:
    def __init__(self, model: Path, out: Path, steps: int, guidance: float):
        self.model, self.out = model, out
        self.settings = {"num_inference_steps": steps, "guidance_scale": guidance}

    def text_to_image(self) -> None:
        pipeline = openvino_genai.Text2ImagePipeline(self.model, "CPU")
        items = [(text, pipeline.generate(text, rng_seed=1, **self.settings).data[0].copy())
                 for text in tqdm(PROMPTS, desc="text to image")]
        write_sheet(self.out / "text-to-image.png", items, 8, 128)
        seeds = [(f"seed {seed}", pipeline.generate("a red star on a yellow background", rng_seed=seed,
                                                     **self.settings).data[0].copy()) for seed in range(8)]
        write_sheet(self.out / "seeds.png", seeds, 8, 128, lines=1)

    def sizes(self) -> None:
        pipeline = openvino_genai.Text2ImagePipeline(self.model, "CPU")
        items = []
        for text in ("a red circle on a white background", "a yellow star and a green heart on a black background",
                     "a purple ring on the left, pink background"):
            for width, height in tqdm(SHEET_SIZES, desc="sizes"):
                made = pipeline.generate(text, width=width, height=height, rng_seed=4, **self.settings)
                items.append((f"{width}x{height}: {text}", made.data[0].copy()))
        write_sheet(self.out / "sizes.png", items, len(SHEET_SIZES), 192)

    def image_to_image(self) -> None:
        pipeline = openvino_genai.Image2ImagePipeline(self.model, "CPU")
        start = picture_of("white", Thing("circle", "red", None, None, 0.0, 0.0, 0.47))
        items = []
        for text in ("a blue circle on a white background", "a red heart on a white background",
                     "a green star on a yellow background"):
            items.append(("from this", start))
            for strength in tqdm((0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9), desc="image to image"):
                made = pipeline.generate(text, tensor(start), strength=strength, rng_seed=2, **self.settings)
                items.append((f"strength {strength}: {text}", made.data[0].copy()))
        write_sheet(self.out / "image-to-image.png", items, 8, 128)

    def inpainting(self) -> None:
        pipeline = openvino_genai.InpaintingPipeline(self.model, "CPU")
        beside = picture_of("white", Thing("circle", "red", None, "left", -0.44, 0.0, 0.36))
        middle = picture_of("yellow", Thing("square", "blue", None, None, 0.0, 0.0, 0.45))
        items = []
        for start, mask, texts in (
                (beside, mask_of(0.5, 0.1, 0.95, 0.9), ("a red circle and a blue square on a white background",
                                                        "a red circle and a green star on a white background",
                                                        "a red circle and a yellow heart")),
                (middle, mask_of(0.1, 0.1, 0.9, 0.9), ("a green star on a yellow background",
                                                       "a red circle on a yellow background",
                                                       "a purple ring on a yellow background"))):
            items += [("picture", start), ("mask", mask)]
            for text in tqdm(texts, desc="inpainting"):
                made = pipeline.generate(text, tensor(start), tensor(mask), strength=1.0, rng_seed=3, **self.settings)
                picture = made.data[0].copy()
                kept = np.abs(picture.astype(int) - start)[mask == 0].mean()
                items.append((f"{text} (outside the mask off by {kept:.1f} of 255)", picture))
        write_sheet(self.out / "inpainting.png", items, 5, 128, lines=4)

    def outpainting(self) -> None:
        pipeline = openvino_genai.InpaintingPipeline(self.model, "CPU")
        start = picture_of("cyan", Thing("star", "purple", None, None, 0.0, 0.0, 0.47))
        items = []
        for width, height in tqdm([(384, 256), (512, 256), (256, 384), (512, 512)], desc="outpainting"):
            canvas = Canvas.around(start, width, height)
            made = pipeline.generate("a purple star on a cyan background", tensor(canvas.picture), tensor(canvas.mask),
                                     width=width, height=height, strength=1.0, rng_seed=5, **self.settings)
            items += [(f"canvas of {width}x{height}", canvas.picture), ("continued", made.data[0].copy())]
        write_sheet(self.out / "outpainting.png", items, 4, 192, lines=1)

    def all(self) -> None:
        self.text_to_image()
        self.sizes()
        self.image_to_image()
        self.inpainting()
        self.outpainting()
