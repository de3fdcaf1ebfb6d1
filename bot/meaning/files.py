"""Where the model in Versed lies, and what its files are called."""

from pathlib import Path

MODEL = Path(__file__).with_name("model")
"""The folder of the model that comes with Versed."""

PIECES = "pieces.txt"
"""The file in such a folder that says which pieces of words a model knows."""

WEIGHTS = "weights.npz"
"""The file with its numbers."""
