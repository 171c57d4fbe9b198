"""Says a scene in words, in many ways."""

import random

from .scene import Scene, Thing

SYNONYMS = {
    "square": ["square", "square", "box"],
    "circle": ["circle", "circle", "disk", "dot", "ball"],
    "ring": ["ring", "ring", "donut"],
    "cross": ["cross", "cross", "plus"],
    "diamond": ["diamond", "diamond", "rhombus"],
    "gray": ["gray", "grey"],
    "small": ["small", "tiny", "little"],
    "large": ["large", "big", "huge"],
    "purple": ["purple", "purple", "violet"],
}
PLACE_PHRASES = {
    None: ["in the center", "in the middle"],
    "left": ["on the left", "on the left side", "at left", "to the left"],
    "right": ["on the right", "on the right side", "at right", "to the right"],
    "top": ["at the top", "on top", "in the upper part"],
    "bottom": ["at the bottom", "on the bottom", "in the lower part"],
}
# Between two things, by the place of the first; None when no place is said (first left, second right).
JOINTS = {
    None: [" and ", " and ", " and ", " next to ", " beside ", ", ", " with "],
    "left": [" to the left of ", " left of "],
    "right": [" to the right of ", " right of "],
    "top": [" above ", " over ", " on top of "],
    "bottom": [" below ", " under ", " beneath "],
}
BACKGROUND_PHRASES = [" on a {} background", " on a {} background", " on {} background", " on {}",
                      ", {} background", " with a {} background"]
OPENINGS = ["a picture of ", "an image of ", "a drawing of ", "draw ", "a simple icon of ", "generate "]
ENDINGS = [".", ".", ", flat design", ", minimal", ", high quality"]
FILLERS = ["beautiful", "shiny", "cute", "simple", "nice", "bright", "solid", "flat", "single", "cartoon", "perfect"]
EMPTY = ["nothing", "an empty picture", "a plain background", "empty", "no shapes"]
# Words that a stranger may type: the vocabulary should hold them whole, whatever the model makes of them.
EXTRA_WORDS = ["two", "three", "photo", "illustration", "shape", "color", "cat", "dog", "house", "sun", "tree"]


def say(rng: random.Random, word: str) -> str:
    return rng.choice(SYNONYMS.get(word, [word]))


def with_article(rng: random.Random, words: str) -> str:
    if rng.random() > 0.88:
        return words
    return ("an " if words[0] in "aeiou" else "a ") + words


def noun_phrase(rng: random.Random, thing: Thing, vague: str | None) -> str:
    words = [say(rng, thing.size)] if thing.size else []
    if rng.random() < 0.06:
        words.append(rng.choice(FILLERS))
    if vague != "color":
        words.append(say(rng, thing.color))
    if vague != "shape":
        words.append(say(rng, thing.shape))
    return with_article(rng, " ".join(words))


def place_phrase(rng: random.Random, thing: Thing) -> str:
    if thing.place is None and rng.random() > 0.1:
        return ""
    return " " + rng.choice(PLACE_PHRASES[thing.place])


def things_phrase(rng: random.Random, scene: Scene) -> str:
    nouns = [noun_phrase(rng, thing, scene.vague) for thing in scene.things]
    if not nouns:
        return rng.choice(EMPTY)
    if len(nouns) == 1:
        return nouns[0] + place_phrase(rng, scene.things[0])
    first, second = scene.things
    if first.place is None or rng.random() < 0.5:
        return rng.choice(JOINTS[first.place]).join(nouns)
    joint = rng.choice([" and ", ", "])
    return joint.join(noun + " " + rng.choice(PLACE_PHRASES[thing.place])
                      for noun, thing in zip(nouns, (first, second)))


def caption(rng: random.Random, scene: Scene) -> str:
    text = things_phrase(rng, scene)
    if scene.background_said:
        text += rng.choice(BACKGROUND_PHRASES).format(say(rng, scene.background))
    if rng.random() < 0.45:
        text = rng.choice(OPENINGS) + text
    if rng.random() < 0.45:
        text += rng.choice(ENDINGS)
    return text
