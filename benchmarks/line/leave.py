#!/usr/bin/env python3
"""From a client's leaving to the next one's turn.

A model runs one request at a time. One client's request runs and another's waits; the first leaves at
a random moment of a stage. What is printed is the time from its leaving to the other's answer, less
what that answer takes by itself: the median and the 99th percentile, against one step, or the stage,
plus 20 ms.
"""
import argparse
import http.client
import json
import random
import statistics
import tempfile
import time

from simulated import HERE, percentile, serve

SIMULATION = 'device: "SIM" simulation { step_millis: %d encode_millis: %d decode_millis: %d }'


def ask(port, servable, steps, size):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    body = json.dumps({"model": servable, "prompt": "a red circle", "size": size, "num_inference_steps": steps})
    connection.request("POST", "/v3/images/generations", body, {"Content-Type": "application/json"})
    return connection


def answer(connection):
    response = connection.getresponse()
    text = response.read()
    connection.close()
    if response.status != 200:
        raise SystemExit(f"status {response.status}: {text[:300]}")


def alone(port, servable, size, rounds):
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        answer(ask(port, servable, 1, size))
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def measure(port, servable, size, steps, window, rounds):
    own = alone(port, servable, size, 20)
    freed = []
    for number in range(rounds):
        leaver = ask(port, servable, steps, size)
        began = time.perf_counter()
        time.sleep(0.002)
        waiter = ask(port, servable, 1, size)
        moment = random.Random(number).uniform(*window)
        time.sleep(max(0, began + moment - time.perf_counter()))
        left = time.perf_counter()
        leaver.sock.close()
        answer(waiter)
        freed.append(time.perf_counter() - left - own)
    return freed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
                                     epilog="example: ./easel bench leave --rounds 20")
    parser.add_argument("--server", default="./easel serve", help="command that starts the server (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=100)
    args = parser.parse_args()
    model = HERE.parent.parent / "models" / "shapes"
    with tempfile.TemporaryDirectory() as folder:
        server = serve(args.server, folder, {
            "denoising": (folder, SIMULATION % (50, 0, 0)),
            "encoding": (folder, SIMULATION % (1, 300, 0)),
            "decoding": (folder, SIMULATION % (1, 0, 300)),
            "shapes": (model, 'device: "CPU"'),
        })
        try:
            step = (alone(server.port, "shapes", "256x256", 20), None)
            many = statistics.median(timed(server.port, 51) for _ in range(5))
            step = (many - step[0]) / 50
            lines = [
                ("simulated, denoising", "denoising", "64x64", 100, (0.1, 2.0), 0.050, "one step"),
                ("simulated, text encoding", "encoding", "64x64", 100, (0.05, 0.25), 0.300, "the stage"),
                ("simulated, decoding", "decoding", "64x64", 10, (0.08, 0.25), 0.300, "the stage"),
                ("models/shapes, denoising", "shapes", "256x256", 100, (0.1, 0.4), step, "one step"),
            ]
            for title, servable, size, steps, window, stage, name in lines:
                freed = measure(server.port, servable, size, steps, window, args.rounds)
                print(f"{title:26} median {1000 * statistics.median(freed):6.1f} ms   99th percentile "
                      f"{1000 * percentile(freed, 0.99):6.1f} ms   {name} is {1000 * stage:.1f} ms, allowed "
                      f"{1000 * stage + 20:.1f} ms   ({args.rounds} rounds)", flush=True)
        finally:
            server.stop()


def timed(port, steps):
    start = time.perf_counter()
    answer(ask(port, "shapes", steps, "256x256"))
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
