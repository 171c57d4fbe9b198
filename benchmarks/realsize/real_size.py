#!/usr/bin/env python3
"""A model of real size, through the server and by GenAI's own Python module.

The model is a Stable Diffusion 1.5, or with --shape sdxl a Stable Diffusion XL, with random weights in
int8: what it takes depends on shapes alone. It is made on first use, kept in Easel's cache, and takes
gigabytes of disk, as does the Python environment that converts it.

Each round starts one side after the other, so that only one model is in memory: from start to ready; two
requests with their memory before, at most, after, and a while later; a request of one step alone and
behind one whose client has left. The estimate of memory by which requests are admitted stands beside what
the requests held.
"""
import argparse
import http.client
import json
import os
import pathlib
import statistics
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "shared"))
import environment  # noqa: E402
import servable  # noqa: E402
from environment import cache  # noqa: E402
from processes import Lines, Server, resident  # noqa: E402
from real_models import model_of  # noqa: E402

SIZES = {"sd15": 512, "sdxl": 1024}


class Peak:
    """The most memory that processes hold while a block runs."""

    PAUSE = 0.05

    def __init__(self, read):
        self.read = read
        self.most = 0
        self.over = threading.Event()

    def __enter__(self):
        self.most = self.read()
        self.thread = threading.Thread(target=self.look)
        self.thread.start()
        return self

    def look(self):
        while not self.over.wait(self.PAUSE):
            self.most = max(self.most, self.read())

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()


class Easel:
    def __init__(self, command, model, folder):
        config = servable.write(folder, {"model": (model, 'device: "CPU"')})
        began = time.perf_counter()
        self.server = Server(f"{command} --config_path {config} --metrics_enable", HERE / "server.log")
        self.server.wait_until_ready(120, "/v2/health/live", pause=0.02)
        while not self.is_ready():
            time.sleep(0.1)
        self.ready = time.perf_counter() - began
        self.pid = self.server.process.pid

    def is_ready(self):
        status, states = self.get("/v2/health/ready?verbose")
        for state in json.loads(states)["servables"]:
            if "reason" in state:
                self.stop()
                sys.exit(state["reason"])
        return status == 200

    def get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()

    def begin(self, steps, size):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=3600)
        body = {"model": "model", "prompt": "a red circle", "size": f"{size}x{size}", "num_inference_steps": steps}
        connection.request("POST", "/v3/images/generations", json.dumps(body), {"Content-Type": "application/json"})
        return connection

    def generate(self, steps, size):
        began = time.perf_counter()
        response = self.begin(steps, size).getresponse()
        text = response.read()
        if response.status != 200:
            sys.exit(f"status {response.status}: {text[:300]}")
        return time.perf_counter() - began

    def estimate(self):
        """What the request that runs is taken to hold."""
        for line in self.get("/metrics")[1].splitlines():
            if line.startswith('easel_running_bytes{name="model"}'):
                return float(line.split()[-1])
        sys.exit("the server has no easel_running_bytes")

    def stop(self):
        self.server.stop()


class Direct:
    def __init__(self, python, model):
        began = time.perf_counter()
        self.lines = Lines([python, HERE / "direct.py", model])
        self.load = self.lines.answer()["load"]  # without Python's own start
        self.ready = time.perf_counter() - began
        self.pid = self.lines.process.pid

    def generate(self, steps, size):
        return self.lines.ask(steps=steps, size=size)["seconds"]

    def stop(self):
        self.lines.stop()


def measure(side, args):
    """One side's figures, seconds and bytes."""
    figures = {"ready": side.ready, "before": resident(side.pid)}
    for name in ("first", "second"):
        begin = resident(side.pid)
        with Peak(lambda: resident(side.pid)) as peak:
            figures[name] = side.generate(args.steps, args.size)
        figures[name + "_held"] = peak.most - begin
        figures[name + "_most"] = peak.most
    figures["after"] = resident(side.pid)
    time.sleep(args.rest)
    figures["rested"] = resident(side.pid)
    with Peak(lambda: resident(side.pid)) as peak:
        figures["one"] = side.generate(1, args.size)
    figures["rested_held"] = peak.most - figures["rested"]
    figures["step"] = (figures["second"] - figures["one"]) / (args.steps - 1)
    return figures


