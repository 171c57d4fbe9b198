"""Makes a LoRA adapter for a tiny model, with random weights.

    tiny_lora.py FAMILY FILE

FAMILY is one of tiny_diffusers.py, or the folder of a FLUX.1 model. It runs in the same environment.
"""

import json
import sys
from pathlib import Path

import torch
from diffusers import FluxTransformer2DModel
from safetensors.torch import save_file

import tiny_diffusers

RANK = 4
LAYERS = ("to_q", "to_k", "to_v")


def denoiser(family):
    if family in tiny_diffusers.FAMILIES:
        pipeline = tiny_diffusers.FAMILIES[family]()
        return getattr(pipeline, "unet", None) or pipeline.transformer
    config = json.loads(Path(family, "transformer/config.json").read_text())
    return FluxTransformer2DModel(**{key: value for key, value in config.items() if not key.startswith("_")})


def layers(model):
    for name, layer in model.named_modules():
        if name.endswith(LAYERS):
            yield name, torch.randn(RANK, layer.in_features) / 2, torch.randn(layer.out_features, RANK) / 2


def kohya(model):
    """GenAI knows the layers of a UNet by these names."""
    tensors = {}
    for name, down, up in layers(model):
        key = "lora_unet_" + name.replace(".", "_")
        tensors |= {key + ".lora_down.weight": down, key + ".lora_up.weight": up, key + ".alpha": torch.tensor(4.0)}
    return tensors


def diffusers(model):
    """And those of a transformer by these."""
    tensors = {}
    for name, down, up in layers(model):
        tensors |= {f"transformer.{name}.lora_A.weight": down, f"transformer.{name}.lora_B.weight": up}
    return tensors


def main(family, file):
    torch.manual_seed(1)
    model = denoiser(family)
    save_file(kohya(model) if "UNet" in type(model).__name__ else diffusers(model), file)


if __name__ == "__main__":
    main(*sys.argv[1:])
