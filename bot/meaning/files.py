"""Where the model in Versed lies, and what files of a model are called."""

from pathlib import Path

MODEL = Path(__file__).with_name("model")
"""The folder of the model that comes with Versed."""

PIECES = "vocab.txt"
"""The file in such a folder that says which pieces of words a model knows, a line each."""

GRAPHS = ("model.onnx", "onnx/model.onnx")
"""Where its graph may lie, with its numbers: the second is sentence-transformers' place."""

POOLING = "1_Pooling/config.json"
"""The file in which sentence-transformers says how a text's vector is made of its pieces'; their mean without one."""
