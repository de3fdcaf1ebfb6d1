"""The weights of a small BERT model in bytes: a quarter of the memory, and nearly the same vectors."""

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.meaning.errors import ModelError
from bot.meaning.files import PIECES, WEIGHTS
from bot.meaning.quantised import Floats, Quantised, quantised

_TYPES: Mapping[str, str] = {"F32": "<f4", "F16": "<f2"}
"""How safetensors calls the numbers that are read here, and how numpy does."""

_ATTENTION = ("query", "key", "value")


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: each matrix with what's added after it, and the layer norms: times what, and plus what."""

    attention: tuple[Quantised, Floats]
    joined: tuple[Quantised, Floats]
    joined_norm: tuple[Floats, Floats]
    wide: tuple[Quantised, Floats]
    narrow: tuple[Quantised, Floats]
    narrow_norm: tuple[Floats, Floats]


class TokenHead(NamedTuple):
    """What makes a vector of each token, where a text's own vector is of the whole.

    Args:
        projection: brings what the last layer makes of a token into few numbers.
        weights: tells by the same how much a token of a question counts.
    """

    projection: Floats
    weights: Floats


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything that a model is made of.

    Args:
        name: what tells it from all other models.
        heads: of the attention.
        by_first: whether a text's vector is that of its first piece, rather than the mean of all.
        pieces: of words.
        words: a row for each piece.
        positions: a row for each place in a text, with what says that it's the first text.
        norm: the layer norm of those two: times what, and plus what.
        layers: in order.
        token_head: makes token vectors; None if it never learned to.
    """

    name: str
    heads: int
    by_first: bool
    pieces: tuple[str, ...]
    words: Quantised
    positions: Floats
    norm: tuple[Floats, Floats]
    layers: tuple[Layer, ...]
    token_head: TokenHead | None = None


def from_folder(folder: Path) -> Weights:
    """Read a model as sentence-transformers keeps it: config.json, vocab.txt, model.safetensors, 1_Pooling.

    Raises:
        ModelError: there's no such model there.
    """
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        pieces = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
        pooling = folder / "1_Pooling" / "config.json"
        pooled = json.loads(pooling.read_text(encoding="utf-8")) if pooling.exists() else {}
        tensors = _tensors(folder / "model.safetensors")
        if config.get("model_type") != "bert":
            raise ModelError(f"{folder} holds no BERT model; name a folder with one, such as all-MiniLM-L6-v2.")
        if "[unused0]" in pieces and "A" in pieces:
            raise ModelError(f"{folder} holds a model that tells capitals apart; name an “uncased” one.")
        layers = tuple(_layer(tensors, number) for number in range(config["num_hidden_layers"]))
        return Weights(
            name=f"{folder.name}-{config['hidden_size']}-{len(layers)}",
            heads=config["num_attention_heads"],
            by_first=bool(pooled.get("pooling_mode_cls_token")),
            pieces=tuple(pieces),
            words=quantised(tensors["embeddings.word_embeddings.weight"], axis=1),
            positions=tensors["embeddings.position_embeddings.weight"]
            + tensors["embeddings.token_type_embeddings.weight"][0],
            norm=_norm(tensors, "embeddings.LayerNorm"),
            layers=layers,
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        wanted = "config.json, vocab.txt and model.safetensors of a BERT model"
        raise ModelError(f"Can't read a model from {folder}; put {wanted} there.") from error


def save(weights: Weights, folder: Path) -> None:
    """Write weights, and the pieces of words that they go with, to a folder."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for number, layer in enumerate(weights.layers):
        for part, array in _parts(layer).items():
            arrays[f"{number}.{part}"] = array
    head = {"name": weights.name, "heads": weights.heads, "by_first": weights.by_first, "layers": len(weights.layers)}
    arrays["head"] = np.frombuffer(json.dumps(head).encode(), dtype=np.uint8)
    (folder / PIECES).write_text("\n".join(weights.pieces), encoding="utf-8")
    arrays["words"], arrays["words.steps"] = weights.words.whole, weights.words.steps
    arrays["positions"] = weights.positions
    arrays["norm.times"], arrays["norm.plus"] = weights.norm
    if weights.token_head is not None:
        arrays["tokens.projection"], arrays["tokens.weights"] = (
            weights.token_head.projection,
            weights.token_head.weights,
        )
    with zipfile.ZipFile(folder / WEIGHTS, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(arrays):
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(2020, 1, 1, 0, 0, 0))  # the same bytes each time
            with archive.open(entry, "w") as part_file:
                np.lib.format.write_array(part_file, np.ascontiguousarray(arrays[name]), allow_pickle=False)


def read(folder: Path) -> Weights:
    """Read weights that `save` has written.

    Raises:
        ModelError: a file is missing or damaged.
    """
    try:
        pieces = (folder / PIECES).read_text(encoding="utf-8").split("\n")
        with (folder / WEIGHTS).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            head = json.loads(arrays["head"].tobytes())
            return Weights(
                name=head["name"],
                heads=head["heads"],
                by_first=head["by_first"],
                pieces=tuple(pieces),
                words=Quantised(arrays["words"], arrays["words.steps"]),
                positions=arrays["positions"],
                norm=(arrays["norm.times"], arrays["norm.plus"]),
                layers=tuple(_read_layer(arrays, number) for number in range(head["layers"])),
                token_head=_read_token_head(arrays),
            )
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise ModelError(f"Can't read the model in {folder}; install Versed again.") from error


def _parts(layer: Layer) -> dict[str, NDArray[np.generic]]:
    """Return the arrays of a layer by name."""
    found: dict[str, NDArray[np.generic]] = {}
    for name in ("attention", "joined", "wide", "narrow"):
        matrix, plus = getattr(layer, name)
        found |= {name: matrix.whole, f"{name}.steps": matrix.steps, f"{name}.plus": plus}
    for name in ("joined_norm", "narrow_norm"):
        found[f"{name}.times"], found[f"{name}.plus"] = getattr(layer, name)
    return found


def _read_token_head(arrays: Mapping[str, Floats]) -> TokenHead | None:
    return TokenHead(arrays["tokens.projection"], arrays["tokens.weights"]) if "tokens.projection" in arrays else None


def _read_layer(arrays: Mapping[str, NDArray[np.generic]], number: int) -> Layer:
    def dense(name: str) -> tuple[Quantised, Floats]:
        start = f"{number}.{name}"
        return Quantised(arrays[start], arrays[f"{start}.steps"]), arrays[f"{start}.plus"]  # type: ignore[arg-type, return-value]

    def norm(name: str) -> tuple[Floats, Floats]:
        return arrays[f"{number}.{name}.times"], arrays[f"{number}.{name}.plus"]  # type: ignore[return-value]

    return Layer(
        dense("attention"), dense("joined"), norm("joined_norm"), dense("wide"), dense("narrow"), norm("narrow_norm")
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
    """Read a safetensors file: the length of its head, its head in JSON, its numbers."""
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
