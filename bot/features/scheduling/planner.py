"""The planner: turns what's due into posts, made whole and kept in the one step that notes the day as planned."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import TypeAlias

from bot.features.delivery.clock import Clock
from bot.features.delivery.delivery import REMEMBER
from bot.features.delivery.store import outbox
from bot.features.scheduling import notices
from bot.features.scheduling.calendar import occurrences, rule_of
from bot.features.scheduling.kinds import Composed, Composers, QuickComposer, SlowComposer
from bot.features.scheduling.model import INTERNAL, Occurrence, Outline, Planned, Schedule, Selection, Step
from bot.features.scheduling.outcomes import pause
from bot.features.scheduling.posts import DueOccurrence, new_key, posts_of
from bot.features.scheduling.store import planning
from bot.language.message import Refusal
from bot.runtime.bulkhead import Compartment, OutageError, bulkhead
from bot.runtime.metrics import POSTS
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_BATCH = 200
"""Schedules planned in one transaction."""

_SLOW_BATCH = 4
"""Those of slow kinds: others that are due meanwhile mustn't wait long for them."""

_TRIES = 2
"""Times that slow messages are made: while they are, someone may have themselves erased whom they name."""

_MOST_MISSED = 100
"""Posts of one schedule that are skipped in one step, after a very long outage."""

_TRY_AGAIN = timedelta(hours=1)
"""Until what Versed schedules for itself, and can't be planned, is tried again."""

Prepared: TypeAlias = Mapping[Schedule, Composed]
"""Messages that were made ahead."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of planning.

    Args:
        schedules: how many were planned.
        ended: posts that are never sent, by platform and state.
    """

    schedules: int
    ended: Counter[tuple[str, str]]


