"""Posting at Slack's pace: in each channel one message after the other, at most one a second."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from adapters.slack.api import Limited

_T = TypeVar("_T")

PACE = 1.0
"""Seconds between two messages to a channel.

Source: https://docs.slack.dev/apis/web-api/rate-limits
"""
PATIENCE = 60.0
"""Seconds that a message waits at most when Slack asks to wait."""
_MOST_LANES = 1_000


class _Lane:
    """One channel: who holds the lock is next, and alone in waiting for Slack; the others wait for it."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.free_at = 0.0


class Queue:
    """Sees to the pace.

    Args:
        clock: tells seconds that only go on.
        sleep: waits so many of them.
    """

    def __init__(
        self,
        clock: Callable[[], float] | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._clock = clock or (lambda: asyncio.get_running_loop().time())
        self._sleep = sleep
        self._lanes: dict[tuple[str, str], _Lane] = {}

    async def send(self, team: str, channel: str, post: Callable[[], Awaitable[_T]]) -> _T:
        """Post when it is this message's turn; again after waiting where Slack asks to wait, for it took nothing.

        Args:
            team: the workspace.
            channel: where in it.
            post: posts once.

        Raises:
            Limited: Slack asks to wait for longer than anybody would.
        """
        lane = self._lane(team, channel)
        async with lane.lock:
            while True:
                try:
                    return await self._in_turn(lane, post, PATIENCE)
                except Limited as error:
                    if error.seconds > PATIENCE:
                        raise

    async def once(self, team: str, channel: str, post: Callable[[], Awaitable[_T]], *, patience: float) -> _T:
        """Post when it is this message's turn, and never again.

        Args:
            team: the workspace.
            channel: where in it.
            post: posts once.
            patience: seconds to wait for the turn.

        Raises:
            Limited: it is not its turn within that time, or Slack asks to wait.
        """
        lane = self._lane(team, channel)
        async with lane.lock:
            return await self._in_turn(lane, post, patience)

    async def _in_turn(self, lane: _Lane, post: Callable[[], Awaitable[_T]], patience: float) -> _T:
        wait = lane.free_at - self._clock()
        if wait > patience:
            raise Limited("a message", wait)
        if wait > 0:
            await self._sleep(wait)
        lane.free_at = self._clock() + PACE
        try:
            return await post()
        except Limited as error:
            lane.free_at = self._clock() + error.seconds
            raise

    def _lane(self, team: str, channel: str) -> _Lane:
        if len(self._lanes) > _MOST_LANES:
            now = self._clock()
            idle = [key for key, lane in self._lanes.items() if lane.free_at <= now and not lane.lock.locked()]
            for key in idle:
                del self._lanes[key]
        return self._lanes.setdefault((team, channel), _Lane())
