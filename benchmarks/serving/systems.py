"""The systems that are compared: each starts, makes pictures for any number of clients, and ends."""
import base64
import http.client
import json
import os
import pathlib
import subprocess
import sys
import time

import servable
from environment import BENCHMARKS, ROOT, python_with
from load import clients, pixels
from processes import Lines, Server, processor, proportional

HERE = pathlib.Path(__file__).resolve().parent
PEER = BENCHMARKS / "peers" / "fastapi"
EASEL, TUNED, WITHIN = "Easel", "Easel, tuned", "Easel, in process"
FASTAPI, DIRECT = "FastAPI", "GenAI"
READY_SECONDS = 300
# Properties of the compilation that people set, by what they are called in tables. Precision is set for all.
GRID = {
    "as it comes": {},
    "2 streams": {"NUM_STREAMS": "2"},
    "throughput": {"PERFORMANCE_HINT": "THROUGHPUT"},
}
MORE_OF_GRID = {"2 streams, no pinning": {"NUM_STREAMS": "2", "ENABLE_CPU_PINNING": False}}
OTHER_PRECISION = {
    "bf16": {"INFERENCE_PRECISION_HINT": "bf16"},
    "bf16, 2 streams, no pinning": {
        "INFERENCE_PRECISION_HINT": "bf16", "NUM_STREAMS": "2", "ENABLE_CPU_PINNING": False},
}
UNTUNED = "GenAI, as it comes"


class OverHttp:
    """A system with the images API."""

    def __init__(self, work, server, path, ready_path):
        self.work, self.path = work, path
        self.server = server
        began = time.perf_counter()
        try:
            server.wait_until_ready(READY_SECONDS, ready_path, pause=0.01)
        except BaseException:
            server.stop()
            raise
        self.ready = time.perf_counter() - began
        self.load = None
        self.connections = {}

    def ask(self, client, seed):
        if client not in self.connections:
            self.connections[client] = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=600)
        connection = self.connections[client]
        work = self.work
        try:
            connection.request("POST", self.path, json.dumps({
                "model": "model", "prompt": work.prompt, "size": f"{work.size}x{work.size}", "rng_seed": seed,
                "num_inference_steps": work.steps, "guidance_scale": work.guidance}), {"Content-Type": "application/json"})
            response = connection.getresponse()
            body = response.read()
        except OSError as failure:
            sys.exit(f"no answer: {failure}; the server's words are in {self.server.log.name}")
        if response.status != 200:
            sys.exit(f"status {response.status} in place of 200: {body[:300].decode(errors='replace')}; "
                     f"the server's words are in {self.server.log.name}")
        return body

    def window(self, count, seconds, seed):
        before = processor(self.server.process.pid)
        found = clients(self.ask, count, seconds, seed)
        taken = processor(self.server.process.pid) - before
        self.hang_up()
        for body in found.pictures:
            pixels(png_of(body), self.work.size)
        return {"rate": found.rate, "latencies": found.latencies, "share_of_clients": found.share,
                "processor": taken / len(found.pictures)}

    def png(self, seed):
        body = self.ask(0, seed)
        self.hang_up()
        return png_of(body)

    def hang_up(self):
        """Servers end connections that rest, each after its own time."""
        for connection in self.connections.values():
            connection.close()
        self.connections.clear()

    def memory(self):
        return proportional(self.server.process.pid)

    def stop(self):
        self.hang_up()
        self.server.stop()


def png_of(body):
    return base64.b64decode(json.loads(body)["data"][0]["b64_json"])


class Direct:
    """GenAI's Python module with given properties; each client is a thread with a pipeline of its own."""

    def __init__(self, work, properties):
        settings = {"model": str(work.model), "prompt": work.prompt, "size": work.size, "steps": work.steps,
                    "guidance": work.guidance, "properties": properties}
        began = time.perf_counter()
        self.lines = Lines([sys.executable, HERE / "direct_side.py", json.dumps(settings)])
        try:
            self.load = self.lines.answer()["load"]  # without Python's own start
        except BaseException:
            self.lines.stop()
            raise
        self.ready = time.perf_counter() - began

    def window(self, count, seconds, seed):
        return {**self.lines.ask(clients=count, seconds=seconds, seed=seed), "share_of_clients": 0.0}

    def png(self, seed):
        return base64.b64decode(self.lines.ask(seed=seed)["png"])

    def memory(self):
        return proportional(self.lines.process.pid)

    def stop(self):
        self.lines.stop()


def easel(work, command, isolation, precision, folder, cache=None):
    options = 'device: "CPU"'
    if precision:
        options += " plugin_config: '%s'" % json.dumps(precision)
    config = servable.write(folder, {"model": (work.model, options)})
    log = HERE / f"easel-{folder.name}.log"
    more = f" --isolation {isolation}" if isolation else ""
    if cache:
        tune(work, command, config, cache)
        more += f" --cache_dir {cache}"
    return OverHttp(work, Server(f"{command} --config_path {config}{more}", log), "/v3/images/generations",
                    "/v2/models/model/ready")


def tune(work, command, config, cache):
    """Once: later starts find what was measured."""
    if cache.exists():
        return
    cache.mkdir()
    command = [command.split()[0], "tune", config, "--size", f"{work.size}x{work.size}", "--cache_dir", cache]
    if subprocess.run([str(word) for word in command], cwd=ROOT, stdout=sys.stderr).returncode:
        sys.exit("the model could not be tuned, see above")


def fastapi(work, folder, precision):
    python = python_with(folder, PEER / "requirements.txt")
    address = ["--model", str(work.model), "--threads", str(os.cpu_count()), "--properties", json.dumps(precision)]
    server = Server(f"{python} {PEER / 'server.py'}", HERE / "fastapi.log",
                    lambda port: [*address, "--port", str(port)])
    return OverHttp(work, server, "/v1/images/generations", "/health")


def starters(work, args, folder):
    """What starts each system, by name."""
    precision = {"INFERENCE_PRECISION_HINT": args.precision} if args.precision else {}
    found = {
        EASEL: lambda: easel(work, args.server, None, precision, folder / "default"),
        TUNED: lambda: easel(work, args.server, None, precision, folder / "tuned", folder / "tuning"),
        WITHIN: lambda: easel(work, args.server, "IN_PROCESS", precision, folder / "within"),
        FASTAPI: lambda: fastapi(work, args.environments / "bench-fastapi", precision),
    }
    grid = {**GRID, **(MORE_OF_GRID if args.full else {})}
    for name, properties in grid.items():
        found[f"{DIRECT}, {name}"] = lambda properties=properties: Direct(work, {**precision, **properties})
    if args.full and args.precision_used != "bf16" and args.has_bf16:
        for name, properties in OTHER_PRECISION.items():
            found[f"{DIRECT}, {name}"] = lambda properties=properties: Direct(work, properties)
    return found


def in_grid(name):
    """Whether this is a choice that Easel is compared with: of the same precision."""
    return name.startswith(DIRECT + ",") and "bf16" not in name
