"""Makes a diffusers folder of a family of models, tiny and with random weights.

    tiny_diffusers.py FAMILY FOLDER

It runs in the environment of `easel export`. README.md beside it says which models were made so.
"""

import string
import sys

import torch
from diffusers import (
    AutoencoderKL,
    AutoencoderKLFlux2,
    AutoencoderKLQwenImage,
    EulerDiscreteScheduler,
    FlowMatchEulerDiscreteScheduler,
    Flux2KleinPipeline,
    Flux2Transformer2DModel,
    FluxFillPipeline,
    FluxTransformer2DModel,
    LatentConsistencyModelPipeline,
    LCMScheduler,
    PNDMScheduler,
    QwenImagePipeline,
    QwenImageTransformer2DModel,
    SD3Transformer2DModel,
    StableDiffusion3Pipeline,
    StableDiffusionPipeline,
    StableDiffusionXLInpaintPipeline,
    UNet2DConditionModel,
    ZImagePipeline,
    ZImageTransformer2DModel,
)
from transformers import (
    CLIPTextConfig,
    CLIPTextModel,
    CLIPTextModelWithProjection,
    CLIPTokenizer,
    Qwen2_5_VLConfig,
    Qwen2_5_VLForConditionalGeneration,
    Qwen2Tokenizer,
    Qwen3Config,
    Qwen3ForCausalLM,
    Qwen3Model,
    T5Config,
    T5EncoderModel,
    T5Tokenizer,
)

LATENT_CHANNELS = 4
START, END = "<|startoftext|>", "<|endoftext|>"
LETTERS = string.ascii_lowercase + string.digits + string.punctuation


def clip_tokenizer():
    """One token for each letter, inside of a word and at its end."""
    pieces = [*LETTERS, *(letter + "</w>" for letter in LETTERS), START, END]
    return CLIPTokenizer(
        vocab={piece: number for number, piece in enumerate(pieces)}, merges=[], model_max_length=77
    )


