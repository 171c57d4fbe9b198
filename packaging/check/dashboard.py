#!/usr/bin/env python3
"""The run of 'dashboard': a server under work and troubles, a Prometheus that scrapes it, a drawing of its panels."""

import html
import json
import math
import os
import pathlib
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

from common import GRAPH, free_port

SCRAPE_SECONDS = 2
RATE_INTERVAL = "20s"
# What the run's troubles must raise; other alerts wait for longer than it takes.
RAISED = {"EaselLoadFailed", "EaselWorkersDie"}
POINTS = 75
SIMULATED = 'models_path: "." device: "SIM" max_concurrent: 2 max_waiting: 16 simulation { step_millis: %d }'


def main():
    home, observability, place, picture = map(pathlib.Path, sys.argv[1:])
    place.mkdir()
    config(place, home)
    port, prometheus_port = free_port(), free_port()
    log = open(place / "log", "w")
    server = subprocess.Popen(
        [str(home / "easel"), "serve", "--rest_port", str(port), "--rest_bind_address", "127.0.0.1", "--metrics_enable",
         "--config_path", str(place / "config.json"), "--isolation", "PROCESS"], stdout=log, stderr=log,
        env={**os.environ, "EASEL_CACHE": str(place / "cache")})
    prometheus = subprocess.Popen(
        ["prometheus", "--config.file", str(rules(observability, place, port)), "--storage.tsdb.path",
         str(place / "data"), "--web.listen-address", f"127.0.0.1:{prometheus_port}", "--log.level", "error"])
    try:
        begun = time.time()
        work(f"http://127.0.0.1:{port}", place, server)
        query = f"http://127.0.0.1:{prometheus_port}/api/v1/"
        firing = {alert["labels"]["alertname"] for alert in ask_json(query + "alerts")["data"]["alerts"]
                  if alert["state"] == "firing"}
        panels = json.loads((observability / "dashboard.json").read_text())["panels"]
        drawn = draw(panels, query, begun, time.time())
    finally:
        for process in (server, prometheus):
            process.terminate()
            process.wait()
    if not RAISED <= firing:
        sys.exit(f"dashboard: not raised: {', '.join(sorted(RAISED - firing))}")
    picture.write_text(drawn)
    print(f"dashboard: {picture}, {picture.stat().st_size} bytes; alerts: {', '.join(sorted(firing))}")


def config(place, home):
    (place / "sim").mkdir()
    simulate(place, 100)
    servables = {"sim": place / "sim", "shapes": home / "models/shapes"}
    entries = [{"config": {"name": name, "base_path": str(path)}} for name, path in servables.items()]
    entries[1]["config"]["graph_path"] = str(home / "graphs/shapes/graph.pbtxt")
    (place / "config.json").write_text(json.dumps({"model_config_list": entries}))


def simulate(place, millis, more=""):
    fresh = place / "sim" / "graph.new"
    fresh.write_text(GRAPH % (SIMULATED % millis + more))
    fresh.rename(place / "sim" / "graph.pbtxt")


def rules(observability, place, port):
    """The configuration that is shipped, with a shorter period and this server."""
    text = (observability / "prometheus.yml").read_text()
    text = text.replace("scrape_interval: 15s", f"scrape_interval: {SCRAPE_SECONDS}s\n  evaluation_interval: 2s")
    text = text.replace("localhost:8000", f"127.0.0.1:{port}")
    text = text.replace("- alerts.yaml", f"- {observability / 'alerts.yaml'}")
    file = place / "prometheus.yml"
    file.write_text(text)
    return file


def work(url, place, server):
    """Two and a half minutes: usual work, a crowd, mistakes, clients that leave, a change, a worker that is killed."""
    while ask(url + "/v2/health/ready") != 200:
        if server.poll() is not None:
            sys.exit((place / "log").read_text())
        time.sleep(0.5)
    over = threading.Event()
    usual = [threading.Thread(target=clients, args=(url, over, {"model": "shapes", "num_inference_steps": 4})),
             threading.Thread(target=clients, args=(url, over, {"model": "sim", "num_inference_steps": 8})),
             threading.Thread(target=clients, args=(url, over, {"model": "sim", "num_inference_steps": 4}))]
    for thread in usual:
        thread.start()
    time.sleep(30)
    crowd_over = threading.Event()
    crowd = [threading.Thread(target=clients, args=(url, crowd_over, {"model": "sim", "num_inference_steps": 10}))
             for _ in range(24)]
    for thread in crowd:
        thread.start()
    time.sleep(25)
    crowd_over.set()
    for mistake in ({"model": "gone"}, {"model": "sim", "size": "7x7"}, {"model": "sim", "n": 99}) * 4:
        generate(url, mistake)
        time.sleep(1)
    for _ in range(6):
        leave(url)
        time.sleep(1)
    simulate(place, 60)
    time.sleep(20)
    # A graph that cannot be loaded: what was there goes on.
    simulate(place, 60, " wrong: 1")
    time.sleep(15)
    simulate(place, 60)
    for line in subprocess.run(["ps", "--ppid", str(server.pid), "-o", "pid="], capture_output=True,
                               text=True).stdout.split():
        os.kill(int(line), 9)
    time.sleep(40)
    over.set()
    for thread in usual + crowd:
        thread.join()


