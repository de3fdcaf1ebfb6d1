"""A query: a question's text, prepared once for search, ranking and the model."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Query:
    """A query in one pack.

    Args:
        text: the text, with typos corrected.
        spelled_out: the text with the pack's abbreviations spelled out, for the model.
        marked: its words, with the signs and accents that tell C from C++.
        asks_what: whether it asks what something is if it only names that, and not for something about it.
    """

    text: str
    spelled_out: str
    marked: Sequence[str]
    asks_what: bool
