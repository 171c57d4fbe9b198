#!/usr/bin/env python3
"""Pictures a second of Easel, untuned and tuned, against GenAI's own Python module over a grid.

The grid: one, two and four pipelines, each compiled as OpenVINO chooses, with one stream and with two; the
precision is the same on all sides. Everything is loaded at once and asked in turn, with 1, 2, 4 and 8 clients,
several rounds; medians count. 'easel tune' runs first, alone, with a cache of its own. Each picture becomes PNG
and base64 on all sides. Beside each round stands what other programs took of the cores.
"""
import argparse
import json
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent / "road"))
import road  # noqa: E402

CLIENTS = (1, 2, 4, 8)
PROPERTIES = ({}, {"NUM_STREAMS": 1}, {"NUM_STREAMS": 2})
UNTUNED = "the default, a pipeline for each client"


class Direct:
    def __init__(self, args, pipelines, properties):
        self.name = f"Python, {pipelines} x {json.dumps(properties) if properties else 'default'}"
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "direct.py"), args.model, str(args.size), str(args.steps), str(args.guidance),
             str(pipelines), json.dumps(properties)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def wait_until_ready(self):
        self.mib = json.loads(self.process.stdout.readline())["mib"]

    def rate(self, clients, seconds):
        print(clients, seconds, file=self.process.stdin, flush=True)
        answer = json.loads(self.process.stdout.readline())
        self.mib = answer["mib"]
        return answer["rate"]

    def pids(self):
        return [self.process.pid]

    def stop(self):
        self.process.stdin.close()
        self.process.wait(60)


class Easel:
    def __init__(self, args, name, cache):
        self.name, self.log = name, open(pathlib.Path(cache) / "server.log", "wb")
        self.body = json.dumps({
            "model": "m", "prompt": "a red circle", "size": f"{args.size}x{args.size}", "rng_seed": 7,
            "num_inference_steps": args.steps, "guidance_scale": args.guidance}).encode()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = subprocess.Popen(
            [*args.easel.split(), "serve", "--rest_port", str(self.port), "--rest_bind_address", "127.0.0.1",
             "--model_name", "m", "--model_path", args.model, "--cache_dir", str(cache)],
            cwd=ROOT, stdout=self.log, stderr=subprocess.STDOUT)

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def wait_until_ready(self):
        end = time.monotonic() + 300
        while True:
            try:
                urllib.request.urlopen(self.url("/v2/health/ready"), timeout=5).read()
                break
            except OSError:
                if time.monotonic() > end or self.process.poll() is not None:
                    sys.exit(f"the server was not ready, see {self.log.name}")
                time.sleep(0.5)
        told = json.load(urllib.request.urlopen(self.url("/v1/config?verbose"), timeout=30))["m"]["tuning"][0]
        self.name += f" ({told['source']}: {json.dumps(told['properties'])}, {told['concurrent']} at once)"
        for _ in range(4):
            self.picture()

    def picture(self):
        request = urllib.request.Request(self.url("/v3/images/generations"), self.body,
                                         {"Content-Type": "application/json"})
        json.load(urllib.request.urlopen(request, timeout=600))

    def rate(self, clients, seconds):
        began, dones = time.perf_counter(), [[] for _ in range(clients)]

        def client(done):
            while not done or done[-1] < began + seconds:
                self.picture()
                done.append(time.perf_counter())

        threads = [threading.Thread(target=client, args=(done,)) for done in dones]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        return sum(len(done) / (done[-1] - began) for done in dones)

    @property
    def mib(self):
        total = 0
        for pid in self.pids():
            for line in open(f"/proc/{pid}/status"):
                if line.startswith("VmRSS:"):
                    total += int(line.split()[1]) >> 10
        return total

    def pids(self):
        return [self.process.pid, *road.children(self.process.pid)]

    def stop(self):
        self.process.terminate()
        self.process.wait(60)


def busy():
    """The seconds that all cores have been busy."""
    fields = [int(each) for each in open("/proc/stat").readline().split()[1:]]
    return (sum(fields) - fields[3] - fields[4]) / os.sysconf("SC_CLK_TCK")


