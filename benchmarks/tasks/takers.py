#!/usr/bin/env python3
"""How tasks on one Redis grow with the servers that take them, and what the death of servers costs.

One, two and three servers with a simulated model share a queue, and the tasks a second are compared.
Then three servers work under load while one of them, in turn, is killed with SIGKILL every ten seconds and
started again. At the end every task that was accepted must be completed once, with the picture of its seed.
Simulated steps only wait, so the servers need little of the processor.
"""
import argparse
import http.client
import json
import pathlib
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "shared"))
import servable  # noqa: E402
from processes import Server  # noqa: E402

STEPS, STEP_MILLIS, CONCURRENT = 10, 50, 4


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


class Redis:
    def __init__(self, folder):
        command = shutil.which("redis-server")
        if not command:
            sys.exit("redis-server is missing: sudo apt install redis-server")
        self.port = free_port()
        self.process = subprocess.Popen([command, "--bind", "127.0.0.1", "--port", str(self.port), "--dir", folder,
                                         "--save", "", "--appendonly", "yes"], stdout=subprocess.DEVNULL)
        end = time.monotonic() + 30
        while True:
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", self.port)):
                    return
            if time.monotonic() > end:
                sys.exit("redis-server does not listen")
            time.sleep(0.05)

    def stop(self):
        self.process.kill()
        self.process.wait()


class Fleet:
    """Servers on one queue."""

    def __init__(self, args, folder, redis, count):
        options = 'device: "SIM" max_concurrent: %d simulation { step_millis: %d }' % (CONCURRENT, STEP_MILLIS)
        config = servable.write(folder, {"sim": (args.model, options)})
        self.command = (f"{args.server} --config_path {config} --task_store redis://127.0.0.1:{redis.port}"
                        " --max_tasks_per_key 1000000")
        self.servers = [self.start() for _ in range(count)]
        for server in self.servers:
            server.wait_until_ready(120)

    def start(self):
        return Server(self.command, HERE / "server.log")

    def kill(self, index):
        self.servers[index].process.kill()
        self.servers[index].process.wait()
        self.servers[index] = self.start()
        self.servers[index].wait_until_ready(120)

    def stop(self):
        for server in self.servers:
            server.stop()


def call(port, method, path, body=None, key=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Content-Type": "application/json"}
    if key:
        headers["Idempotency-Key"] = key
    connection.request(method, path, json.dumps(body) if body else None, headers)
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer.status, json.loads(text)


def request(seed):
    return {"model": "sim", "prompt": "a task", "size": "64x64", "num_inference_steps": STEPS, "rng_seed": seed,
            "response_format": "b64_json"}


def submit(fleet, seed):
    """The id of an accepted task. What a dead server may have accepted is asked for again with the same key."""
    end = time.monotonic() + 120
    while True:
        server = random.choice(fleet.servers)
        try:
            status, body = call(server.port, "POST", "/v1/images/generations/async", request(seed), f"key-{seed}")
            if status == 202:
                return body["id"]
            if status < 500:
                sys.exit(f"a task was refused: {status} {body}")
        except (OSError, http.client.HTTPException):
            pass
        if time.monotonic() > end:
            sys.exit("no server has taken a task for two minutes")
        time.sleep(0.05)


def ended(fleet, task, seconds):
    """The task when it has ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            status, body = call(fleet.servers[0].port, "GET", f"/v1/images/tasks/{task}")
            if status == 200 and body["status"] not in ("queued", "running"):
                return body
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.05)
    sys.exit(f"the task {task} has not ended in {seconds} s")


def rate(args, folder, count, number):
    """Tasks a second of so many servers, with their work waiting."""
    redis = Redis(tempfile.mkdtemp(dir=folder))
    fleet = Fleet(args, folder, redis, count)
    try:
        began = time.perf_counter()
        tasks, lock = [], threading.Lock()
        seeds = iter(range(number))

        def client():
            while True:
                with lock:
                    seed = next(seeds, None)
                if seed is None:
                    return
                task = submit(fleet, seed)
                with lock:
                    tasks.append(task)

        clients = [threading.Thread(target=client) for _ in range(8)]
        for one in clients:
            one.start()
        for one in clients:
            one.join()
        for task in reversed(tasks):
            if ended(fleet, task, 300)["status"] != "completed":
                sys.exit(f"the task {task} failed")
        return number / (time.perf_counter() - began)
    finally:
        fleet.stop()
        redis.stop()


def deaths(args, folder):
    redis = Redis(tempfile.mkdtemp(dir=folder))
    fleet = Fleet(args, folder, redis, 3)
    try:
        accepted, lock, over = {}, threading.Lock(), threading.Event()
        seeds = iter(range(10**9))

        def client():
            while not over.is_set():
                with lock:
                    seed = next(seeds)
                task = submit(fleet, seed)
                with lock:
                    accepted[seed] = task
                over.wait(0.1)

        clients = [threading.Thread(target=client) for _ in range(4)]
        for one in clients:
            one.start()
        kills = 0
        end = time.monotonic() + args.seconds
        while time.monotonic() < end:
            time.sleep(10)
            fleet.kill(kills % 3)
            kills += 1
        over.set()
        for one in clients:
            one.join()
        lost, wrong = [], 0
        for seed, task in accepted.items():
            body = ended(fleet, task, 300)
            if body["status"] != "completed":
                lost.append((seed, body["status"], body.get("error")))
            elif seed % 10 == 0:
                _, own = call(fleet.servers[0].port, "POST", "/v1/images/generations", request(seed))
                wrong += own["data"][0]["b64_json"] != body["result"]["data"][0]["b64_json"]
        doubled = len(accepted) - len(set(accepted.values())) + extra(fleet, set(accepted.values()))
        return len(accepted), kills, lost, doubled, wrong
    finally:
        fleet.stop()
        redis.stop()


def extra(fleet, known):
    """How many tasks there are that nobody was told of."""
    found, after = set(), ""
    while True:
        _, page = call(fleet.servers[0].port, "GET", f"/v1/images/tasks?limit=100{after}")
        found |= {task["id"] for task in page["data"]}
        if not page.get("has_more"):
            return len(found - known)
        after = f"&after={page['data'][-1]['id']}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
                                     epilog="example: ./easel bench takers --seconds 120")
    parser.add_argument("--server", default="./easel serve", help="command that starts a server (default: %(default)s)")
    parser.add_argument("--model", default=str(HERE.parent.parent / "models" / "shapes"))
    parser.add_argument("--tasks", type=int, default=120, help="for each server (default: %(default)s)")
    parser.add_argument("--seconds", type=int, default=120, help="of the deaths, 0 for none (default: %(default)s)")
    args = parser.parse_args()
    ideal = CONCURRENT * 1000 / (STEPS * STEP_MILLIS)
    print(f"one server's model makes at most {ideal:.0f} tasks a second")
    with tempfile.TemporaryDirectory(prefix="easel-takers-") as folder:
        first = None
        for count in (1, 2, 3):
            tasks = rate(args, folder, count, args.tasks * count)
            first = first or tasks
            print(f"servers: {count}   tasks/s: {tasks:6.1f}   of linear: {tasks / first / count:.2f}", flush=True)
        if args.seconds:
            number, kills, lost, doubled, wrong = deaths(args, folder)
            print(f"{number} tasks, {kills} servers killed: {len(lost)} not completed, {doubled} doubled,"
                  f" {wrong} with another picture")
            for one in lost[:5]:
                print("   ", one)
            return 1 if doubled or wrong else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
