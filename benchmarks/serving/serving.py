#!/usr/bin/env python3
"""Easel, GenAI called directly, and the server that people write first, side by side.

Easel runs as it comes, after 'easel tune', and with its model in the server's process. GenAI is called from Python by
one thread and by many, each with a pipeline of its own, with the properties that people set. FastAPI, uvicorn
and a pipeline for each core stand for what is written first. All have the same model, precision, prompt, size
and steps, and every request has a seed of its own. Clients ask again as soon as they have their answer.

First each system is started alone: time to ready, and memory after requests. Then all run, their pictures of
equal seeds are compared, and they are measured in turn for each number of clients, round by round. The figures
go to benchmarks/results as JSON, as a Markdown table and as a plot.

Without --full it takes less than five minutes and has the model that ships; --full adds tiny models of Stable
Diffusion 1.5 and XL at 512x512, and the door without a model ('./easel bench door'). It takes about an hour.
"""
import argparse
import contextlib
import datetime
import json
import math
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "shared"))
import environment  # noqa: E402
from environment import BENCHMARKS, ROOT  # noqa: E402


class Work:
    """What is asked of every system."""

    def __init__(self, model, size, steps, guidance):
        self.model, self.size, self.steps, self.guidance = ROOT / model, size, steps, guidance
        self.prompt = "a red circle on a white background"


WORK = {
    "shapes": Work("models/shapes", 256, 20, 3.0),
    "shapes-512": Work("models/shapes", 512, 20, 3.0),
    # Small in all but the pictures: a step takes as long as six of the model that ships.
    "sd15": Work("openvino-genai-jni/src/test/models/sd15", 512, 4, 7.5),
    "sdxl": Work("calculators/src/test/models/sdxl", 512, 4, 5.0),
}
QUICK_SECONDS = 270
QUICK, FULL = ["shapes"], ["shapes", "sd15", "sdxl"]
SEEDS = (11, 12, 13)
# Other threads and processes add up floats in another order. The steps after that enlarge a difference.
MEAN_DIFFERENCE = 1.0  # of 255


def tell(*words):
    print(*words, file=sys.stderr, flush=True)


class Turns:
    """Measures systems in turn; each request of a run has a seed that no other has."""

    def __init__(self, args):
        self.args = args
        self.seed = 1000

    def window(self, system, clients, seconds):
        self.seed += 10_000
        return system.window(clients, seconds, self.seed)

    def start_alone(self, name, start, found):
        """Time to ready, and memory after requests of so many clients."""
        from systems import DIRECT

        system = start()
        try:
            found["ready"].append(system.ready)
            if system.load is not None:
                found["load"].append(system.load)
            if name.startswith(DIRECT):
                for clients in self.args.clients:
                    self.window(system, clients, self.args.seconds / 4)
                    found["memory"].setdefault(str(clients), []).append(system.memory())
            else:
                self.window(system, max(self.args.clients), self.args.seconds)
                found["memory"].setdefault("all", []).append(system.memory())
        finally:
            system.stop()

    def round(self, systems, number, seconds, found=None):
        names = list(systems)
        for clients in self.args.clients:
            for place in range(len(names)):
                name = names[(place + number) % len(names)]
                got = self.window(systems[name], clients, seconds)
                if found is not None:
                    found[name]["windows"].setdefault(str(clients), []).append(got)


def compare_pixels(systems, work):
    """How far the pictures of equal seeds are from the first system's: mean and largest difference, of 255."""
    import numpy
    from load import pixels

    first, far = None, {}
    for name, system in systems.items():
        pictures = [pixels(system.png(seed), work.size).astype(int) for seed in SEEDS]
        first = first or pictures
        differences = [numpy.abs(mine - theirs) for mine, theirs in zip(pictures, first)]
        far[name] = {"mean": max(float(each.mean()) for each in differences),
                     "largest": max(int(each.max()) for each in differences)}
        if far[name]["mean"] > MEAN_DIFFERENCE and "bf16" not in name:
            sys.exit(f"{name} makes other pictures of the seeds {SEEDS} than {next(iter(systems))}: they differ by "
                     f"{far[name]['mean']:.2f} of 255 on the average, and {MEAN_DIFFERENCE} is allowed. Are model, "
                     "precision and versions the same?")
    return far


def measure(name, args):
    """All figures of one model."""
    from systems import starters

    work = WORK[name]
    work.steps = args.steps or work.steps
    turns = Turns(args)
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as running:
        start = starters(work, args, pathlib.Path(folder))
        found = {each: {"ready": [], "load": [], "memory": {}, "windows": {}} for each in start}
        for number in range(args.starts):
            for each in start:
                tell(f"{name}: start {number + 1} of {args.starts}: {each}")
                turns.start_alone(each, start[each], found[each])
        systems = {}
        for each in start:
            systems[each] = start[each]()
            running.callback(systems[each].stop)
        tell(f"{name}: comparing pictures")
        differences = compare_pixels(systems, work)
        tell(f"{name}: warming up")
        turns.round(systems, 0, args.seconds / 2)
        began = time.monotonic()
        for number in range(args.rounds):
            turns.round(systems, number, args.seconds, found)
            each_round = (time.monotonic() - began) / (number + 1)
            left = args.rounds - number - 1
            tell(f"{name}: round {number + 1} of {args.rounds} done, about {left * each_round:.0f} s left for this model")
            if left and time.monotonic() + each_round > args.until:
                tell(f"{name}: no further round: this machine is slow today; --rounds {args.rounds} makes all")
                break
    return {"size": work.size, "steps": work.steps, "guidance": work.guidance, "systems": found,
            "differences": differences}


