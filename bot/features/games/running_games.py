"""The games that this replica runs: it holds a lease for each, and takes over games whose replica has died.

A lease lasts ten seconds and is renewed every two and a half. A replica that takes over a game with an expired lease
increments its epoch, so that the former replica's renewals match no row. The log is safe from concurrent writers by
itself (see the store); the lease only decides which replica publishes.
"""

import asyncio
import logging
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.features.delivery.teller import Teller
from bot.features.games.ailing import Ailing
from bot.features.games.barred_channels import BarredChannels
from bot.features.games.channel_boards import Publishing
from bot.features.games.composer import Composer
from bot.features.games.events import Created, encode
from bot.features.games.finishing import Finishing
from bot.features.games.game_finder import GameFinder
from bot.features.games.game_packs import GamePacks
from bot.features.games.journal import Journal
from bot.features.games.journals import Journals
from bot.features.games.model import Key, Lease, Venue
from bot.features.games.publisher import Publisher
from bot.features.games.runner import Runner
from bot.features.games.state import GameState
from bot.features.games.store import games, leases
from bot.features.games.telling import Telling
from bot.language.clock import Clock
from bot.language.message import Message
from bot.language.people import MemberKey, platform_of
from bot.language.port import Boards
from bot.language.refusals import Refusal
from bot.runtime.bulkhead import OutageError, bulkhead, set_aside
from bot.storage.database import Database
from bot.storage.errors import HeldUpError

_log = logging.getLogger(__name__)

LEASE = timedelta(seconds=10)

OUTAGE = timedelta(seconds=8)
"""If this process couldn't renew its leases for this long (frozen, or without a database), players get it back."""

_LOOKS = 4
"""How many times per lease it's renewed, and unclaimed games are looked for."""

_SET_BACK_AT_MOST = timedelta(days=2)
"""If a game's last heartbeat is less than this far ahead, our clock was set back, so catch up. Beyond that, leave
our clock alone."""

_NOTICED = 60.0
"""Games in memory are read again after this many seconds at the latest: another replica may have erased someone, or
a whole tenant."""

_SHOWN_WITHIN = 2.0
"""Seconds to wait for a platform to accept the lobby; after that, the game goes ahead anyway."""


@dataclass(slots=True, eq=False)
class _Held:
    """A game that this replica runs.

    Args:
        lease: the lease for it.
        until: when the lease expires, on the event loop's clock.
        runner: runs the game.
        task: the runner's task.
    """

    lease: Lease
    until: float
    runner: Runner
    task: "asyncio.Task[None]"