class Planner:
    """Plans what's due.

    Args:
        database: where schedules and posts are.
        kinds: make the messages.
        clock: tells the time.
        random: makes keys that nobody else has.
    """

    def __init__(self, database: Database, kinds: Composers, clock: Clock, random: Random) -> None:
        self._database = database
        self._kinds = kinds
        self._slow = {name: kind for name, kind in kinds.items() if isinstance(kind, SlowComposer)}
        self._clock = clock
        self._random = random

    async def tidy(self) -> None:
        """Forget the dates of posts that nobody remembers any more."""

        def work(transaction: Transaction) -> None:
            planning.forget(transaction, (self._clock.shared(transaction) - REMEMBER).date())

        await self._database.transact(work)

    async def plan_due(self, platforms: Collection[str]) -> int:
        """Plan all that's due on some platforms; return how many schedules that were."""
        is_any_due = await self._database.read(
            lambda transaction: planning.is_any_due(transaction, platforms, self._clock.shared(transaction))
        )
        planned = 0
        while is_any_due and (found := await self._plan_round(platforms)):
            planned += found
        return planned

    async def _plan_round(self, platforms: Collection[str]) -> int:
        """Plan all that is quick, and a few of what is slow, on each platform: none waits for all of another's."""
        found = 0
        for platform in platforms:
            found += await self._plan_quick(platform) + await self._plan_slow(platform)
        return found

    async def _plan_quick(self, platform: str) -> int:
        """Plan all but slow kinds."""
        planned = 0
        while found := await self._plan_some(Selection(platform, _BATCH, but=tuple(self._slow))):
            planned += found
        return planned

    async def _plan_slow(self, platform: str) -> int:
        """Plan a few of the first slow kind of which some are due."""
        for name in self._slow:
            if found := await self._plan_some(Selection(platform, _SLOW_BATCH, only=(name,))):
                return found
        return 0

    async def _plan_some(self, selection: Selection) -> int:
        """Plan some of what's due.

        One that can't be planned keeps no other from it: where all at once fails, each is planned apart.
        """
        try:
            return await self._plan_together(selection)
        except OutageError:
            raise
        except Exception:  # noqa: BLE001 (found out one by one)
            return await self._plan_apart(selection)

    async def _plan_apart(self, selection: Selection) -> int:
        """Plan what's due one by one, each in a transaction of its own, and set aside what fails."""
        found = await self._database.transact(
            lambda transaction: planning.outline_due(transaction, selection, self._clock.shared(transaction))
        )
        done = 0
        for one in found:
            alone = Selection(selection.platform, 1, only=(one.kind,), just=one)
            with bulkhead("schedule") as compartment:
                done += await self._plan_together(alone)
            if compartment.error is not None:
                with bulkhead("setting aside a schedule"):  # it stays due; were it counted, this would never end
                    done += await self._database.transact(
                        partial(self._set_aside, alone=alone, one=one, compartment=compartment)
                    )
        return done

    def _set_aside(self, transaction: Transaction, alone: Selection, one: Outline, compartment: Compartment) -> int:
        """Pause a schedule that can't be planned, and tell those who can do something about it.

        Those that Versed made for itself nobody could resume, so they are tried again.
        """
        now = self._clock.shared(transaction)
        if not planning.outline_due(transaction, alone, now):
            return 0  # another process has planned it meanwhile
        if one.kind.startswith(INTERNAL):
            planning.put_off(transaction, one, now + _TRY_AGAIN)
            notices.unmade(transaction, one, compartment.reference, now)
            return 1
        error = compartment.error
        reason = error.sentence if isinstance(error, Refusal) else notices.went_wrong(compartment.reference)
        pause(transaction, [one], reason, now)
        return 1

    async def _plan_together(self, selection: Selection) -> int:
        """Plan what's due in one transaction, of slow kinds what was made ahead of it; fails as a whole."""
        for _ in range(_TRIES):
            prepared = await self._prepare(selection)
            if prepared is not None and not prepared:
                return 0
            outcome = await self._database.transact(partial(self._plan, selection=selection, prepared=prepared))
            for labels, count in outcome.ended.items():
                POSTS.labels(*labels).inc(count)
            if outcome.schedules or prepared is None:
                return outcome.schedules
        return 0

    async def _prepare(self, selection: Selection) -> Prepared | None:
        """Make the messages of what's due if it's of a slow kind; return None if it isn't."""
        kind = self._slow.get(selection.only[0]) if selection.only else None
        if kind is None:
            return None

        def find(transaction: Transaction) -> tuple[list[Schedule], datetime]:
            now = self._clock.shared(transaction)
            return planning.find_due(transaction, selection, now), now

        due, now = await self._database.read(find)
        return dict(zip(due, await kind.prepare(due, now), strict=True)) if due else {}

    def _plan(self, transaction: Transaction, selection: Selection, prepared: Prepared | None) -> _Outcome:
        now = self._clock.shared(transaction)
        found = planning.take_due(transaction, selection, now)
        if prepared is not None:
            found = [each for each in found if each in prepared]  # of the others, another process knows more
        due: list[DueOccurrence] = []
        steps: list[Step] = []
        for each in found:
            missed, following = _due_of(each, now)
            due += missed
            day, at = (None, None) if following is None else (following.day, following.at)
            steps.append(Step(each.tenant, each.number, day, at))
        planning.advance(transaction, steps)
        return _Outcome(len(found), self._keep(transaction, due, now, prepared))

    def _keep(
        self, transaction: Transaction, due: Sequence[DueOccurrence], now: datetime, prepared: Prepared | None
    ) -> Counter[tuple[str, str]]:
        """Note the days as planned, and put their posts into the outbox, those that are too late as skipped."""
        keys = {new_key(self._random): each for each in due}
        planned = [Planned(each.schedule.tenant, each.schedule.number, each.day, key) for key, each in keys.items()]
        new = {each.post for each in planning.plan(transaction, planned)}
        fresh = {key: each for key, each in keys.items() if key in new}
        in_time = {key: each for key, each in fresh.items() if now <= each.until}
        messages = self._compose(transaction, in_time, now, prepared)
        posts = [post for key, each in fresh.items() for post in posts_of(key, each, messages.get(key), now)]
        outbox.add(transaction, posts)
        missed = [each.schedule for key, each in fresh.items() if key not in in_time]
        for tenant in sorted({each.tenant for each in missed if not each.member}):
            notices.skipped(transaction, tenant, now)
        for key, message in messages.items():
            if isinstance(message, Refusal):
                pause(transaction, [fresh[key].schedule], message.sentence, now)
        return Counter((post.platform, post.state) for post in posts if post.ended is not None)

    def _compose(
        self, transaction: Transaction, due: Mapping[str, DueOccurrence], now: datetime, prepared: Prepared | None
    ) -> dict[str, Composed]:
        if prepared is not None:
            return {key: prepared[each.schedule] for key, each in due.items()}
        composed: dict[str, Composed] = {}
        for name, kind in self._kinds.items():
            keys = [key for key, each in due.items() if each.schedule.kind == name]
            if keys and isinstance(kind, QuickComposer):
                messages = kind.compose(transaction, [due[key].schedule for key in keys], now)
                composed |= zip(keys, messages, strict=True)
        return composed


def _due_of(schedule: Schedule, now: datetime) -> tuple[list[DueOccurrence], Occurrence | None]:
    """Return what of a schedule is due, and what comes after it."""
    if schedule.next_day is None or schedule.next_run_at is None:
        return [], None
    due = [DueOccurrence(schedule, schedule.next_day, schedule.next_run_at)]
    for following in occurrences(rule_of(schedule), schedule.next_run_at):
        if following.at > now or len(due) == _MOST_MISSED:
            return due, following
        due.append(DueOccurrence(schedule, following.day, following.at))
    return due, None
