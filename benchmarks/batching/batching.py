#!/usr/bin/env python3
"""What requests could gain from sharing the steps of one model: batches of its parts against one by one.

The text encoder, the UNet and the VAE's decoder run through OpenVINO's Python module, for 1, 2, 4 and 8 pictures
at once. Guidance doubles the UNet's batch, as it does in a request. From the parts follows the time of whole
requests: with the steps shared by so many, against one request after the other; and against two requests at
once on two streams, which is what a server does without batches. Calls alternate, and medians are compared.

The models of real size are made on first use, as by './easel bench real-size', and take gigabytes of disk and
memory. What a GPU could gain is told by the floating point operations and bytes of the UNet.
"""
import argparse
import json
import os
import pathlib
import statistics
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "shared"))
import environment  # noqa: E402
from environment import ROOT  # noqa: E402
from real_models import model_of  # noqa: E402

REAL = ("sd15", "sdxl")
SIZES = {"shapes": 256}
BYTES_NEEDED = {"shapes": 1 << 30, "sd15": 7 << 30, "sdxl": 12 << 30}
PARTS = ("text_encoder", "text_encoder_2", "unet", "vae_decoder")


class Shapes:
    """What a request of a size brings into a network: dimensions that the network leaves open."""

    def __init__(self, model, size):
        self.model, self.size = model, size
        vae = json.loads((model / "vae_decoder" / "config.json").read_text())
        self.latent = size // 2 ** (len(vae["block_out_channels"]) - 1)
        tokens = json.loads((model / "tokenizer" / "tokenizer_config.json").read_text())
        self.tokens = tokens["model_max_length"]

    def of(self, each, batch):
        if each.any_name == "timestep":
            return [1]
        is_latent = len(each.partial_shape) == 4
        open_sides = [batch, None, self.latent, self.latent] if is_latent else [batch, self.tokens]
        return [open_sides[place] if place == 0 or side.is_dynamic else side.get_length()
                for place, side in enumerate(each.partial_shape)]


class Part:
    """One part of the model, compiled once for any batch, with inputs of the size that is asked for."""

    def __init__(self, core, model, size, properties):
        import numpy

        self.shapes = Shapes(model.parent, size)
        self.network = core.read_model(str(model / "openvino_model.xml"))
        self.compiled = core.compile_model(self.network, "CPU", properties)
        self.random = numpy.random.default_rng(1)

    def inputs(self, batch):
        import numpy

        found = {}
        for each in self.network.inputs:
            sides = self.shapes.of(each, batch)
            if each.element_type.is_integral():
                found[each.any_name] = numpy.ones(sides, dtype=each.element_type.to_dtype())
            else:
                found[each.any_name] = self.random.standard_normal(sides).astype(each.element_type.to_dtype())
        return found

    def once(self, inputs):
        self.compiled(inputs)

    def queue(self, streams):
        import openvino

        return openvino.AsyncInferQueue(self.compiled, streams)


def say(words):
    print(words, file=sys.stderr, flush=True)


WALL, PROCESSOR = 0, 1


def seconds(call, calls=1):
    """What one of so many calls took: on the clock, and of all cores together."""
    began = time.perf_counter(), time.process_time()
    call()
    return (time.perf_counter() - began[WALL]) / calls, (time.process_time() - began[PROCESSOR]) / calls


class Measured:
    """Medians of each part at each batch, alone and with two calls at once on two streams."""

    def __init__(self, args, core, model):
        precision = {"INFERENCE_PRECISION_HINT": args.precision} if args.precision else {}
        names = [name for name in args.parts if (model / name).exists()]
        self.alone = {name: Part(core, model / name, args.size, precision) for name in names}
        pairs = {**precision, "NUM_STREAMS": "2"}
        self.paired = {} if args.no_streams else {name: Part(core, model / name, args.size, pairs) for name in names}
        self.queues = {name: part.queue(2) for name, part in self.paired.items()}
        self.guidance = 1 if args.no_guidance else 2
        self.is_real = args.model in REAL
        self.times = {}

    def two(self, name, inputs):
        """Two calls at once; the time of one of them."""
        queue = self.queues[name]

        def both():
            for _ in range(2):
                queue.start_async(inputs)
            queue.wait_all()

        return seconds(both, calls=2)

    def batches(self, name, batches):
        """Decoding a real picture takes as much memory as the model: two at once tell whether that gains anything."""
        return [batch for batch in batches if batch <= 2] if name == "vae_decoder" and self.is_real else batches

    def warm_up(self, batches):
        """Prepares weights; of models of real size with one picture alone, as their larger batches take minutes."""
        self.round([1] if self.is_real else batches)
        self.times.clear()

    def round(self, batches):
        for name, part in self.alone.items():
            double = self.guidance if name != "vae_decoder" else 1
            for batch in self.batches(name, batches):
                inputs = part.inputs(batch * double)
                self.keep(name, batch, seconds(lambda: part.once(inputs)))
                if batch == 1 and name in self.queues:
                    self.keep(name, "two at once", self.two(name, inputs))

    def keep(self, name, batch, took):
        self.times.setdefault((name, batch), []).append(took)
        if self.is_real:
            say(f"{name}, {batch}: {took[WALL]:.2f} s, {took[PROCESSOR]:.2f} s of processor time")

    def sizes(self, name):
        """The batches of a part that were measured."""
        return [batch for part, batch in self.times if part == name and batch != "two at once"]

    def median(self, name, batch, clock=WALL):
        return statistics.median(each[clock] for each in self.times[name, batch])


