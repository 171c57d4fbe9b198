"""Compares what the judge saw with what the prompt asked for."""

from dataclasses import dataclass, field

import numpy as np

from .edge import edges_off
from .judge import Found, Verdict, judge
from .scene import Scene, Thing

PLACE_TOLERANCE = 0.2  # of half the picture


@dataclass
class Score:
    """Counts over many pictures."""

    pictures: int = 0
    things: int = 0
    backgrounds_right: int = 0
    counts_right: int = 0
    colors_right: int = 0
    shapes_right: int = 0
    places_right: int = 0
    pictures_right: int = 0
    fits: list[float] = field(default_factory=list)
    spills: list[float] = field(default_factory=list)
    edges: list[float] = field(default_factory=list)  # mean distances of outlines from ideal ones

    def add(self, scene: Scene, picture: np.ndarray) -> bool:
        """Whether all of the picture is right."""
        verdict = judge(picture)
        pairs = match(scene, verdict)
        right = [(t.color == f.color, t.shape == f.shape, at_its_place(t, f)) if f else (False, False, False)
                 for t, f in pairs]
        background, count = verdict.background == scene.background, len(verdict.things) == len(scene.things)
        whole = background and count and all(map(all, right))
        self.pictures += 1
        self.things += len(pairs)
        self.backgrounds_right += background
        self.counts_right += count
        self.colors_right += sum(c for c, _, _ in right)
        self.shapes_right += sum(s for _, s, _ in right)
        self.places_right += sum(p for _, _, p in right)
        self.pictures_right += whole
        self.fits += [f.fit for _, f in pairs if f]
        self.spills += [f.spill for _, f in pairs if f]
        self.edges += [float(edges_off(picture, f.mask, f, verdict.background).mean()) for t, f in pairs
                       if f and (t.shape, t.color) == (f.shape, f.color) and f.color != verdict.background]
        return whole

    def summary(self) -> dict:
        percent = lambda part, whole: round(100 * part / max(1, whole), 1)
        return {
            "pictures": self.pictures,
            "things": self.things,
            "colors %": percent(self.backgrounds_right + self.colors_right, self.pictures + self.things),
            "background colors %": percent(self.backgrounds_right, self.pictures),
            "thing colors %": percent(self.colors_right, self.things),
            "shapes %": percent(self.shapes_right, self.things),
            "places %": percent(self.places_right, self.things),
            "number of things %": percent(self.counts_right, self.pictures),
            "everything right %": percent(self.pictures_right, self.pictures),
            "mean outline fit": round(sum(self.fits) / max(1, len(self.fits)), 3),
            "mean colour spill": round(sum(self.spills) / max(1, len(self.spills)), 4),
            "edges off by % of a side": round(sum(self.edges) / max(1, len(self.edges)), 3),
        }


def apart(thing: Thing, found: Found) -> float:
    return max(abs(thing.x - found.x), abs(thing.y - found.y))


def at_its_place(thing: Thing, found: Found) -> bool:
    """Outlines are not centred in their bounding boxes exactly, and the place has its own jitter."""
    return apart(thing, found) <= PLACE_TOLERANCE


def match(scene: Scene, verdict: Verdict) -> list[tuple[Thing, Found | None]]:
    """Each thing with what was found nearest to where it should be; never the same one twice."""
    left, pairs = list(verdict.things), []
    for thing in scene.things:
        nearest = min(left, key=lambda found: apart(thing, found), default=None)
        if nearest:
            left.remove(nearest)
        pairs.append((thing, nearest))
    return pairs
