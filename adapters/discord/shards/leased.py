"""Shards that replicas share among themselves, by leases in their database.

A lease lasts ten seconds and is renewed every two and a half. Twice a second each replica looks who serves what,
takes what nobody holds, and gives up what's more than its share (sharing.py). It stops serving a shard before its
lease could be over, by a clock that nobody can set; it hears nothing that comes after that.
"""

import asyncio
import logging
import platform
import secrets
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from itertools import count

from adapters.discord.inbound.client import Terms
from adapters.discord.inbound.gateway import ShardNumber
from adapters.discord.shards import sharing
from adapters.discord.shards.handing import Handing
from adapters.discord.shards.pool import LoginInfo, Pool
from adapters.discord.shards.shard import Shard
from bot.language.port import PlatformError
from bot.runtime import metrics
from bot.runtime.bulkhead import OutageError, bulkhead
from bot.storage import shards
from bot.storage.database import Database
from bot.storage.errors import StoreError
from bot.storage.shards import Replica, ShardLease
from bot.storage.transaction import Transaction

_log = logging.getLogger(__name__)

LEASE = timedelta(seconds=10)
"""How long a shard is held without a sign of life."""

_BOT = "discord-bot"
"""What stands in place of a platform where something is a bot's and no tenant's."""

_RENEWALS = 4
_LOOKS = 20
"""In the time of a lease."""

_MARGIN = 0.15
"""The last part of a lease, in which the shard isn't served any more: it takes a moment to disconnect."""

_APART = timedelta(seconds=6)
"""From one session to the next of the same bucket: five seconds, and one for the different ways to Discord."""

_GOODBYE_WITHIN = 2.0
"""Seconds in which the database must have heard that this replica leaves; else its leases end by themselves."""

_DIVIDED_OTHERWISE = "Other replicas have changed how Discord's shards are divided; start this one again."


@dataclass(slots=True, eq=False)
class _Held:
    """A shard that this replica holds.

    Args:
        lease: by which it does.
        until: when that ends, on the loop's clock.
        shard: serves it.
        task: of the shard.
        kept: the session with which it was renewed last, sealed.
    """

    lease: ShardLease
    until: float
    shard: Shard = field(init=False)
    task: "asyncio.Task[None]" = field(init=False)
    kept: str | None = None


