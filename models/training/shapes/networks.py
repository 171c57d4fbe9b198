"""The four networks: a fixed encoder, a learned decoder, the text encoder and the denoising transformer."""

import torch
import torch.nn as nn
import torch.nn.functional as F
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

from .denoiser import DenoisingTransformer
from .facts import FACT_SIZES
from .frame import Frame
from .tokenizer import MAX_TOKENS

PIXELS = 256
POOL = 8  # a latent shows the picture averaged over POOL x POOL pixels ...
LATENT_CHANNELS, LATENT_SIZE = 12, 16  # ... with 2 x 2 such averages of three colours in the channels of one place
SCALING_FACTOR = 1.5  # brings the latents' spread near one
TEXT_WIDTH = 128


class Encoder(nn.Module):
    """Averages and rearranges; nothing is learned, so any picture's colours survive."""

    def forward(self, sample: torch.Tensor) -> torch.Tensor:
        return F.pixel_unshuffle(F.avg_pool2d(sample, POOL), 2)


FINE = 4  # distances are told for so many places within one of the frame, each way


class Residual(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.first, self.second = (nn.Conv2d(width, width, 3, padding=1) for _ in range(2))
        nn.init.zeros_(self.second.weight)
        nn.init.zeros_(self.second.bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.second(F.relu(self.first(F.relu(x))))


class Decoder(nn.Module):
    """Draws outlines: tells for every place how far the nearest outline is, and the colours on either side of it.

    A distance may be enlarged smoothly to any size and is cut to a clean edge there, so the edge is as sharp at 1024
    pixels as at 256. The network works in the frame and down to an eighth of the picture's size, so it sees a thing whole
    and can tell a wobble from a corner.
    """

    def __init__(self, widths: tuple[int, int, int] = (48, 64, 80)):
        super().__init__()
        one, two, three = widths
        self.enter = nn.Conv2d(7, one, 3, padding=1)
        self.first = nn.Sequential(Residual(one), Residual(one))
        self.shrink = nn.Conv2d(one, two, 3, stride=2, padding=1)
        self.second = Residual(two)
        self.shrink_again = nn.Conv2d(two, three, 3, stride=2, padding=1)
        self.whole = nn.Sequential(Residual(three), Residual(three))
        self.grow, self.grown = nn.Conv2d(three, two, 1), Residual(two)
        self.grow_again, self.grown_again = nn.Conv2d(two, one, 1), Residual(one)
        self.leave = nn.Conv2d(one, FINE ** 2 + 6, 3, padding=1)
        nn.init.zeros_(self.leave.weight)
        nn.init.zeros_(self.leave.bias)

    def inside(self, averages: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Distances, in places of the frame and FINE times as many as there, and the two colours."""
        border = border_of(averages)
        other = averages - border
        fine = self.first(self.enter(torch.cat([averages, other, (other.square().sum(1, keepdim=True) + 1e-4).sqrt()], 1)))
        middle = self.second(F.relu(self.shrink(fine)))
        whole = self.whole(F.relu(self.shrink_again(middle)))
        middle = self.grown(middle + F.interpolate(self.grow(whole), size=middle.shape[2:]))
        fine = self.grown_again(fine + F.interpolate(self.grow_again(middle), size=fine.shape[2:]))
        drawn = self.leave(F.relu(fine))
        distances = F.pixel_shuffle(drawn[:, :FINE ** 2], FINE)
        return distances, torch.cat([averages, border.expand_as(averages)], 1) + drawn[:, FINE ** 2:]

    def forward(self, latent_sample: torch.Tensor) -> torch.Tensor:
        frame = Frame(latent_sample.shape[2], latent_sample.shape[3])
        averages = frame.enter(F.pixel_shuffle(latent_sample, 2)) / frame.gain
        distances, colours = self.inside(averages)
        size = [latent_sample.shape[2] * 2 * POOL, latent_sample.shape[3] * 2 * POOL]
        return draw(distances, colours, size, POOL * frame.gain)


def border_of(averages: torch.Tensor) -> torch.Tensor:
    """The mean colour along the four sides: in most pictures the background's."""
    sides = [averages[:, :, :1], averages[:, :, -1:], averages[:, :, :, :1], averages[:, :, :, -1:]]
    return torch.cat([side.flatten(2) for side in sides], 2).mean(2)[:, :, None, None]


def draw(distances: torch.Tensor, colours: torch.Tensor, size, pixels_in_a_place) -> torch.Tensor:
    enlarge = lambda x: F.interpolate(x, size=size, mode="bilinear", align_corners=False)
    inner = (enlarge(distances) * pixels_in_a_place + 0.5).clamp(0, 1)
    there, behind = enlarge(colours).chunk(2, 1)
    return behind + (there - behind) * inner


def make_text_encoder(tokenizer: CLIPTokenizer) -> CLIPTextModel:
    return CLIPTextModel(CLIPTextConfig(
        vocab_size=len(tokenizer), hidden_size=TEXT_WIDTH, intermediate_size=256, projection_dim=TEXT_WIDTH,
        num_hidden_layers=2, num_attention_heads=4, max_position_embeddings=MAX_TOKENS, hidden_act="quick_gelu",
        bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id, attention_dropout=0.0))


class Denoiser(nn.Module):
    """Text encoder and denoising transformer as one, for training.

    `facts` reads from the text what the caption said. It is a by-task that is not exported: through the noise alone the
    text encoder gets a weak and late gradient.
    """

    def __init__(self, tokenizer: CLIPTokenizer):
        super().__init__()
        self.text_encoder = make_text_encoder(tokenizer)
        self.unet = DenoisingTransformer(LATENT_CHANNELS, TEXT_WIDTH)
        self.facts = nn.Linear(TEXT_WIDTH, sum(FACT_SIZES))

    def forward(self, noisy: torch.Tensor, t: torch.Tensor, ids: torch.Tensor) -> tuple[torch.Tensor, list[torch.Tensor]]:
        hidden = self.text_encoder(input_ids=ids).last_hidden_state
        # The mask is causal: the last place has seen the whole caption.
        return self.unet.inside(noisy, t, hidden), self.facts(hidden[:, -1]).split(FACT_SIZES, dim=1)
