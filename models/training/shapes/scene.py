"""What a picture shows: the vocabulary, and how scenes are drawn at random."""

import random
from dataclasses import dataclass

COLORS = {
    "red": (220, 30, 30),
    "green": (30, 160, 50),
    "blue": (35, 70, 220),
    "yellow": (250, 215, 30),
    "orange": (250, 130, 20),
    "purple": (130, 40, 170),
    "pink": (250, 130, 180),
    "cyan": (40, 205, 215),
    "black": (15, 15, 15),
    "white": (250, 250, 250),
    "gray": (128, 128, 128),
    "brown": (125, 75, 35),
}
COLOR_NAMES = list(COLORS)
SHAPES = ["circle", "square", "triangle", "star", "ring", "cross", "heart", "diamond"]
# Centres in units of half the picture's shorter side from its middle, y downwards.
PLACES = {"left": (-0.44, 0.0), "right": (0.44, 0.0), "top": (0.0, -0.44), "bottom": (0.0, 0.44)}
OPPOSITE = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}
JITTER = 0.04

# Radii in the same units, by the size that the caption names.
RADIUS_ALONE = {"small": (0.25, 0.29), None: (0.43, 0.51), "large": (0.68, 0.76)}
RADIUS_AT_A_PLACE = {"small": (0.25, 0.29), None: (0.37, 0.42), "large": (0.48, 0.53)}
RADIUS_OF_TWO = {"small": (0.24, 0.27), None: (0.33, 0.38), "large": (0.42, 0.45)}


@dataclass(frozen=True)
class Thing:
    """One shape of a scene. `size` and `place` are None where the caption does not name them."""

    shape: str
    color: str
    size: str | None
    place: str | None
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Scene:
    """A background and up to two things. `vague` captions leave out the shape or the colour."""

    background: str
    background_said: bool
    things: tuple[Thing, ...]
    vague: str | None = None


def is_held_out(shape: str, color: str, background: str) -> bool:
    """One of eleven combinations of shape, colour and background is never trained on."""
    s, c, b = SHAPES.index(shape), COLOR_NAMES.index(color), COLOR_NAMES.index(background)
    return (5 * s + 7 * c + 3 * b) % 11 == 0


def unsaid_background(colors: list[str]) -> str:
    """White, unless something in the picture is white."""
    for background in ("white", "black", "gray"):
        if background not in colors:
            return background
    raise ValueError(f"no background left for {colors}")


def thing_at(rng: random.Random, shape: str, color: str, size: str | None, place: str | None,
             radii: dict, named: bool) -> Thing:
    x, y = PLACES.get(place, (0.0, 0.0))
    return Thing(shape, color, size, place if named else None,
                 x + rng.uniform(-JITTER, JITTER), y + rng.uniform(-JITTER, JITTER),
                 rng.uniform(*radii[size]))


def one_thing(rng: random.Random, shape: str, color: str) -> Thing:
    size = rng.choice([None, None, "small", "large"])
    place = rng.choice([None, None, None, *PLACES])
    return thing_at(rng, shape, color, size, place, RADIUS_AT_A_PLACE if place else RADIUS_ALONE, True)


def two_things(rng: random.Random, kinds: list[tuple[str, str]]) -> tuple[Thing, Thing]:
    """The first thing named is on the left unless the caption says otherwise."""
    first = rng.choice(["left", "left", "left", "left", "right", "top", "top", "bottom"])
    named = first != "left" or rng.random() < 0.25
    sizes = [rng.choice(["small", "large"]) if rng.random() < 0.12 else None for _ in kinds]
    places = [first, OPPOSITE[first]]
    return tuple(thing_at(rng, s, c, size, place, RADIUS_OF_TWO, named)
                 for (s, c), size, place in zip(kinds, sizes, places))


def random_scene(rng: random.Random, two: float = 0.40, empty: float = 0.02, vague: float = 0.02) -> Scene:
    """A scene of any kind, held-out combinations included."""
    dice = rng.random()
    said = rng.random() < 0.6
    background = rng.choice(COLOR_NAMES)
    if dice < empty:
        return Scene(background if said else "white", said, ())
    count = 2 if dice < empty + two else 1
    colors = [rng.choice([c for c in COLOR_NAMES if not said or c != background]) for _ in range(count)]
    if not said:
        background = unsaid_background(colors)
    kinds = [(rng.choice(SHAPES), color) for color in colors]
    if count == 2:
        return Scene(background, said, two_things(rng, kinds))
    left_out = rng.choice(["shape", "color"]) if rng.random() < vague else None
    if left_out == "color" and not said and kinds[0][1] == "white":
        left_out = None  # the caption could not tell why the background is black
    return Scene(background, said, (one_thing(rng, *kinds[0]),), left_out)


def uses_held_out(scene: Scene) -> bool:
    return any(is_held_out(t.shape, t.color, scene.background) for t in scene.things)


def training_scene(rng: random.Random) -> Scene:
    while True:
        scene = random_scene(rng)
        if not uses_held_out(scene):
            return scene
