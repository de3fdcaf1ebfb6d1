"""The weights of a small BERT model, quantised to bytes, as they're stored after training."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bot.meaning.files import PIECES
from bot.meaning.quantised import Floats, Quantised, quantised

_TYPES: Mapping[str, str] = {"F32": "<f4", "F16": "<f2"}
"""Names of number types in safetensors, and in numpy."""

_ATTENTION = ("query", "key", "value")


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: each matrix with its bias, and the layer norms, each as factors and biases."""

    attention: tuple[Quantised, Floats]
    joined: tuple[Quantised, Floats]
    joined_norm: tuple[Floats, Floats]
    wide: tuple[Quantised, Floats]
    narrow: tuple[Quantised, Floats]
    narrow_norm: tuple[Floats, Floats]


class TokenHead(NamedTuple):
    """Makes a vector for each token, in addition to the text's vector.

    Args:
        projection: projects a token's last hidden state to a shorter vector.
        weights: maps the same state to the token's weight in a question.
    """

    projection: Floats
    weights: Floats


@dataclass(frozen=True, slots=True)
class Weights:
    """All parameters of a model.

    Args:
        heads: the number of attention heads.
        pieces: the vocabulary of word pieces.
        words: the word embeddings, a row for each piece.
        positions: the position embeddings, a row for each position; the type embedding of the first text is added.
        norm: the layer norm of the embeddings, as factors and biases.
        layers: the layers in order.
        token_head: makes token vectors; None before it's trained.
    """

    heads: int
    pieces: tuple[str, ...]
    words: Quantised
    positions: Floats
    norm: tuple[Floats, Floats]
    layers: tuple[Layer, ...]
    token_head: TokenHead | None = None


def from_folder(folder: Path) -> Weights:
    """Read a model as sentence-transformers writes it: config.json, vocab.txt, model.safetensors."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    tensors = _tensors(folder / "model.safetensors")
    return Weights(
        heads=config["num_attention_heads"],
        pieces=tuple((folder / PIECES).read_text(encoding="utf-8").splitlines()),
        words=quantised(tensors["embeddings.word_embeddings.weight"], axis=1),
        positions=tensors["embeddings.position_embeddings.weight"]
        + tensors["embeddings.token_type_embeddings.weight"][0],
        norm=_norm(tensors, "embeddings.LayerNorm"),
        layers=tuple(_layer(tensors, number) for number in range(config["num_hidden_layers"])),
    )


def _layer(tensors: Mapping[str, Floats], number: int) -> Layer:
    start = f"encoder.layer.{number}."
    names = [f"{start}attention.self.{each}" for each in _ATTENTION]
    together = np.concatenate([tensors[f"{name}.weight"] for name in names])
    plus = np.concatenate([tensors[f"{name}.bias"] for name in names])
    return Layer(
        attention=(quantised(together.T, axis=0), plus),
        joined=_dense(tensors, f"{start}attention.output.dense"),
        joined_norm=_norm(tensors, f"{start}attention.output.LayerNorm"),
        wide=_dense(tensors, f"{start}intermediate.dense"),
        narrow=_dense(tensors, f"{start}output.dense"),
        narrow_norm=_norm(tensors, f"{start}output.LayerNorm"),
    )


def _dense(tensors: Mapping[str, Floats], name: str) -> tuple[Quantised, Floats]:
    return quantised(tensors[f"{name}.weight"].T, axis=0), tensors[f"{name}.bias"]


def _norm(tensors: Mapping[str, Floats], name: str) -> tuple[Floats, Floats]:
    return tensors[f"{name}.weight"], tensors[f"{name}.bias"]


def _tensors(file: Path) -> dict[str, Floats]:
    """Read a safetensors file: the header's length, the header in JSON, the numbers."""
    raw = file.read_bytes()
    length = int.from_bytes(raw[:8], "little")
    head = json.loads(raw[8 : 8 + length])
    found: dict[str, Floats] = {}
    for name, about in head.items():
        if name == "__metadata__" or about["dtype"] not in _TYPES:
            continue
        start, end = about["data_offsets"]
        flat = np.frombuffer(raw[8 + length + start : 8 + length + end], dtype=_TYPES[about["dtype"]])
        found[name.removeprefix("bert.")] = flat.reshape(about["shape"]).astype(np.float32)
    return found
