"""A byte-pair CLIP tokenizer whose vocabulary is learned from generated captions."""

import json
import random

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers
from transformers import CLIPTokenizer

from .caption import EXTRA_WORDS, FILLERS, SYNONYMS, caption
from .scene import COLOR_NAMES, PLACES, SHAPES, random_scene

MAX_TOKENS = 32
START, END = "<|startoftext|>", "<|endoftext|>"


def corpus() -> list[str]:
    rng = random.Random(7)
    words = sorted({*COLOR_NAMES, *SHAPES, *PLACES, *FILLERS, *EXTRA_WORDS, *(w for v in SYNONYMS.values() for w in v)})
    return [caption(rng, random_scene(rng)) for _ in range(20000)] + words * 300


def learn_merges(alphabet: list[str], size: int) -> list[tuple[str, str]]:
    bpe = Tokenizer(models.BPE(continuing_subword_prefix="", end_of_word_suffix="</w>", unk_token=END))
    bpe.normalizer = normalizers.Lowercase()
    bpe.pre_tokenizer = CLIPTokenizer().backend_tokenizer.pre_tokenizer
    bpe.train_from_iterator(corpus(), trainers.BpeTrainer(
        vocab_size=size, special_tokens=[], initial_alphabet=alphabet, end_of_word_suffix="</w>",
        show_progress=False, min_frequency=2))
    return [tuple(pair) for pair in json.loads(bpe.to_str())["model"]["merges"]]


def make_tokenizer() -> CLIPTokenizer:
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    merges = learn_merges(alphabet, 1000)
    pieces = [*alphabet, *(a + "</w>" for a in alphabet), *(a + b for a, b in merges), START, END]
    vocabulary = {piece: i for i, piece in enumerate(dict.fromkeys(pieces))}
    return CLIPTokenizer(vocab=vocabulary, merges=merges, bos_token=START, eos_token=END, pad_token=END,
                         unk_token=END, model_max_length=MAX_TOKENS)


def token_ids(tokenizer: CLIPTokenizer, texts: list[str]):
    return tokenizer(texts, padding="max_length", max_length=MAX_TOKENS, truncation=True,
                     return_tensors="pt")["input_ids"]