def whole(measured, batch, steps, clock):
    """Seconds of so many requests that share their steps; text and decoding in whichever way is faster."""
    total = 0.0
    for name in measured.alone:
        if name == "unet":
            total += steps * measured.median(name, batch, clock)
        else:
            total += batch * min(measured.median(name, each, clock) / each for each in measured.sizes(name) if each <= batch)
    return total


def paired(measured, batch, steps, clock):
    """Seconds of so many requests, two at once on two streams."""
    return batch * sum((steps if name == "unet" else 1) * measured.median(name, "two at once", clock)
                       for name in measured.alone)


def gains(measured, batches, steps, clock):
    """How many times the pictures a second that a batch makes: against singles, and against two at once."""
    return [{"pictures": batch,
             "against_singles": batch * whole(measured, 1, steps, clock) / whole(measured, batch, steps, clock),
             "against_two": paired(measured, batch, steps, clock) / whole(measured, batch, steps, clock)
             if measured.queues else None} for batch in batches]


def roofline(core, model, size, batches):
    """Operations and bytes of the UNet in fp16, from its network's shapes; a request's guidance counts."""
    shapes, rows = Shapes(model, size), []
    for batch in batches:
        network = core.read_model(str(model / "unet" / "openvino_model.xml"))
        network.reshape({each.any_name: shapes.of(each, batch) for each in network.inputs})
        if any(each.partial_shape.is_dynamic for node in network.get_ops() for each in node.outputs()):
            settle(network)
        rows.append({"unet_batch": batch, **work(network)})
    return rows


def settle(network):
    """Computes what depends on shapes alone, which all are known now."""
    from openvino.passes import ConstantFolding, Manager

    manager = Manager()
    manager.register_pass(ConstantFolding())
    manager.run_passes(network)


def work(network):
    """What convolutions, products of matrices and attention do, and the bytes that go in and out of them in fp16."""
    operations = moved = parameters = 0
    for node in network.get_ops():
        kind = node.get_type_name()
        if kind not in ("Convolution", "MatMul", "ScaledDotProductAttention"):
            continue
        shapes = [tuple(each.get_shape()) for each in node.inputs()]
        made = tuple(node.output(0).get_shape())
        out = product(made)
        if kind == "Convolution":
            operations += 2 * out * product(shapes[1][1:])
        elif kind == "MatMul":
            inner = shapes[0][-2] if node.get_attributes()["transpose_a"] else shapes[0][-1]
            operations += 2 * out * inner
        else:
            queries, keys = shapes[0], shapes[1]
            operations += 2 * product(queries) * keys[-2] * 2
        weights = 0
        if kind != "ScaledDotProductAttention" and is_constant(node.input_value(1).get_node()):
            weights = product(shapes[1])
            parameters += weights
        inputs = shapes[:1] if weights else shapes[:3]
        moved += 2 * (sum(map(product, inputs)) + out)
    return {"operations": operations, "weights_bytes": 2 * parameters, "moved_bytes": moved + 2 * parameters}


def is_constant(node):
    """Whether nothing but constants goes in, as into weights that are stored as int8."""
    return node.get_type_name() == "Constant" or (
        len(node.inputs()) > 0 and all(is_constant(node.input_value(place).get_node()) for place in range(len(node.inputs()))))


def product(shape):
    total = 1
    for side in shape:
        total *= side
    return total


def free_bytes():
    for line in open("/proc/meminfo"):
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    return 0


