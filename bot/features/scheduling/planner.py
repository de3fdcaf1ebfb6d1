"""The planner: which due schedules are planned together and when, and what becomes of those that can't be planned."""

from collections import Counter, deque
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from random import Random

from bot.features.delivery.clock import DeliveryClock
from bot.features.delivery.delivery import REMEMBER
from bot.features.scheduling import notices
from bot.features.scheduling.batches import Batches
from bot.features.scheduling.kinds import Composers, SlowComposer
from bot.features.scheduling.lookup import first_new
from bot.features.scheduling.model import INTERNAL, NextRun, Outline, Selection
from bot.features.scheduling.outcomes import pause
from bot.features.scheduling.store import planning
from bot.language.refusals import Refusal
from bot.runtime.bulkhead import Compartment, OutageError, bulkhead, set_aside
from bot.storage.database import Database
from bot.storage.errors import HeldUpError
from bot.storage.transaction import Transaction

_BATCH = 200
"""Maximum number of schedules planned in one transaction."""

_SLOW_BATCH = 4
"""The same for slow kinds, so that other due schedules don't wait long."""

_SHARE = 100
"""Maximum number of one tenant's schedules planned before others get their turn; more than a tenant may have."""

_SLOW_SHARE = 8
"""The same for slow kinds."""

_LOOK_EVERY = 60.0
"""Seconds between checks for schedules that would never be due."""

_FAR = timedelta(days=40)
"""How far ahead the next post of a schedule rarely is: two posts are seldom more than a month apart."""

_HELD_UP_FOR = 10.0
"""Seconds for which a tenant with locked rows is skipped, because each attempt waits a second for the lock."""

_UNKNOWN_FOR = timedelta(minutes=15)
"""How long schedules of an unknown kind are left to replicas of a newer version."""

_TRY_AGAIN = timedelta(hours=1)
"""How long until an announcement that couldn't be planned is retried."""

_UNKNOWN = "I can't tell any more what this should post; remove it, and make a new one."


