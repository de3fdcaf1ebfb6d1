"""Posting at Slack's pace: in each channel one message after the other, at most one a second.

If Slack asks to wait, everything waits that goes to the same workspace by the same method: that's how Slack counts.
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
"""Seconds that a message waits at most when Slack asks to wait."""
_MOST_LANES = 1_000


class _Lane:
    """One channel: the message that holds the lock is next, and alone waits for Slack; the others wait for it."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.waiting = 0
        self.free_at = 0.0


class PacedQueue:
    """Keeps the pace.

    Args:
        clock: tells seconds that only go forward.
        sleep: waits that many seconds.
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
        """Until when Slack has asked to wait, by workspace and method."""

    async def send(self, team: str, channel: str, method: str, post: Callable[[], Awaitable[_T]]) -> _T:
        """Post when it's this message's turn, and again after a wait if Slack asks for one, as it took nothing.

        Args:
            team: the workspace.
            channel: where in it.
            method: of the API.
            post: posts once.

        Raises:
            Limited: Slack asks to wait for longer than anybody would.
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
        """Post when it's this message's turn, and never again.

        Args:
            team: the workspace.
            channel: where in it.
            method: of the API.
            post: posts once.
            patience: seconds to wait for the turn.

        Raises:
            Held: its turn doesn't come within that time.
            Limited: Slack asks to wait.
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
        """Wait for a turn in a channel, and hold its lane."""
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
            # From the answer on: when the message itself arrived, nobody here can tell.
            lane.free_at = self._clock() + PACE

    def _lane(self, team: str, channel: str) -> _Lane:
        if len(self._lanes) > _MOST_LANES:
            now = self._clock()
            idle = [key for key, lane in self._lanes.items() if lane.free_at <= now and not lane.waiting]
            for key in idle:
                del self._lanes[key]
            self._closed = {limit: until for limit, until in self._closed.items() if until > now}
        return self._lanes.setdefault((team, channel), _Lane())
