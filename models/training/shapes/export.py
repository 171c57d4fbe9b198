"""Writes the trained networks as OpenVINO IR in the folder layout that OpenVINO GenAI reads."""

import json
import shutil
from pathlib import Path

import openvino
import torch
import torch.nn as nn
from diffusers import EulerDiscreteScheduler
from openvino_tokenizers import convert_tokenizer

from .networks import (LATENT_CHANNELS, LATENT_SIZE, MAX_TOKENS, PIXELS, POOL, SCALING_FACTOR, TEXT_WIDTH, Decoder,
                       Denoiser, Encoder)
from .readback import read_back
from .schedule import STEPS, trained_betas
from .tokenizer import make_tokenizer, token_ids

# What the servers' list of models says; the card has the figures.
GOOD_SIZES = ["256x256", "384x384", "512x512", "768x768", "1024x1024", "384x256", "256x384", "512x256", "256x512",
              "768x512", "512x768", "1024x512", "512x1024"]
COMPONENTS = ["model_index.json", "scheduler", "text_encoder", "tokenizer", "unet", "vae_decoder", "vae_encoder"]


class TraceableText(nn.Module):
    """The text encoder with its causal mask written out: the library's own mask code cannot be traced."""

    def __init__(self, model):
        super().__init__()
        self.model = getattr(model, "text_model", model)
        self.register_buffer("mask", torch.full((MAX_TOKENS, MAX_TOKENS), -1e4).triu(1)[None, None])

    def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
        hidden = self.model.embeddings(input_ids=input_ids)
        for layer in self.model.encoder.layers:
            hidden = layer(hidden, self.mask, is_causal=False)
        return self.model.final_layer_norm(hidden)


def write_json(path: Path, content: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=2) + "\n")


def write_network(folder: Path, module: nn.Module, inputs: dict, shapes: list, output: str, config: dict) -> None:
    with torch.no_grad():
        model = openvino.convert_model(module.eval(), example_input=inputs)
    if len(model.inputs) != len(inputs):
        raise RuntimeError(f"{folder.name}: the traced model has {len(model.inputs)} inputs, not {len(inputs)}")
    for port, name in zip(model.inputs, inputs):
        port.get_tensor().set_names({name})
    model.outputs[0].get_tensor().set_names({output})
    model.reshape({port: openvino.PartialShape(shape) for port, shape in zip(model.inputs, shapes)})
    folder.mkdir(parents=True)
    openvino.save_model(model, folder / "openvino_model.xml", compress_to_fp16=True)
    write_json(folder / "config.json", config)


def write_text_encoder(folder: Path, model, tokenizer) -> None:
    ids = token_ids(tokenizer, ["a red circle"])
    traceable = TraceableText(model)
    with torch.no_grad():
        off = (traceable(ids) - model(input_ids=ids).last_hidden_state).abs().max().item()
    if off > 1e-5:
        raise RuntimeError(f"the traceable text encoder differs by {off}")
    config = json.loads(model.config.to_json_string(use_diff=False)) | {"architectures": ["CLIPTextModel"]}
    write_network(folder, traceable, {"input_ids": ids}, [[-1, MAX_TOKENS]], "last_hidden_state", config)


def write_unet(folder: Path, model: nn.Module) -> None:
    inputs = {"sample": torch.randn(2, LATENT_CHANNELS, LATENT_SIZE, LATENT_SIZE), "timestep": torch.tensor([500]),
              "encoder_hidden_states": torch.randn(2, MAX_TOKENS, TEXT_WIDTH)}
    shapes = [[-1, LATENT_CHANNELS, -1, -1], [-1], [-1, -1, TEXT_WIDTH]]
    # The class that pipelines expect in this place; GenAI takes the sizes from here and never asks what is inside.
    config = {"_class_name": "UNet2DConditionModel", "in_channels": LATENT_CHANNELS, "out_channels": LATENT_CHANNELS,
              "sample_size": LATENT_SIZE, "cross_attention_dim": TEXT_WIDTH}
    write_network(folder, model, inputs, shapes, "out_sample", config)


