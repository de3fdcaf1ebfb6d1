"""Where the private answers to presses stand, for as long as their platform lets them be changed.

In memory alone: what leads there's a secret of the platform's, good for anyone who has it, and soon useless.
"""

import asyncio
import secrets
from collections.abc import Callable
from time import monotonic
from typing import Generic, TypeVar

from cachetools import TTLCache

from bot.language.port import Reason, Rejected

_MOST = 20_000
"""Answers remembered; the oldest go first."""

_GONE = "That answer can't be changed any more."

_WhereT = TypeVar("_WhereT")


class PrivateAnswers(Generic[_WhereT]):
    """Remembers them.

    Args:
        seconds: for which an answer can be changed.
        timer: tells seconds that only go forward.
    """

    def __init__(self, seconds: float, timer: Callable[[], float] = monotonic) -> None:
        self._answers: TTLCache[str, asyncio.Future[_WhereT | None]] = TTLCache(_MOST, seconds, timer)

    def expect(self) -> str:
        """Return a handle on an answer that is yet to be given; nobody can guess it."""
        handle = secrets.token_urlsafe(12)
        self._answers[handle] = asyncio.get_running_loop().create_future()
        return handle

    def stands(self, handle: str, where: _WhereT | None) -> None:
        """Hear that an answer was given, and where it stands; None if it isn't one that can be changed."""
        answer = self._answers.get(handle)
        if answer is None or answer.done():
            return
        answer.set_result(where)
        if where is None:
            del self._answers[handle]

    async def find(self, handle: str, *, forget: bool = False) -> _WhereT:
        """Return where an answer stands, once it's given.

        Args:
            handle: on the answer.
            forget: whether this was the last time.

        Raises:
            Rejected: it can't be changed, or no longer, or is of another process.
        """
        answer = self._answers.get(handle)
        where = None if answer is None else await asyncio.shield(answer)
        if forget:
            self._answers.pop(handle, None)
        if where is None:
            raise Rejected(_GONE, Reason.CLOSED)
        return where
