"""Exports weights as a graph for ONNX Runtime (https://onnx.ai/onnx/operators, opset 20)."""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from bot.meaning.files import GRAPHS, PIECES
from bot.meaning.quantised import Floats, Quantised
from training.weights import Layer, TokenHead, Weights

_BLOCK = 32
"""Block size: the number of a text's values that share one step size during multiplication."""

_BYTES, _IN_BYTES = 8, 4
"""Bits per weight, and the accuracy level at which the other factor is quantised to bytes, too."""

_FAR = np.float32(-1e9)
"""Added to the attention scores of positions that must be ignored."""

_TINY = 1e-12

_RUNTIMES_OWN = "com.microsoft"
"""The domain of MatMulNBits, which multiplies by quantised weights directly:
https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md."""


def write(weights: Weights, folder: Path) -> None:
    """Write a model to a folder; the same weights give identical files."""
    (folder / PIECES).write_text("\n".join(weights.pieces), encoding="utf-8")
    onnx.save(_Graph(weights).model(), folder / GRAPHS[0])


class _Graph:
    """Builds the graph of a model."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._width = weights.positions.shape[1]
        self._nodes: list[onnx.NodeProto] = []
        self._numbers: dict[str, onnx.TensorProto] = {}

    def model(self) -> onnx.ModelProto:
        """Return the model: from the ids of a text's pieces to the last hidden state and the token vectors."""
        width, length = self._width, ["texts", "pieces"]
        state, unseen = self._begin(), self._unseen()
        for number, layer in enumerate(self._weights.layers):
            state = self._layer(state, layer, unseen, f"{number}.")
        made = {"last_hidden_state": (state, [*length, width])}
        if self._weights.token_head is not None:
            made |= self._close(state, self._weights.token_head)
        for name, (node, _) in made.items():
            self._nodes.append(helper.make_node("Identity", [node], [name]))
        graph = helper.make_graph(
            self._nodes,
            "texts to what they mean",
            [helper.make_tensor_value_info(n, TensorProto.INT64, length) for n in ("input_ids", "attention_mask")],
            [helper.make_tensor_value_info(n, TensorProto.FLOAT, shape) for n, (_, shape) in made.items()],
            list(self._numbers.values()),
        )
        versions = [helper.make_opsetid("", 20), helper.make_opsetid(_RUNTIMES_OWN, 1)]
        return helper.make_model(graph, opset_imports=versions, ir_version=9)

    def _begin(self) -> str:
        """Add the word and position embeddings; word embeddings stay in bytes until they're looked up."""
        words = self._weights.words
        found = self._add("Gather", self._number("words", words.whole), "input_ids")
        sizes = self._add("Gather", self._number("words.steps", words.steps), "input_ids")
        read = self._add("Mul", self._add("Cast", found, to=TensorProto.FLOAT), sizes)
        length = self._add("Gather", self._add("Shape", "input_ids"), self._whole("second", [1]))
        first = self._whole("first", [0])
        places = self._add("Slice", self._number("positions", self._weights.positions), first, length, first)
        return self._norm(self._add("Add", read, places), "norm", self._weights.norm)

    def _unseen(self) -> str:
        """Add the mask that keeps attention away from padding."""
        there = self._add("Cast", "attention_mask", to=TensorProto.FLOAT)
        missing = self._add("Sub", self._number("one", np.float32(1)), there)
        far = self._add("Mul", missing, self._number("far", _FAR))
        return self._add("Unsqueeze", far, self._whole("inner axes", [1, 2]))

    def _layer(self, state: str, layer: Layer, unseen: str, name: str) -> str:
        joined = self._dense(self._attended(state, layer, unseen, name), f"{name}joined", *layer.joined)
        state = self._norm(self._add("Add", state, joined), f"{name}joined_norm", layer.joined_norm)
        wide = self._add("Gelu", self._dense(state, f"{name}wide", *layer.wide))
        narrow = self._dense(wide, f"{name}narrow", *layer.narrow)
        return self._norm(self._add("Add", state, narrow), f"{name}narrow_norm", layer.narrow_norm)

    def _attended(self, state: str, layer: Layer, unseen: str, name: str) -> str:
        """Add multi-head attention."""
        heads, width = self._weights.heads, self._width
        made = self._dense(state, f"{name}attention", *layer.attention)
        apart = self._add("Reshape", made, self._whole("by head", [0, 0, 3 * heads, width // heads]))
        turned = self._add("Transpose", apart, perm=[0, 2, 1, 3])
        asked, keys, values = self._split(turned, heads)
        likeness = self._add("MatMul", asked, self._add("Transpose", keys, perm=[0, 1, 3, 2]))
        likeness = self._add("Mul", likeness, self._number("scale", np.float32((width // heads) ** -0.5)))
        shares = self._add("Softmax", self._add("Add", likeness, unseen), axis=-1)
        taken = self._add("Transpose", self._add("MatMul", shares, values), perm=[0, 2, 1, 3])
        return self._add("Reshape", taken, self._whole("together", [0, 0, width]))

    def _close(self, state: str, head: TokenHead) -> dict[str, tuple[str, list[Any]]]:
        """Add each piece's vector and its weight in a question, before normalisation."""
        tokens = self._add("MatMul", state, self._number("projection", head.projection))
        weights = self._add("MatMul", state, self._number("token weights", head.weights))
        length = ["texts", "pieces"]
        return {"tokens": (tokens, [*length, head.projection.shape[1]]), "token_weights": (weights, length)}

    def _dense(self, state: str, name: str, matrix: Quantised, plus: Floats) -> str:
        """Add a product with a matrix in bytes, plus a bias; all blocks of a column use its step, which is exact."""
        deep, wide = matrix.whole.shape
        blocks = -(-deep // _BLOCK)
        whole = np.zeros((wide, blocks * _BLOCK), np.int16)
        whole[:, :deep] = matrix.whole.T
        bytes_ = (whole + 128).astype(np.uint8).reshape(wide, blocks, _BLOCK)
        steps = np.repeat(matrix.steps.T, blocks, axis=1)
        return self._add(
            "MatMulNBits",
            state,
            self._number(name, bytes_),
            self._number(f"{name}.steps", steps),
            "",  # zero points: 128 by default
            "",  # g_idx: the order of blocks
            self._number(f"{name}.plus", plus),
            domain=_RUNTIMES_OWN,
            K=deep,
            N=wide,
            bits=_BYTES,
            block_size=_BLOCK,
            accuracy_level=_IN_BYTES,
        )

    def _norm(self, state: str, name: str, norm: tuple[Floats, Floats]) -> str:
        times, plus = self._number(f"{name}.times", norm[0]), self._number(f"{name}.plus", norm[1])
        return self._add("LayerNormalization", state, times, plus, axis=-1, epsilon=_TINY)

    def _split(self, state: str, heads: int) -> list[str]:
        parts = [f"{state}.{number}" for number in range(3)]
        sizes = self._whole("parts", [heads] * 3)
        self._nodes.append(helper.make_node("Split", [state, sizes], parts, axis=1))
        return parts

    def _add(self, operator: str, *given: str, domain: str = "", **how: Any) -> str:
        name = f"{operator} {len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, given, [name], domain=domain, **how))
        return name

    def _whole(self, name: str, numbers: list[int]) -> str:
        return self._number(name, np.array(numbers, np.int64))

    def _number(self, name: str, array: NDArray[Any] | np.float32) -> str:
        self._numbers[name] = numpy_helper.from_array(np.ascontiguousarray(array), name)
        return name
