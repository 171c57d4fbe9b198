"""Contact sheets with captions."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

GAP, LINE, PAPER = 4, 12, (235, 235, 235)


def wrapped(text: str, width: int, font) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = (lines[-1] + " " + word).strip()
        if font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def write_sheet(path: Path, items: list[tuple[str, np.ndarray]], columns: int, side: int, lines: int = 3) -> None:
    """Nothing is written for no items."""
    if not items:
        return
    font, height = ImageFont.load_default(10), side + lines * LINE + GAP
    rows = -(-len(items) // columns)
    page = Image.new("RGB", (columns * (side + GAP) + GAP, rows * height + GAP), PAPER)
    draw = ImageDraw.Draw(page)
    for i, (text, picture) in enumerate(items):
        x, y = GAP + i % columns * (side + GAP), GAP + i // columns * height
        small = Image.fromarray(picture)
        small.thumbnail((side, side), Image.LANCZOS)
        page.paste(small, (x, y))
        for k, line in enumerate(wrapped(text, side, font)[:lines]):
            draw.text((x, y + side + k * LINE), line, fill=(0, 0, 0), font=font)
    path.parent.mkdir(parents=True, exist_ok=True)
    page.save(path, optimize=True)