def tell(args, measured, figures):
    heads = [f"{batch}" for batch in args.batches]
    print(f"{args.model}, {args.size}x{args.size}, {args.steps} steps, guidance {'on' if measured.guidance == 2 else 'off'}, "
          f"{figures['precision']}, {args.rounds} rounds, {os.cpu_count()} cores, load before {args.busy:.1f}")
    print("\n| ms a picture, and against one alone | " + " | ".join(heads) + " | two at once |\n|" + "---|" * (len(heads) + 2))
    for name in measured.alone:
        one = measured.median(name, 1)
        cells = [f"{1000 * measured.median(name, batch) / batch:.1f}, {measured.median(name, batch) / batch / one:.2f}"
                 if batch in measured.sizes(name) else "–" for batch in args.batches]
        two = f"{1000 * measured.median(name, 'two at once'):.1f}, {measured.median(name, 'two at once') / one:.2f}" \
            if measured.queues else "–"
        print(f"| {name} | " + " | ".join(cells) + f" | {two} |")
    print("\n| gain of whole requests, pictures a second | " + " | ".join(heads) + " |\n|" + "---|" * (len(heads) + 1))
    for key, title in (("against_singles", "against one after the other"), ("against_two", "against two at once on two streams")):
        for clock, words in (("gains", ""), ("gains_of_processor_time", ", by processor time")):
            if figures[clock][0][key]:
                print(f"| {title}{words} | " + " | ".join(f"{each[key]:.2f}" for each in figures[clock]) + " |")
    print("\n| UNet's batch | GFLOP | MB of weights, fp16 | MB moved, fp16 | FLOP a byte of weights | FLOP a byte moved |\n|"
          + "---|" * 6)
    for row in figures["roofline"]:
        print(f"| {row['unet_batch']} | {row['operations'] / 1e9:.1f} | {row['weights_bytes'] / 1e6:.0f} | {row['moved_bytes'] / 1e6:.0f} | "
              f"{row['operations'] / row['weights_bytes']:.0f} | {row['operations'] / row['moved_bytes']:.0f} |")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
                                     epilog="example: ./easel bench batching --model sd15 --rounds 2")
    parser.add_argument("--model", choices=["shapes", *REAL], default="shapes")
    parser.add_argument("--size", type=int, help="both sides of the pictures (default: 256, of models of real size 512)")
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--batches", nargs="+", type=int, default=[1, 2, 4, 8], help="pictures at once (default: 1 2 4 8)")
    parser.add_argument("--no-guidance", action="store_true", help="the UNet's batch is that of the pictures, not twice that")
    parser.add_argument("--rounds", type=int, help="calls of each part and batch (default: 15, of models of real size 3)")
    parser.add_argument("--precision", choices=["f32", "bf16", "f16"], help="default: what the CPU takes by itself")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="measure these alone, and gains of them")
    parser.add_argument("--no-streams", action="store_true", help="do not compile for two streams: less memory")
    parser.add_argument("--json", type=pathlib.Path, help="also write all figures to this file")
    parser.add_argument("--environment", type=pathlib.Path, default=environment.cache() / "bench-road", metavar="FOLDER",
                        help="folder of the Python environment (default: %(default)s)")
    args = parser.parse_args()
    args.size = args.size or SIZES.get(args.model, 512)
    args.rounds = args.rounds or (3 if args.model in REAL else 15)
    args.batches = sorted({1, *args.batches})
    if "unet" not in args.parts:
        parser.error("--parts must have unet: gains are of steps")
    if args.batches[0] < 1 or args.rounds < 1:
        parser.error("--batches and --rounds must be numbers from 1 on")
    return args


def main():
    args = arguments()
    environment.enter(args.environment, pathlib.Path(__file__).resolve())
    model = model_of(args.model) if args.model in REAL else ROOT / "models" / args.model
    if free_bytes() < BYTES_NEEDED[args.model]:
        sys.exit(f"{args.model} takes {BYTES_NEEDED[args.model] >> 30} GiB of memory, and {free_bytes() >> 30} are free: "
                 "end other programs, or take --no-streams with a smaller model")
    import openvino

    args.busy = os.getloadavg()[0]
    core = openvino.Core()
    say("counting operations")
    counted = roofline(core, model, args.size, sorted({1, 2, *args.batches, 2 * args.batches[-1]}))
    say("compiling")
    measured = Measured(args, core, model)
    say("warming up")
    measured.warm_up(args.batches)
    for number in range(args.rounds):
        measured.round(args.batches)
        say(f"round {number + 1} of {args.rounds} done")
    figures = {
        "model": args.model, "size": args.size, "steps": args.steps, "guidance": not args.no_guidance,
        "precision": measured.alone["unet"].compiled.get_property("INFERENCE_PRECISION_HINT").get_type_name(),
        "rounds": args.rounds, "cores": os.cpu_count(), "load_before": args.busy,
        "times": [{"part": name, "pictures": batch, "seconds": [each[WALL] for each in values],
                   "processor_seconds": [each[PROCESSOR] for each in values]} for (name, batch), values in measured.times.items()],
        "gains": gains(measured, args.batches, args.steps, WALL),
        "gains_of_processor_time": gains(measured, args.batches, args.steps, PROCESSOR),
        "roofline": counted}
    tell(args, measured, figures)
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
