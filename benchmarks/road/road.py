#!/usr/bin/env python3
"""One request through the server against the same generate(), PNG and base64 in GenAI's Python module.

Both sides run in turn in one run, with the same model, prompt, seed, steps and guidance, so that
only the ratio counts. Checked on every round: the pixels are equal. Afterwards the resident memory
of the server after 200 requests is set against that after 20.

The Python side lives in an environment of its own, made on first use from requirements.txt.
"""
import argparse
import base64
import io
import json
import pathlib
import statistics
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "shared"))
import environment  # noqa: E402
from environment import ROOT  # noqa: E402
from figures import quartiles  # noqa: E402
from processes import Server  # noqa: E402


def compare_times(server, args):
    import numpy
    import openvino_genai
    from PIL import Image

    pipeline = openvino_genai.Text2ImagePipeline(str(ROOT / args.model), "CPU")

    def direct(seed):
        pixels = pipeline.generate(
            args.prompt, num_inference_steps=args.steps, guidance_scale=args.guidance, rng_seed=seed,
            width=args.size, height=args.size).data[0]
        out = io.BytesIO()
        Image.fromarray(pixels).save(out, "PNG")
        return base64.b64encode(out.getvalue())

    def served(seed):
        return server.generate({
            "model": args.servable, "prompt": args.prompt, "size": f"{args.size}x{args.size}",
            "num_inference_steps": args.steps, "guidance_scale": args.guidance, "rng_seed": seed})

    def timed(call, seed):
        start = time.perf_counter()
        answer = call(seed)
        return time.perf_counter() - start, answer

    def pixels(encoded):
        return numpy.asarray(Image.open(io.BytesIO(base64.b64decode(encoded))).convert("RGB"))

    for seed in range(args.warmup):
        direct(seed), served(seed)
    rounds = []
    for seed in range(args.rounds):
        calls = [direct, served] if seed % 2 == 0 else [served, direct]
        answers = {call.__name__: timed(call, seed) for call in calls}
        if not numpy.array_equal(pixels(answers["direct"][1]), pixels(answers["served"][1])):
            sys.exit(f"seed {seed}: the pixels differ")
        rounds.append((answers["served"][0], answers["direct"][0]))
        print(f"\rround {seed + 1} of {args.rounds}", end="", file=sys.stderr)
    print(file=sys.stderr)
    ratios = [served_seconds / direct_seconds for served_seconds, direct_seconds in rounds]
    low, high = quartiles(ratios)
    return {
        "served_ms": 1000 * statistics.median(r[0] for r in rounds),
        "direct_ms": 1000 * statistics.median(r[1] for r in rounds),
        "ratio": statistics.median(r[0] for r in rounds) / statistics.median(r[1] for r in rounds),
        "ratio_per_round_median": statistics.median(ratios), "ratio_quartiles": [low, high],
        "rounds": args.rounds, "pixels": "equal"}


def compare_memory(server, args):
    readings = {}
    for count in range(1, 201):
        server.generate({"model": args.servable, "prompt": args.prompt, "num_inference_steps": 4, "rng_seed": count})
        if count in (20, 200):
            readings[count] = server.resident_bytes()
    return {"after_20_mib": readings[20] / 2**20, "after_200_mib": readings[200] / 2**20,
            "ratio": readings[200] / readings[20]}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="example: benchmarks/road/road.py --rounds 40")
    parser.add_argument("--server", default="./easel serve", help="command that starts the server (default: %(default)s)")
    parser.add_argument("--servable", default="shapes")
    parser.add_argument("--model", default="models/shapes", help="the servable's model folder, from the project's root")
    parser.add_argument("--prompt", default="a red circle on a white background")
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--guidance", type=float, default=3.0)
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--warmup", type=int, default=10)
    parser.add_argument("--json", help="also write the figures to this file")
    parser.add_argument("--environment", type=pathlib.Path,
                        default=environment.cache() / "bench-road", help="folder of the Python environment")
    args = parser.parse_args()
    environment.enter(args.environment, pathlib.Path(__file__).resolve())

    server = Server(args.server, ROOT / "benchmarks" / "road" / "server.log")
    try:
        server.wait_until_ready(180)
        # Memory first: the server's heap is then in the state of a fresh start.
        memory = compare_memory(server, args)
        times = compare_times(server, args)
    finally:
        server.stop()
    low, high = times["ratio_quartiles"]
    print(f"time of one request, {args.steps} steps   server {times['served_ms']:.1f} ms / Python module {times['direct_ms']:.1f} ms"
          f" = {times['ratio']:.3f}   (per round: median {times['ratio_per_round_median']:.3f}, quartiles {low:.3f} to {high:.3f};"
          f" {times['rounds']} rounds, pixels equal)")
    print(f"resident memory            after 200 requests {memory['after_200_mib']:.0f} MiB / after 20 {memory['after_20_mib']:.0f} MiB"
          f" = {memory['ratio']:.3f}")
    if args.json:
        pathlib.Path(args.json).write_text(json.dumps({"time": times, "memory": memory}, indent=1) + "\n")


if __name__ == "__main__":
    main()
