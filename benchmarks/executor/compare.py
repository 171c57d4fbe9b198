#!/usr/bin/env python3
"""The same graphs through MediaPipe's executor and through Easel's, in alternation, as ratios.

Each side is a process of its own that speaks the same lines (see mediapipe_side.py): MediaPipe from
its Python wheel, with packets made inside the graph so that Python stays out of the loop, and Easel
with relay calculators of this benchmark's own package, each node a class of its own. A shape is
warmed up, then both sides are timed in turn, each after a moment of the same; the table shows the
median of the rounds' ratios and their spread. Then the packets at its end are compared.

MediaPipe lives in an environment of its own, made on first use from requirements.txt.
"""
import argparse
import json
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
LOOP = ('input_stream: "v"\nnode { calculator: "BeginLoopIntCalculator" input_stream: "ITERABLE:v" '
        'output_stream: "ITEM:s0" output_stream: "BATCH_END:e" }\n')
FEED = 'input_stream: "s0"\n'
CALLER = 'executor { type: "ApplicationThreadExecutor" }\n'


def threads(count):
    return CALLER if count == 0 else f"num_threads: {count}\n"


def node(name, inputs, outputs):
    streams = "".join(f' input_stream: "{s}"' for s in inputs) + "".join(f' output_stream: "{s}"' for s in outputs)
    return f'node {{ calculator: "{name}"{streams} }}\n'


def chain(relay, length):
    return "".join(node(relay(i), [f"s{i}"], [f"s{i + 1}"]) for i in range(length))


def fan(relay, width):
    text = "".join(node(relay(i), ["s0"], [f"f{i}"]) for i in range(width))
    return text + node(relay(width), [f"f{i}" for i in range(width)], [f"j{i}" for i in range(width)])


class Side:
    """A process that carries out jobs, one line each."""

    def __init__(self, name, command, relay):
        self.name, self.relay = name, relay
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)

    def ask(self, **job):
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{self.name} ended on {json.dumps(job)[:400]}")
        answer = json.loads(line)
        if "error" in answer:
            sys.exit(f"{self.name}: {answer['error']}\non {json.dumps(job)[:400]}")
        return answer

    def close(self):
        self.process.stdin.close()
        self.process.wait(20)


def easel(jar, java):
    return Side("Easel", [java, *memory_options(), "-cp", jar, "dev.easel.bench.executor.EaselSide"],
                lambda i: f"Relay{i}")


def memory_options():
    """The launcher's own, so that what is measured is what is served with."""
    return re.search(r"^memory='(.*)'$", (HERE.parent.parent / "easel").read_text(), re.MULTILINE)[1].split()


def mediapipe():
    return Side("MediaPipe", [sys.executable, str(HERE / "mediapipe_side.py")], lambda i: "PassThroughCalculator")


class Shape:
    """One line of the table: how to time a side, in nanoseconds per unit, and how to check it."""

    def __init__(self, label, unit, time_side, check_text, observed, vector):
        self.label, self.unit, self.time_side = label, unit, time_side
        self.check_text, self.observed, self.vector = check_text, observed, vector

    def check(self, sides):
        seen = [side.ask(do="check", graph=self.check_text(side.relay), stream="v" if self.vector else "s0",
                         vector=self.vector, observe=self.observed, packets=100)["packets"] for side in sides]
        if seen[0] != seen[1] or len(seen[0]) != 100:
            sys.exit(f"{self.label}: the packets differ: {seen[0][:3]} … against {seen[1][:3]} …")


def throughput(side, text, packets):
    return side.ask(do="throughput", graph=text, stream="v", packets=packets)["seconds"] * 1e9 / packets


def slope_shape(label, count, packets):
    def text(relay, length):
        return threads(count) + LOOP + chain(relay, length)

    def time_side(side):
        long = throughput(side, text(side.relay, 100), packets)
        short = throughput(side, text(side.relay, 10), packets)
        return (long - short) / 90

    return Shape(label, "ns per node and packet", time_side, lambda relay: text(relay, 100), "s100", True)


def fan_shape(label, count, packets):
    def text(relay):
        return threads(count) + LOOP + fan(relay, 16)

    return Shape(label, "ns per invocation", lambda side: throughput(side, text(side.relay), packets) / 17, text, "j15", True)


