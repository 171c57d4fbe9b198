#!/usr/bin/env python3
"""What people write with GenAI's Python module: direct.py MODEL SIZE STEPS GUIDANCE PIPELINES PROPERTIES

A pipeline for each of PIPELINES, each with these compile properties (JSON), shared by as many threads as there
are clients; each picture becomes PNG and base64. Asked by lines of two numbers, clients and seconds; answers
each with one line of JSON.
"""
import base64
import io
import json
import queue
import sys
import threading
import time


def resident_mib():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) >> 10


def main():
    import openvino_genai
    from PIL import Image

    model, size, steps, guidance, pipelines, properties = sys.argv[1:7]
    size, steps, guidance = int(size), int(steps), float(guidance)
    free = queue.SimpleQueue()
    for _ in range(int(pipelines)):
        free.put(openvino_genai.Text2ImagePipeline(model, "CPU", **json.loads(properties)))

    def picture():
        pipeline = free.get()
        try:
            pixels = pipeline.generate("a red circle", width=size, height=size, num_inference_steps=steps,
                                       guidance_scale=guidance, rng_seed=7).data[0].copy()
        finally:
            free.put(pipeline)
        png = io.BytesIO()
        Image.fromarray(pixels).save(png, "PNG")
        return base64.b64encode(png.getvalue())

    def client(until, done):
        while True:
            picture()
            done.append(time.perf_counter())
            if done[-1] >= until:
                return

    for _ in range(int(pipelines)):
        picture()
    print(json.dumps({"mib": resident_mib()}), flush=True)
    for line in sys.stdin:
        clients, seconds = line.split()
        began, dones = time.perf_counter(), [[] for _ in range(int(clients))]
        threads = [threading.Thread(target=client, args=(began + float(seconds), done)) for done in dones]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        rate = sum(len(done) / (done[-1] - began) for done in dones)
        print(json.dumps({"rate": rate, "mib": resident_mib()}), flush=True)


if __name__ == "__main__":
    main()
