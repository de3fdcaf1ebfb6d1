"""Schedules: an administrator's actions on existing ones."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from random import Random

from bot.features.delivery.clock import DeliveryClock
from bot.features.delivery.store import by_schedule, outbox
from bot.features.scheduling import notices
from bot.features.scheduling import pages as schedule_pages
from bot.features.scheduling.drafts import check_room
from bot.features.scheduling.editing import Editing
from bot.features.scheduling.kinds import (
    Composed,
    Elsewhere,
    Followed,
    Nothing,
    PostKinds,
    QuickComposer,
    SlowComposer,
)
from bot.features.scheduling.lookup import find, find_all, first_new, still_due
from bot.features.scheduling.model import Occurrence, Schedule, ScheduleState
from bot.features.scheduling.outcomes import stop
from bot.features.scheduling.posts import new_key, posts_with
from bot.features.scheduling.returning import UNDO, bring_back
from bot.features.scheduling.skipping import on_days_off, skip, take_back
from bot.features.scheduling.store import schedules
from bot.language.message import Message
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_JUST_NOW = timedelta(seconds=30)


class Schedules:
    """Serves the actions on existing schedules.

    Args:
        database: stores the schedules.
        kinds: the kinds of schedules, which compose the messages.
        editing: shows and changes schedules.
        random: makes unique keys.
        clock: tells the time for posts to send right now.
    """

    def __init__(
        self,
        database: Database,
        kinds: PostKinds,
        editing: Editing,
        random: Random,
        clock: DeliveryClock,
    ) -> None:
        self._database = database
        self._kinds = kinds
        self._editing = editing
        self._random = random
        self._clock = clock

    async def show(self, asker: Asker, number: int) -> Message:
        """Show one schedule."""
        return await self._database.read(
            lambda transaction: self._page(transaction, find(transaction, asker, number), asker)
        )

    async def preview(self, asker: Asker, number: int) -> Message:
        """Show when a schedule posts next, and what.

        Raises:
            Refusal: it has nothing to post.
        """

        def work(transaction: Transaction) -> tuple[Schedule, Collection[date]]:
            schedule = find(transaction, asker, number)
            return schedule, self._editing.left_out(transaction, schedule, asker.at)

        schedule, left_out = await self._database.read(work)
        coming = await self._kinds[schedule.kind].preview(schedule, asker.at)
        return schedule_pages.preview(schedule, coming, asker.at, left_out)

    async def skip(self, asker: Asker, number: int, day: int | None) -> Message:
        """Skip the next post.

        Args:
            asker: the administrator.
            number: the schedule's number.
            day: skip only if the next post is still on this day (a date's ordinal); None for any day.

        Raises:
            Refusal: there's no such post to skip.
        """

        def work(transaction: Transaction) -> Message:
            schedule = find(transaction, asker, number)
            if schedule.next_day is None or schedule.next_run_at is None:
                raise Refusal(f"Schedule {number} isn't active; run /schedule resume first.")
            if day is not None and schedule.next_day.toordinal() != day:
                raise Refusal("That isn't the next day any more; /schedule list shows which one is.")
            skip(transaction, schedule, [Occurrence(schedule.next_day, schedule.next_run_at)], asker.at, self._random)
            return self._page(transaction, find(transaction, asker, number), asker)

        return await self._database.transact(work)

    async def leave_out(self, asker: Asker, numbers: Sequence[int], when: str) -> Message:
        """Skip all posts of some schedules on the days of a break.

        Args:
            asker: the administrator.
            numbers: the schedules' numbers.
            when: the days, folded: “until Monday”, “for a week”, “24 Dec to 2 Jan”.

        Raises:
            Refusal: the days aren't clear, or there's nothing to skip.
        """

        def work(transaction: Transaction) -> Message:
            active = [each for each in find_all(transaction, asker, numbers) if each.next_run_at is not None]
            skipped = 0
            for each in active:
                missed = on_days_off(each, when, asker.at)
                skipped += len(missed)
                skip(transaction, each, missed, asker.at, self._random)
            if not skipped:
                raise Refusal("There's nothing to skip on those days; /schedule list shows what comes next.")
            if len(numbers) == 1:
                return self._page(transaction, find(transaction, asker, numbers[0]), asker)
            return schedule_pages.break_of(len(active), skipped)

        return await self._database.transact(work)

    async def unskip(self, asker: Asker, number: int, day: int | None) -> Message:
        """Undo the latest skip.

        Skips are undone from the last day backwards, so no skipped day ever comes after the next post.

        Args:
            asker: the administrator.
            number: the schedule's number.
            day: undo only if this was the day skipped last (a date's ordinal); None for any day.

        Raises:
            Refusal: that day isn't the one skipped last, or it has passed.
        """

        def work(transaction: Transaction) -> Message:
            schedule = find(transaction, asker, number)
            left_out = self._editing.left_out(transaction, schedule, asker.at)
            back = next(reversed(left_out), None)
            if back is None or day not in (None, back.toordinal()):
                raise Refusal(f"Schedule {number} doesn't skip that any more; /schedule list shows what comes next.")
            take_back(transaction, schedule, {back: left_out[back]})
            if schedule.state is not ScheduleState.PAUSED:
                coming = first_new(transaction, schedule, still_due(schedule, asker.at))
                if coming is not None:
                    schedules.activate(transaction, schedule.tenant, number, coming.day, coming.at)
            return self._page(transaction, find(transaction, asker, number), asker)

        return await self._database.transact(work)

    async def post_now(self, asker: Asker, number: int) -> Message:
        """Post now, in addition to the planned posts.

        Raises:
            Refusal: it has nothing to post, or has only just posted.
        """
        schedule = await self._database.read(lambda transaction: find(transaction, asker, number))
        kind = self._kinds[schedule.kind]
        prepared = await kind.prepare([schedule], asker.at) if isinstance(kind, SlowComposer) else ()

        def work(transaction: Transaction) -> Message:
            schedule = find(transaction, asker, number)
            now = self._clock.shared(transaction)  # delivery uses the shared clock; this machine's may be off
            last = by_schedule.latest(transaction, asker.tenant.key, number, 1)
            if last and abs(now - last[0].due) < _JUST_NOW:
                raise Refusal(f"Schedule {number} has only just posted; wait half a minute.")
            composed: Sequence[Composed] = prepared
            if isinstance(kind, QuickComposer):
                composed = kind.compose(transaction, [schedule], asker.at)
            outbox.add(transaction, posts_with(new_key(self._random), schedule, _said(composed[0]), now))
            return schedule_pages.done("Posting in ", schedule.channel, "; /schedule list shows how it went.")

        return await self._database.transact(work)

    async def pause(self, asker: Asker, numbers: Sequence[int]) -> Message:
        """Stop posting for now."""

        def work(transaction: Transaction) -> Message:
            active = [each for each in find_all(transaction, asker, numbers) if each.state is ScheduleState.ACTIVE]
            if not active:
                raise Refusal("That isn't active, so there's nothing to pause; /schedule list shows all.")
            stop(transaction, asker, [each.number for each in active], ScheduleState.PAUSED)
            if len(numbers) == 1:
                return self._page(transaction, find(transaction, asker, numbers[0]), asker)
            return schedule_pages.all_paused(len(active))

        return await self._database.transact(work)

    async def resume(self, asker: Asker, numbers: Sequence[int]) -> Message:
        """Start posting again, with the next occurrence; if none is paused, end their breaks.

        Missed posts aren't made up for.
        """

        def work(transaction: Transaction) -> Message:
            chosen = find_all(transaction, asker, numbers)
            paused = [each for each in chosen if each.state is ScheduleState.PAUSED]
            paused = paused or self._without_breaks(transaction, chosen, asker.at)
            if not paused:
                raise Refusal("That isn't paused; /schedule list shows them all.")
            for each in paused:
                following = first_new(transaction, each, asker.at)
                if following is None:
                    raise Refusal(f"Schedule {each.number} has no days left; make a new one with /schedule tip.")
                schedules.activate(transaction, each.tenant, each.number, following.day, following.at)
                notices.settle(transaction, each.tenant, each.place)
            if len(numbers) == 1:
                return self._page(transaction, find(transaction, asker, numbers[0]), asker)
            return schedule_pages.done(f"{len(paused)} schedules are back on; /schedule list shows them.")

        return await self._database.transact(work)

    def _without_breaks(self, transaction: Transaction, chosen: Sequence[Schedule], at: datetime) -> list[Schedule]:
        """Undo all skips of some schedules; return those that had any.

        Args:
            transaction: the transaction to write in.
            chosen: the schedules.
            at: now, in UTC.
        """
        left_out = [(each, self._editing.left_out(transaction, each, at)) for each in chosen]
        for each, skipped in left_out:
            take_back(transaction, each, skipped)
        return [each for each, skipped in left_out if skipped]

    async def remove(self, asker: Asker, number: int, *, sure: bool) -> Message:
        """Remove a schedule, once the asker is sure.

        Args:
            asker: the administrator.
            number: the schedule's number.
            sure: whether they've confirmed it.
        """

        def work(transaction: Transaction) -> Message:
            schedule = find(transaction, asker, number)
            if not sure:
                return schedule_pages.are_you_sure(schedule, self._kinds)
            stop(transaction, asker, [number], ScheduleState.REMOVED)
            return schedule_pages.removed(schedule, self._kinds)

        return await self._database.transact(work)

    async def bring_back(self, asker: Asker, number: int, *, paused: bool) -> Message:
        """Bring back a schedule that was removed recently; posts that it missed aren't made up for.

        Args:
            asker: the administrator.
            number: the schedule's number.
            paused: whether it was paused before.

        Raises:
            Refusal: it's too late for that, or the schedule has no days left.
        """

        def work(transaction: Transaction) -> Message:
            schedule = schedules.removed(transaction, asker.tenant.key, number)
            if schedule is None or schedule.stop is None or asker.at - schedule.stop.at > UNDO:
                raise Refusal("That schedule can't come back any more; make a new one with /schedule tip.")
            check_room(schedules.of_tenant(transaction, asker.tenant.key))
            if not bring_back(transaction, asker, schedule, paused=paused):
                raise Refusal(f"Schedule {number} has no days left; make a new one with /schedule tip.")
            return self._page(transaction, find(transaction, asker, number), asker)

        return await self._database.transact(work)

    def _page(self, transaction: Transaction, schedule: Schedule, asker: Asker) -> Message:
        return self._editing.page(transaction, schedule, asker.at)


def _said(composed: Composed) -> Message | Followed | Elsewhere:
    """Return what to post now; raise Refusal if there's nothing."""
    if isinstance(composed, Refusal):
        raise composed
    if isinstance(composed, Nothing):
        raise Refusal(composed.reason)
    return composed
