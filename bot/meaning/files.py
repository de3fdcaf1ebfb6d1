"""The location of the model in Versed, and the names of a model's files."""

from pathlib import Path

MODEL = Path(__file__).with_name("model")
"""The folder of the model that's shipped with Versed."""

PIECES = "vocab.txt"
"""The file in such a folder with the model's vocabulary, one word piece per line."""

GRAPHS = ("model.onnx", "onnx/model.onnx")
"""Possible paths of its graph with the weights; sentence-transformers uses the second one."""

POOLING = "1_Pooling/config.json"
"""The file in which sentence-transformers says how to pool a text's vector from its pieces; the mean by default."""