def measure_easel(args, model):
    with tempfile.TemporaryDirectory() as folder:
        side = Easel(args.server, model, folder)
        try:
            figures = measure(side, args)
            leaver = side.begin(50, args.size)
            time.sleep(2.5 * figures["step"])
            figures["estimate"] = side.estimate()
            left = time.perf_counter()
            leaver.sock.close()
            side.generate(1, args.size)
            figures["behind"] = time.perf_counter() - left
        finally:
            side.stop()
    return figures


def measure_direct(args, model):
    side = Direct(args.environment / "bin" / "python", model)
    try:
        figures = measure(side, args)
        figures["load"] = side.load
        return figures
    finally:
        side.stop()


def tell(easel, direct, args):
    def median(side, name):
        return statistics.median(each[name] for each in side)

    def seconds(title, name, other=None):
        mine, theirs = median(easel, name), median(direct, other or name)
        print(f"{title:46} {mine:8.2f} s  {theirs:8.2f} s  {mine / theirs:6.2f}")

    def memory(title, name):
        mine, theirs = median(easel, name) / 2**20, median(direct, name) / 2**20
        print(f"{title:46} {mine:6.0f} MiB {theirs:6.0f} MiB {mine / theirs:6.2f}")

    size = f"{args.size}x{args.size}"
    print(f"{args.shape}, int8, {size}, {args.steps} steps, {len(easel)} rounds, {os.cpu_count()} cores, load before "
          f"{args.busy:.1f}")
    print(f"{'median':46} {'Easel':>10} {'directly':>10}  ratio")
    seconds("process start to ready (direct: GenAI's load)", "ready", "load")
    seconds("first request", "first")
    seconds("second request", "second")
    seconds("a request of one step", "one")
    memory("memory before any request", "before")
    memory("at most in the first request", "first_most")
    memory("at most in the second request", "second_most")
    memory("after them", "after")
    memory(f"{args.rest:.0f} s later", "rested")
    held, estimate = median(easel, "rested_held"), median(easel, "estimate")
    print(f"a run held {held / 2**20:.0f} MiB more than before it; it is admitted for {estimate / 2**20:.0f} MiB: "
          f"{estimate / held:.2f}")
    alone, behind, step = (median(easel, name) for name in ("one", "behind", "step"))
    print(f"one step behind a client that left: {behind:.2f} s, alone {alone:.2f} s: {behind - alone:+.2f} s; "
          f"a step takes {step:.2f} s: {(behind - alone) / step:.2f} steps")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
                                     epilog="example: ./easel bench real-size --rounds 1")
    parser.add_argument("--server", default="./easel serve", help="command that starts the server (default: %(default)s)")
    parser.add_argument("--shape", choices=sorted(SIZES), default="sd15")
    parser.add_argument("--model", type=pathlib.Path, help="a model's folder, in place of the one that is made")
    parser.add_argument("--size", type=int, help="both sides of the images (default: 512, with sdxl 1024)")
    parser.add_argument("--steps", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3, help="starts of each side (default: %(default)s)")
    parser.add_argument("--rest", type=float, default=15, metavar="SECONDS",
                        help="how long after a request its memory is looked at again (default: %(default)s)")
    parser.add_argument("--json", type=pathlib.Path, help="also write all figures to this file")
    parser.add_argument("--environment", type=pathlib.Path, default=cache() / "bench-road",
                        help="folder of the Python environment of the direct side")
    args = parser.parse_args()
    args.size = args.size or SIZES[args.shape]
    environment.enter(args.environment, pathlib.Path(__file__).resolve())
    model = args.model.resolve() if args.model else model_of(args.shape)
    args.busy = os.getloadavg()[0]
    easel, direct = [], []
    for number in range(args.rounds):
        sides = [(easel, measure_easel), (direct, measure_direct)]
        for figures, side in sides if number % 2 == 0 else reversed(sides):
            figures.append(side(args, model))
            print(f"round {number + 1} of {args.rounds}: {side.__name__.split('_')[1]} done", file=sys.stderr)
    tell(easel, direct, args)
    if args.json:
        args.json.write_text(json.dumps({"easel": easel, "direct": direct}, indent=1) + "\n")


if __name__ == "__main__":
    main()
