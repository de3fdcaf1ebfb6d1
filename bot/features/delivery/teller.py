"""Saying something more to people in private, without haste and without making a fuss where it doesn't arrive."""

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
"""People told at the same time, so that a crowd leaves time for all else."""

_TRIES = 3

_LONGEST_WAIT = 8.0
"""Seconds that a platform may ask for before someone is told; later it's no news any more."""


class Teller:
    """Changes private answers.

    Args:
        boards: by platform.
        clock: the time.
    """

    def __init__(self, boards: Mapping[str, Boards], clock: Clock | None = None) -> None:
        self._boards = boards
        self._clock = clock or Clock()
        self._turns = asyncio.Semaphore(_AT_ONCE)

    def can_tell(self, tenant: str) -> bool:
        """Return whether private answers in a tenant can be changed."""
        return platform_of(tenant) in self._boards

    async def tell(self, tenant: str, reply: str, said: Message) -> None:
        """Say something more about a private answer (see Boards.tell).

        Args:
            tenant: where it was given.
            reply: the handle on it.
            said: what it says from now on.
        """
        await self._send(tenant, lambda boards: boards.tell(reply, said))

    async def take_back(self, tenant: str, reply: str) -> None:
        """Take a private answer away (see Boards.take_back)."""
        await self._send(tenant, lambda boards: boards.take_back(reply))

    async def _send(self, tenant: str, send: Callable[[Boards], Awaitable[None]]) -> None:
        """Send something, and again if the platform asks for a short wait; it's no harm if it's lost."""
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
