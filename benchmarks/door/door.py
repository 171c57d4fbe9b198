#!/usr/bin/env python3
"""What the server's door costs: a pass-through graph against a bare Netty server on the same cores.

Both servers are processes of their own with the same Netty, the same number of event loops, the same collector and
the same headers in their answers. The bare one has nothing but Netty's HTTP codec before a handler that answers with
the request's body. One and the same client, from one thread without objects for a request, loads them in turn over
connections that stay open, and checks every answer. Afterwards forms of 10 MB are uploaded: the bare server drains
them, Easel reads them apart and gives them to its graph.

Shown are medians of the rounds with the lowest and the highest: requests a second, latencies, the processor time of
the server for a request, and what it allocates for one, from its log of collections: what the heap has grown by
between them.
"""
import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import urllib.request
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "shared"))
from environment import BENCHMARKS  # noqa: E402
from processes import Server  # noqa: E402

JAR = BENCHMARKS / "target" / "benchmarks.jar"
READY_SECONDS = 180
PACKAGE = "dev.easel.bench.door"
COLLECTOR = ["-XX:+UseSerialGC", "-Xms64m", "-XX:MaxNewSize=32m"]  # what ./easel serve chooses
GRAPH = """input_stream: "HTTP_REQUEST_PAYLOAD:request"
output_stream: "HTTP_RESPONSE_PAYLOAD:response"
node {
  calculator: "EchoCalculator"
  input_stream: "HTTP_REQUEST_PAYLOAD:request"
  output_stream: "HTTP_RESPONSE_PAYLOAD:response"
}
"""
TICKS = os.sysconf("SC_CLK_TCK")


def write_servable(folder):
    """A servable as outside authors have it: a graph, and a jar with its calculator."""
    (folder / "calculators").mkdir()
    with zipfile.ZipFile(JAR) as built, zipfile.ZipFile(folder / "calculators" / "echo.jar", "w") as jar:
        for name in ("EchoCalculator", "EchoProvider"):
            path = f"{PACKAGE.replace('.', '/')}/{name}.class"
            jar.writestr(path, built.read(path))
        jar.writestr("META-INF/services/dev.easel.framework.calculator.CalculatorProvider", f"{PACKAGE}.EchoProvider\n")
    (folder / "graph.pbtxt").write_text(GRAPH)
    config = {"model_config_list": [], "mediapipe_config_list": [{"name": "echo", "base_path": ".", "graph_path": "graph.pbtxt"}]}
    (folder / "config.json").write_text(json.dumps(config))


class Side:
    """One of the two servers."""

    def __init__(self, name, folder, start):
        self.name = name
        self.gc = folder / f"{name}-gc.log"
        self.rounds = {}
        self.server = start(self.gc, folder / f"{name}.log")

    @property
    def port(self):
        return self.server.port

    @property
    def pid(self):
        return self.server.process.pid

    def processor_seconds(self):
        """Without Java's compilers, which work less the longer a server lives."""
        total = 0
        for task in pathlib.Path(f"/proc/{self.pid}/task").iterdir():
            try:
                name, fields = (task / "stat").read_text().rsplit(")", 1)
            except FileNotFoundError:  # a thread that has just ended
                continue
            if not re.search(r"\(C[12] Comp", name):
                total += sum(int(ticks) for ticks in fields.split()[11:13])
        return total / TICKS

    def memory(self, what):
        for line in pathlib.Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith(what + ":"):
                return int(line.split()[1]) * 1024
        return 0

    def collected(self):
        """How many bytes were allocated up to the last collection, in all."""
        allocated, left = 0, 0
        for line in self.gc.read_text().splitlines():
            sizes = re.search(r"Pause \S+.* (\d+)([KM])->(\d+)([KM])\(", line)
            if sizes:
                unit = {"K": 1024, "M": 1 << 20}
                before, after = int(sizes[1]) * unit[sizes[2]], int(sizes[3]) * unit[sizes[4]]
                allocated += before - left
                left = after
        return allocated


def bare(folder, args, model):
    """The bare server, with the headers that Easel answers with."""
    request = urllib.request.Request(f"http://127.0.0.1:{model.port}/v3/echo", b"x", {"Content-Type": "text/plain"})
    own = ("date", "x-request-id", "content-length")
    headers = folder / "headers"
    headers.write_text("".join(f"{name}: {value}\n" for name, value in urllib.request.urlopen(request).headers.items()
                               if name not in own))
    java = " ".join([args.java, *COLLECTOR])
    side = Side("netty", folder, lambda gc, log: Server(
        f"{java} -Xlog:gc:file={gc} -cp {JAR} {PACKAGE}.BareNetty", log,
        lambda port: [str(port), str(args.loops), str(headers)]))
    side.server.wait_until_ready(READY_SECONDS, "/")
    return side


def easel(folder, args):
    options = os.environ.get("EASEL_JAVA_OPTS", "")
    command = (f"{args.server} --config_path {folder / 'config.json'} --rest_workers {args.loops}"
               f" --calculators_path {folder / 'calculators'}" + ("" if args.access_log else " --access_log=false"))
    side = Side("easel", folder, lambda gc, log: Server(
        command, log, environment={"EASEL_JAVA_OPTS": f"{options} -Xlog:gc:file={gc}"}))
    side.server.wait_until_ready(READY_SECONDS)
    return side


