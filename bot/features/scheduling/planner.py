"""The planner: turns due schedules into posts, stored in the same transaction that marks the day as planned."""

from collections import Counter, deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import TypeAlias

from bot.features.delivery.clock import DeliveryClock
from bot.features.delivery.delivery import REMEMBER
from bot.features.delivery.store import outbox
from bot.features.scheduling import notices
from bot.features.scheduling.calendar import occurrences, rule_of
from bot.features.scheduling.kinds import Composed, Composers, QuickComposer, SlowComposer
from bot.features.scheduling.model import INTERNAL, NextRun, Occurrence, Outline, Planned, Schedule, Selection
from bot.features.scheduling.outcomes import pause
from bot.features.scheduling.posts import DueOccurrence, new_key, posts_of
from bot.features.scheduling.store import planning
from bot.language.refusals import Refusal
from bot.runtime.bulkhead import Compartment, OutageError, bulkhead, set_aside
from bot.runtime.metrics import POSTS
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

_TRIES = 2
"""Slow messages are composed up to this many times: someone they name may be erased before they're stored."""

_LOOK_EVERY = 60.0
"""Seconds between checks for schedules that would never be due."""

_HELD_UP_FOR = 10.0
"""Seconds for which a tenant with locked rows is skipped, because each attempt waits a second for the lock."""

_UNKNOWN_FOR = timedelta(minutes=15)
"""How long schedules of an unknown kind are left to replicas of a newer version."""

_TRY_AGAIN = timedelta(hours=1)
"""How long until an announcement that couldn't be planned is retried."""

_UNKNOWN = "I can't tell any more what this should post; remove it, and make a new one."

