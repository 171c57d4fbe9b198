"""GenAI's own Python module in a process of its own, asked by lines of JSON: direct.py MODEL.

Loads the model and says how long that took; then each line with steps, size and seed is one image.
"""
import json
import sys
import time


def say(**values):
    print(json.dumps(values), flush=True)


def main():
    import openvino_genai

    began = time.perf_counter()
    pipeline = openvino_genai.Text2ImagePipeline(sys.argv[1], "CPU")
    say(load=time.perf_counter() - began)
    for line in sys.stdin:
        asked = json.loads(line)
        began = time.perf_counter()
        pipeline.generate("a red circle", num_inference_steps=asked["steps"], width=asked["size"],
                          height=asked["size"], rng_seed=1)
        say(seconds=time.perf_counter() - began)


if __name__ == "__main__":
    main()
