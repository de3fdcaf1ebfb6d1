"""Remembers the locations of private answers to presses, for as long as the platform allows changing them.

They're only kept in memory: a location contains a secret of the platform that anyone could use, and soon expires.
"""

import asyncio
import secrets
from typing import Generic, TypeVar

from cachetools import TTLCache

from bot.language.port import Reason, Rejected

_MOST = 20_000
"""At most this many answers are remembered; the oldest is dropped first."""

_GONE = "That answer can't be changed any more."

LocationT = TypeVar("LocationT")


class PrivateAnswers(Generic[LocationT]):
    """Remembers where private answers are.

    Args:
        seconds: how long an answer can be changed.
    """

    def __init__(self, seconds: float) -> None:
        self._answers: TTLCache[str, asyncio.Future[LocationT | None]] = TTLCache(_MOST, seconds)

    def expect(self) -> str:
        """Return a handle for an answer that hasn't been sent yet; it can't be guessed."""
        handle = secrets.token_urlsafe(12)
        self._answers[handle] = asyncio.get_running_loop().create_future()
        return handle

    def note_sent(self, handle: str, where: LocationT | None) -> None:
        """Note where an answer was sent; None if it can't be changed."""
        answer = self._answers.get(handle)
        if answer is None or answer.done():
            return
        answer.set_result(where)
        if where is None:
            del self._answers[handle]

    async def find(self, handle: str, *, forget: bool = False) -> LocationT:
        """Return where an answer is, after waiting until it's sent.

        Args:
            handle: the answer's handle.
            forget: whether to forget the answer afterwards.

        Raises:
            Rejected: it can't be changed, or not any more, or it belongs to another process.
        """
        answer = self._answers.get(handle)
        where = None if answer is None else await asyncio.shield(answer)
        if forget:
            self._answers.pop(handle, None)
        if where is None:
            raise Rejected(_GONE, Reason.CLOSED)
        return where
