"""The common words of English, from the vocabulary of the model in Versed."""

from functools import cache

from bot.meaning.files import MODEL, PIECES


@cache
def common_words() -> tuple[str, ...]:
    """Return the common words of English in lower case, roughly in order of frequency."""
    pieces = (MODEL / PIECES).read_text(encoding="utf-8").split("\n")
    return tuple(piece for piece in pieces if piece.isascii() and piece.isalpha())
