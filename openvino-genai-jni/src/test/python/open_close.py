"""The loop of OpenCloseLoop.java in GenAI's own Python module: prints the resident KiB after every cycle."""

import gc
import sys

import openvino_genai


def resident_kib():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))


def main():
    model, cycles = sys.argv[1], int(sys.argv[2])
    for _ in range(cycles):
        pipeline = openvino_genai.Text2ImagePipeline(model, "CPU")
        pipeline.generate("a cat", width=64, height=64, num_inference_steps=2)
        del pipeline
        gc.collect()
        print(resident_kib(), flush=True)


if __name__ == "__main__":
    main()
