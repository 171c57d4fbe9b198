"""Measures an exported model with OpenVINO GenAI: colours, shapes, places, from the pixels of 200 held-back prompts."""

import json
from pathlib import Path

import numpy as np
import openvino_genai
from tqdm import tqdm

from .judge import judge
from .networks import PIXELS
from .prompts import Prompt, held_back_prompts
from .render import render
from .score import Score
from .sheet import write_sheet

DEFAULT_SETTINGS = [(20, 1.0), (20, 2.0), (20, 3.0), (50, 7.5)]


def true_picture(prompt: Prompt) -> np.ndarray:
    drawn = render([prompt.scene], PIXELS)[0]
    return ((drawn + 1) * 127.5).round().byte().permute(1, 2, 0).numpy()


def score_of_truth(prompts: list[Prompt]) -> dict:
    """How often the judge is right about pictures that are right."""
    score = Score()
    for prompt in prompts:
        score.add(prompt.scene, judge(true_picture(prompt)))
    return score.summary()


def score_of_model(pipeline, prompts: list[Prompt], steps: int, guidance: float) -> tuple[dict, list]:
    scores = {"all": Score(), "one thing": Score(), "two things": Score()}
    pictures = []
    for prompt in tqdm(prompts, desc=f"{steps} steps, guidance {guidance:g}", unit="picture", mininterval=2):
        picture = pipeline.generate(prompt.text, num_inference_steps=steps, guidance_scale=guidance,
                                    rng_seed=prompt.seed).data[0].copy()
        verdict = judge(picture)
        right = scores["all"].add(prompt.scene, verdict)
        scores["two things" if len(prompt.scene.things) > 1 else "one thing"].add(prompt.scene, verdict)
        pictures.append((("" if right else "X ") + prompt.text, picture))
    return {name: score.summary() for name, score in scores.items()}, pictures


def table(results: dict) -> str:
    columns = ["colors %", "shapes %", "places %", "everything right %", "mean outline fit", "mean colour spill"]
    lines = ["| | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    for setting, parts in results.items():
        for part, values in parts.items():
            lines.append(f"| {setting}: {part} | " + " | ".join(str(values[c]) for c in columns) + " |")
    return "\n".join(lines)


def evaluate(model: Path, out: Path, settings: list[tuple[int, float]], count: int = 200) -> dict:
    """Writes evaluation.json and one sheet per setting to `out`."""
    out.mkdir(parents=True, exist_ok=True)
    pairs = round(count * 0.35)
    prompts = held_back_prompts(count - pairs, pairs)
    results = {"the judge on true pictures": {"all": score_of_truth(prompts)}}
    pipeline = openvino_genai.Text2ImagePipeline(model, "CPU")
    for steps, guidance in settings:
        name = f"{steps} steps, guidance {guidance:g}"
        results[name], pictures = score_of_model(pipeline, prompts, steps, guidance)
        write_sheet(out / f"evaluation-{steps}-{guidance:g}.png", pictures[:60], 10, 128)
        write_sheet(out / f"mistakes-{steps}-{guidance:g}.png", [p for p in pictures if p[0].startswith("X ")][:60], 10, 128)
    (out / "evaluation.json").write_text(json.dumps(results, indent=2) + "\n")
    print(table(results))
    return results