class Planner:
    """Plans due schedules.

    Args:
        database: stores schedules and posts.
        composers: compose the messages.
        clock: tells the time.
        random: makes unique keys.
    """

    def __init__(self, database: Database, composers: Composers, clock: DeliveryClock, random: Random) -> None:
        self._database = database
        self._composers = composers
        self._slow = {name: kind for name, kind in composers.items() if isinstance(kind, SlowComposer)}
        quick = {name: kind for name, kind in composers.items() if name not in self._slow}
        self._quick = tuple(name for name, kind in quick.items() if not kind.after)
        self._quick_later = {name: kind.after for name, kind in quick.items() if kind.after}
        self._slow_turns = deque(self._slow)
        self._looked: float | None = None
        self._held_up: dict[str, float] = {}
        """Until when each tenant with locked rows is skipped, on the monotonic clock."""
        self._clock = clock
        self._batches = Batches(database, composers, clock, random)

    async def tidy(self) -> None:
        """Delete the planned dates whose posts have been deleted."""

        def work(transaction: Transaction) -> None:
            planning.expire(transaction, (self._clock.shared(transaction) - REMEMBER).date())

        await self._database.transact(work)

    async def plan_due(self, platforms: Collection[str]) -> int:
        """Plan all due schedules of the platforms; return how many there were."""
        if self._looked is None or self._clock.steady() - self._looked >= _LOOK_EVERY:
            self._looked = self._clock.steady()
            await self._look_for_lost(platforms)
        is_any_due = await self._database.read(
            lambda transaction: planning.is_any_due(transaction, platforms, self._clock.shared(transaction))
        )
        planned = 0
        slowly: dict[str, Counter[str]] = {platform: Counter() for platform in platforms}
        while is_any_due and (count := await self._run_round(slowly)):
            planned += count
        return planned

    async def _run_round(self, slowly: Mapping[str, Counter[str]]) -> int:
        """Plan all quick kinds and a few slow ones on each platform, so that none waits for all of another's.

        Args:
            slowly: for each platform, how many slow schedules of each tenant were planned since others had their
                turn; updated in place.
        """
        planned = 0
        for platform, had in slowly.items():
            planned += await self._plan_quick(platform) + await self._plan_slow(platform, had)
        return planned

    async def _plan_quick(self, platform: str) -> int:
        """Plan the quick kinds, with a limit for each tenant."""
        planned: Counter[str] = Counter()
        for only, after in ((self._quick, ()), *(((name,), after) for name, after in self._quick_later.items())):
            while only:
                without = (*self._without(planned, _SHARE), *await self._too_early(platform, after))
                batch = await self._plan_batch(Selection(platform, _BATCH, only=only, without=without))
                if not batch:
                    break
                planned += batch
        return planned.total()

    async def _plan_slow(self, platform: str, had: Counter[str]) -> int:
        """Plan a few schedules of one slow kind, in rotation, first for tenants that have had fewer so far."""
        for _ in range(2):
            without = self._without(had, _SLOW_SHARE)
            for _ in range(len(self._slow_turns)):
                name = self._slow_turns[0]
                self._slow_turns.rotate(-1)
                early = await self._too_early(platform, self._slow[name].after)
                selection = Selection(platform, _SLOW_BATCH, only=(name,), without=(*without, *early))
                if batch := await self._plan_batch(selection):
                    had += batch
                    return batch.total()
            if not had:
                break
            had.clear()
        return 0

    async def _too_early(self, platform: str, after: tuple[str, ...]) -> tuple[str, ...]:
        """Return the tenants that have due schedules of kinds that come before the one to be planned."""
        if not after:
            return ()
        return await self._database.read(
            lambda transaction: planning.tenants_due(transaction, platform, after, self._clock.shared(transaction))
        )

    def _without(self, planned: Counter[str], share: int) -> tuple[str, ...]:
        """Return the tenants to skip: those that have had their share, and those with locked rows."""
        now = self._clock.steady()
        self._held_up = {tenant: until for tenant, until in self._held_up.items() if until > now}
        return (*(tenant for tenant, count in planned.items() if count >= share), *self._held_up)

    async def _plan_batch(self, selection: Selection) -> Counter[str]:
        """Plan some due schedules; return how many there were, by tenant.

        If planning them together fails, plan each one separately, so that one failure doesn't affect the others.
        """
        try:
            return await self._batches.plan(selection)
        except HeldUpError:
            return await self._one_by_one(selection)
        except OutageError:
            raise
        except Exception:  # noqa: BLE001 (found out one by one)
            return await self._one_by_one(selection)

    async def _look_for_lost(self, platforms: Collection[str]) -> None:
        """Set aside schedules that would never be due, and those whose kind no replica has known for a while."""
        await self._put_in_place(platforms)
        await self._compute_again(platforms)
        for platform in platforms:
            lost = Selection(platform, _BATCH, are_lost=True)
            unknown = Selection(platform, _BATCH, but=tuple(self._composers), overdue=_UNKNOWN_FOR)
            for selection, error in ((lost, LookupError("it has no time")), (unknown, Refusal(_UNKNOWN))):
                for outline in await self._outline(selection):
                    await self._put_aside(outline, selection, Compartment(error, set_aside("schedule", error)))

    async def _put_in_place(self, platforms: Collection[str]) -> None:
        """Correct the platform of schedules that have a wrong one; usually there are none, and nothing is written."""
        if await self._database.read(partial(planning.misplaced.is_any, served=platforms)):
            count = await self._database.transact(partial(planning.misplaced.put_in_place, served=platforms))
            set_aside("schedule of no platform", LookupError(f"{count} had the wrong one; they have theirs again"))

    async def _compute_again(self, platforms: Collection[str]) -> None:
        """Set the next post of schedules that were planned while the clock was far ahead; usually there are none."""
        find = partial(self._find_far_ahead, platforms=platforms)
        if await self._database.read(find):
            await self._database.transact(lambda transaction: planning.advance(transaction, find(transaction)))

    def _find_far_ahead(self, transaction: Transaction, platforms: Collection[str]) -> list[NextRun]:
        """Return the right next post of schedules whose next post is further ahead than their days say."""
        now = self._clock.shared(transaction)
        found: list[NextRun] = []
        for platform in platforms:
            for each in planning.far_ahead(transaction, platform, now, now + _FAR, _BATCH):
                with suppress(Refusal):  # only a newer version knows its days
                    coming = first_new(transaction, each, now)
                    if coming is not None and each.next_run_at is not None and coming.at < each.next_run_at:
                        found.append(NextRun(each.tenant, each.number, coming.day, coming.at))
        return found

    async def _outline(self, selection: Selection) -> list[Outline]:
        return await self._database.transact(
            lambda transaction: planning.outline_due(transaction, selection, self._clock.shared(transaction))
        )

    async def _one_by_one(self, selection: Selection) -> Counter[str]:
        """Plan due schedules one by one, each in a transaction of its own, and set aside those that fail."""
        planned: Counter[str] = Counter()
        for outline in await self._outline(selection):
            if outline.tenant in self._held_up:
                continue
            this_one = Selection(selection.platform, 1, only=(outline.kind,), schedule=outline)
            try:
                with bulkhead("schedule") as compartment:
                    planned += await self._batches.plan(this_one)
            except HeldUpError as error:
                set_aside("schedule that's held up", error)
                self._held_up[outline.tenant] = self._clock.steady() + _HELD_UP_FOR
                continue
            if compartment.error is not None:
                planned += Counter({outline.tenant: await self._put_aside(outline, this_one, compartment)})
        return planned

    async def _put_aside(self, outline: Outline, selection: Selection, compartment: Compartment) -> int:
        """Set aside a schedule that can't be planned; return 1 if that was done, and 0 otherwise."""
        this_one = replace(selection, most=1, schedule=outline)
        work = partial(self._set_aside, this_one=this_one, outline=outline, compartment=compartment)
        with bulkhead("setting aside a schedule") as failing:  # on failure it stays due, so return 0 to end the loop
            count = await self._database.transact(work)
        return 0 if failing.error is not None else count

    def _set_aside(
        self, transaction: Transaction, this_one: Selection, outline: Outline, compartment: Compartment
    ) -> int:
        """Pause a schedule that can't be planned, and notify people who can do something about it.

        Announcements are retried instead, because nobody could resume them.
        """
        now = self._clock.shared(transaction)
        if not planning.outline_due(transaction, this_one, now):
            return 0  # another process has planned it
        if outline.kind.startswith(INTERNAL):
            planning.put_off(transaction, outline, now + _TRY_AGAIN)
            notices.unmade(transaction, outline, compartment.reference, now)
            return 1
        error = compartment.error
        reason = error.sentence if isinstance(error, Refusal) else notices.went_wrong(compartment.reference)
        pause(transaction, [outline], reason, now, self._composers)
        return 1