Prepared: TypeAlias = Mapping[Schedule, Composed]
"""Messages that were composed before the transaction."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The outcome of planning.

    Args:
        schedules: the number of schedules planned, by tenant.
        ended: the number of posts that are never sent, by platform and state.
    """

    schedules: Counter[str]
    ended: Counter[tuple[str, str]]


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
        self._random = random

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
            return await self._in_one_transaction(selection)
        except HeldUpError:
            return await self._one_by_one(selection)
        except OutageError:
            raise
        except Exception:  # noqa: BLE001 (found out one by one)
            return await self._one_by_one(selection)

    async def _look_for_lost(self, platforms: Collection[str]) -> None:
        """Set aside schedules that would never be due, and those whose kind no replica has known for a while."""
        await self._put_in_place(platforms)
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
                    planned += await self._in_one_transaction(this_one)
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

    async def _in_one_transaction(self, selection: Selection) -> Counter[str]:
        """Plan due schedules in one transaction, which fails as a whole; compose slow kinds' messages before it."""
        for _ in range(_TRIES):
            prepared = await self._prepare(selection)
            if prepared is not None and not prepared:
                break
            work = partial(self._take_and_plan, selection=selection, prepared=prepared)
            outcome = await self._database.transact_briefly(work)
            for labels, count in outcome.ended.items():
                POSTS.labels(*labels).inc(count)
            if outcome.schedules or prepared is None:
                return outcome.schedules
        return Counter()

    async def _prepare(self, selection: Selection) -> Prepared | None:
        """Compose the messages of due schedules of a slow kind; return None for quick kinds."""
        kind = self._slow.get(selection.only[0]) if selection.only else None
        if kind is None:
            return None

        def find(transaction: Transaction) -> tuple[list[Schedule], datetime]:
            now = self._clock.shared(transaction)
            return planning.find_due(transaction, selection, now), now

        due, now = await self._database.read(find)
        return dict(zip(due, await kind.prepare(due, now), strict=True)) if due else {}

    def _take_and_plan(self, transaction: Transaction, selection: Selection, prepared: Prepared | None) -> _Outcome:
        """Take due schedules, set their next days, and plan the days that are due."""
        now = self._clock.shared(transaction)
        schedules = planning.take_due(transaction, selection, now)
        if prepared is not None:
            # Skip schedules that changed since their message was composed, or have become due since.
            schedules = [schedule for schedule in schedules if schedule in prepared]
        due: list[DueOccurrence] = []
        steps: list[NextRun] = []
        for schedule in schedules:
            missed, following = _due_of(schedule, now)
            due += missed
            day, at = (None, None) if following is None else (following.day, following.at)
            steps.append(NextRun(schedule.tenant, schedule.number, day, at))
        planning.advance(transaction, steps)
        ended = self._add_posts(transaction, self._newly_planned(transaction, due), now, prepared)
        return _Outcome(Counter(schedule.tenant for schedule in schedules), ended)

    def _newly_planned(self, transaction: Transaction, due: Sequence[DueOccurrence]) -> dict[str, DueOccurrence]:
        """Mark days as planned; return those that weren't before, by the keys of their posts."""
        by_key = {new_key(self._random): occurrence for occurrence in due}
        planned = [Planned(each.schedule.tenant, each.schedule.number, each.day, key) for key, each in by_key.items()]
        new = {each.post for each in planning.mark_planned(transaction, planned)}
        return {key: occurrence for key, occurrence in by_key.items() if key in new}

    def _add_posts(
        self,
        transaction: Transaction,
        occurrences: Mapping[str, DueOccurrence],
        now: datetime,
        prepared: Prepared | None,
    ) -> Counter[tuple[str, str]]:
        """Add the posts of planned days to the outbox, those that are too late as skipped; pause what's refused.

        Args:
            transaction: the transaction to write in.
            occurrences: the planned days, by the keys of their posts.
            now: the time, in UTC.
            prepared: messages of slow kinds; None for quick kinds.

        Returns:
            The number of posts that are never sent, by platform and state.
        """
        in_time = {key: occurrence for key, occurrence in occurrences.items() if now <= occurrence.until}
        messages = self._compose(transaction, in_time, now, prepared)
        posts = [
            post
            for key, occurrence in occurrences.items()
            for post in posts_of(key, occurrence, messages.get(key), now)
        ]
        outbox.add(transaction, posts)
        _report_late(transaction, [each.schedule for key, each in occurrences.items() if key not in in_time], now)
        for key, message in messages.items():
            if isinstance(message, Refusal):
                pause(transaction, [occurrences[key].schedule], message.sentence, now, self._composers)
        return Counter((post.platform, post.state) for post in posts if post.ended is not None)

    def _compose(
        self, transaction: Transaction, due: Mapping[str, DueOccurrence], now: datetime, prepared: Prepared | None
    ) -> dict[str, Composed]:
        if prepared is not None:
            return {key: prepared[each.schedule] for key, each in due.items()}
        composed: dict[str, Composed] = {}
        for name, kind in self._composers.items():
            keys = [key for key, each in due.items() if each.schedule.kind == name]
            if keys and isinstance(kind, QuickComposer):
                messages = kind.compose(transaction, [due[key].schedule for key in keys], now)
                composed |= zip(keys, messages, strict=True)
        return composed


def _report_late(transaction: Transaction, schedules: Sequence[Schedule], now: datetime) -> None:
    """Tell administrators that posts of these schedules were too late; members' own schedules aren't their business.

    Args:
        transaction: the transaction to write in.
        schedules: the schedules.
        now: the time, in UTC.
    """
    for tenant in sorted({schedule.tenant for schedule in schedules if not schedule.member}):
        notices.skipped(transaction, tenant, now)


def _due_of(schedule: Schedule, now: datetime) -> tuple[list[DueOccurrence], Occurrence | None]:
    """Return a schedule's due occurrences, without very old ones, and its next occurrence.

    Raises:
        ValueError: the schedule doesn't say which day is due.
    """
    if schedule.next_day is None or schedule.next_run_at is None:
        raise ValueError("it's due on no day")
    due = [DueOccurrence(schedule, schedule.next_day, schedule.next_run_at)]
    for following in occurrences(rule_of(schedule), max(schedule.next_run_at, now - REMEMBER)):
        if following.at > now:
            return due, following
        due.append(DueOccurrence(schedule, following.day, following.at))
    return due, None
