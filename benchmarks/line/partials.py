#!/usr/bin/env python3
"""What unfinished pictures cost the finished one.

The same request is streamed without and with three partial pictures, in turn. What is printed is by how
much one partial picture delays the finished one, against what the finished picture itself takes from its
last step to its arrival: decoding, PNG and base64. A partial picture is made beside the denoising: with
--threads below the number of cores there is one free for it.
"""
import argparse
import http.client
import json
import statistics
import tempfile
import time

from simulated import HERE, serve

PARTIALS = 3
WARM_UP = 60  # the Java machine's compiler takes part of a core before


def options(threads):
    """Of the servable: how many cores its steps take."""
    limit = f'plugin_config: "{{\\"INFERENCE_NUM_THREADS\\": {threads}}}"' if threads else ""
    return f'device: "CPU" {limit}'


def stream(port, partials, steps, progress=False):
    """Seconds until the finished picture, from the last step to it, and how many partial ones came."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    body = json.dumps({"model": "shapes", "prompt": "a red circle", "size": "256x256", "num_inference_steps": steps,
                       "rng_seed": 7, "stream": True, "partial_images": partials, "progress": progress})
    start = time.perf_counter()
    connection.request("POST", "/v3/images/generations", body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    last_step, seen = start, 0
    while True:
        line = response.readline().decode()
        if not line:
            raise SystemExit("the stream ended without a picture")
        seen += line.startswith("event: image_generation.partial_image")
        if line.startswith("event: image_generation.progress"):
            last_step = time.perf_counter()
        if line.startswith("event: image_generation.completed"):
            end = time.perf_counter()
            response.read()
            connection.close()
            return end - start, end - last_step, seen


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
                                     epilog="example: ./easel bench partials --rounds 20")
    parser.add_argument("--server", default="./easel serve", help="command that starts the server (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--threads", type=int, help="threads of the denoising; absent: all cores, which leaves none free")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = serve(args.server, folder, {"shapes": (HERE.parent.parent / "models" / "shapes", options(args.threads))})
        try:
            for _ in range(WARM_UP):
                stream(server.port, PARTIALS, args.steps)
            delays, own, counts = [], [], []
            for number in range(args.rounds):
                times = {}
                for partials in (0, PARTIALS) if number % 2 else (PARTIALS, 0):
                    times[partials], _, seen = stream(server.port, partials, args.steps)
                    if partials:
                        counts.append(seen)
                delays.append((times[PARTIALS] - times[0]) / PARTIALS)
                own.append(stream(server.port, 0, args.steps, progress=True)[1])
        finally:
            server.stop()
    quarter = statistics.quantiles(delays, n=4)
    print(f"one partial picture delays the finished one by {1000 * statistics.median(delays):.1f} ms "
          f"(quartiles {1000 * quarter[0]:.1f} to {1000 * quarter[2]:.1f}); "
          f"a picture takes {1000 * statistics.median(own):.1f} ms from its last step to its arrival "
          f"({args.rounds} rounds, fewest partial pictures in one: {min(counts)})")


if __name__ == "__main__":
    main()