class Leased:
    """Serves this replica's share of the shards.

    Args:
        database: where the leases are.
        pool: connects shards.
        token: of the bot, with which sessions are sealed.
        wanted: how many shards there should be; None for as many as Discord recommends.
    """

    will_be_first = False
    """Nobody knows yet."""

    def __init__(self, database: Database, pool: Pool, token: str, wanted: int | None) -> None:
        self._database = database
        self._pool = pool
        self._handing = Handing(token)
        self._wanted = wanted
        self._seconds = LEASE.total_seconds()
        self._me = Replica("", f"{platform.node()}-{secrets.token_hex(4)}")
        self._shards = 0
        """How many there are; 0 before this replica takes part."""
        self._held: dict[int, _Held] = {}
        self._renewed = 0.0
        self._takes_from = 0.0
        """When it may take what nobody seems to hold, on the loop's clock."""
        self._loops: list[asyncio.Task[None]] = []
        self._failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @property
    def is_ready(self) -> bool:
        """Return whether the others see this replica, and what it holds is connected, even if that's nothing."""
        takes_part = self._shards > 0 and self._now() < self._renewed + self._seconds
        return takes_part and self._pool.is_connected

    async def run(self, known: LoginInfo) -> None:
        """Serve a share of the shards until closed.

        Args:
            known: what logging in has told.

        Raises:
            discord.ConnectionClosed: Discord refuses one for good.
            PlatformError: there are other shards now.
        """
        self._me = replace(self._me, bot=f"{_BOT}:{known.application}")
        wanted = self._wanted or known.shards
        self._shards = self._pool.of = await self._join(wanted)
        if self._shards != wanted:
            _log.warning(
                "the replicas share %d shards, not %d; stop all of them to change that", self._shards, wanted
            )
        self._loops = [asyncio.create_task(self._share()), asyncio.create_task(self._guard())]
        try:
            await asyncio.wait({*self._loops, self._failed}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._stop()
        if self._failed.done() and not self._failed.cancelled():
            self._failed.result()

    async def close(self) -> None:
        """Stop, and let other replicas go on at once with each shard's session."""
        self._stop()
        await asyncio.gather(*self._loops, return_exceptions=True)
        self._failed.cancel()
        if not self._shards:
            return
        self._shards = 0
        left = await asyncio.gather(*(self._leave(held) for held in list(self._held.values())))
        with suppress(StoreError, TimeoutError):
            async with asyncio.timeout(_GOODBYE_WITHIN):
                await self._database.transact(partial(shards.leave, me=self._me, held=left))

    def _stop(self) -> None:
        for loop in self._loops:
            loop.cancel()

    async def _join(self, wanted: int) -> int:
        """Come to share shards, and return how many there are; wait for the database if need be."""
        while True:
            try:
                self._renewed = self._now()
                join = partial(shards.join, me=self._me, wanted=wanted, lease=self._milliseconds)
                return await self._database.transact(join)
            except StoreError as error:
                _log.warning("can't share Discord's shards yet: %s", error)
                await asyncio.sleep(self._seconds / _RENEWALS)

    async def _share(self) -> None:
        """Renew leases, take shards and give them up, for as long as this runs."""
        is_away = False
        while True:
            try:
                with bulkhead("sharing shards"):
                    if self._is_due:
                        await self._renew()
                    await self._look()
                is_away = False
            except OutageError as error:
                if not is_away:
                    _log.warning("Discord's shards can't be shared: %s", error)
                is_away = True
            await asyncio.sleep(self._seconds / _LOOKS)

    async def _guard(self) -> None:
        """Disconnect what could soon be another replica's, whatever the database does meanwhile."""
        while True:
            late = [each for each in self._held.values() if not self._serves(each)]
            for held in late:
                _log.warning("shard %d is let go, as its lease couldn't be renewed", held.lease.shard)
            with bulkhead("letting shards go"):
                await asyncio.gather(*map(self._leave, late))
            await asyncio.sleep(self._seconds / _LOOKS)

    async def _renew(self) -> None:
        since, held = self._now(), list(self._held.values())
        leases = [self._handing.put(each.lease, each.shard.session) for each in held]

        def renew(transaction: Transaction) -> tuple[bool, Collection[int]]:
            was_there = self._me.name in shards.standing(transaction, self._me.bot).replicas
            return was_there, shards.renew(transaction, self._me, leases, self._milliseconds)

        was_there, kept = await self._database.transact(renew)
        if not was_there:  # the database's clock was set, or it was away: for others, too
            self._takes_from = self._now() + self._seconds / _RENEWALS
        self._renewed = since
        for each, lease in zip(held, leases, strict=True):
            if each.lease.shard in kept:
                each.until, each.kept = since + self._seconds, lease.session
            elif self._held.get(each.lease.shard) is each:
                _log.warning("shard %d is another replica's", each.lease.shard)
                await self._leave(each)

    async def _look(self) -> None:
        """Look who serves what, and do this replica's part."""
        now = await self._database.read(partial(shards.standing, bot=self._me.bot))
        if len(now.holders) != self._shards:
            self._fail(PlatformError(_DIVIDED_OTHERWISE))
            return
        if self._me.name not in now.replicas:
            await self._renew()
            return
        await self._agree(now.holders)
        plan = sharing.plan(now.holders, now.replicas, self._me.name, self._pool.connected)
        for shard in plan.take if self._now() >= self._takes_from else ():
            with bulkhead("shard", shard):
                await self._claim(shard)
        if (given := self._held.get(-1 if plan.give is None else plan.give)) is not None:
            _log.info("giving shard %d to another replica", given.lease.shard)
            left = await self._leave(given)
            await self._database.transact(partial(shards.let_go, me=self._me, held=[left]))

    async def _claim(self, shard: int) -> None:
        """Serve a shard that nobody holds, unless someone does by now."""
        since = self._now()
        claim = partial(shards.claim, me=self._me, shard=shard, lease=self._milliseconds)
        lease = await self._database.transact(claim)
        if lease is not None:
            self._open(lease, since)

    async def _agree(self, holders: Mapping[int, str | None]) -> None:
        """Let go what the database says is another replica's, and there what this one doesn't serve."""
        for shard, holder in holders.items():
            held = self._held.get(shard)
            if holder == self._me.name and held is None:
                await self._database.transact(partial(shards.drop, me=self._me, shard=shard))
            elif holder not in (None, self._me.name) and held is not None:
                _log.warning("shard %d is another replica's", shard)
                await self._leave(held)

    def _open(self, lease: ShardLease, since: float) -> None:
        """Serve a shard by a lease that was just taken."""
        held = _Held(lease, since + self._seconds)
        session = self._handing.take(lease)
        held.kept = lease.session
        self._held[lease.shard] = held
        terms = Terms(self._turn, lambda: self._serves(held))
        held.shard = self._pool.open(ShardNumber(lease.shard, self._shards), terms, session)
        held.task = asyncio.create_task(held.shard.run(), name=f"shard {lease.shard}")
        held.task.add_done_callback(lambda task: self._ended(held, task))
        metrics.SHARD_TAKEOVERS.labels("fresh" if session is None else "resumed").inc()
        _log.info("serving shard %d of %d, epoch %d", lease.shard, self._shards, lease.epoch)

    async def _leave(self, held: _Held) -> ShardLease:
        """Disconnect a shard; return its lease with the session as it was left."""
        number = held.lease.shard
        if self._held.get(number) is held:
            del self._held[number]
        session = await held.shard.leave()
        self._forget(held)
        return self._handing.put(held.lease, session)

    def _ended(self, held: _Held, task: "asyncio.Task[None]") -> None:
        """Pass on what Discord refuses for good; what ended by itself is let go at the next look."""
        if not task.cancelled() and (error := task.exception()) is not None:
            self._fail(error)
        if self._held.get(held.lease.shard) is held:
            del self._held[held.lease.shard]
            self._forget(held)

    def _forget(self, held: _Held) -> None:
        if self._pool.shards.get(held.lease.shard) is held.shard:
            self._pool.drop(held.lease.shard)

    def _fail(self, error: BaseException) -> None:
        if not self._failed.done():
            self._failed.set_exception(error)

    async def _turn(self, shard: int) -> None:
        """Wait until a shard may start a session, as far as all replicas are concerned."""
        await self._pool.turn(shard)
        for tries in count():
            apart = _APART // timedelta(milliseconds=1)
            buckets = self._pool.concurrency
            start = partial(shards.start, bot=self._me.bot, shard=shard, buckets=buckets, apart=apart)
            try:
                wait = await self._database.transact(start)
            except StoreError as error:
                wait = 1000
                if not tries:
                    _log.warning("can't ask whether shard %d may start a session: %s", shard, error)
            if not wait:
                return
            await asyncio.sleep(wait / 1000)

    def _serves(self, held: _Held) -> bool:
        """Return whether a shard may be served at this moment."""
        is_mine = self._held.get(held.lease.shard) is held
        return is_mine and self._now() < held.until - self._seconds * _MARGIN

    @property
    def _is_due(self) -> bool:
        """Return whether to renew the leases: it's time, or a session has begun that others should know."""
        if self._now() >= self._renewed + self._seconds / _RENEWALS:
            return True
        sessions = [(each, each.shard.session) for each in self._held.values()]
        return any(each.kept != self._handing.put(each.lease, session).session for each, session in sessions)

    @property
    def _milliseconds(self) -> int:
        return round(self._seconds * 1000)

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()
