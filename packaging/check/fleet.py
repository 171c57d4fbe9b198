#!/usr/bin/env python3
"""The fleet of 'fleet': three servers behind haproxy, clients that never rest, and what happens to both."""

import argparse
import base64
import dataclasses
import http.client
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

from common import GRAPH, free_port
from refusals import refused_requests

NAMES = ("a", "b", "c")
CLIENTS = 12
# Takes as long as a model does, and nothing of the cores that three servers share here.
SIMULATED = ('models_path: "." device: "SIM" max_concurrent: 2 default_resolution: "64x64" '
             "default_num_inference_steps: %d simulation { step_millis: 50 }")
OLD_STEPS, NEW_STEPS, LONG_STEPS = 10, 12, 60


@dataclasses.dataclass
class Attempt:
    """One request as it went over the wire, with status 0 where the connection broke."""
    begun: float
    ended: float
    status: int
    server: str
    steps: str


class Server:
    """A server of the fleet; all have the keys, the pictures and the styled model in common."""

    def __init__(self, home, name, fleet):
        self.name, self.port, self.place, self.home = name, free_port(), fleet / name, home
        self.place.mkdir()
        self.shared = fleet / "shared"
        self.process = None
        self.use_version(1)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def use_version(self, version):
        config = {"model_config_list": [
            {"config": {"name": "pictures", "base_path": str(self.shared / f"version-{version}")}},
            {"config": {"name": "styled", "base_path": str(self.shared / "styled")}}]}
        fresh = self.place / "config.json.new"
        fresh.write_text(json.dumps(config))
        fresh.rename(self.place / "config.json")

    def start(self):
        command = [
            str(self.home / "easel"), "serve", "--rest_port", str(self.port), "--rest_bind_address", "127.0.0.1",
            "--config_path", str(self.place / "config.json"), "--image_store", str(self.shared / "pictures"),
            "--access_config", str(self.shared / "access.json"), "--usage_path", str(self.place / "usage"),
            "--trusted_proxies", "127.0.0.1", "--metrics_enable", "--readiness", "all", "--log_level", "WARNING"]
        environment = {**os.environ, "EASEL_CACHE": str(self.place / "cache"), "EASEL_JAVA_OPTS": "-Xmx512m"}
        log = open(self.place / "log", "a")
        self.process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)

    def is_ready(self):
        if self.process.poll() is not None:
            raise SystemExit(f"server {self.name} ended:\n{(self.place / 'log').read_text()[-2000:]}")
        try:
            get(self.url + "/v2/health/ready")
            return True
        except (urllib.error.URLError, ConnectionError):
            failures = [line for line in (self.place / "log").read_text().splitlines() if "cannot be loaded" in line]
            check(not failures, f"server {self.name}: {failures}")
            return False

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        if self.process.wait() != 0:
            raise SystemExit(f"server {self.name} ended with status {self.process.returncode}")

    def kill(self):
        self.process.kill()
        self.process.wait()

    def core_seconds(self):
        """What it and its workers have used, also those that have ended: on a busy machine the only time that counts."""
        parents, used = {}, {}
        for place in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                fields = (place / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue  # it has ended meanwhile
            parents[int(place.name)] = int(fields[1])
            used[int(place.name)] = sum(int(ticks) for ticks in fields[11:15]) / os.sysconf("SC_CLK_TCK")
        return sum(seconds for process, seconds in used.items()
                   if self.process.pid in (process, parents[process]))


class Balancer:
    """haproxy with packaging/fleet/haproxy.cfg, and the commands of its socket."""

    def __init__(self, root, fleet, servers, is_blind=False):
        self.port, self.is_blind = free_port(), is_blind
        self.socket = fleet / ("blind" if is_blind else "socket")
        files = root / "packaging/fleet"
        config = files / "haproxy.cfg"
        if is_blind:
            text = config.read_text()
            config = fleet / "blind.cfg"
            config.write_text(text.replace("  lua-load weights.lua\n", ""))
        environment = {**os.environ, "EASEL_BALANCER": f"127.0.0.1:{self.port}",
                       "EASEL_BALANCER_SOCKET": str(self.socket)}
        for server in servers:
            environment[f"EASEL_{server.name.upper()}"] = f"127.0.0.1:{server.port}"
        self.process = subprocess.Popen(["haproxy", "-db", "-q", "-f", str(config)], env=environment)
        until(lambda: self.socket.exists() and all(self.is_up(each) for each in servers), "the balancer")

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def command(self, text):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(self.socket))
            connection.sendall(f"{text}\n".encode())
            return connection.makefile().read()

    def column(self, server, name):
        """What 'show stat' tells of a server: 'scur' is how many requests are on it, 'weight' its weight."""
        head, *lines = self.command("show stat").splitlines()
        place = head.removeprefix("# ").split(",").index(name)
        return next(line.split(",")[place] for line in lines if line.startswith(f"easel,{server.name},"))

    def is_up(self, server):
        return self.column(server, "status").startswith("UP")


