#!/usr/bin/env python3
"""What a batch saves: the time of one request for N pictures over that of N requests for one.

Both are asked of the same server in turn, with the same prompt, size and steps; 1 means that a batch
saves nothing.
"""
import argparse
import pathlib
import statistics
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "shared"))
from processes import Server  # noqa: E402


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="example: benchmarks/batch/batch.py --count 4 --rounds 10")
    parser.add_argument("--server", default="./easel serve", help="command that starts the server (default: %(default)s)")
    parser.add_argument("--servable", default="shapes")
    parser.add_argument("--prompt", default="a red circle on a white background")
    parser.add_argument("--size", default="256x256")
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--count", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=10)
    args = parser.parse_args()

    server = Server(args.server, HERE / "server.log")
    try:
        server.wait_until_ready(180)

        def timed(count, seed):
            start = time.perf_counter()
            server.generate({"model": args.servable, "prompt": args.prompt, "size": args.size, "n": count,
                             "num_inference_steps": args.steps, "rng_seed": seed})
            return time.perf_counter() - start

        for seed in range(3):
            timed(1, seed), timed(args.count, seed)
        singles, batches = [], []
        for seed in range(args.rounds):
            singles.append(sum(timed(1, seed + i) for i in range(args.count)))
            batches.append(timed(args.count, seed))
    finally:
        server.stop()
    batch, single = statistics.median(batches), statistics.median(singles)
    print(f"n={args.count} {1000 * batch:.0f} ms / {args.count} x n=1 {1000 * single:.0f} ms = {batch / single:.3f}"
          f"   ({args.rounds} rounds, {args.size}, {args.steps} steps)")


if __name__ == "__main__":
    main()
