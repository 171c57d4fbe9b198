"""Processes that benchmarks start, ask, look at and end."""
import json
import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.request

from environment import ROOT


def easel_address(port):
    return ["--rest_port", str(port), "--rest_bind_address", "127.0.0.1"]


class Server:
    """The server under test, on a free port of the loopback address."""

    def __init__(self, command, log, address=easel_address, environment=None):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.log = open(log, "wb")
        self.process = subprocess.Popen(
            [*command.split(), *address(self.port)], cwd=ROOT, stdout=self.log, stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})})

    def wait_until_ready(self, seconds, path="/v2/health/ready", pause=0.2):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                sys.exit(f"the server ended with {self.process.returncode}, see {self.log.name}")
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=2).read()
                return
            except OSError:
                time.sleep(pause)
        sys.exit(f"the server was not ready in {seconds} s, see {self.log.name}")

    def generate(self, body):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/v3/images/generations",
            json.dumps(body).encode(), {"Content-Type": "application/json"})
        return json.load(urllib.request.urlopen(request, timeout=120))["data"][0]["b64_json"]

    def resident_bytes(self):
        return resident(self.process.pid)

    def stop(self):
        end(self.process)
        self.log.close()


class Lines:
    """A process that answers lines of JSON; it ends when there are no more."""

    def __init__(self, command):
        self.command = command
        self.process = subprocess.Popen([str(word) for word in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)

    def ask(self, **values):
        try:
            self.process.stdin.write(json.dumps(values) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # its answer, of which there is none, tells
        return self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"a process ended with {self.process.wait()}, its last words are above: "
                     + " ".join(str(word) for word in self.command))
        return json.loads(line)

    def stop(self):
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass
        end(self.process)


def end(process):
    """Asks a process to end, and makes it if it does not."""
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def children(pid):
    found = []
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        try:
            own = (task / "children").read_text().split()
        except (FileNotFoundError, ProcessLookupError):  # a thread that has just ended
            continue
        for child in own:
            found += [int(child), *children(int(child))]
    return found


def resident(pid):
    """Resident bytes of a process and its children."""
    total = 0
    for one in [pid, *children(pid)]:
        try:
            total += int(pathlib.Path(f"/proc/{one}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except FileNotFoundError:
            pass
    return total


def proportional(pid):
    """Bytes that a process and its children take, each shared page in its parts."""
    kib = 0
    for one in [pid, *children(pid)]:
        for line in open(f"/proc/{one}/smaps_rollup"):
            kib += int(line.split()[1]) if line.startswith("Pss:") else 0
    return kib * 1024


def processor(pid):
    """Seconds that a process and its children have had of all cores."""
    ticks = 0
    for one in [pid, *children(pid)]:
        fields = pathlib.Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