def load(side, args, kind, size, connections, seconds, warm):
    command = [args.java, *COLLECTOR, "-cp", JAR, f"{PACKAGE}.Load", side.port, "/v3/echo", connections, warm, seconds,
               kind, size]
    begun = side.processor_seconds()
    allocated = side.collected()
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{side.name}: {done.stderr[-2000:]}")
    figures = json.loads(done.stdout)
    share = seconds / (seconds + warm)  # processor time and memory are of the warm seconds too
    figures["processor_us"] = 1e6 * share * (side.processor_seconds() - begun) / max(1, figures["requests"])
    figures["allocated"] = share * (side.collected() - allocated) / max(1, figures["requests"])
    return figures


def rounds(sides, args, kind, size, connections):
    for side in sides:
        side.rounds[kind] = []
        load(side, args, kind, size, connections, args.warm, 0)
    for number in range(args.rounds):
        for side in sides if number % 2 == 0 else reversed(sides):
            side.rounds[kind].append(load(side, args, kind, size, connections, args.seconds, min(0.5, args.seconds)))
        print(f"\r{kind}: round {number + 1} of {args.rounds}", end="", file=sys.stderr)
    print(file=sys.stderr)


def tell(sides, kind):
    def values(side, name):
        return [each[name] for each in side.rounds[kind]]

    lines = [("requests a second", "per_second", "{:,.0f}"), ("p50, ms", "p50_us", "{:.2f}"),
             ("p99, ms", "p99_us", "{:.2f}"), ("p99.9, ms", "p999_us", "{:.2f}"),
             ("processor time of a request, µs", "processor_us", "{:,.1f}"),
             ("allocated for a request, bytes", "allocated", "{:,.0f}")]
    print(f"{kind:34}" + "".join(f"{side.name + ' (lowest to highest)':>36}" for side in sides) + "   ratio")
    ratios = {}
    for title, name, form in lines:
        unit = 1000 if name.startswith("p") and name.endswith("_us") and name != "processor_us" else 1
        row = f"  {title:32}"
        for side in sides:
            found = [value / unit for value in values(side, name)]
            middle = form.format(statistics.median(found))
            row += f"{middle + ' (' + form.format(min(found)) + ' to ' + form.format(max(found)) + ')':>36}"
        own, other = (statistics.median(values(side, name)) for side in sides)
        ratios[name] = own / other if other else float("nan")
        print(f"{row}{ratios[name]:8.2f}")
    return ratios


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
                                     epilog="example: ./easel bench door --seconds 5 --rounds 7")
    parser.add_argument("--seconds", type=float, default=3, help="of each round (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="of each server and kind (default: %(default)s)")
    parser.add_argument("--warm", type=float, default=8, help="seconds of load before the rounds (default: %(default)s)")
    parser.add_argument("--connections", type=int, default=64, help="that stay open (default: %(default)s)")
    parser.add_argument("--kinds", default="echo,form", help="echo, json, form (default: %(default)s)")
    parser.add_argument("--body", type=int, default=64, help="bytes of a request's body (default: %(default)s)")
    parser.add_argument("--form-mb", type=int, default=10, help="MB of an uploaded file (default: %(default)s)")
    parser.add_argument("--form-connections", type=int, default=4, help="that upload (default: %(default)s)")
    parser.add_argument("--loops", type=int, default=max(2, os.cpu_count() or 2),
                        help="event loops of both servers (default: as many as cores)")
    parser.add_argument("--access-log", action="store_true", help="let Easel write its line for each request")
    parser.add_argument("--server", default="./easel serve", help="command that starts Easel (default: %(default)s)")
    parser.add_argument("--java", default="java")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="also write all figures to this file")
    args = parser.parse_args()
    busy = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load before {busy:.1f}, {args.connections} connections, {args.rounds} rounds of "
          f"{args.seconds:g} s, access log {'on' if args.access_log else 'off'}")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write_servable(folder)
        sides = [easel(folder, args)]
        try:
            sides.append(bare(folder, args, sides[0]))
            figures = {"load_before": busy, "cores": os.cpu_count(), "ratios": {}}
            for kind in args.kinds.split(","):
                before = sides[0].memory("VmRSS")
                is_form = kind == "form"
                rounds(sides, args, kind, args.form_mb << 20 if is_form else args.body,
                       args.form_connections if is_form else args.connections)
                figures["ratios"][kind] = tell(sides, kind)
                print(f"  {'resident memory of Easel, MiB':32}{before / 2**20:.0f} before, {sides[0].memory('VmRSS') / 2**20:.0f} "
                      f"after, {sides[0].memory('VmHWM') / 2**20:.0f} at most")
        finally:
            for side in sides:
                side.server.stop()
    if args.json:
        figures["rounds"] = {side.name: side.rounds for side in sides}
        args.json.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
