"""The common words of English, out of the pieces that the model in Versed knows."""

from functools import cache

from bot.meaning.files import MODEL, PIECES


@cache
def common_words() -> tuple[str, ...]:
    """Return the common words of English in lower case, roughly the most used first."""
    pieces = (MODEL / PIECES).read_text(encoding="utf-8").split("\n")
    return tuple(piece for piece in pieces if piece.isascii() and piece.isalpha())
