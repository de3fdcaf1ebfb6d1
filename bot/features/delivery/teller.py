"""Edits private replies, with low priority; failures are only logged."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from bot.language.clock import Clock
from bot.language.message import Message
from bot.language.people import platform_of
from bot.language.port import Boards, PostError, Postponed

_log = logging.getLogger(__name__)

_AT_ONCE = 20
"""Maximum number of concurrent edits, so that a crowd doesn't block other work."""

_TRIES = 3

_LONGEST_WAIT = 8.0
"""Give up if the platform asks to wait longer than this many seconds, as the news would be old."""


class Teller:
    """Edits private replies.

    Args:
        boards: the platforms' Boards, by platform.
        clock: tells the time.
    """

    def __init__(self, boards: Mapping[str, Boards], clock: Clock | None = None) -> None:
        self._boards = boards
        self._clock = clock or Clock()
        self._turns = asyncio.Semaphore(_AT_ONCE)

    def can_tell(self, tenant: str) -> bool:
        """Return whether private replies in a tenant can be edited."""
        return platform_of(tenant) in self._boards

    async def tell(self, tenant: str, reply: str, message: Message) -> None:
        """Replace the content of a private reply (see Boards.tell).

        Args:
            tenant: the key of the reply's tenant.
            reply: the handle on the reply.
            message: the new content.
        """
        await self._send(tenant, lambda boards: boards.tell(reply, message))

    async def take_back(self, tenant: str, reply: str) -> None:
        """Delete a private reply (see Boards.take_back)."""
        await self._send(tenant, lambda boards: boards.take_back(reply))

    async def _send(self, tenant: str, send: Callable[[Boards], Awaitable[None]]) -> None:
        """Send a request, and retry if the platform asks for a short wait; losing it is harmless."""
        for _ in range(_TRIES):
            try:
                async with self._turns:
                    await send(self._boards[platform_of(tenant)])
            except Postponed as postponed:
                if postponed.seconds > _LONGEST_WAIT:
                    return
                await self._clock.sleep(timedelta(seconds=postponed.seconds))
            except PostError as error:
                _log.info("a private answer wasn't changed: %s", error)
                return
            else:
                return
