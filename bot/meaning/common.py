"""The common words of English, out of the pieces that the model in Versed knows."""

from functools import cache
from pathlib import Path

MODEL = Path(__file__).with_name("model")
"""The folder of the model that comes with Versed."""

PIECES = "pieces.txt"
"""The file in such a folder that says which pieces of words a model knows."""


@cache
def common_words() -> tuple[str, ...]:
    """Return the common words of English in lower case, roughly the most used first."""
    pieces = (MODEL / PIECES).read_text(encoding="utf-8").split("\n")
    return tuple(piece for piece in pieces if piece.isascii() and piece.isalpha())
