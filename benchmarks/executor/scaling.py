#!/usr/bin/env python3
"""How time and memory grow with the size of a graph and with the number of graphs.

Chains of relays on the caller's thread, one packet at a time. Each line is a process of its own, so that
no line is compiled for another one's graph, and all lines are measured in turn, several times over; the
table shows medians, with the lowest and the highest.
"""
import argparse
import json
import pathlib
import statistics
import subprocess

from compare import HERE, memory_options

SIZES = [(10, 1), (30, 1), (100, 1), (300, 1), (1000, 1), (3000, 1), (10000, 1)]
NUMBERS = [(10, 10), (10, 30), (10, 100), (10, 300), (10, 1000)]


def measure(java, jar, nodes, graphs):
    command = [java, *memory_options(), "-cp", jar, "dev.easel.bench.executor.Scaling", str(nodes), str(graphs)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
                                     epilog="example: ./easel bench scaling --rounds 3")
    parser.add_argument("--rounds", type=int, default=5, help="processes for each line (default: 5)")
    parser.add_argument("--json", type=pathlib.Path, help="also write the figures to this file")
    parser.add_argument("--jar", default=str(HERE.parent / "target" / "benchmarks.jar"))
    parser.add_argument("--java", default="java")
    args = parser.parse_args()

    found = {point: [] for point in SIZES + NUMBERS}
    for _ in range(args.rounds):
        for point in found:
            found[point].append(measure(args.java, args.jar, *point))
    print("nodes  graphs   ns per node and packet        against the first   bytes per graph, all graphs")
    first = statistics.median(each["nanos"] for each in found[SIZES[0]])
    for (nodes, graphs), each in found.items():
        nanos = sorted(one["nanos"] for one in each)
        middle = statistics.median(nanos)
        memory = statistics.median(one["bytes"] for one in each)
        print(f"{nodes:5}  {graphs:6}   {middle:6.1f} ({nanos[0]:.1f} to {nanos[-1]:.1f})   {middle / first:16.2f}x"
              f"   {memory:12.0f}  {memory * graphs / 2**20:9.2f} MiB", flush=True)
    if args.json:
        args.json.write_text(json.dumps([{"nodes": p[0], "graphs": p[1], "processes": e} for p, e in found.items()],
                                        indent=1) + "\n")


if __name__ == "__main__":
    main()
