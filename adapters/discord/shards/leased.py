"""Shares the shards among replicas, by leases in their database.

A lease lasts ten seconds and is renewed every two and a half. Twice a second, each replica checks who serves which
shard, takes shards that nobody holds, and gives up those beyond its share (sharing.py). It stops serving a shard
before the lease can expire, by a monotonic clock, and ignores all later events.
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
from adapters.discord.shards.pool import LoginInfo, Pool
from adapters.discord.shards.session_leases import SessionLeases
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
"""How long a lease lasts without a renewal."""

_BOT = "discord-bot"
"""The platform name for rows that belong to a bot instead of a tenant."""

_RENEWALS = 4
_LOOKS = 20
"""How many times per lease we renew it, and how many times we check who serves which shard."""

_MARGIN = 0.15
"""The last fraction of a lease, in which we no longer serve the shard, because disconnecting takes a moment."""

_APART = timedelta(seconds=6)
"""Time between two session starts in the same bucket: five seconds, plus one for different network latencies."""

_GOODBYE_WITHIN = 2.0
"""Seconds that we try to tell the database that this replica is leaving; if that fails, its leases expire."""

_DIVIDED_OTHERWISE = "Other replicas have changed how Discord's shards are divided; start this one again."


@dataclass(slots=True, eq=False)
class _Held:
    """A shard that this replica holds.

    Args:
        lease: its lease.
        until: when the lease expires, on the event loop's clock.
        shard: the shard's connections.
        task: runs the shard.
        kept: the encrypted session in the lease's last renewal.
    """

    lease: ShardLease
    until: float
    shard: Shard = field(init=False)
    task: "asyncio.Task[None]" = field(init=False)
    kept: str | None = None


class Leased:
    """Serves this replica's share of the shards.

    Args:
        database: stores the leases.
        pool: connects the shards.
        token: the bot's token, from which the key for sessions is derived.
        how_many: how many shards there should be; None for as many as Discord recommends.
    """

    will_be_first = False
    """It isn't known in advance which replica gets shard 0."""

    def __init__(self, database: Database, pool: Pool, token: str, how_many: int | None) -> None:
        self._database = database
        self._pool = pool
        self._session_leases = SessionLeases(token)
        self._wanted = how_many
        self._seconds = LEASE.total_seconds()
        self._me = Replica("", f"{platform.node()}-{secrets.token_hex(4)}")
        self._shards = 0
        """The total number of shards; 0 before this replica has joined."""
        self._held: dict[int, _Held] = {}
        self._renewed = 0.0
        self._takes_from = 0.0
        """When this replica may take shards that nobody seems to hold, on the event loop's clock."""
        self._loops: list[asyncio.Task[None]] = []
        self._failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @property
    def is_ready(self) -> bool:
        """Return whether this replica is visible to the others and all of its shards, if any, are connected."""
        takes_part = self._shards > 0 and self._now() < self._renewed + self._seconds
        return takes_part and self._pool.is_connected

    async def run(self, known: LoginInfo) -> None:
        """Serve a share of the shards until closed.

        Args:
            known: the information from logging in.

        Raises:
            discord.ConnectionClosed: Discord refuses a shard permanently.
            PlatformError: the other replicas have changed the number of shards.
        """
        self._me = replace(self._me, bot=f"{_BOT}:{known.application}")
        how_many = self._wanted or known.shards
        self._shards = self._pool.of = await self._join(how_many)
        if self._shards != how_many:
            _log.warning(
                "the replicas share %d shards, not %d; stop all of them to change that", self._shards, how_many
            )
        self._loops = [asyncio.create_task(self._share()), asyncio.create_task(self._guard())]
        try:
            await asyncio.wait({*self._loops, self._failed}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._stop()
        if self._failed.done() and not self._failed.cancelled():
            self._failed.result()

    async def close(self) -> None:
        """Stop, and let other replicas resume the shards' sessions immediately."""
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

    async def _join(self, how_many: int) -> int:
        """Join the other replicas, and return the number of shards; retry while the database fails."""
        while True:
            try:
                self._renewed = self._now()
                join = partial(shards.join, me=self._me, count=how_many, lease=self._milliseconds)
                return await self._database.transact(join)
            except StoreError as error:
                _log.warning("can't share Discord's shards yet: %s", error)
                await asyncio.sleep(self._seconds / _RENEWALS)

    async def _share(self) -> None:
        """Keep renewing leases, taking shards and giving them up."""
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
        """Keep disconnecting shards whose leases are about to expire, without waiting for the database."""
        while True:
            late = [each for each in self._held.values() if not self._serves(each)]
            for held in late:
                _log.warning("shard %d is let go, as its lease couldn't be renewed", held.lease.shard)
            with bulkhead("letting shards go"):
                await asyncio.gather(*map(self._leave, late))
            await asyncio.sleep(self._seconds / _LOOKS)

    async def _renew(self) -> None:
        since, held = self._now(), list(self._held.values())
        leases = [self._session_leases.store(each.lease, each.shard.session) for each in held]

        def renew(transaction: Transaction) -> tuple[bool, Collection[int]]:
            was_there = self._me.name in shards.standing(transaction, self._me.bot).replicas
            return was_there, shards.renew(transaction, self._me, leases, self._milliseconds)

        was_there, renewed = await self._database.transact(renew)
        if not was_there:  # the database's clock was changed, or it was down, and others are affected, too
            self._takes_from = self._now() + self._seconds / _RENEWALS
        self._renewed = since
        for each, lease in zip(held, leases, strict=True):
            if each.lease.shard in renewed:
                each.until, each.kept = since + self._seconds, lease.session
            elif self._held.get(each.lease.shard) is each:
                _log.warning("shard %d is another replica's", each.lease.shard)
                await self._leave(each)

    async def _look(self) -> None:
        """Check who serves which shard, and take or give up shards accordingly."""
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
        if (surplus := self._held.get(-1 if plan.give is None else plan.give)) is not None:
            _log.info("giving shard %d to another replica", surplus.lease.shard)
            left = await self._leave(surplus)
            await self._database.transact(partial(shards.let_go, me=self._me, held=[left]))

    async def _claim(self, shard: int) -> None:
        """Take and serve a free shard, unless another replica has just taken it."""
        since = self._now()
        claim = partial(shards.claim, me=self._me, shard=shard, lease=self._milliseconds)
        lease = await self._database.transact(claim)
        if lease is not None:
            self._open(lease, since)

    async def _agree(self, holders: Mapping[int, str | None]) -> None:
        """Stop serving shards that others hold in the database, and release those there that we don't serve."""
        for shard, holder in holders.items():
            held = self._held.get(shard)
            if holder == self._me.name and held is None:
                await self._database.transact(partial(shards.drop, me=self._me, shard=shard))
            elif holder not in (None, self._me.name) and held is not None:
                _log.warning("shard %d is another replica's", shard)
                await self._leave(held)

    def _open(self, lease: ShardLease, since: float) -> None:
        """Serve a shard whose lease was just taken."""
        held = _Held(lease, since + self._seconds)
        session = self._session_leases.load(lease)
        held.kept = lease.session
        self._held[lease.shard] = held
        terms = Terms(self._turn, lambda: self._serves(held))
        held.shard = self._pool.open(ShardNumber(lease.shard, self._shards), terms, session)
        held.task = asyncio.create_task(held.shard.run(), name=f"shard {lease.shard}")
        held.task.add_done_callback(lambda task: self._ended(held, task))
        metrics.SHARD_TAKEOVERS.labels("fresh" if session is None else "resumed").inc()
        _log.info("serving shard %d of %d, epoch %d", lease.shard, self._shards, lease.epoch)

    async def _leave(self, held: _Held) -> ShardLease:
        """Disconnect a shard, and return its lease with the final state of its session."""
        number = held.lease.shard
        if self._held.get(number) is held:
            del self._held[number]
        session = await held.shard.leave()
        self._forget(held)
        return self._session_leases.store(held.lease, session)

    def _ended(self, held: _Held, task: "asyncio.Task[None]") -> None:
        """Handle a shard that has ended: fail if Discord refused it; its lease is released at the next check."""
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
        """Wait until a shard may start a session, taking all replicas' starts into account."""
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
        """Return whether to renew the leases: it's time, or a new session has to be stored for the others."""
        if self._now() >= self._renewed + self._seconds / _RENEWALS:
            return True
        sessions = [(each, each.shard.session) for each in self._held.values()]
        return any(each.kept != self._session_leases.store(each.lease, session).session for each, session in sessions)

    @property
    def _milliseconds(self) -> int:
        return round(self._seconds * 1000)

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()