def door(args):
    """The figures of './easel bench door', where there is such a benchmark."""
    if "  door)" not in (BENCHMARKS / "bench").read_text():
        return None
    with tempfile.TemporaryDirectory() as folder:
        told = pathlib.Path(folder) / "door.json"
        tell("the door: ./easel bench door")
        done = subprocess.run([str(BENCHMARKS / "bench"), "door", "--json", str(told)], stdout=sys.stderr)
        if done.returncode:
            tell("the door is left out: './easel bench door' failed, see above")
            return None
        return json.loads(told.read_text())


def said(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    except FileNotFoundError:
        return ""
    return (done.stdout or done.stderr).strip()


def about(args):
    """What the figures are of: machine, versions, settings."""
    import openvino
    import openvino_genai
    import PIL

    cpu = [line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
    memory = int(open("/proc/meminfo").readline().split()[1]) / 2**20
    requirements = (BENCHMARKS / "peers" / "fastapi" / "requirements.txt").read_text().split()
    return {
        "date": datetime.date.today().isoformat(),
        "commit": said("git", "describe", "--always", "--dirty", "--exclude=*"),
        "machine": {"processor": (cpu or ["unknown"])[0], "cores": os.cpu_count(), "memory_gib": round(memory, 1),
                    "kernel": os.uname().release, "load_before": os.getloadavg()[0]},
        "versions": {
            "easel": said(str(ROOT / "easel"), "--version").split()[-1],
            "java": said(str(pathlib.Path(os.environ["JAVA_HOME"]) / "bin" / "java") if "JAVA_HOME" in os.environ
                         else "java", "-version").splitlines()[0],
            "python": sys.version.split()[0], "openvino": openvino.__version__,
            "openvino-genai": openvino_genai.__version__, "pillow": PIL.__version__,
            **dict(line.split("==") for line in requirements if line.startswith(("fastapi", "uvicorn")))},
        "settings": {"precision": args.precision_used, "clients": args.clients, "seconds": args.seconds,
                     "starts": args.starts, "fastapi_threads": os.cpu_count(), "mean_difference_allowed": MEAN_DIFFERENCE},
    }


def precision_of(args):
    """The precision that the CPU computes in, and whether it could take bf16."""
    import openvino

    core = openvino.Core()
    wanted = {"INFERENCE_PRECISION_HINT": args.precision} if args.precision else {}
    unet = core.compile_model(str(WORK["sd15"].model / "unet" / "openvino_model.xml"), "CPU", wanted)
    used = str(unet.get_property("INFERENCE_PRECISION_HINT").get_type_name())
    return used, "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")


def write(figures, folder):
    import plot
    import report

    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"serving-{figures['about']['date']}"
    text = report.markdown(figures, place.name + ".svg")
    place.with_suffix(".json").write_text(json.dumps(figures, indent=1) + "\n")
    place.with_suffix(".md").write_text(text)
    place.with_suffix(".svg").write_text(plot.svg(figures))
    print(text)
    tell(f"written: {place}.json, .md and .svg")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
                                     epilog="example: ./easel bench serving --full")
    parser.add_argument("--full", action="store_true", help="all models, more rounds and starts, the door")
    parser.add_argument("--models", nargs="+", choices=sorted(WORK), help=f"default: {QUICK[0]}; with --full: {' '.join(FULL)}")
    parser.add_argument("--clients", nargs="+", type=int, default=[1, 2, 4, 8], help="default: 1 2 4 8")
    parser.add_argument("--rounds", type=int, help="measurements of each system (default: 3; with --full: 5)")
    parser.add_argument("--seconds", type=float, help="each measurement's time (default: 1.5; with --full: 4)")
    parser.add_argument("--starts", type=int, help="starts of each system alone (default: 1; with --full: 3)")
    parser.add_argument("--steps", type=int, help="of each picture (default: 20, of the tiny models 4)")
    parser.add_argument("--precision", choices=["f32", "bf16", "f16"], help="of all systems (default: what the CPU takes by itself)")
    parser.add_argument("--server", default="./easel serve", help="command that starts Easel (default: %(default)s)")
    parser.add_argument("--results", type=pathlib.Path, default=BENCHMARKS / "results", metavar="FOLDER",
                        help="where the figures go (default: %(default)s)")
    parser.add_argument("--from", dest="source", type=pathlib.Path, metavar="FILE.json",
                        help="measure nothing: make table and plot again of figures")
    parser.add_argument("--environments", type=pathlib.Path, default=environment.cache(), metavar="FOLDER",
                        help="folder of the Python environments (default: %(default)s)")
    args = parser.parse_args()
    args.models = args.models or (FULL if args.full else QUICK)
    args.clients = sorted(set(args.clients))
    args.until = time.monotonic() + (math.inf if args.full or args.rounds else QUICK_SECONDS)
    for name, quick, full in (("rounds", 3, 5), ("seconds", 1.5, 4.0), ("starts", 1, 3)):
        if getattr(args, name) is None:
            setattr(args, name, full if args.full else quick)
        if getattr(args, name) <= 0:
            parser.error(f"--{name} must be more than 0")
    if args.clients[0] < 1:
        parser.error("--clients must be numbers from 1 on")
    return args


def main():
    args = arguments()
    if args.source:
        write(json.loads(args.source.read_text()), args.results)
        return
    environment.enter(args.environments / "bench-road", pathlib.Path(__file__).resolve())
    # Whatever ends this ends what it has started, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by SIGTERM"))
    try:
        args.precision_used, args.has_bf16 = precision_of(args)
        tell(f"precision of all systems: {args.precision_used}")
        figures = {"about": about(args), "models": {name: measure(name, args) for name in args.models}}
        if args.full:
            figures["door"] = door(args)
    except KeyboardInterrupt:
        sys.exit("stopped; everything that was started has been ended")
    write(figures, args.results)


if __name__ == "__main__":
    main()
