"""A BERT model, run by ONNX Runtime: turns a text into its meaning."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime

from bot.meaning.errors import ModelError
from bot.meaning.files import GRAPHS, PIECES, POOLING
from bot.meaning.meaning import Meaning
from bot.meaning.quantised import Floats
from bot.meaning.wordpiece import WordPieces

_TINY = np.float32(1e-12)

_MOST_PIECES = 96
"""Maximum number of word pieces read from a text: about seventy words, enough to say what it's about."""

_SILENT = 4
"""ONNX Runtime's log level that keeps it quiet; errors are raised as exceptions as well."""

_HIDDEN, _TOKENS, _TOKEN_WEIGHTS = "last_hidden_state", "tokens", "token_weights"


class Encoder:
    """Computes the meanings of texts.

    Args:
        folder: the folder with its graph and vocabulary, as sentence-transformers or `training` writes it.

    Raises:
        ModelError: the folder has no such model.
    """

    def __init__(self, folder: Path) -> None:
        self._pieces = WordPieces(_pieces(folder))
        self._by_first = _is_by_first(folder)
        self._session = _session(folder)
        self._wanted = [each.name for each in self._session.get_inputs()]
        names = [each.name for each in self._session.get_outputs()]
        self._outputs = names if _TOKENS in names else [_HIDDEN if _HIDDEN in names else names[0]]

    def encode(self, texts: Sequence[str]) -> list[Meaning]:
        """Return the meaning of each text.

        Texts are encoded one by one: numbers are quantised relative to the largest one in a batch, so a text's vector
        would depend on the other texts.
        """
        return [self._meaning(self._pieces.numbers(text, _MOST_PIECES)) for text in texts]

    def _meaning(self, numbers: Sequence[int]) -> Meaning:
        """Return a text's meaning, from the last layer's states of its pieces and of the two special tokens."""
        pieces = np.array([numbers], np.int64)
        inputs = {
            "input_ids": pieces,
            "attention_mask": np.ones_like(pieces),
            "token_type_ids": np.zeros_like(pieces),
        }
        outputs = self._session.run(self._outputs, {name: inputs[name] for name in self._wanted})
        state, *close = (array[0] for array in outputs)
        vector = _normalised(state[0] if self._by_first else state.mean(axis=0))
        if not close:
            return Meaning(vector)
        tokens, heights = (array[1:-1] for array in close)
        return Meaning(vector, _normalised(tokens), _softmax(heights))


def _session(folder: Path) -> onnxruntime.InferenceSession:
    """Return a session that runs a folder's graph in the calling thread."""
    graph = next((folder / name for name in GRAPHS if (folder / name).exists()), None)
    if graph is None:
        raise _missing(folder)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # a text is too short to be split
    options.enable_cpu_mem_arena = False  # it would keep the memory that the longest text took
    options.log_severity_level = _SILENT
    try:
        session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime's exceptions have no base class in common
        raise ModelError(f"Can't run {graph}; put a BERT model's graph there.") from error
    if unknown := {each.name for each in session.get_inputs()} - {"input_ids", "attention_mask", "token_type_ids"}:
        raise ModelError(f"{graph} wants {min(unknown)}, so it holds no BERT model; put one there.")
    return session


def _pieces(folder: Path) -> list[str]:
    try:
        pieces = (folder / PIECES).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise _missing(folder) from error
    if "[unused0]" in pieces and "A" in pieces:
        raise ModelError(f"{folder} holds a model that tells capitals apart; name an “uncased” one.")
    if "[CLS]" not in pieces:
        raise ModelError(f"{folder} holds no BERT model; name a folder with one, such as all-MiniLM-L6-v2.")
    return pieces


def _is_by_first(folder: Path) -> bool:
    """Return whether a text's vector is that of its first token, rather than the mean of all."""
    try:
        read = json.loads((folder / POOLING).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(read, dict) and bool(read.get("pooling_mode_cls_token"))


def _missing(folder: Path) -> ModelError:
    return ModelError(f"Can't read a model from {folder}; put {PIECES} and {GRAPHS[-1]} of a BERT model there.")


def _normalised(rows: Floats) -> Floats:
    """Return vectors of length 1 in the same directions."""
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), _TINY), np.float32)


def _softmax(heights: Floats) -> Floats:
    """Return the softmax of some numbers, which is positive and sums to 1."""
    shares = np.exp(heights - heights.max(initial=0))
    return np.asarray(shares / max(float(shares.sum()), 1e-12), np.float32)
