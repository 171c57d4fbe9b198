"""The four networks: a fixed encoder, a learned decoder, the text encoder and the denoising transformer."""

import torch
import torch.nn as nn
import torch.nn.functional as F
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

from .denoiser import DenoisingTransformer
from .facts import FACT_SIZES
from .frame import Frame
from .outlines import Outlines
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


class Decoder(nn.Module):
    """Straight outlines, bilinear enlargement and learned detail: a residual super-resolution network, in the frame.

    A picture larger than the frame's is enlarged from there.
    """

    def __init__(self, width: int = 48, blocks: int = 4, narrow: int = 32):
        super().__init__()
        convolution = lambda i, o: nn.Conv2d(i, o, 3, padding=1)
        self.enter = convolution(3, width)
        self.first = nn.ModuleList(convolution(width, width) for _ in range(blocks))
        self.second = nn.ModuleList(convolution(width, width) for _ in range(blocks))
        self.narrow, self.refine = convolution(width, narrow), convolution(narrow, narrow)
        self.leave = convolution(narrow, 3 * (POOL // 2) ** 2)
        nn.init.zeros_(self.leave.weight)
        nn.init.zeros_(self.leave.bias)
        self.outlines = Outlines()

    def forward(self, latent_sample: torch.Tensor) -> torch.Tensor:
        frame = Frame(latent_sample.shape[2], latent_sample.shape[3])
        averages = frame.enter(F.pixel_shuffle(latent_sample, 2)) / frame.gain
        size = [side * 2 * POOL for side in latent_sample.shape[2:]]
        return F.interpolate(self.drawn(self.outlines(averages)), size=size, mode="bilinear", align_corners=False)

    def inside(self, latent: torch.Tensor) -> torch.Tensor:
        """For latents that are the frame's own, with outlines as they are."""
        return self.drawn(F.pixel_shuffle(latent, 2))

    def drawn(self, averages: torch.Tensor) -> torch.Tensor:
        hidden = self.enter(averages)
        for first, second in zip(self.first, self.second):
            hidden = hidden + second(F.relu(first(F.relu(hidden))))
        hidden = F.interpolate(hidden, scale_factor=2.0, mode="nearest")
        hidden = F.relu(self.refine(F.relu(self.narrow(hidden))))
        smooth = F.interpolate(averages, scale_factor=float(POOL), mode="bilinear", align_corners=False)
        return smooth + F.pixel_shuffle(self.leave(hidden), POOL // 2)


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
