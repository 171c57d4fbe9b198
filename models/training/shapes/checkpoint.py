"""Checkpoints that a killed run continues from."""

import os
from pathlib import Path

import torch


def save_checkpoint(path: Path, content: dict) -> None:
    """Written beside and renamed, so that a kill never leaves half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    torch.save(content, part)
    os.replace(part, path)


def load_checkpoint(path: Path) -> dict:
    """Empty when there is none."""
    return torch.load(path) if path.exists() else {}