def latency_shape(label, count, packets):
    def text(relay):
        return threads(count) + FEED + chain(relay, 10)

    def time_side(side):
        return side.ask(do="latency", graph=text(side.relay), stream="s0", packets=packets)["p50_nanos"]

    return Shape(label, "ns, p50", time_side, text, "s10", False)


def runs_shape(label, count, packets):
    def text(relay):
        return threads(count) + FEED + chain(relay, 5)

    def time_side(side):
        return side.ask(do="runs", graph=text(side.relay), stream="s0", packets=packets)["p50_nanos"]

    return Shape(label, "ns, p50", time_side, text, "s5", False)


def shapes(quick):
    n = 4000 if quick else 20000
    return [
        slope_shape("chain 100", 1, n // 2),
        slope_shape("chain 100, 2 threads", 2, n // 2),
        slope_shape("chain 100, caller's thread", 0, n // 2),
        fan_shape("fan 16", 1, n // 2),
        latency_shape("latency 10, caller's thread", 0, n // 4),
        latency_shape("latency 10, 1 worker", 1, n // 8),
        runs_shape("run of 5 nodes, caller's thread", 0, n // 2),
    ]


def warm_up(shape, side, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        shape.time_side(side)


def compare(shape, jar, java, rounds, quick):
    # The lead-in: a core that has slept while the other side ran is slow for some ten milliseconds.
    warm_seconds, lead_in_seconds = (2.0, 0.1) if quick else (4.0, 0.2)
    ours, theirs = easel(jar, java), mediapipe()
    try:
        warm_up(shape, ours, warm_seconds)
        warm_up(shape, theirs, min(warm_seconds, 0.5))
        pairs = []
        for index in range(rounds):
            nanos = {}
            for side in (ours, theirs) if index % 2 == 0 else (theirs, ours):
                warm_up(shape, side, lead_in_seconds)
                nanos[side.name] = shape.time_side(side)
            pairs.append((nanos["Easel"], nanos["MediaPipe"]))
        # Not before: with an observer the same code runs otherwise, which compilers would prepare for.
        shape.check((ours, theirs))
    finally:
        ours.close()
        theirs.close()
    return pairs


def alone(jar, java, rounds, quick):
    """What is measured on Easel alone: a second thread, memory, an idle engine. Yields label, figures, unit."""
    side = easel(jar, java)
    try:
        text = LOOP + "".join(node(f"Busy{i}", ["s0"], [f"b{i}"]) for i in range(2))

        def branches(count):
            return throughput(side, threads(count) + text, 4000)

        def plain(count):
            return side.ask(do="plain", graph=text, stream="v", packets=4000, threads=count)["seconds"]

        gains = {branches: [], plain: []}
        for index in range(rounds + 2):
            for way, found in gains.items():
                times = {count: way(count) for count in ((1, 2) if index % 2 == 0 else (2, 1))}
                found.append(times[1] / times[2])
        yield "two branches of 20 µs", sorted(gains[branches][2:]), "x with 2 threads instead of 1"
        yield "the same work without a graph", sorted(gains[plain][2:]), "x: what this machine's second core gives"
        five = side.ask(do="allocation", graph=CALLER + FEED + chain(side.relay, 5), stream="s0", packets=20000)
        yield "run of 5 nodes", [five["bytes_per_run"]], "bytes allocated"
        hops = side.ask(do="hops", graph=CALLER + FEED + chain(side.relay, 100), stream="s0", packets=5000)
        yield "one hop of a packet", [hops["bytes_per_hop"]], "bytes allocated"
        for label, body in (("chain 100", chain(side.relay, 100)), ("fan 16", fan(side.relay, 16))):
            found = []
            for index in range(rounds + 4):
                times = {count: throughput(side, threads(count) + LOOP + body, 5000)
                         for count in ((1, 2) if index % 2 == 0 else (2, 1))}
                found.append(times[2] / times[1])
            yield f"{label}, 2 threads", sorted(found[4:]), "times as long as with 1 thread"
        text, found = LOOP + chain(side.relay, 1), []
        for index in range(rounds + 4):
            times = {pool: side.ask(do="throughput", graph=threads(1) * (not pool) + text, stream="v", packets=200000,
                                    pool=pool)["seconds"] for pool in ((0, 16) if index % 2 == 0 else (16, 0))}
            found.append(times[16] / times[0])
        yield "one node, a server's 16 threads", sorted(found[4:]), "times as long as with 1 thread"
        waits = side.ask(do="suspended", graph=FEED, stream="s0", packets=100000)
        yield "100,000 suspended calls", [waits["bytes_per_call"]], "bytes each"
        yield "100,000 suspended calls, threads", [waits["threads"]], "more than before"
        yield "resumed call", [waits["resume_nanos"]], "ns until it goes on, p50"
        yield "packet to a worker, beside it", [waits["hand_off_nanos"]], "ns until its call, p50"
        idle = side.ask(do="idle", graph=threads(2) + FEED + chain(side.relay, 10), stream="s0", packets=1000)
        yield "idle engine", [idle["cpu_percent"]], "% of a core, from 100 ms after the last packet"
    finally:
        side.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
                                     epilog="example: ./easel bench executor --quick")
    parser.add_argument("--quick", action="store_true", help="under a minute, with fewer packets and rounds")
    parser.add_argument("--rounds", type=int, help="alternations of each shape (default: 9, quick: 5)")
    parser.add_argument("--only", default="", help="only the shapes whose label contains this")
    parser.add_argument("--json", help="also write the figures to this file")
    parser.add_argument("--jar", default=str(HERE.parent / "target" / "benchmarks.jar"))
    parser.add_argument("--java", default="java")
    parser.add_argument("--environment", type=pathlib.Path,
                        default=pathlib.Path.home() / ".cache" / "easel" / "bench-executor")
    args = parser.parse_args()
    enter_environment(args.environment)

    rounds = args.rounds or (5 if args.quick else 9)
    rows = []
    for shape in shapes(args.quick):
        if args.only not in shape.label:
            continue
        pairs = compare(shape, args.jar, args.java, rounds, args.quick)
        ratios = sorted(theirs / ours for ours, theirs in pairs)
        row = {"shape": shape.label, "ratio": statistics.median(ratios), "lowest": ratios[0], "highest": ratios[-1],
               "easel": statistics.median(p[0] for p in pairs), "mediapipe": statistics.median(p[1] for p in pairs),
               "unit": shape.unit, "rounds": rounds}
        rows.append(row)
        print(f"{row['shape']:<34} {row['ratio']:7.1f}x   ({row['lowest']:.1f} to {row['highest']:.1f})"
              f"   Easel {row['easel']:9.1f}  MediaPipe {row['mediapipe']:10.1f}  {row['unit']}", flush=True)
    result = {"java": subprocess.run([args.java, "-version"], capture_output=True, text=True).stderr.splitlines()[0],
              "machine": f"{os.cpu_count()} cores, {platform.machine()}", "shapes": rows}
    if not args.only:
        result["easel_alone"] = []
        for label, values, unit in alone(args.jar, args.java, rounds, args.quick):
            middle = statistics.median(values)
            spread = f"   ({values[0]:.2f} to {values[-1]:.2f})" if len(values) > 1 else ""
            print(f"{label:<34} {middle:7.2f} {unit}{spread}", flush=True)
            result["easel_alone"].append({"what": label, "value": middle, "unit": unit, "values": values})
    if args.json:
        pathlib.Path(args.json).write_text(json.dumps(result, indent=1) + "\n")


def enter_environment(folder):
    """Starts this script again inside the environment that holds MediaPipe's wheel."""
    python = folder / "bin" / "python"
    wanted = (HERE / "requirements.txt").read_text()
    stamp = folder / "requirements.txt"
    if not stamp.exists() or stamp.read_text() != wanted:
        print("making the Python environment in", folder, "(once, about a minute)", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", "-r", str(HERE / "requirements.txt")], check=True)
        stamp.write_text(wanted)
    if pathlib.Path(sys.prefix).resolve() != folder.resolve():
        os.execv(str(python), [str(python), str(pathlib.Path(__file__).resolve()), *sys.argv[1:]])


if __name__ == "__main__":
    main()
