#!/usr/bin/env python3
"""Prepares pictures for inpainting and outpainting; needs nothing but Python.

usage: canvas.py mask WxH LEFT,TOP,RIGHT,BOTTOM OUT.png       black, white inside the box
       canvas.py extend IN.png WxH CANVAS.png MASK.png        the picture in the middle of a larger one, and a
                                                              mask that is white around it
"""
import struct
import sys
import zlib


def write(path, width, height, rgb):
    rows = b"".join(b"\0" + rgb[y * width * 3:(y + 1) * width * 3] for y in range(height))
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        for kind, content in ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
                              (b"IDAT", zlib.compress(rows)), (b"IEND", b"")):
            file.write(struct.pack(">I", len(content)) + kind + content
                       + struct.pack(">I", zlib.crc32(kind + content)))


def read(path):
    data = open(path, "rb").read()
    at, packed, header = 8, b"", None
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        content = data[at + 8:at + 8 + length]
        at += length + 12
        if kind == b"IHDR":
            header = struct.unpack(">IIBBBBB", content)
        elif kind == b"IDAT":
            packed += content
    width, height, depth, colour, _, _, interlaced = header
    if (depth, colour, interlaced) != (8, 2, 0):
        sys.exit(f"{path}: only RGB pictures of 8 bits are read here")
    rows, raw, above = [], zlib.decompress(packed), bytearray(width * 3)
    for y in range(height):
        start = y * (width * 3 + 1)
        row = bytearray(raw[start + 1:start + 1 + width * 3])
        unfilter(raw[start], row, above)
        rows.append(row)
        above = row
    return width, height, b"".join(rows)


def unfilter(kind, row, above):
    for i in range(len(row)):
        left = row[i - 3] if i >= 3 else 0
        up, corner = above[i], above[i - 3] if i >= 3 else 0
        if kind == 1:
            guess = left
        elif kind == 2:
            guess = up
        elif kind == 3:
            guess = (left + up) // 2
        elif kind == 4:
            guess = min((left, up, corner), key=lambda value: abs(left + up - corner - value))
        else:
            guess = 0
        row[i] = (row[i] + guess) & 255


def box(width, height, left, top, right, bottom, inside, outside):
    pixels = bytearray()
    for y in range(height):
        for x in range(width):
            pixels += (inside if left <= x < right and top <= y < bottom else outside) * 3
    return bytes(pixels)


def size(text):
    return [int(side) for side in text.split("x")]


def mask(dimensions, edges, out):
    width, height = size(dimensions)
    write(out, width, height, box(width, height, *map(int, edges.split(",")), b"\xff", b"\0"))


def extend(source, dimensions, canvas, around):
    (width, height), (inner_width, inner_height, inner) = size(dimensions), read(source)
    left, top = (width - inner_width) // 2, (height - inner_height) // 2
    if left < 0 or top < 0:
        sys.exit(f"{source} is larger than {dimensions}")
    pixels = bytearray(width * height * 3)
    for y in range(inner_height):
        start = ((y + top) * width + left) * 3
        pixels[start:start + inner_width * 3] = inner[y * inner_width * 3:(y + 1) * inner_width * 3]
    write(canvas, width, height, bytes(pixels))
    write(around, width, height,
          box(width, height, left, top, left + inner_width, top + inner_height, b"\0", b"\xff"))


if __name__ == "__main__":
    commands = {"mask": (mask, 3), "extend": (extend, 4)}
    command, wanted = commands.get(sys.argv[1] if len(sys.argv) > 1 else "", (None, 0))
    if command is None or len(sys.argv) != 2 + wanted:
        sys.exit(__doc__)
    command(*sys.argv[2:])
