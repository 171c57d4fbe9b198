"""Medians, spreads and ratios of what was measured, as Markdown."""
import statistics

from figures import percentile
from systems import EASEL, FASTAPI, TUNED, UNTUNED, WITHIN, in_grid


def rates(model, name, clients):
    return [window["rate"] for window in model["systems"][name]["windows"][str(clients)]]


def latencies(model, name, clients):
    return [each for window in model["systems"][name]["windows"][str(clients)] for each in window["latencies"]]


def best_of_grid(model, clients):
    """The choice of properties and threads, no more than there are clients, that makes the most pictures a second."""
    choices = [(name, int(threads)) for name, system in model["systems"].items() if in_grid(name)
               for threads in system["windows"] if int(threads) <= clients]
    return max(choices, key=lambda choice: statistics.median(rates(model, *choice)))


def spread(values, form):
    return f"{form % statistics.median(values)} ({form % min(values)} to {form % max(values)})"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)]) + "\n"


def ratio(title, mine, theirs, aim=None):
    """One row: the median of the rounds' ratios, their spread, and what is aimed at."""
    each = [a / b for a, b in zip(mine, theirs)]
    middle = statistics.median(each)
    return {"name": title, "median": middle, "lowest": min(each), "highest": max(each), "aim": aim,
            "met": None if aim is None else middle >= aim}


def ratios(model, clients):
    rows = []
    for count in clients:
        who = f"{count} client{'s' if count > 1 else ''}"
        best, threads = best_of_grid(model, count)
        of_grid = f"best of the grid ({best}, {threads} thread{'s' if threads > 1 else ''})"
        for name in (TUNED, EASEL):
            mine, counts = rates(model, name, count), name == TUNED
            rows.append(ratio(f"{who}: {name} / {of_grid}", mine, rates(model, best, threads),
                              (1.0 if count == 1 else 1.1) if counts else None))
            rows.append(ratio(f"{who}: {name} / untuned default", mine, rates(model, UNTUNED, count),
                              1.8 if counts and count > 1 else None))
        mine = rates(model, EASEL, count)
        rows.append(ratio(f"{who}: {EASEL} / {FASTAPI}", mine, rates(model, FASTAPI, count)))
        rows.append(ratio(f"{who}: {EASEL} / {WITHIN}", mine, rates(model, WITHIN, count)))
    return rows


def of_ratios(model, clients):
    rows = []
    for row in ratios(model, clients):
        aim = "" if row["aim"] is None else f"{row['aim']:.1f}, {'met' if row['met'] else 'missed'}"
        rows.append([row["name"], f"{row['median']:.2f} ({row['lowest']:.2f} to {row['highest']:.2f})", aim])
    return table(["pictures a second, ratio", "median (lowest to highest)", "aim"], rows)


def of_rates(model, clients):
    return table(["pictures/s", *map(str, clients)], [
        [name, *(spread(rates(model, name, count), "%.2f") for count in clients)] for name in model["systems"]])


def of_latencies(model, clients):
    rows = []
    for name in model["systems"]:
        cells = []
        for count in clients:
            values = latencies(model, name, count)
            cells.append(f"{1000 * percentile(values, 0.5):.0f} / {1000 * percentile(values, 0.99):.0f}")
        rows.append([name, *cells])
    return table(["p50 / p99 in ms", *map(str, clients)], rows)


def memory(system, clients):
    """Resident bytes by number of threads; of a server there is one figure."""
    held = system["memory"]
    if "all" in held:
        return [f"{statistics.median(held['all']) / 2**20:.0f}"] + [""] * (len(clients) - 1)
    return [f"{statistics.median(held[str(count)]) / 2**20:.0f}" for count in clients]


