#!/usr/bin/env python3
"""From the start of the process to ready, against the load of the same model in GenAI's own Python module.

Both start in turn, each in a process of its own with the model's files in the kernel's cache. Of the server its own
account of the parts is shown too, and the processor time of it and its worker processes up to ready. The first start
of each is not counted: it fills the caches that later ones use (classes, compiled models).
"""
import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "shared"))
import environment  # noqa: E402
from environment import ROOT  # noqa: E402
from processes import Server, processor  # noqa: E402

PARTS = re.compile(r"ready after ([\d.]+) s: Java ([\d.]+), options and port ([\d.]+), servables ([\d.]+)")
LOAD = re.compile(r"loaded in [\d.]+ s: options and files ([\d.]+), process and devices ([\d.]+), model ([\d.]+), first image ([\d.]+)")


def served(args):
    log = ROOT / "benchmarks" / "start" / "server.log"
    began = time.perf_counter()
    server = Server(args.server, log)
    try:
        server.wait_until_ready(180, pause=0.01)
        figures = {"seconds": time.perf_counter() - began}
        figures["processor"] = processor(server.process.pid)
        while not (parts := PARTS.search(log.read_text())):
            time.sleep(0.01)
        figures.update(zip(("told", "java", "options", "servables"), map(float, parts.groups())))
        load = LOAD.search(log.read_text())
        figures.update(zip(("files", "devices", "model", "image"), map(float, load.groups())))
        return figures
    finally:
        server.stop()


def direct(args):
    began = time.perf_counter()
    side = subprocess.Popen([sys.executable, str(HERE.parent / "realsize" / "direct.py"), str(ROOT / args.model)],
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    load = json.loads(side.stdout.readline())["load"]
    figures = {"seconds": time.perf_counter() - began, "load": load, "processor": processor(side.pid)}
    side.stdin.close()
    side.wait(30)
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
                                     epilog="example: ./easel bench start --rounds 9")
    parser.add_argument("--server", default="./easel serve", help="command that starts the server (default: %(default)s)")
    parser.add_argument("--model", default="models/shapes", help="the served model's folder, from the project's root")
    parser.add_argument("--rounds", type=int, default=5, help="starts of each side (default: %(default)s)")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="also write all figures to this file")
    parser.add_argument("--environment", type=pathlib.Path,
                        default=environment.cache() / "bench-road",
                        help="folder of the Python environment of the direct side")
    args = parser.parse_args()
    environment.enter(args.environment, pathlib.Path(__file__).resolve())
    busy = os.getloadavg()[0]
    easel, python = [], []
    served(args), direct(args)
    for number in range(args.rounds):
        sides = [(easel, served), (python, direct)]
        for figures, side in sides if number % 2 == 0 else reversed(sides):
            figures.append(side(args))
        print(f"\rround {number + 1} of {args.rounds}", end="", file=sys.stderr)
    print(file=sys.stderr)

    def row(title, side, name):
        values = [each[name] for each in side]
        print(f"{title:52} {statistics.median(values):6.2f} s  ({min(values):.2f} to {max(values):.2f})")
        return statistics.median(values)

    print(f"{os.cpu_count()} cores, load before {busy:.1f}, {args.rounds} rounds, medians (lowest to highest)")
    ready = row("server, start of the process to ready", easel, "seconds")
    row("  Java, up to the program's first line", easel, "java")
    row("  options, classes, port", easel, "options")
    row("  servables: graph, and of the model", easel, "servables")
    row("    its options and files", easel, "files")
    row("    the model's process, what devices there are", easel, "devices")
    row("    native library, model, compiling", easel, "model")
    row("    a first small image", easel, "image")
    row("  processor time, with the model's process", easel, "processor")
    row("Python, start of the process to loaded", python, "seconds")
    load = row("  GenAI's load alone", python, "load")
    row("  processor time", python, "processor")
    print(f"start to ready / GenAI's load: {ready / load:.2f}")
    if args.json:
        args.json.write_text(json.dumps({"easel": easel, "python": python}, indent=1) + "\n")


if __name__ == "__main__":
    main()
