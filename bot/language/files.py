"""A file attached to a command. Its content is read only when needed, and never trusted."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.language.refusals import Refusal

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file attached to a command.

    Args:
        name: its file name.
        size: its size in bytes according to the platform, which may be wrong.
        read: returns its bytes; takes the maximum number of them. Raises Refusal if there are more, or if they
            can't be downloaded.
    """

    name: str
    size: int
    read: Callable[[int], Awaitable[bytes]]


def too_large(most: int) -> Refusal:
    """Return the refusal of a file with more than `most` bytes."""
    return Refusal(f"That file has more than {most // MEGABYTE} MB; split it into several.", option="file")
