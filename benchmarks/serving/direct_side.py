"""GenAI's Python module in a process of its own, asked by lines of JSON: direct_side.py SETTINGS.

SETTINGS is JSON: the model's folder, the properties of its compilation, and what is generated. The module
has no clone() of pipelines, so each thread loads the model, as everybody has to who serves from Python.
"""
import base64
import io
import json
import os
import signal
import sys
import time

from load import clients, pixels


class Pipelines:
    def __init__(self, settings):
        import openvino_genai

        self.open = lambda: openvino_genai.Text2ImagePipeline(settings["model"], "CPU", **settings["properties"])
        self.settings = settings
        self.opened = []

    def upto(self, count):
        while len(self.opened) < count:
            self.opened.append(self.open())

    def png(self, number, seed):
        """As a server would have it: the picture as PNG, in base64."""
        from PIL import Image

        asked = self.settings
        made = self.opened[number].generate(
            asked["prompt"], num_inference_steps=asked["steps"], guidance_scale=asked["guidance"], rng_seed=seed,
            width=asked["size"], height=asked["size"]).data[0]
        out = io.BytesIO()
        Image.fromarray(made).save(out, "PNG")
        base64.b64encode(out.getvalue())
        return out.getvalue()


def window(pipelines, asked):
    found = clients(pipelines.png, asked["clients"], asked["seconds"], asked["seed"])
    for png in found.pictures:
        pixels(png, pipelines.settings["size"])
    return {"rate": found.rate, "latencies": found.latencies, "processor": found.processor / len(found.pictures)}


def main():
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it ends it
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what native code prints is no answer

    def say(**values):
        print(json.dumps(values), file=out, flush=True)

    began = time.perf_counter()
    pipelines = Pipelines(json.loads(sys.argv[1]))
    pipelines.upto(1)
    say(load=time.perf_counter() - began)
    for line in sys.stdin:
        asked = json.loads(line)
        if "clients" in asked:
            pipelines.upto(asked["clients"])
            say(**window(pipelines, asked))
        else:
            say(png=base64.b64encode(pipelines.png(0, asked["seed"])).decode())


if __name__ == "__main__":
    main()
