"""The frame in which the networks think: the shorter side is always 16 latents, whatever the picture's size.

A picture larger than that is taken as an enlargement of a small one. Its noise is white, so the lowest waves of an
orthonormal cosine transform, put together again on the small grid, are noise of the same strength under a signal that
is stronger by `gain`: all that a smooth picture's noisy latents tell. So the networks see one scene at any size, and a
picture of 1024x1024 takes as many steps of arithmetic as one of 256x256.
"""

import math

import torch
import torch.nn.functional as F

from .schedule import SHIFT, TURN

SHORT_SIDE = 16  # latents
GUIDED_NOISE = 1.0  # sigma below which guidance only spoils outlines
TURN_PARTS = 8192  # exact to 0.0004
TURN_OF_A_WAVE = torch.cos(torch.arange(TURN_PARTS, dtype=torch.float64) * (2 * math.pi / TURN_PARTS)).float()
COMPOSING_NOISE = 0.1  # sigma above which a wide picture is composed in the square in its middle


def waves(count: torch.Tensor, kept: torch.Tensor) -> torch.Tensor:
    """The `kept` lowest orthonormal cosine waves over `count` places: [kept, count].

    Where in its turn a wave is, is found in whole numbers and looked up. Processors that compute in bf16 have three
    digits for it, which is no place at all after some turns.
    """
    places, order = torch.arange(count), torch.arange(kept)
    quarters = order[:, None] * (2 * places + 1)[None]  # of 1 / count
    nearest = torch.div(quarters * TURN_PARTS + 2 * count, 4 * count, rounding_mode="floor")
    strength = torch.where(order == 0, 1.0, 2.0) / count.float()
    return TURN_OF_A_WAVE[nearest % TURN_PARTS] * strength.sqrt()[:, None]


def reduction(large: torch.Tensor, small: torch.Tensor) -> torch.Tensor:
    """[small, large], with orthonormal rows. Exactly the identity for equal sizes, in any precision."""
    smooth = waves(small, small).transpose(0, 1) @ waves(large, small)
    same = (torch.arange(small)[:, None] == torch.arange(large)[None]).float()
    return torch.where(small == large, same, smooth)


class Frame:
    """Takes pictures of colours, two places to a latent, into the frame and back."""

    def __init__(self, rows, columns):
        """In latents, as `shape` gives them."""
        rows, columns = torch.as_tensor(rows), torch.as_tensor(columns)
        scale = (torch.minimum(rows, columns).float() / SHORT_SIDE).clamp(min=1.0)
        inside = [2 * torch.round(side.float() / scale).long() for side in (rows, columns)]
        self.down, self.across = (reduction(2 * side, small) for side, small in zip((rows, columns), inside))
        area = (2 * rows * 2 * columns).float() / (inside[0] * inside[1]).float()
        self.gain = area.sqrt()

    def enter(self, picture: torch.Tensor) -> torch.Tensor:
        """Keeps the strength of white noise; the signal gets stronger by `gain`."""
        return self.down @ picture @ self.across.transpose(0, 1)

    def leave(self, picture: torch.Tensor) -> torch.Tensor:
        """The way back, and the nearest smooth picture if something entered before."""
        return self.down.transpose(0, 1) @ picture @ self.across


def square_in(height, width) -> tuple[torch.Tensor, torch.Tensor]:
    """One inside the square in the middle of a picture of places, and one along the sides of it: [height, width].

    The square begins at a whole patch of four places, where the network's positions begin too.
    """
    sides = [torch.as_tensor(side).float() for side in (height, width)]
    side = torch.minimum(*sides)
    patches = lambda length: torch.floor((length + 2) / 4)
    square, core = [], []
    for length in sides:
        index = torch.arange(length.long()).float() - 4 * torch.floor((patches(length) - patches(side)) / 2)
        square.append(((index >= 0) & (index < side)).float())
        core.append(((index >= 1) & (index < side - 1)).float())
    inside = square[0][:, None] * square[1][None]
    return inside, inside - core[0][:, None] * core[1][None]


def composed(noisy: torch.Tensor, velocity: torch.Tensor, noise: torch.Tensor) -> torch.Tensor:
    """The velocity with what lies beside the square made the colour that the square has along its sides.

    The network would begin further things there. The last step, almost without noise, leaves what there is.
    """
    square, ring = square_in(noisy.shape[2], noisy.shape[3])
    signal, spread = 1 / (1 + noise ** 2).sqrt(), noise / (1 + noise ** 2).sqrt()
    clean = signal * noisy - spread * velocity
    background = (clean * ring).sum((2, 3), keepdim=True) / ring.sum()
    keep = (square > 0.5) | (noise < COMPOSING_NOISE)
    return torch.where(keep, velocity, (signal * noisy - background) / spread)


def guided(text: torch.Tensor, noise: torch.Tensor) -> torch.Tensor:
    """In weak noise the prompt in the place of what guidance leads away from, so that there is nothing to lead away from.

    Pipelines put the two into one batch, the prompts in its second half. Without guidance both halves are prompts: those
    of several pictures of one prompt are the same.
    """
    count = torch.as_tensor(text.shape[0])
    rows = torch.arange(count)
    prompts = torch.where((rows * 2 < count) & (count % 2 == 0), rows + torch.div(count, 2, rounding_mode="floor"), rows)
    return torch.where(noise.reshape(-1, 1, 1) < GUIDED_NOISE, text[prompts], text)


def denoised(network, sample: torch.Tensor, timestep: torch.Tensor, text: torch.Tensor) -> torch.Tensor:
    """The velocity of `sample`, from that which `network` tells inside the frame."""
    frame = Frame(sample.shape[2], sample.shape[3])
    picture = F.pixel_shuffle(sample, 2)
    entered = frame.enter(picture)

    # The same noise under a stronger signal is that of an earlier timestep.
    noise = SHIFT * torch.tan(TURN * (timestep.float() + 1))
    inner = torch.atan(noise / frame.gain / SHIFT) / TURN - 1
    inner = torch.where(frame.gain == 1, timestep.float(), inner)
    noise = noise[:, None, None, None]
    signal, spread = 1 / (1 + noise ** 2).sqrt(), noise / (1 + noise ** 2).sqrt()
    shrink = 1 / ((signal * frame.gain) ** 2 + spread ** 2).sqrt()

    effective = SHIFT * torch.tan(TURN * (inner + 1))[:, None, None, None]
    inside = network(F.pixel_unshuffle(entered * shrink, 2), inner, guided(text, effective))
    told = frame.leave(composed(entered * shrink, F.pixel_shuffle(inside, 2), effective))
    smooth = frame.leave(entered)
    # All that the frame leaves out is noise.
    velocity = (signal / spread * (picture - smooth) + signal * spread * (1 - frame.gain ** 2) * shrink ** 2 * smooth
                + shrink * frame.gain * told)
    return F.pixel_unshuffle(velocity, 2)