def clip(tokenizer, size, projects=False):
    config = CLIPTextConfig(
        vocab_size=len(tokenizer),
        hidden_size=size,
        intermediate_size=2 * size,
        projection_dim=size,
        num_hidden_layers=2,
        num_attention_heads=2,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    return CLIPTextModelWithProjection(config) if projects else CLIPTextModel(config)


def t5_tokenizer():
    pieces = ["<pad>", "</s>", "<unk>", "▁", *LETTERS]
    return T5Tokenizer(
        vocab=[(piece, 0.0 if number < 3 else -2.0) for number, piece in enumerate(pieces)],
        extra_ids=0,
        model_max_length=77,
    )


def t5(tokenizer, size):
    return T5EncoderModel(
        T5Config(
            vocab_size=len(tokenizer),
            d_model=size,
            d_ff=2 * size,
            d_kv=8,
            num_layers=2,
            num_heads=4,
            relative_attention_num_buckets=8,
            feed_forward_proj="gated-gelu",
        )
    )


def byte_pieces():
    """What byte-level tokenizers write for each byte: printable ones stay, others move up."""
    kept = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    moved = [byte for byte in range(256) if byte not in kept]
    return [chr(byte) for byte in kept] + [chr(256 + number) for number in range(len(moved))]


# What a message of Qwen's chat is wrapped in; QwenImagePipeline counts on 34 tokens before the prompt.
CHAT = "<|im_start|>{role}\n{content}<|im_end|>\n"
QWEN_IMAGE_WORDS = (
    "system Describe the image by detailing the color, shape, size, texture, quantity, text, "
    "spatial relationships of the objects and background: user assistant think a cat dog in hat"
)


def qwen_tokenizer():
    """One token for each byte, and for each word that the pipelines put around a prompt."""
    words = []
    for word in QWEN_IMAGE_WORDS.replace(",", " ").replace(":", " ").split():
        words += ["Ġ" + word] if word not in ("system", "Describe", "user", "assistant", "think") else [word]
    words += ["ĊĊ"]
    pieces, merges = byte_pieces(), []
    for word in dict.fromkeys(words):
        for end in range(2, len(word) + 1):
            if word[:end] not in pieces:
                pieces.append(word[:end])
                merges.append((word[: end - 1], word[end - 1]))
    special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<think>", "</think>"]
    tokenizer = Qwen2Tokenizer(
        vocab={piece: number for number, piece in enumerate([*pieces, *special])},
        merges=merges,
        model_max_length=131072,
        additional_special_tokens=special[1:],
    )
    tokenizer.chat_template = (
        "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
        "{% if add_generation_prompt %}<|im_start|>assistant\n"
        "{% if enable_thinking is defined and not enable_thinking %}<think>\n\n</think>\n\n{% endif %}{% endif %}"
    )
    return tokenizer


def qwen3(tokenizer, kind, layers):
    return kind(
        Qwen3Config(
            vocab_size=len(tokenizer),
            hidden_size=16,
            intermediate_size=32,
            num_hidden_layers=layers,
            num_attention_heads=2,
            num_key_value_heads=1,
            head_dim=8,
            max_position_embeddings=1024,
            tie_word_embeddings=True,
        )
    )


def vae(**config):
    """One cell of the latent is 8 x 8 pixels."""
    widths = (8, 8, 8, 16)
    return AutoencoderKL(
        block_out_channels=widths,
        down_block_types=("DownEncoderBlock2D",) * len(widths),
        up_block_types=("UpDecoderBlock2D",) * len(widths),
        layers_per_block=1,
        latent_channels=LATENT_CHANNELS,
        norm_num_groups=4,
        sample_size=64,
        **config,
    )


def flow_vae():
    return vae(scaling_factor=0.3611, shift_factor=0.1159, use_quant_conv=False, use_post_quant_conv=False)


def unet(**config):
    return UNet2DConditionModel(
        sample_size=8,
        block_out_channels=(8, 16),
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        layers_per_block=1,
        norm_num_groups=8,
        **config,
    )


def without_checker():
    return dict(safety_checker=None, feature_extractor=None, requires_safety_checker=False)


def sd15():
    tokenizer = clip_tokenizer()
    return StableDiffusionPipeline(
        vae=vae(),
        text_encoder=clip(tokenizer, 32),
        tokenizer=tokenizer,
        unet=unet(cross_attention_dim=32, attention_head_dim=2),
        scheduler=PNDMScheduler(skip_prk_steps=True, steps_offset=1),
        **without_checker(),
    )


def lcm():
    tokenizer = clip_tokenizer()
    return LatentConsistencyModelPipeline(
        vae=vae(),
        text_encoder=clip(tokenizer, 32),
        tokenizer=tokenizer,
        unet=unet(cross_attention_dim=32, attention_head_dim=2, time_cond_proj_dim=16),
        scheduler=LCMScheduler(beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012),
        **without_checker(),
    )


def sdxl_inpaint():
    tokenizer = clip_tokenizer()
    return StableDiffusionXLInpaintPipeline(
        vae=vae(scaling_factor=0.13025),
        text_encoder=clip(tokenizer, 32),
        text_encoder_2=clip(tokenizer, 32, projects=True),
        tokenizer=tokenizer,
        tokenizer_2=tokenizer,
        unet=unet(
            in_channels=2 * LATENT_CHANNELS + 1,
            cross_attention_dim=64,
            attention_head_dim=(2, 4),
            use_linear_projection=True,
            addition_embed_type="text_time",
            addition_time_embed_dim=8,
            projection_class_embeddings_input_dim=6 * 8 + 32,
        ),
        scheduler=EulerDiscreteScheduler(beta_schedule="scaled_linear", timestep_spacing="leading"),
    )


def sd3():
    clip_words, t5_words = clip_tokenizer(), t5_tokenizer()
    return StableDiffusion3Pipeline(
        vae=flow_vae(),
        text_encoder=clip(clip_words, 16, projects=True),
        text_encoder_2=clip(clip_words, 16, projects=True),
        text_encoder_3=t5(t5_words, 32),
        tokenizer=clip_words,
        tokenizer_2=clip_words,
        tokenizer_3=t5_words,
        transformer=SD3Transformer2DModel(
            sample_size=8,
            patch_size=2,
            in_channels=LATENT_CHANNELS,
            out_channels=LATENT_CHANNELS,
            num_layers=1,
            attention_head_dim=16,
            num_attention_heads=2,
            joint_attention_dim=32,
            caption_projection_dim=32,
            pooled_projection_dim=32,
            pos_embed_max_size=16,
        ),
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0),
    )


