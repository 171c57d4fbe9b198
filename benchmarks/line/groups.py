#!/usr/bin/env python3
"""Three models of which two fit, each with clients that never rest.

Groups take turns (--group_turn_seconds). Printed for each model: its answers, the median and the
longest time of one; then how often a model was unloaded for another. No request may fail, and none
may wait longer than the groups before it take for a turn, their longest request and a load.
"""
import argparse
import http.client
import json
import pathlib
import tempfile
import threading
import time

from simulated import HERE, percentile, serve

BYTES = 400_000
MODELS = ["one", "two", "three"]


def ask(port, name):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    body = {"model": name, "prompt": "a red circle", "size": "64x64", "num_inference_steps": 5}
    connection.request(
        "POST", "/v3/images/generations", json.dumps(body), {"Content-Type": "application/json"}
    )
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def client(port, name, end, times, failures):
    while time.monotonic() < end:
        start = time.monotonic()
        status = ask(port, name)
        times[name].append(time.monotonic() - start)
        if status != 200:
            failures.append(status)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=30)
    options.add_argument("--turn", type=int, default=5, help="seconds of a turn")
    options.add_argument("--clients", type=int, default=2, help="for each model")
    options.add_argument("--server", default=str(HERE.parent.parent / "easel") + " serve")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        models = {}
        for name in MODELS:
            weights = pathlib.Path(folder) / "weights" / name
            weights.mkdir(parents=True)
            (weights / "weights.bin").write_bytes(b"x" * BYTES)
            models[name] = (weights, 'device: "SIM" simulation { step_millis: 20 }')
        command = (
            f"{chosen.server} --idle_unload_timeout_seconds 600 --group_turn_seconds {chosen.turn}"
            f" --model_memory_budget {BYTES * 5 // 2} --metrics_enable"
        )
        server = serve(command, folder, models)
        times, failures = {name: [] for name in MODELS}, []
        end = time.monotonic() + chosen.seconds
        threads = [
            threading.Thread(target=client, args=(server.port, name, end, times, failures))
            for name in MODELS * chosen.clients
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for name, taken in times.items():
            print(
                f"{name}: {len(taken)} answers, median {percentile(taken, 0.5):.2f} s,"
                f" longest {max(taken):.2f} s"
            )
        unloads = (HERE / "server.log").read_text().count("is unloaded until a request asks for it")
        print(f"unloaded for another: {unloads} times; failed: {len(failures)}")
        server.stop()


if __name__ == "__main__":
    main()
