"""Keeps to Slack's rate limits: in each channel, one message after the other, at most one per second.

If Slack asks us to wait, all calls of the same method in the same workspace wait, because that's how Slack counts.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from adapters.slack.outbound.api import Held, Limited
from bot.runtime.metrics import SENDS_WAITING

_T = TypeVar("_T")

_waiting = SENDS_WAITING.labels("slack")

PACE = 1.0
"""Seconds between two messages to a channel.

Source: https://docs.slack.dev/apis/web-api/rate-limits
"""
PATIENCE = 60.0
"""Maximum number of seconds that a message waits if Slack asks us to."""
_MOST_LANES = 1_000


class _Lane:
    """A channel's queue: the message with the lock is next and waits for Slack; the others wait for the lock."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.waiting = 0
        self.free_at = 0.0


class PacedQueue:
    """Sends messages no faster than Slack allows.

    Args:
        clock: returns the seconds of a monotonic clock.
        sleep: waits the given number of seconds.
    """

    def __init__(
        self,
        clock: Callable[[], float] | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._clock = clock or (lambda: asyncio.get_running_loop().time())
        self._sleep = sleep
        self._lanes: dict[tuple[str, str], _Lane] = {}
        self._closed: dict[tuple[str, str], float] = {}
        """When Slack accepts calls again, by workspace and method."""

    async def send(self, team: str, channel: str, method: str, post: Callable[[], Awaitable[_T]]) -> _T:
        """Post when it's this message's turn, and retry after a wait if Slack asks us to wait.

        Args:
            team: the id of the workspace.
            channel: the id of the channel.
            method: the API method.
            post: posts once.

        Raises:
            Limited: Slack asks us to wait for longer than PATIENCE.
        """
        async with self._in_line(team, channel) as lane:
            while True:
                try:
                    return await self._in_turn(lane, (team, method), post, PATIENCE)
                except Limited as error:
                    if error.seconds > PATIENCE:
                        raise

    async def once(
        self, team: str, channel: str, method: str, post: Callable[[], Awaitable[_T]], *, patience: float
    ) -> _T:
        """Post when it's this message's turn, without retrying.

        Args:
            team: the id of the workspace.
            channel: the id of the channel.
            method: the API method.
            post: posts once.
            patience: maximum number of seconds to wait for the turn.

        Raises:
            Held: its turn doesn't come within that time.
            Limited: Slack asks us to wait.
        """
        deadline = self._clock() + patience
        lane = self._lane(team, channel)
        turn = max(lane.free_at, self._closed.get((team, method), 0.0)) + lane.waiting * PACE
        if turn > deadline:
            raise Held("a message", turn - self._clock())
        async with self._in_line(team, channel):
            return await self._in_turn(lane, (team, method), post, max(0.0, deadline - self._clock()))

    @asynccontextmanager
    async def _in_line(self, team: str, channel: str) -> AsyncIterator[_Lane]:
        """Wait for a turn in a channel, and hold the channel's lock."""
        lane = self._lane(team, channel)
        lane.waiting += 1
        try:
            with _waiting.track_inprogress():
                await lane.lock.acquire()
            try:
                yield lane
            finally:
                lane.lock.release()
        finally:
            lane.waiting -= 1

    async def _in_turn(
        self, lane: _Lane, limit: tuple[str, str], post: Callable[[], Awaitable[_T]], patience: float
    ) -> _T:
        deadline = self._clock() + patience
        while (wait := max(lane.free_at, self._closed.get(limit, 0.0)) - self._clock()) > 0:
            if self._clock() + wait > deadline:
                raise Held("a message", wait)
            await self._sleep(wait)
        try:
            return await post()
        except Limited as error:
            self._closed[limit] = max(self._closed.get(limit, 0.0), self._clock() + error.seconds)
            raise
        finally:
            # Count from the answer, as we can't know when the message itself arrived.
            lane.free_at = self._clock() + PACE

    def _lane(self, team: str, channel: str) -> _Lane:
        if len(self._lanes) > _MOST_LANES:
            now = self._clock()
            idle = [key for key, lane in self._lanes.items() if lane.free_at <= now and not lane.waiting]
            for key in idle:
                del self._lanes[key]
            self._closed = {limit: until for limit, until in self._closed.items() if until > now}
        return self._lanes.setdefault((team, channel), _Lane())
