"""Measures an exported model with OpenVINO GenAI, from the pixels: 200 held-back prompts, other sizes, edits with a mask."""

import json
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

import openvino_genai
from tqdm import tqdm

from .canvas import drawn, score_inpainting, score_outpainting
from .networks import PIXELS
from .prompts import Prompt, held_back_prompts
from .score import Score
from .sheet import write_sheet

SIZES = [(512, 512), (384, 384), (768, 768), (1024, 1024), (512, 256), (256, 512), (384, 256), (768, 512), (192, 192)]
CANVASES = [(384, 256), (256, 512), (512, 512)]


@dataclass(frozen=True)
class Plan:
    settings: list[tuple[int, float]]  # steps and guidance; the first of them is used for all but the first table
    prompts: int  # at 256x256
    prompts_per_size: int
    edits: int  # of each kind


def prompts_of(count: int) -> list[Prompt]:
    pairs = round(count * 0.35)
    return held_back_prompts(count - pairs, pairs)


def score_of_truth(prompts: list[Prompt], width: int, height: int) -> dict:
    """How often the judge is right about pictures that are right."""
    score = Score()
    for prompt in prompts:
        score.add(prompt.scene, drawn(prompt.scene, height, width))
    return score.summary()


def score_of_model(pipeline, prompts: list[Prompt], width: int, height: int, steps: int,
                   guidance: float) -> tuple[dict, list]:
    scores = {"all": Score(), "one thing": Score(), "two things": Score()}
    pictures, seconds = [], []
    for prompt in tqdm(prompts, desc=f"{width}x{height}, {steps} steps, guidance {guidance:g}", unit="picture", mininterval=2):
        begun = time.process_time()
        picture = pipeline.generate(prompt.text, width=width, height=height, num_inference_steps=steps,
                                    guidance_scale=guidance, rng_seed=prompt.seed).data[0].copy()
        seconds.append(time.process_time() - begun)
        right = scores["all"].add(prompt.scene, picture)
        scores["two things" if len(prompt.scene.things) > 1 else "one thing"].add(prompt.scene, picture)
        pictures.append((("" if right else "X ") + prompt.text, picture))
    summaries = {name: score.summary() for name, score in scores.items() if score.pictures}
    summaries["all"]["processor seconds"] = round(statistics.median(seconds), 3)
    return summaries, pictures


def table(results: dict) -> str:
    columns = list(dict.fromkeys(name for values in results.values() for name in values))
    lines = ["| | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    lines += [f"| {name} | " + " | ".join(str(values.get(c, "")) for c in columns) + " |" for name, values in results.items()]
    return "\n".join(lines)


class Evaluation:
    """Writes evaluation.json and a sheet for each row to `out`, after every row: a stop loses little."""

    def __init__(self, model: Path, out: Path, plan: Plan):
        self.model, self.out, self.plan = model, out, plan
        self.texts: dict[str, dict] = {}
        self.edits: dict[str, dict] = {}

    def keep(self, results: dict, name: str, summary: dict, pictures: list, columns: int = 10) -> None:
        results[name] = summary
        slug = name.replace(" ", "-").replace(",", "").replace(":", "")
        write_sheet(self.out / f"{slug}.png", pictures[:60], columns, 128)
        write_sheet(self.out / f"mistakes-{slug}.png", [p for p in pictures if p[0].startswith("X ")][:60], columns, 128)
        (self.out / "evaluation.json").write_text(json.dumps({"texts": self.texts, "edits": self.edits}, indent=2) + "\n")

    def measure(self) -> None:
        self.out.mkdir(parents=True, exist_ok=True)
        (steps, guidance), *others = self.plan.settings
        prompts, fewer = prompts_of(self.plan.prompts), prompts_of(self.plan.prompts_per_size)
        self.keep(self.texts, "the judge on true pictures", score_of_truth(prompts, PIXELS, PIXELS), [])
        self.keep(self.texts, "the judge on true pictures 512x256", score_of_truth(prompts, 2 * PIXELS, PIXELS), [])
        pipeline = openvino_genai.Text2ImagePipeline(self.model, "CPU")
        for width, height, chosen, setting in [(PIXELS, PIXELS, prompts, (steps, guidance)),
                                               *((w, h, fewer, (steps, guidance)) for w, h in SIZES),
                                               *((PIXELS, PIXELS, fewer, other) for other in others)]:
            parts, pictures = score_of_model(pipeline, chosen, width, height, *setting)
            name = f"{width}x{height}, {setting[0]} steps, guidance {setting[1]:g}"
            self.texts.update({f"{name}: {part}": values for part, values in parts.items() if part != "all"})
            self.keep(self.texts, name, parts["all"], pictures)
        pipeline = openvino_genai.InpaintingPipeline(self.model, "CPU")
        settings = {"num_inference_steps": steps, "guidance_scale": guidance}
        for side in (PIXELS, 2 * PIXELS):
            self.keep(self.texts, f"second thing put in, {side}x{side}",
                      *score_inpainting(pipeline, side, self.plan.edits, settings))
        for width, height in CANVASES:
            self.keep(self.edits, f"continued to {width}x{height}",
                      *score_outpainting(pipeline, width, height, self.plan.edits, settings))
        print(table(self.texts) + "\n\n" + table(self.edits))