def clients(url, over, body):
    while not over.is_set():
        if generate(url, body) != 200:
            time.sleep(0.3)


def generate(url, body):
    return ask(url + "/v3/images/generations", {"prompt": "a red circle", **body})


def leave(url):
    """A client that is gone before its picture is made."""
    host, port = url.removeprefix("http://").split(":")
    body = json.dumps({"model": "sim", "prompt": "x", "num_inference_steps": 50})
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(f"POST /v3/images/generations HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
                           f"Content-Length: {len(body)}\r\n\r\n{body}".encode())
        time.sleep(1)


def ask(url, body=None):
    request = urllib.request.Request(url, json.dumps(body).encode() if body else None,
                                     {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            answer.read()
            return answer.status
    except urllib.error.HTTPError as answer:
        return answer.code
    except OSError:
        return 0


def ask_json(url, **parameters):
    with urllib.request.urlopen(f"{url}?{urllib.parse.urlencode(parameters)}") as answer:
        return json.load(answer)


# --- the drawing ---------------------------------------------------------------------------------

COLOURS = ("#7eb26d", "#eab839", "#6ed0e0", "#ef843c", "#e24d42", "#1f78c1", "#ba43a9", "#705da0", "#508642")
UNIT = 13.5  # pixels of a row or column of Grafana's grid, of which it has 24 across
COLUMN = 44


def draw(panels, query, begun, ended):
    width = 24 * COLUMN
    height = max(panel["gridPos"]["y"] + panel["gridPos"]["h"] for panel in panels) * UNIT * 1.75
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:.0f}" font-family="sans-serif" '
             f'font-size="10"><rect width="100%" height="100%" fill="#111217"/>']
    for panel in panels:
        series = []
        for target in panel["targets"]:
            expression = target["expr"].replace("$__rate_interval", RATE_INTERVAL).replace("$instance", ".*")
            found = ask_json(query + "query_range", query=expression, start=begun, end=ended,
                             step=(ended - begun) / POINTS)["data"]["result"]
            series += [(legend(target.get("legendFormat", ""), each["metric"]),
                        [(float(at), float(value)) for at, value in each["values"] if math.isfinite(float(value))])
                       for each in found]
        parts.append(panel_of(panel, series, begun, ended))
    return "\n".join([*parts, "</svg>", ""])


def legend(template, labels):
    for name, value in labels.items():
        template = template.replace("{{%s}}" % name, "server" if name == "instance" else value)
    return template


def panel_of(panel, series, begun, ended):
    place = panel["gridPos"]
    left, top = place["x"] * COLUMN + 3, place["y"] * UNIT * 1.75 + 3
    wide, high = place["w"] * COLUMN - 6, place["h"] * UNIT * 1.75 - 6
    unit = panel["fieldConfig"]["defaults"]["unit"]
    columns = 3 if all(len(name) < 20 for name, _ in series) else 2
    rows = -(-len(series) // columns)
    x0, y0, x1, y1 = left + 46, top + 26, left + wide - 10, top + high - 20 - 12 * max(1, rows)
    most = max((value for _, points in series for _, value in points), default=0) or 1
    out = [f'<rect x="{left:.0f}" y="{top:.0f}" width="{wide:.0f}" height="{high:.0f}" fill="#181b1f" '
           f'stroke="#2c3235"/><text x="{left + 8:.0f}" y="{top + 16:.0f}" fill="#d8d9da" font-size="12">'
           f'{html.escape(panel["title"])}</text>']
    for share in (0, 0.5, 1):
        y = y1 - share * (y1 - y0)
        out.append(f'<path d="M{x0:.0f} {y:.1f}H{x1:.0f}" stroke="#2c3235"/><text x="{x0 - 4:.0f}" y="{y + 3:.1f}" '
                   f'fill="#9fa7b3" text-anchor="end">{value_of(most * share, unit)}</text>')
    for seconds in range(0, int(ended - begun), 60):
        x = x0 + seconds / (ended - begun) * (x1 - x0)
        out.append(f'<text x="{x:.0f}" y="{y1 + 12:.0f}" fill="#9fa7b3" text-anchor="middle">{seconds // 60} min'
                   '</text>')
    for index, (name, points) in enumerate(series):
        colour = COLOURS[index % len(COLOURS)]
        path, last = "", None
        for at, value in points:
            x = x0 + (at - begun) / (ended - begun) * (x1 - x0)
            y = y1 - value / most * (y1 - y0)
            joined = last is not None and at - last < 2.5 * (ended - begun) / POINTS
            path += f"{'L' if joined else 'M'}{x:.0f} {y:.1f}"
            last = at
        out.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.4"/>')
        x = left + 10 + (index % columns) * (wide - 16) / columns
        y = y1 + 26 + index // columns * 12
        out.append(f'<rect x="{x:.0f}" y="{y - 7:.0f}" width="8" height="3" fill="{colour}"/>'
                   f'<text x="{x + 12:.0f}" y="{y - 2:.0f}" fill="#9fa7b3" font-size="9">{html.escape(name)}</text>')
    return "\n".join(out)


def value_of(number, unit):
    if unit == "µs":
        return f"{number / 1e6:.3g} s" if number >= 1e6 else f"{number / 1e3:.3g} ms"
    return f"{number:.3g}" + ("/s" if unit == "reqps" else "")


if __name__ == "__main__":
    main()