def used(pids):
    total = 0
    for pid in pids:
        fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default=str(ROOT / "models/shapes"))
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--guidance", type=float, default=3)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3, help="of each side, each number of clients and each round")
    parser.add_argument("--pipelines", default="1,2,4", help="how many pipelines the Python programs have")
    parser.add_argument("--other_pixels", action="store_true", help="lets 'easel tune' choose what makes other pixels")
    parser.add_argument("--easel", default="./easel")
    parser.add_argument("--json", help="writes the figures to this file")
    args = parser.parse_args()
    args.model = str(pathlib.Path(args.model).resolve())
    road.enter_environment(
        pathlib.Path(os.environ.get("EASEL_BENCH_ENVIRONMENT") or HERE.parent / "target" / "road-environment"),
        pathlib.Path(__file__).resolve())

    with tempfile.TemporaryDirectory() as folder:
        caches = [pathlib.Path(folder) / name for name in ("untuned", "tuned")]
        [cache.mkdir() for cache in caches]
        command = [*args.easel.split(), "tune", args.model, "--size", f"{args.size}x{args.size}",
                   "--cache_dir", str(caches[1])] + (["--other_pixels"] if args.other_pixels else [])
        subprocess.run(command, cwd=ROOT, check=True)
        easels = [Easel(args, "Easel untuned", caches[0]), Easel(args, "Easel tuned", caches[1])]
        directs = {(pipelines, index): Direct(args, pipelines, properties)
                   for pipelines in map(int, args.pipelines.split(","))
                   for index, properties in enumerate(PROPERTIES)}
        sides = [*directs.values(), *easels]
        try:
            [side.wait_until_ready() for side in sides]
            rates = {(side, clients): [] for side in sides for clients in CLIENTS}
            others = []
            for done in range(args.rounds):
                for clients in CLIENTS:
                    for side in sides:
                        before, own, began = busy(), used(side.pids()) + used([os.getpid()]), time.perf_counter()
                        rates[side, clients].append(side.rate(clients, args.seconds))
                        own = used(side.pids()) + used([os.getpid()]) - own
                        wall = (time.perf_counter() - began) * os.cpu_count()
                        others.append(max(0, (busy() - before - own) / wall))
                print(f"round {done + 1} of {args.rounds}", file=sys.stderr)
            report(args, sides, easels, directs, rates, others)
        finally:
            [side.stop() for side in sides]


def report(args, sides, easels, directs, rates, others):
    median = {key: statistics.median(values) for key, values in rates.items()}
    print(f"{args.model} {args.size}x{args.size}, {args.steps} steps: pictures/s with "
          f"{', '.join(map(str, CLIENTS))} clients; MiB; other programs took {100 * statistics.median(others):.0f} % of"
          " the cores (median)")
    for side in sides:
        print(f"  {side.name:<70}" + "".join(f"{median[side, clients]:9.2f}" for clients in CLIENTS) + f"{side.mib:8}")
    ratios = {}
    for clients in CLIENTS:
        grid = max(median[side, clients] for side in directs.values())
        most = max(each for each, index in directs if each <= max(clients, 1))
        untuned = median[directs[most, 0], clients]
        tuned = median[easels[1], clients]
        ratios[clients] = {"of_best": tuned / grid, "of_untuned": tuned / untuned,
                           "of_untuned_easel": tuned / median[easels[0], clients]}
        print(f"  {clients} clients: Easel tuned is {tuned / grid:.2f} of the best of the grid, {tuned / untuned:.2f} of"
              f" {UNTUNED}, {tuned / median[easels[0], clients]:.2f} of Easel untuned")
    if args.json:
        figures = [{"name": side.name, "mib": side.mib, "rates": {c: rates[side, c] for c in CLIENTS}} for side in sides]
        pathlib.Path(args.json).write_text(json.dumps(
            {"model": args.model, "size": args.size, "steps": args.steps, "sides": figures, "ratios": ratios,
             "other_load": others}, indent=1))


if __name__ == "__main__":
    main()
