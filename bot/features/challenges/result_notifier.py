"""Tells participants their own result when a challenge closes, if their private answer can still be edited.

That works for 15 to 30 minutes after someone's last press, depending on the platform, so it isn't guaranteed. Anyone
who answered earlier finds their result with *See my answers*. The handles are kept in memory only (see
bot.features.games.telling).
"""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from bot.features.challenges.closing import read_played
from bot.features.challenges.model import Challenge
from bot.features.challenges.own_results import own_result
from bot.features.challenges.store import challenges
from bot.features.delivery.teller import Teller
from bot.features.league.store import results as league_results
from bot.features.packs.shelf import Shelf
from bot.language.clock import Clock
from bot.runtime.bulkhead import OutageError, bulkhead
from bot.runtime.tasks import Tasks
from bot.storage.database import Database

_log = logging.getLogger(__name__)

_LASTS = timedelta(minutes=30)
"""How long a handle works, on the platform where it lasts longest."""

_LOOK = timedelta(seconds=3)
"""Interval between checks whether a challenge has closed; any replica may close it."""


@dataclass(frozen=True, slots=True)
class _Handle:
    reply: str
    until: datetime


@dataclass(slots=True, eq=False)
class _Open:
    """A challenge that someone has answered in on this replica.

    Args:
        challenge: the challenge.
        handles: the handles of the latest private answers, by member.
    """

    challenge: Challenge
    handles: dict[str, _Handle] = field(default_factory=dict)


class ResultNotifier:
    """Tells participants their own result.

    Args:
        shelf: provides the packs.
        database: stores the challenges.
        teller: edits private answers.
    """

    def __init__(self, shelf: Shelf, database: Database, teller: Teller) -> None:
        self._shelf = shelf
        self._database = database
        self._teller = teller
        self._clock = Clock()
        self._open: dict[tuple[str, str], _Open] = {}
        self._tasks = Tasks()

    def expect(self, challenge: Challenge, member: str, reply: str) -> None:
        """Register a member to be told their own result when a challenge closes.

        Args:
            challenge: the challenge.
            member: the id of the member who just got a private answer.
            reply: the handle of that answer; "" if there's none.
        """
        if not reply or not self._teller.can_tell(challenge.tenant):
            return
        key = (challenge.tenant, challenge.id)
        known = self._open.get(key)
        if known is None:
            known = self._open[key] = _Open(challenge)
            self._tasks.start(self._follow(known))
        known.handles[member] = _Handle(reply, self._clock.now() + _LASTS)

    async def _follow(self, known: _Open) -> None:
        """Wait until a challenge closes, or all handles have expired, then tell the results."""
        challenge: Challenge | None = known.challenge
        while challenge is not None and challenge.closed is None and known.handles:
            await self._clock.sleep(_LOOK)
            now = self._clock.now()
            known.handles = {who: each for who, each in known.handles.items() if now < each.until}
            find = partial(challenges.find, tenant=known.challenge.tenant, challenge_id=known.challenge.id)
            try:
                challenge = await self._database.read(find)
            except OutageError as error:
                _log.warning("can't see now whether a challenge has closed: %s", error)
        del self._open[known.challenge.tenant, known.challenge.id]
        if challenge is not None and challenge.closed is not None:
            with bulkhead("own results"):
                await self._tell(challenge, known)

    async def _tell(self, challenge: Challenge, known: _Open) -> None:
        played = await self._database.read(partial(read_played, shelf=self._shelf, challenge=challenge))
        if played is None:
            return
        hidden = await self._database.read(partial(league_results.hidden, tenant=challenge.tenant))
        there = [who for who in known.handles if who in played.table.players]
        results = {who: own_result(played, who, hidden) for who in there}
        told = (self._teller.tell(challenge.tenant, known.handles[who].reply, said) for who, said in results.items())
        await asyncio.gather(*told)
