"""What's looked for in a pack: a question's words, read once for search, ranking and the model."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Query:
    """What's looked for in one pack.

    Args:
        text: words, without slips.
        spelled_out: the same with what the pack's abbreviations stand for, as a model reads it.
        marked: its words with the signs and accents that tell C from C++.
        asks_what: whether it asks what something is, if it only names that, and not for something about it.
    """

    text: str
    spelled_out: str
    marked: Sequence[str]
    asks_what: bool