def of_starts(model, clients):
    rows = []
    for name, system in model["systems"].items():
        load = spread(system["load"], "%.2f") if system["load"] else ""
        rows.append([name, spread(system["ready"], "%.2f"), load, *memory(system, clients)])
    first, more = str(clients[0]), clients[1:]
    threads = [f"MiB with {first} thread{'s' if clients[0] > 1 else ''}, or in all", *(f"with {count}" for count in more)]
    return table(["start", "s to ready", "s of GenAI's load", *threads], rows)


def of_start_and_memory(model, clients):
    systems = model["systems"]
    load = statistics.median(systems[UNTUNED]["load"])
    direct = statistics.median(systems[UNTUNED]["memory"][str(clients[0])])
    rows = []
    for name, aim in ((EASEL, 180), (TUNED, 180), (WITHIN, 120)):
        start = statistics.median(systems[name]["ready"]) / load
        rows.append([f"start to ready: {name} / GenAI's load", f"{start:.2f}", f"1.5, {'met' if start <= 1.5 else 'missed'}"])
        over = (statistics.median(systems[name]["memory"]["all"]) - direct) / 2**20
        rows.append([f"memory: {name} - GenAI in Python, {clients[0]} thread", f"{over:+.0f} MiB",
                     f"{aim} MB, {'met' if over * 2**20 <= aim * 1e6 else 'missed'}"])
    return table(["start and memory", "median", "aim, at most"], rows)


def leaves(value, path=""):
    """Each number of the door's figures with where it stands."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}, {key}" if path else str(key))
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield path, value


def of_door(door):
    found = list(leaves(door))
    named = [(path, value) for path, value in found if "ratio" in path] or found
    return table(["door", ""], [[path, f"{value:.3f}"] for path, value in named])


def of_processor(model, clients):
    return table(["processor seconds a picture", *map(str, clients)], [
        [name, *(spread([window["processor"] for window in system["windows"][str(count)]], "%.2f") for count in clients)]
        for name, system in model["systems"].items()])


def share_of_clients(model):
    """The largest part of one core that the clients took beside a server."""
    return max(window["share_of_clients"] for system in model["systems"].values()
               for windows in system["windows"].values() for window in windows)


def of_model(name, model, clients):
    rounds = len(rates(model, EASEL, clients[0]))
    different = max(each["mean"] for system, each in model["differences"].items() if "bf16" not in system)
    return "\n".join([
        f"## {name}\n{model['size']}x{model['size']}, {model['steps']} steps, guidance {model['guidance']:g}, "
        f"{rounds} round{'s' if rounds > 1 else ''}. Pictures of equal "
        f"seeds differ by {different:.3f} of 255 on the average at most. The clients took at most "
        f"{share_of_clients(model):.0%} of a core.\n",
        of_ratios(model, clients), of_start_and_memory(model, clients), of_rates(model, clients),
        of_latencies(model, clients), of_processor(model, clients), of_starts(model, clients)])


def markdown(figures, plot):
    told = figures["about"]
    machine, settings = told["machine"], told["settings"]
    clients = settings["clients"]
    versions = ", ".join(f"{name} {version}" for name, version in told["versions"].items())
    parts = [
        f"# Serving, {told['date']}\n",
        f"`./easel bench serving`, commit {told['commit']}. {machine['processor']}, {machine['cores']} cores, "
        f"{machine['memory_gib']:g} GiB, load before {machine['load_before']:.1f}. {versions}. All compute in "
        f"{settings['precision']}. Rounds of {settings['seconds']:g} s in turn, "
        f"{settings['starts']} start{'s' if settings['starts'] > 1 else ''} of each; median (lowest to highest). FastAPI has {settings['fastapi_threads']} threads "
        "with a pipeline each. Columns are clients, or for GenAI threads, each with a pipeline. The best of the grid for "
        "so many clients has at most as many threads, and the same precision.\n",
        f"![Pictures a second and latency]({plot})\n"]
    parts += [of_model(name, model, clients) for name, model in figures["models"].items()]
    if figures.get("door"):
        parts.append("## The door\n`./easel bench door`: a graph without a model.\n\n" + of_door(figures["door"]))
    return "\n".join(parts)
