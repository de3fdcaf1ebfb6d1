"""A file that someone gives along with a command. What it holds is read only when it's wanted, and never trusted."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.language.refusals import Refusal

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that someone gives along with a command.

    Args:
        name: as they call it.
        size: bytes, as the platform says, which may be wrong.
        read: returns its bytes; takes how many it may have at most. Raises Refusal if it has more, or if they can't
            be had.
    """

    name: str
    size: int
    read: Callable[[int], Awaitable[bytes]]


def too_large(most: int) -> Refusal:
    """Make the refusal of a file with more bytes than `most`."""
    return Refusal(f"That file has more than {most // MEGABYTE} MB; split it into several.", option="file")
