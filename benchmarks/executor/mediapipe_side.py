#!/usr/bin/env python3
"""MediaPipe's half of the executor comparison: runs the graphs that it is told to run and prints seconds.

One JSON object per line on standard input, one answer per line on standard output:
  {"do": "throughput", "graph": pbtxt, "stream": "v", "packets": n}    one int vector of n elements in, wait until idle
  {"do": "latency",    "graph": pbtxt, "stream": "s0", "packets": n}   n times: add one packet, wait until idle
  {"do": "runs",       "graph": pbtxt, "stream": "s0", "packets": n}   n times: start, one packet, close
  {"do": "check",      "graph": pbtxt, "stream": …, "vector": bool, "observe": s, "packets": n}   the packets of stream s
Answers: {"seconds": total} or {"p50_nanos": …} and, for check, {"packets": [[timestamp, value], …]}.
"""
import json
import os
import sys
import time

os.environ["GLOG_minloglevel"] = "3"
# The answers own standard output: whatever the library prints goes to standard error.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

import mediapipe as mp  # noqa: E402

creator = mp.packet_creator


def started(text):
    graph = mp.CalculatorGraph(graph_config=text)
    graph.start_run({})
    graph.wait_until_idle()
    return graph


def throughput(job):
    graph = started(job["graph"])
    packet = creator.create_int_vector(list(range(job["packets"]))).at(1)
    start = time.perf_counter_ns()
    graph.add_packet_to_input_stream(job["stream"], packet)
    graph.wait_until_idle()
    nanos = time.perf_counter_ns() - start
    graph.close()
    return {"seconds": nanos / 1e9}


def latency(job):
    graph = started(job["graph"])
    packet = creator.create_int(7)
    packets = [packet.at(i) for i in range(job["packets"])]
    nanos = []
    for p in packets:
        start = time.perf_counter_ns()
        graph.add_packet_to_input_stream(job["stream"], p)
        graph.wait_until_idle()
        nanos.append(time.perf_counter_ns() - start)
    graph.close()
    nanos.sort()
    return {"p50_nanos": nanos[len(nanos) // 2], "p99_nanos": nanos[len(nanos) * 99 // 100]}


def runs(job):
    graph = mp.CalculatorGraph(graph_config=job["graph"])
    packet = creator.create_int(7).at(1)
    nanos = []
    for _ in range(job["packets"]):
        start = time.perf_counter_ns()
        graph.start_run({})
        graph.add_packet_to_input_stream(job["stream"], packet)
        graph.close()
        nanos.append(time.perf_counter_ns() - start)
    nanos.sort()
    return {"p50_nanos": nanos[len(nanos) // 2], "p99_nanos": nanos[len(nanos) * 99 // 100]}


def check(job):
    seen = []
    graph = mp.CalculatorGraph(graph_config=job["graph"])
    graph.observe_output_stream(
        job["observe"], lambda _, p: seen.append([p.timestamp.value, mp.packet_getter.get_int(p)]))
    graph.start_run({})
    if job["vector"]:
        graph.add_packet_to_input_stream(job["stream"], creator.create_int_vector(list(range(job["packets"]))).at(1))
    else:
        for i in range(job["packets"]):
            graph.add_packet_to_input_stream(job["stream"], creator.create_int(i).at(i))
    graph.close()
    return {"packets": seen}


for line in sys.stdin:
    task = json.loads(line)
    print(json.dumps(globals()[task["do"]](task)), file=answers, flush=True)
