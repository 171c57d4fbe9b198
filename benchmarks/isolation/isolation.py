#!/usr/bin/env python3
"""What it costs to run a model in a process of its own.

Two servers of the same model, one with --isolation PROCESS and one with --isolation IN_PROCESS, are
measured in turn: one client's request, the throughput of four clients, the time from start to ready,
the memory. Then the model's process is killed, and the time until the model serves again is printed.
Requests alternate between the two servers one by one, so what disturbs the machine disturbs both.
"""
import argparse
import os
import pathlib
import signal
import statistics
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "shared"))
import servable  # noqa: E402
from environment import ROOT  # noqa: E402
from processes import Server, children, proportional  # noqa: E402

APART, WITHIN = "PROCESS", "IN_PROCESS"


def start(command, config, isolation):
    """The server, and the seconds until it was ready."""
    began = time.perf_counter()
    server = Server(f"{command} --config_path {config} --isolation {isolation}", HERE / f"{isolation}.log")
    server.wait_until_ready(180, "/v2/models/model/ready", pause=0.005)
    return server, time.perf_counter() - began


def request(server, args, seed):
    began = time.perf_counter()
    image = server.generate({"model": "model", "prompt": args.prompt, "size": args.size,
                             "num_inference_steps": args.steps, "rng_seed": seed})
    return time.perf_counter() - began, image


def throughput(server, args, requests):
    """Requests a second of four clients."""
    left = list(range(requests))
    lock = threading.Lock()

    def client():
        while True:
            with lock:
                if not left:
                    return
                seed = left.pop()
            request(server, args, seed)

    clients = [threading.Thread(target=client) for _ in range(4)]
    began = time.perf_counter()
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    return requests / (time.perf_counter() - began)


def restart(server, args):
    """Seconds from the death of the model's process to its next image."""
    for pid in children(server.process.pid):
        os.kill(pid, signal.SIGKILL)
    began = time.perf_counter()
    request(server, args, 1)
    return time.perf_counter() - began


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
                                     epilog="example: ./easel bench isolation --rounds 20")
    parser.add_argument("--server", default="./easel serve", help="command that starts the server (default: %(default)s)")
    parser.add_argument("--model", default=str(ROOT / "models" / "shapes"))
    parser.add_argument("--prompt", default="a red circle on a white background")
    parser.add_argument("--size", default="256x256")
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=60, help="requests of one client to each server (default: %(default)s)")
    parser.add_argument("--batches", type=int, default=6, help="measurements of throughput of each server (default: %(default)s)")
    parser.add_argument("--starts", type=int, default=5, help="starts of each server (default: %(default)s)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        config = servable.write(folder, {"model": (args.model, 'device: "CPU"')})
        starts = {APART: [], WITHIN: []}
        for _ in range(args.starts):
            for isolation, times in starts.items():
                server, seconds = start(args.server, config, isolation)
                times.append(seconds)
                server.stop()
        servers = {isolation: start(args.server, config, isolation)[0] for isolation in starts}
        try:
            for seed in range(5):
                images = {request(server, args, seed)[1] for server in servers.values()}
                if len(images) != 1:
                    sys.exit(f"the two servers made different images of seed {seed}")
            ratios = []
            for seed in range(args.rounds):
                order = [APART, WITHIN] if seed % 2 else [WITHIN, APART]
                took = {isolation: request(servers[isolation], args, seed)[0] for isolation in order}
                ratios.append(took[APART] / took[WITHIN])
            rates = []
            for number in range(args.batches):
                order = [APART, WITHIN] if number % 2 else [WITHIN, APART]
                rate = {isolation: throughput(servers[isolation], args, 24) for isolation in order}
                rates.append(rate[APART] / rate[WITHIN])
            took = {isolation: proportional(server.process.pid) / 2**20 for isolation, server in servers.items()}
            restarts = [restart(servers[APART], args) for _ in range(args.starts)]
        finally:
            for server in servers.values():
                server.stop()
    ready = {isolation: statistics.median(times) for isolation, times in starts.items()}
    print(f"one client: {statistics.median(ratios):.3f} of the time without ({args.rounds} pairs)")
    print(f"four clients: {statistics.median(rates):.3f} of the throughput without ({args.batches} pairs)")
    print(f"start to ready: {ready[APART]:.2f} s, without {ready[WITHIN]:.2f} s: {ready[APART] - ready[WITHIN]:+.2f} s"
          f" ({args.starts} starts of each)")
    print(f"memory: {took[APART]:.0f} MiB, without {took[WITHIN]:.0f} MiB: {took[APART] - took[WITHIN]:+.0f} MiB")
    print(f"death to the next image: {statistics.median(restarts):.2f} s ({args.starts} deaths)")


if __name__ == "__main__":
    main()
