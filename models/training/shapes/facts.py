"""A scene as class numbers: what a caption says, for the text encoder's by-task."""

from .scene import COLOR_NAMES, PLACES, SHAPES, Scene, Thing

SIZES = [None, "small", "large"]
PLACE_NAMES = [None, *PLACES]
THING_SIZES = [len(SHAPES) + 1, len(COLOR_NAMES) + 1, len(SIZES), len(PLACE_NAMES)]
FACT_SIZES = [len(COLOR_NAMES), *THING_SIZES, *THING_SIZES]


def facts_of_thing(thing: Thing | None) -> list[int]:
    if thing is None:
        return [len(SHAPES), len(COLOR_NAMES), 0, 0]
    return [SHAPES.index(thing.shape), COLOR_NAMES.index(thing.color), SIZES.index(thing.size),
            PLACE_NAMES.index(thing.place)]


def facts(scene: Scene) -> list[int]:
    """In the order of FACT_SIZES: the background, then shape, colour, size and place of the two things."""
    first, second, *_ = [*scene.things, None, None]
    return [COLOR_NAMES.index(scene.background), *facts_of_thing(first), *facts_of_thing(second)]