def flux_fill():
    clip_words, t5_words = clip_tokenizer(), t5_tokenizer()
    latent = 4 * LATENT_CHANNELS
    return FluxFillPipeline(
        vae=flow_vae(),
        text_encoder=clip(clip_words, 32),
        text_encoder_2=t5(t5_words, 32),
        tokenizer=clip_words,
        tokenizer_2=t5_words,
        transformer=FluxTransformer2DModel(
            patch_size=1,
            # The latent, the masked image's and, of each cell, 8 x 8 pixels of the mask.
            in_channels=2 * latent + 4 * 64,
            out_channels=latent,
            num_layers=1,
            num_single_layers=1,
            attention_head_dim=16,
            num_attention_heads=2,
            joint_attention_dim=32,
            pooled_projection_dim=32,
            guidance_embeds=True,
            axes_dims_rope=(4, 4, 8),
        ),
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0, use_dynamic_shifting=True),
    )


def flux2_klein():
    tokenizer = qwen_tokenizer()
    latent = 4 * LATENT_CHANNELS
    return Flux2KleinPipeline(
        vae=AutoencoderKLFlux2(
            block_out_channels=(8, 8, 8, 16),
            layers_per_block=1,
            latent_channels=LATENT_CHANNELS,
            norm_num_groups=4,
            sample_size=64,
        ),
        text_encoder=qwen3(tokenizer, Qwen3ForCausalLM, 3),
        tokenizer=tokenizer,
        transformer=Flux2Transformer2DModel(
            patch_size=1,
            in_channels=latent,
            num_layers=1,
            num_single_layers=1,
            attention_head_dim=16,
            num_attention_heads=2,
            # What comes out of three of the encoder's layers.
            joint_attention_dim=3 * 16,
            timestep_guidance_channels=16,
            axes_dims_rope=(4, 4, 4, 4),
            guidance_embeds=False,
        ),
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0, use_dynamic_shifting=True),
    )


def z_image():
    tokenizer = qwen_tokenizer()
    return ZImagePipeline(
        vae=flow_vae(),
        text_encoder=qwen3(tokenizer, Qwen3Model, 2),
        tokenizer=tokenizer,
        transformer=ZImageTransformer2DModel(
            in_channels=LATENT_CHANNELS,
            dim=32,
            n_layers=1,
            n_refiner_layers=1,
            n_heads=2,
            n_kv_heads=2,
            cap_feat_dim=16,
            axes_dims=[4, 6, 6],
            axes_lens=[1024, 512, 512],
        ),
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0),
    )


def qwen_image():
    tokenizer = qwen_tokenizer()
    return QwenImagePipeline(
        vae=AutoencoderKLQwenImage(
            base_dim=8,
            z_dim=LATENT_CHANNELS,
            dim_mult=[1, 1, 1, 1],
            num_res_blocks=1,
            latents_mean=[0.0] * LATENT_CHANNELS,
            latents_std=[1.0] * LATENT_CHANNELS,
        ),
        text_encoder=Qwen2_5_VLForConditionalGeneration(
            Qwen2_5_VLConfig(
                text_config=dict(
                    vocab_size=len(tokenizer),
                    hidden_size=16,
                    intermediate_size=32,
                    num_hidden_layers=1,
                    num_attention_heads=2,
                    num_key_value_heads=1,
                    max_position_embeddings=2048,
                    rope_scaling={"type": "mrope", "mrope_section": [1, 1, 2]},
                ),
                vision_config=dict(depth=1, hidden_size=16, intermediate_size=16, num_heads=2, out_hidden_size=16),
            )
        ),
        tokenizer=tokenizer,
        transformer=QwenImageTransformer2DModel(
            patch_size=2,
            in_channels=4 * LATENT_CHANNELS,
            out_channels=LATENT_CHANNELS,
            num_layers=1,
            attention_head_dim=16,
            num_attention_heads=2,
            joint_attention_dim=16,
            axes_dims_rope=(4, 6, 6),
        ),
        scheduler=FlowMatchEulerDiscreteScheduler(shift=1.0, use_dynamic_shifting=True),
    )


FAMILIES = {
    "sd15": sd15,
    "lcm": lcm,
    "sdxl-inpaint": sdxl_inpaint,
    "sd3": sd3,
    "flux-fill": flux_fill,
    "flux2-klein": flux2_klein,
    "z-image": z_image,
    "qwen-image": qwen_image,
}


def main(family, folder):
    torch.manual_seed(1)
    FAMILIES[family]().save_pretrained(folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
