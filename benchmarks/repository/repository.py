#!/usr/bin/env python3
"""How a repository of very many servables starts, reloads and weighs.

Writes a config.json whose servables share one small graph without a model, serves it, and prints the seconds until
all of them serve, the seconds that one changed entry takes, and the memory of each idle servable.
"""

import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

GRAPH = """
input_stream: "HTTP_REQUEST_PAYLOAD:in"
output_stream: "HTTP_RESPONSE_PAYLOAD:out"
node { calculator: "PassThroughCalculator" input_stream: "in" output_stream: "out" }
"""
LIMITS = {"start_seconds": 10, "reload_seconds": 1, "watch_seconds": 3, "bytes_per_servable": 20 * 1024}


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


class Server:
    """A server of a folder."""

    def __init__(self, command, folder):
        self.port = free_port()
        self.begun = time.monotonic()
        self.process = subprocess.Popen(
            command
            + ["--config_path", os.path.join(folder, "config.json"), "--rest_port", str(self.port)]
            + ["--rest_bind_address", "127.0.0.1", "--log_level", "ERROR"],
            stdout=subprocess.DEVNULL,
        )

    def call(self, path, method="GET"):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except (urllib.error.URLError, ConnectionError):
            return 0, ""

    def until(self, path, status, seconds=120):
        end = time.monotonic() + seconds
        while self.call(path)[0] != status:
            if time.monotonic() > end or self.process.poll() is not None:
                sys.exit(f"{path} did not answer {status} within {seconds} s")
            time.sleep(0.02)
        return time.monotonic()

    def heap(self):
        """Bytes of live Java objects."""
        jcmd = shutil.which("jcmd") or sys.exit("jcmd is missing: sudo apt install openjdk-17-jdk-headless")
        histogram = subprocess.run(
            [jcmd, str(self.process.pid), "GC.class_histogram"], capture_output=True, text=True, check=True
        ).stdout
        return int(re.search(r"^Total\s+\d+\s+(\d+)", histogram, re.M).group(1))

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)


def write(folder, names):
    entries = [{"config": {"name": name, "base_path": "shared"}} for name in names]
    fresh = os.path.join(folder, "config.json.new")
    with open(fresh, "w", encoding="utf-8") as out:
        json.dump({"model_config_list": entries}, out)
    os.replace(fresh, os.path.join(folder, "config.json"))


def measure(command, count, folder):
    os.makedirs(os.path.join(folder, "shared"))
    with open(os.path.join(folder, "shared", "graph.pbtxt"), "w", encoding="utf-8") as out:
        out.write(GRAPH)
    names = [f"servable-{i:05}" for i in range(count)]
    write(folder, names[:1])
    one = Server(command, folder)
    one.until("/v2/health/ready", 200)
    base = one.heap()
    one.close()
    write(folder, names)
    many = Server(command + ["--readiness", "all"], folder)
    results = {"start_seconds": many.until("/v2/health/ready", 200) - many.begun}
    results["bytes_per_servable"] = (many.heap() - base) / max(1, count - 1)
    write(folder, names[:-1] + ["asked"])
    begun = time.monotonic()
    status, _ = many.call("/v1/config/reload", "POST")
    results["reload_seconds"] = time.monotonic() - begun
    if status != 200 or many.call("/v2/models/asked/ready")[0] != 200:
        sys.exit("the reload did not bring the changed entry")
    write(folder, names[:-1] + ["watched"])
    begun = time.monotonic()
    results["watch_seconds"] = many.until("/v2/models/watched/ready", 200) - begun
    many.close()
    return results


def main():
    parser = argparse.ArgumentParser(prog="./easel bench repository", description=__doc__)
    parser.add_argument("--servables", type=int, default=10_000, help="how many servables (default: 10000)")
    parser.add_argument("--easel", help="what starts the server (default: ./easel)")
    parser.add_argument("--json", help="also write the numbers to this file")
    arguments = parser.parse_args()
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    command = [arguments.easel or os.path.join(root, "easel"), "serve"]
    with tempfile.TemporaryDirectory() as folder:
        results = measure(command, arguments.servables, folder)
    results["servables"] = arguments.servables
    print(f"{arguments.servables} servables that share one graph")
    print(f"  start until all serve       {results['start_seconds']:8.2f} s   (limit {LIMITS['start_seconds']} s)")
    print(f"  one changed entry, asked    {results['reload_seconds']:8.2f} s   (limit {LIMITS['reload_seconds']} s)")
    print(f"  one changed entry, watched  {results['watch_seconds']:8.2f} s   (looked for every second)")
    print(f"  heap of an idle servable    {results['bytes_per_servable'] / 1024:8.2f} KiB (limit 20 KiB)")
    if arguments.json:
        with open(arguments.json, "w", encoding="utf-8") as out:
            json.dump(results, out, indent=1)
    sys.exit(0 if all(results[name] <= limit for name, limit in LIMITS.items()) else 1)


if __name__ == "__main__":
    main()
