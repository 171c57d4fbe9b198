"""The figures as one SVG: for each model pictures a second, and p50 and p99, over clients."""
import statistics
from xml.sax.saxutils import escape

from figures import percentile
from report import best_of_grid, latencies, rates
from systems import EASEL, FASTAPI, TUNED, UNTUNED, WITHIN

COLOURS = {EASEL: "#0a58ca", TUNED: "#6610f2", WITHIN: "#6ea8fe", FASTAPI: "#d63384", UNTUNED: "#fd7e14", "best of the grid": "#198754"}
WIDTH, HEIGHT, GAP, TOP = 420, 260, 70, 60
PANEL = HEIGHT + 100


class Panel:
    """One pair of axes; clients are a step apart, as they double."""

    def __init__(self, x, y, title, clients, most):
        self.x, self.y, self.clients = x, y, clients
        self.step = nice(most / 5)
        self.most = self.step * (int(most / self.step) + 1)
        self.drawn = [f'<text x="{x}" y="{y - 14}" class="title">{escape(title)}</text>']
        for number in range(int(self.most / self.step + 0.5) + 1):
            value = number * self.step
            self.drawn.append(f'<line x1="{x}" x2="{x + WIDTH}" y1="{self.up(value):.1f}" y2="{self.up(value):.1f}" class="grid"/>')
            self.drawn.append(f'<text x="{x - 8}" y="{self.up(value) + 4:.1f}" class="number end">{value:g}</text>')
        for count in clients:
            self.drawn.append(f'<text x="{self.along(count):.1f}" y="{y + HEIGHT + 20}" class="number middle">{count}</text>')
        self.drawn.append(f'<text x="{x + WIDTH / 2}" y="{y + HEIGHT + 38}" class="number middle">clients</text>')

    def along(self, count):
        return self.x + WIDTH * (self.clients.index(count) + 0.5) / len(self.clients)

    def up(self, value):
        return self.y + HEIGHT * (1 - value / self.most)

    def line(self, values, colour, dashes=""):
        points = [(self.along(count), self.up(value)) for count, value in zip(self.clients, values)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.drawn.append(f'<polyline points="{path}" stroke="{colour}" class="line" stroke-dasharray="{dashes}"/>')
        self.drawn += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]


def nice(step):
    """The next larger of 1, 2 and 5 times a power of ten."""
    power = 1.0
    while power > step:
        power /= 10
    while power * 10 <= step:
        power *= 10
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= step)


def middle_rates(model, clients):
    found = {name: [statistics.median(rates(model, name, count)) for count in clients]
             for name in (EASEL, TUNED, WITHIN, FASTAPI, UNTUNED)}
    found["best of the grid"] = [statistics.median(rates(model, *best_of_grid(model, count))) for count in clients]
    return found


def waits(model, clients, share):
    return {name: [1000 * percentile(latencies(model, name, count), share) for count in clients]
            for name in (EASEL, TUNED, WITHIN, FASTAPI, UNTUNED)}


def panels(name, model, clients, y):
    """The two panels of one model."""
    done, half, most = middle_rates(model, clients), waits(model, clients, 0.5), waits(model, clients, 0.99)
    highest = max(max(values) for values in done.values())
    left = Panel(GAP, y, f"{name}, {model['size']}x{model['size']}: pictures/s", clients, highest)
    for system, values in done.items():
        left.line(values, COLOURS[system])
    longest = max(max(values) for values in most.values())
    right = Panel(2 * GAP + WIDTH, y, "p50 and p99 (dashed), ms", clients, longest)
    for system in half:
        right.line(half[system], COLOURS[system])
        right.line(most[system], COLOURS[system], "5 4")
    return left.drawn + right.drawn


def legend():
    drawn, x = [], GAP
    for name, colour in COLOURS.items():
        drawn.append(f'<line x1="{x}" x2="{x + 22}" y1="22" y2="22" stroke="{colour}" class="line"/>')
        drawn.append(f'<text x="{x + 28}" y="26" class="number">{escape(name)}</text>')
        x += 60 + 7 * len(name)
    return drawn


def svg(figures):
    clients, models = figures["about"]["settings"]["clients"], figures["models"]
    width, height = 2 * (WIDTH + GAP) + 30, TOP + PANEL * len(models)
    drawn = legend()
    for number, (name, model) in enumerate(models.items()):
        drawn += panels(name, model, clients, TOP + 20 + PANEL * number)
    style = ("text{font-family:sans-serif;fill:#222}.title{font-size:14px;font-weight:bold}.number{font-size:12px}"
             ".middle{text-anchor:middle}.end{text-anchor:end}.grid{stroke:#ddd}.line{fill:none;stroke-width:2}")
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
            f'<style>{style}</style><rect width="100%" height="100%" fill="#fff"/>\n' + "\n".join(drawn) + "\n</svg>\n")