class Load:
    """Clients that ask one request after another, and repeat one that fails, as OpenAI's clients do."""

    def __init__(self, url, key, length):
        self.url, self.key = url, key
        self.attempts, self.lost, self.requests = [], [], 0
        self.lock, self.over = threading.Lock(), threading.Event()
        # The same requests in each run.
        self.threads = [threading.Thread(target=self.run, args=(random.Random(i), length), daemon=True)
                        for i in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def run(self, chance, length):
        while not self.over.is_set():
            body = {"model": "pictures", "prompt": "a red circle", "rng_seed": chance.randrange(1000)}
            if chance.random() < length:
                body["num_inference_steps"] = LONG_STEPS
            for _ in range(4):
                attempt = ask(self.url, self.key, body)
                with self.lock:
                    self.attempts.append(attempt)
                if attempt.status == 200:
                    break
                time.sleep(0.2)
            with self.lock:
                self.requests += 1
                if attempt.status != 200:
                    self.lost.append(attempt)

    def failures(self, since):
        """Also of what had begun before, and was there."""
        with self.lock:
            return [attempt for attempt in self.attempts if attempt.ended >= since and attempt.status != 200]

    def done(self, since):
        with self.lock:
            return [attempt for attempt in self.attempts if attempt.begun >= since and attempt.status == 200]

    def wait_for(self, number):
        """Until so many more requests have ended."""
        start = self.requests
        until(lambda: self.requests >= start + number, "requests")

    def end(self):
        self.over.set()
        for thread in self.threads:
            thread.join()


def ask(url, key, body):
    request = urllib.request.Request(url + "/v3/images/generations", json.dumps(body).encode(),
                                     {"Content-Type": "application/json", "Authorization": f"Bearer {key}"})
    begun = time.monotonic()
    try:
        with urllib.request.urlopen(request, timeout=300) as answer:
            answer.read()
            code, headers = answer.status, answer.headers
    except urllib.error.HTTPError as answer:
        code, headers = answer.code, answer.headers
    except (OSError, http.client.HTTPException):
        code, headers = 0, {}
    return Attempt(begun, time.monotonic(), code, headers.get("x-served-by", ""), headers.get("x-easel-steps", ""))


def get(url, key=None):
    return urllib.request.urlopen(
        urllib.request.Request(url, headers={"Authorization": f"Bearer {key}"} if key else {}), timeout=60).read()


def status(url, key=None):
    try:
        get(url, key)
        return 200
    except urllib.error.HTTPError as answer:
        return answer.code
    except OSError:
        return 0


def until(is_so, what, seconds=300):
    start = time.monotonic()
    while not is_so():
        if time.monotonic() - start > seconds:
            raise SystemExit(f"fleet: waited {seconds} s for {what}")
        time.sleep(0.1)
    return time.monotonic() - start


def each_until(servers, is_so, what):
    """The seconds until it was so on each, and the last of them."""
    start, took = time.monotonic(), {}

    def look():
        for server in servers:
            if server.name not in took and is_so(server):
                took[server.name] = time.monotonic() - start
        return len(took) == len(servers)

    until(look, what)
    return ", ".join(f"{name} {seconds:.1f} s" for name, seconds in took.items()), max(took.values())


def say(text):
    print(f"fleet: {text}", flush=True)


def check(is_so, text):
    if not is_so:
        raise SystemExit(f"fleet: {text}")


def prepare(shared, root):
    for version, steps in ((1, OLD_STEPS), (2, NEW_STEPS)):
        place = shared / f"version-{version}"
        place.mkdir(parents=True)
        (place / "graph.pbtxt").write_text(GRAPH % (SIMULATED % steps))
    (shared / "styled").mkdir()
    models = root / "openvino-genai-jni/src/test/models"
    shutil.copy(models / "lora/sd15-kohya-unet.safetensors", shared / "style.safetensors")
    return models / "sd15"


def style(shared, model, adapters):
    """Writes the styled model's graph as a whole, as whoever changes files that servers read should."""
    fresh = shared / "styled" / "graph.new"
    fresh.write_text(GRAPH % f'models_path: "{model}" device: "CPU" {adapters}')
    fresh.rename(shared / "styled" / "graph.pbtxt")


def add_key(home, shared, name, key_id):
    done = subprocess.run([str(home / "easel"), "keys", "add", str(shared / "access.json"), name, "--id", key_id],
                          check=True, capture_output=True, text=True)
    return done.stdout.strip()


def restart_in_turn(servers, balancer, load):
    since = time.monotonic()
    for server in servers:
        balancer.command(f"set server easel/{server.name} state drain")
        until(lambda: balancer.column(server, "scur") == "0", f"{server.name} to be empty")
        server.end()
        server.start()
        until(lambda: server.is_ready() and balancer.is_up(server) or balancer.column(server, "status") == "DRAIN"
              and server.is_ready(), f"{server.name} to be ready")
        balancer.command(f"set server easel/{server.name} state ready")
        load.wait_for(CLIENTS)
    none_failed(load, since, "a restart of all in turn, each drained by the balancer first")


def change_in_turn(servers, balancer, load, key):
    since = time.monotonic()
    for server in servers:
        server.use_version(2)
        took = until(lambda: ask(server.url, key, {"model": "pictures", "prompt": "x"}).steps == str(NEW_STEPS),
                     f"the new model on {server.name}")
        say(f"the new model answers on {server.name} after {took:.1f} s")
    none_failed(load, since, "a change of the model on all in turn")
    after = time.monotonic()
    load.wait_for(2 * CLIENTS)
    steps = {attempt.steps for attempt in load.done(after)}
    check(steps <= {str(NEW_STEPS), str(LONG_STEPS)}, f"pictures of the old model: {steps}")


def end_without_notice(server, balancer, load):
    since = time.monotonic()
    refused = int(balancer.column(server, "wredis")) + int(balancer.column(server, "wretr"))
    server.end()
    load.wait_for(CLIENTS)
    server.start()
    until(lambda: server.is_ready() and balancer.is_up(server), f"{server.name} to be ready")
    again = int(balancer.column(server, "wredis")) + int(balancer.column(server, "wretr")) - refused
    none_failed(load, since, f"SIGTERM without any notice ({again} requests sent to others by the balancer)")


def kill_under_load(server, balancer, load, again):
    since = time.monotonic()
    until(lambda: int(balancer.column(server, "scur")) >= 2, f"requests on {server.name}")
    running = int(balancer.column(server, "scur"))
    killed = time.monotonic()
    server.kill()
    load.wait_for(2 * CLIENTS)
    failed = load.failures(since)
    check(all(each.server == server.name and each.begun <= killed for each in failed),
          f"requests failed that were not on {server.name}: {failed}")
    check(failed, f"no request was on {server.name} when it was killed")
    check(not load.lost, f"requests failed for good: {load.lost}")
    took = again()
    say(f"{server.name} killed with about {running} requests on it: {len(failed)} failed, all of them there, and all "
        f"succeeded when their clients repeated them; it served again after {took:.1f} s")


def none_failed(load, since, what):
    failed = load.failures(since)
    check(not failed and not load.lost, f"{what}: failed {failed}")
    done = load.done(since)
    say(f"{what}: {time.monotonic() - since:.1f} s, {len(done)} requests, none failed; the longest took "
        f"{max(each.ended - each.begun for each in done):.1f} s")


def pictures_everywhere(servers, balancer, key):
    body = json.dumps({"model": "styled", "prompt": "a cat", "size": "64x64", "num_inference_steps": 2, "rng_seed": 1,
                       "response_format": "url"}).encode()
    for maker in [*servers, balancer]:
        request = urllib.request.Request(maker.url + "/v3/images/generations", body, {
            "Content-Type": "application/json", "Authorization": f"Bearer {key}"})
        url = json.load(urllib.request.urlopen(request))["data"][0]["url"]
        check(url.startswith(maker.url), f"{url} does not begin with {maker.url}")
        seen = {get(each.url + url.removeprefix(maker.url), key) for each in [*servers, balancer]}
        check(len(seen) == 1 and seen.pop().startswith(b"\x89PNG"), "servers answer different pictures")
    say("a picture behind a URL, made by any server, is the same at every server and at the balancer")


def keys_everywhere(home, shared, servers):
    key = add_key(home, shared, "clients", "late")
    added, last = each_until(servers, lambda each: status(each.url + "/v3/models", key) == 200, "the key")
    subprocess.run([str(home / "easel"), "keys", "revoke", str(shared / "access.json"), "late"], check=True,
                   capture_output=True)
    gone, later = each_until(servers, lambda each: status(each.url + "/v3/models", key) == 401, "the key's end")
    say(f"a new key counts after {added}; a revoked one is refused after {gone}")
    check(max(last, later) < 30, "a key took more than 30 s")


def adapters_everywhere(shared, model, servers, key):
    def have(server):
        return "style" in [each["id"] for each in json.loads(get(server.url + "/v3/models", key))["data"]]

    def change(adapters, is_so, what):
        before = {each.name: each.core_seconds() for each in servers}
        style(shared, model, adapters)
        took, _ = each_until(servers, is_so, what)
        used = ", ".join(f"{each.core_seconds() - before[each.name]:.1f}" for each in servers)
        return f"{took}, of which {used} s of a core for loading"

    added = change(f'lora_adapters {{ alias: "style" path: "{shared}/style.safetensors" }}', have, "the adapter")
    seen = {base64.b64encode(picture(each.url, key, "style")) for each in servers}
    check(len(seen) == 1, "the adapter's picture is not the same on all")
    check(seen != {base64.b64encode(picture(servers[0].url, key, "styled"))}, "the adapter changes nothing")
    gone = change("", lambda each: not have(each), "the adapter's end")
    say(f"an adapter is on after {added}; off after {gone}")


def picture(url, key, model):
    body = {"model": model, "prompt": "a cat", "size": "64x64", "num_inference_steps": 2, "rng_seed": 1}
    request = urllib.request.Request(url + "/v3/images/generations", json.dumps(body).encode(), {
        "Content-Type": "application/json", "Authorization": f"Bearer {key}"})
    return base64.b64decode(json.load(urllib.request.urlopen(request))["data"][0]["b64_json"])


def signal_counts(servers, balancer, key, seconds):
    """One server has work of its own, which the balancer does not see: it is given less while that waits."""
    stop = threading.Event()

    def more():
        while not stop.is_set():
            ask(servers[0].url, key, {"model": "pictures", "prompt": "x", "num_inference_steps": LONG_STEPS})

    extra = [threading.Thread(target=more, daemon=True) for _ in range(8)]
    for thread in extra:
        thread.start()
    load = Load(balancer.url, key, 0.2)
    until(lambda: balancer.is_blind or int(balancer.column(servers[0], "weight")) < 50, "the weight of 'a' to fall")
    since = time.monotonic()
    until(lambda: time.monotonic() - since > seconds, "the load", seconds + 10)
    weights = {each.name: int(balancer.column(each, "weight")) for each in servers}
    stop.set()
    load.end()
    for thread in extra:
        thread.join()
    done = load.done(since)
    share = {each.name: sum(attempt.server == each.name for attempt in done) for each in servers}
    times = sorted(each.ended - each.begun for each in done)
    check(balancer.is_blind or share["a"] < min(share["b"], share["c"]), f"the loaded server got as much: {share}")
    say(f"with eight long requests on 'a' that did not come through the balancer, "
        f"{'without' if balancer.is_blind else 'with'} weights.lua: {len(done) / seconds:.1f} requests a second, "
        f"{statistics.median(times):.1f} s at the median, {times[int(len(times) * 0.95)]:.1f} s at 95 %; "
        f"weights {weights}, answers {share}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=pathlib.Path)
    parser.add_argument("root", type=pathlib.Path)
    parser.add_argument("fleet", type=pathlib.Path)
    parser.add_argument("--short", action="store_true", help="one round of each, with less load between")
    arguments = parser.parse_args()
    # Ended from outside, it ends what it started, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    fleet, home = arguments.fleet, arguments.home
    shared = fleet / "shared"
    model = prepare(shared, arguments.root)
    statuses = refused_requests(arguments.root / "packaging/fleet/haproxy.cfg", fleet / "refusals")
    check(set(statuses) == {200}, f"refusals reached clients: {statuses}")
    say(f"what two of three servers refuse is sent to the third: {len(statuses)} of {len(statuses)}, half with a late body")
    style(shared, model, "")
    key = add_key(home, shared, "clients", "load")
    servers = [Server(home, name, fleet) for name in NAMES]
    balancer = None
    try:
        for server in servers:
            server.start()
        took = until(lambda: all([each.is_ready() for each in servers]), "all to be ready")
        say(f"three servers are ready after {took:.1f} s")
        balancer = Balancer(arguments.root, fleet, servers)
        run(arguments, servers, balancer, key)
        blind = Balancer(arguments.root, fleet, servers, is_blind=True)
        try:
            for each in (blind, balancer):
                signal_counts(servers, each, key, 10 if arguments.short else 40)
        finally:
            blind.process.terminate()
            blind.process.wait()
        pictures_everywhere(servers, balancer, key)
        keys_everywhere(home, shared, servers)
        adapters_everywhere(shared, model, servers, key)
    finally:
        for process in [balancer and balancer.process, *(each.process for each in servers)]:
            if process and process.poll() is None:
                process.terminate()
                process.wait()


def run(arguments, servers, balancer, key):
    rounds = 1 if arguments.short else 3
    load = Load(balancer.url, key, 0.2)
    try:
        since = time.monotonic()
        load.wait_for(CLIENTS * rounds * 3)
        none_failed(load, since, f"{CLIENTS} clients and nothing else")
        for _ in range(1 if arguments.short else 2):
            restart_in_turn(servers, balancer, load)
        change_in_turn(servers, balancer, load, key)
        for server in servers[:rounds]:
            end_without_notice(server, balancer, load)
        for server in servers[:rounds]:
            def again():
                server.start()
                return until(lambda: server.is_ready() and balancer.is_up(server), f"{server.name} to be ready")
            kill_under_load(server, balancer, load, again)
    finally:
        load.end()


if __name__ == "__main__":
    main()