class RunningGames:
    """Runs the games for which this replica holds the lease.

    Args:
        database: stores the games.
        packs: the packs of games.
        composer: composes the boards.
        boards: the platforms' Boards, by platform; platforms may be added until `run` is called.
        clock: tells the time.
        lease: how long a lease lasts.

    Attributes:
        boards: the platforms' Boards, by platform.
        clock: tells the time.
        finder: finds any game, whichever replica runs it.
        telling: tells players their results in private.
    """

    def __init__(
        self,
        database: Database,
        packs: GamePacks,
        composer: Composer,
        boards: Mapping[str, Boards],
        clock: Clock | None = None,
        lease: timedelta = LEASE,
    ) -> None:
        self.boards = boards
        self.clock = clock or Clock()
        self._database = database
        self._packs = packs
        self._composer = composer
        self.telling = Telling(packs, Teller(boards, self.clock), database, self.clock)
        self._lease = lease
        self._name = secrets.token_hex(8)
        self._beat = self.clock.now()
        self._held: dict[Key, _Held] = {}
        self._journals = Journals(database)
        self.finder = GameFinder(database, packs, self._journals, self.runs)
        self._ailing = Ailing()
        self._finishing = Finishing(database, packs)

    @property
    def count(self) -> int:
        """Return how many games this replica runs."""
        return len(self._held)

    def runs(self, key: Key) -> bool:
        """Return whether this replica runs a game."""
        return key in self._held

    def now(self) -> datetime:
        """Return the time, in UTC, on the games' clock."""
        return self.clock.now()

    def tell_once_closed(self, journal: Journal, who: MemberKey, position: int, reply: str) -> None:
        """Tell someone their result in private once the question has closed.

        Args:
            journal: the game's journal.
            who: the person who has answered it, or is about to.
            position: the question's position.
            reply: the handle on the private reply to them; "" if there's none.
        """
        self.telling.expect(journal, who, position, reply)

    def can_show(self, tenant: str) -> bool:
        """Return whether games can be shown on a tenant's platform."""
        return platform_of(tenant) in self.boards

    async def run(self) -> None:
        """Renew leases and take over games, until cancelled."""
        while True:
            try:
                with bulkhead("renewing leases"):
                    await self._renew()
                with bulkhead("taking over games"):
                    await self._take_over()
                await self._journals.catch_up(_NOTICED)
            except OutageError as error:
                _log.warning("games can't be looked after: %s", error)
            await self.clock.sleep(self._lease / _LOOKS)

    async def close(self) -> None:
        """Stop running games, and release their leases, so that other replicas can take them over at once."""
        held, self._held = list(self._held.values()), {}
        for game in held:
            game.task.cancel()
        await asyncio.gather(*(game.task for game in held), return_exceptions=True)
        for game in held:
            with bulkhead("game"):
                await self._let_go(game.lease, self.clock.now())
        await self.telling.close()

    async def begin(self, created: Created) -> bool:
        """Create a game and run it; return False if the channel has a running one.

        Raises:
            Refusal: it can't be shown there, so it was deleted again.
        """
        key = Key(created.tenant, created.game)
        create = partial(
            games.create,
            key=key,
            place=created.venues[0].place,
            event=encode(created),
            owner=self._name,
            lease=self._milliseconds,
            at=created.at,
        )
        if not await self._database.transact(create):
            return False
        await self._hold(Lease(key, 1, created.at))
        held = self._held[key]
        why_not = await held.runner.first_shown(_SHOWN_WITHIN)
        if why_not is None:
            return True
        self._held.pop(key, None)
        held.task.cancel()
        await asyncio.gather(held.task, return_exceptions=True)
        await self._database.transact(partial(games.take_back, key=key))
        raise Refusal(why_not)

    async def forget(self, me: MemberKey, _names: Collection[str] = ()) -> None:
        """Drop a person who has just been erased from all games from memory.

        Raises:
            StoreError: the database can't be read now.
        """
        self.telling.forget(me)
        await self._journals.forget()

    async def forget_tenant(self, tenant: str) -> None:
        """Drop a tenant that has just been deleted from memory, and its people from the games of others.

        Raises:
            StoreError: the database can't be read now.
        """
        self.telling.forget_tenant(tenant)
        await self._journals.forget_tenant(tenant)

    async def _renew(self) -> None:
        if not self._held:
            self.clock.follow()
        now = self.clock.now()
        looks = [self._look_after(key, held, now) for key, held in self._held.items()]
        for error in await asyncio.gather(*looks, return_exceptions=True):
            if isinstance(error, HeldUpError):
                set_aside("game that's held up", error)
            elif isinstance(error, BaseException):
                raise error
        self._beat = now

    async def _look_after(self, key: Key, held: _Held, now: datetime) -> None:
        """Renew a game's lease, or clean up after a game that has ended or crashed."""
        with bulkhead("game"):
            if held.task.done():
                del self._held[key]
                if not held.task.cancelled() and (error := held.task.exception()):
                    await self._begin_again(held.lease, set_aside("game", error), now)
            else:
                await self._renew_one(held, now)

    async def _renew_one(self, held: _Held, now: datetime) -> None:
        since = asyncio.get_running_loop().time()
        renew = partial(leases.renew, held=held.lease, lease=self._milliseconds, at=now)
        if await self._database.transact_briefly(renew):
            held.until = since + self._lease.total_seconds()
            if now - self._beat >= OUTAGE:
                held.runner.missed(self._beat)
        else:
            held.task.cancel()
            del self._held[held.lease.key]

    async def _let_go(self, lease: Lease, beat: datetime) -> None:
        """Release a lease, so that any replica can take the game over at once."""
        await self._database.transact(partial(leases.let_go, held=lease, at=beat))

    async def _begin_again(self, lease: Lease, reference: str, now: datetime) -> None:
        """Release a crashed game so that it can restart at once; if it keeps crashing, pause longer each time."""
        if self._ailing.died(lease.key, now):
            await self._finishing.give_up(lease.key, "run", reference, now)
        else:
            await self._let_go(lease, now)

    async def _set_aside(self, lease: Lease, error: Exception, now: datetime) -> None:
        """Leave an unreadable game to other replicas for a while; end it if none of them can read it."""
        prognosis = self._ailing.unreadable(lease.key, now, partial(set_aside, "game", error))
        if prognosis.is_hopeless:
            await self._finishing.give_up(lease.key, "read", prognosis.reference, now)
        else:
            await self._let_go(lease, lease.beat)

    async def _take_over(self) -> None:
        if not self.boards:
            return
        now = self.clock.now()
        claim = partial(
            leases.claim,
            platforms=list(self.boards),
            owner=self._name,
            lease=self._milliseconds,
            at=now,
            but=self._ailing.left_alone(now),
        )
        for lease in await self._database.transact(claim):
            if lease.key in self._held:  # it was ours, but we renewed it too late
                self._held.pop(lease.key).task.cancel()
            if not self._held and lease.beat - now < _SET_BACK_AT_MOST:
                self.clock.reach(lease.beat)  # otherwise, after our clock was set back, deadlines would be too late
            _log.info("taking over game %s of %s, epoch %s", lease.key.game, lease.key.tenant, lease.epoch)
            try:
                await self._hold(lease)
            except OutageError:
                raise
            except Exception as error:  # noqa: BLE001 (whatever it is, the others go on)
                await self._set_aside(lease, error, now)
            else:
                self._ailing.is_read(lease.key)

    async def _hold(self, lease: Lease) -> None:
        """Run a game whose lease was just taken."""
        until = asyncio.get_running_loop().time() + self._lease.total_seconds()
        journal = await self._journals.open(lease.key)
        await journal.catch_up()
        await journal.read_answers()
        await self._packs.load(journal.state)
        runner = self._runner(journal, lease)
        runner.missed(lease.beat)
        task = asyncio.create_task(runner.run(), name=f"game {lease.key.game}")
        self._held[lease.key] = _Held(lease, until, runner, task)

    def _runner(self, journal: Journal, lease: Lease) -> Runner:
        def is_held() -> bool:
            held = self._held.get(lease.key)
            return held is not None and held.lease is lease and asyncio.get_running_loop().time() < held.until

        async def compose(board: str, venue: Venue) -> Message:
            # Look the venue up in the latest state, as its name may have changed.
            names = {(each.tenant, each.place): each for each in journal.state.venues}
            return await self._composer.compose(
                journal.state, board, names[venue.tenant, venue.place], self.clock.now()
            )

        async def keep_results(state: GameState, number: int) -> bool:
            return await self._finishing.keep_results(lease.key, state, number, self.clock.now())

        witness = BarredChannels(journal, self._database, self.clock)
        publishing = Publishing(lease.key.game, self._database, compose, self.clock, is_held, witness)
        publisher = Publisher(publishing, self.boards)
        return Runner(journal, publisher, self._database, self.clock, is_held, self._has_question, keep_results)

    def _has_question(self, state: GameState, position: int) -> bool:
        return self._packs.question_at(state, position) is not None

    @property
    def _milliseconds(self) -> int:
        return self._lease // timedelta(milliseconds=1)