def vae_config() -> dict:
    """GenAI reads the channels and the factor from it; the factor is 2^(length of block_out_channels - 1)."""
    levels = (PIXELS // LATENT_SIZE).bit_length()
    return {"_class_name": "AutoencoderKL", "in_channels": 3, "out_channels": 3, "latent_channels": LATENT_CHANNELS,
            "scaling_factor": SCALING_FACTOR, "sample_size": PIXELS, "block_out_channels": [48] * levels,
            "down_block_types": ["DownEncoderBlock2D"] * levels, "up_block_types": ["UpDecoderBlock2D"] * levels}


def write_vae(out: Path, decoder: nn.Module) -> None:
    latent = {"latent_sample": torch.randn(1, LATENT_CHANNELS, LATENT_SIZE, LATENT_SIZE)}
    write_network(out / "vae_decoder", decoder, latent, [[-1, LATENT_CHANNELS, -1, -1]], "sample", vae_config())
    # Named `latent_sample`, the output is taken as it is; `latent_parameters` would be a mean and a variance.
    picture = {"sample": torch.randn(1, 3, PIXELS, PIXELS)}
    write_network(out / "vae_encoder", Encoder(), picture, [[-1, 3, -1, -1]], "latent_sample", vae_config())


def write_tokenizer(folder: Path, tokenizer) -> None:
    tokenizer.save_pretrained(folder)
    encode, decode = convert_tokenizer(tokenizer, with_detokenizer=True)
    openvino.save_model(encode, folder / "openvino_tokenizer.xml")
    openvino.save_model(decode, folder / "openvino_detokenizer.xml")


def write_scheduler(folder: Path) -> None:
    """Not "trailing": GenAI's float loop makes a timestep of -1 for some step counts (18 and 21 among them)."""
    EulerDiscreteScheduler(num_train_timesteps=STEPS, trained_betas=[float(f"{b:.9g}") for b in trained_betas()],
                           prediction_type="v_prediction", timestep_spacing="linspace").save_pretrained(folder)


def write_index(path: Path) -> None:
    write_json(path, {
        "_class_name": "StableDiffusionPipeline", "_diffusers_version": "0.39.0", "_sizes": GOOD_SIZES,
        "feature_extractor": [None, None], "safety_checker": [None, None], "requires_safety_checker": False,
        "scheduler": ["diffusers", "EulerDiscreteScheduler"], "text_encoder": ["transformers", "CLIPTextModel"],
        "tokenizer": ["transformers", "CLIPTokenizer"], "unet": ["diffusers", "UNet2DConditionModel"],
        "vae": ["diffusers", "AutoencoderKL"]})


def clear(out: Path) -> None:
    """Removes an earlier export and nothing else: the model card lies beside it."""
    for name in COMPONENTS:
        path = out / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def weights_of(model: Path) -> tuple[Denoiser, Decoder]:
    """Those of an exported model, whose graphs may be older ones: one without outlines gets some that change nothing."""
    denoiser, decoder = Denoiser(make_tokenizer()), Decoder()
    text = getattr(denoiser.text_encoder, "text_model", denoiser.text_encoder)
    missing = [*read_back(model / "text_encoder", text, "model."), *read_back(model / "unet", denoiser.unet),
               *read_back(model / "vae_decoder", decoder)]
    missing = [name for name in missing if not name.startswith("outlines.")]
    if missing:
        raise ValueError(f"{model} has no {', '.join(missing)}")
    return denoiser.eval(), decoder.eval()


def export(out: Path, denoiser: Denoiser, decoder: Decoder) -> int:
    """Returns the number of bytes written."""
    tokenizer = make_tokenizer()
    clear(out)
    write_text_encoder(out / "text_encoder", denoiser.text_encoder.eval(), tokenizer)
    write_unet(out / "unet", denoiser.unet)
    write_vae(out, decoder)
    write_tokenizer(out / "tokenizer", tokenizer)
    write_scheduler(out / "scheduler")
    write_index(out / "model_index.json")
    return sum(file.stat().st_size for name in COMPONENTS[1:] for file in (out / name).rglob("*") if file.is_file())
