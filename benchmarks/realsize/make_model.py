"""Makes a model of real size with random weights, as diffusers keeps them: make_model.py sd15|sdxl FOLDER.

What it takes and how long depends on shapes alone, so weights that nobody trained do for measuring. The
tokenizer knows single bytes: every prompt works, and none is worth reading. Runs in the Python environment
that 'easel export' makes.
"""
import sys

import torch
from diffusers import (AutoencoderKL, EulerDiscreteScheduler, PNDMScheduler, StableDiffusionPipeline,
                       StableDiffusionXLPipeline, UNet2DConditionModel)
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

CONTEXT = 77
VOCABULARY = 49408


def byte_letters():
    """The letters that stand for bytes in byte-level vocabularies."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = iter(range(256, 512))
    return [chr(each if each in printable else next(others)) for each in range(256)]


def tokenizer():
    letters = byte_letters()
    words = [*letters, *(letter + "</w>" for letter in letters)]
    vocabulary = {word: number for number, word in enumerate(words)}
    for special in ("<|startoftext|>", "<|endoftext|>"):
        vocabulary[special] = len(vocabulary)
    return CLIPTokenizer(vocab=vocabulary, merges=[], model_max_length=CONTEXT)


def encoder(kind, words, width, layers, heads, **more):
    return kind(CLIPTextConfig(
        vocab_size=VOCABULARY, hidden_size=width, intermediate_size=4 * width, num_hidden_layers=layers,
        num_attention_heads=heads, max_position_embeddings=CONTEXT, bos_token_id=words.bos_token_id,
        eos_token_id=words.eos_token_id, pad_token_id=words.pad_token_id, **more))


def vae(side):
    return AutoencoderKL(
        in_channels=3, out_channels=3, down_block_types=["DownEncoderBlock2D"] * 4,
        up_block_types=["UpDecoderBlock2D"] * 4, block_out_channels=(128, 256, 512, 512), layers_per_block=2,
        latent_channels=4, sample_size=side)


def noise():
    return {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "steps_offset": 1}


def sd15():
    words = tokenizer()
    return StableDiffusionPipeline(
        vae=vae(512), text_encoder=encoder(CLIPTextModel, words, 768, 12, 12, projection_dim=768), tokenizer=words,
        unet=UNet2DConditionModel(
            sample_size=64, cross_attention_dim=768, attention_head_dim=8, block_out_channels=(320, 640, 1280, 1280),
            layers_per_block=2),
        scheduler=PNDMScheduler(skip_prk_steps=True, set_alpha_to_one=False, **noise()),
        safety_checker=None, feature_extractor=None, requires_safety_checker=False)


def sdxl():
    words = tokenizer()
    return StableDiffusionXLPipeline(
        vae=vae(1024), text_encoder=encoder(CLIPTextModel, words, 768, 12, 12, projection_dim=768), tokenizer=words,
        text_encoder_2=encoder(CLIPTextModelWithProjection, words, 1280, 32, 20, projection_dim=1280,
                               hidden_act="gelu"),
        tokenizer_2=words,
        unet=UNet2DConditionModel(
            sample_size=128, cross_attention_dim=2048, attention_head_dim=(5, 10, 20),
            block_out_channels=(320, 640, 1280), layers_per_block=2,
            down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
            up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
            transformer_layers_per_block=(1, 2, 10), use_linear_projection=True, addition_embed_type="text_time",
            addition_time_embed_dim=256, projection_class_embeddings_input_dim=2816),
        scheduler=EulerDiscreteScheduler(timestep_spacing="leading", **noise()))


def main():
    shape, folder = sys.argv[1:]
    torch.manual_seed(0)
    torch.set_default_dtype(torch.float16)
    {"sd15": sd15, "sdxl": sdxl}[shape]().save_pretrained(folder)


if __name__ == "__main__":
    main()
