"""Schedules: what an administrator does with them."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from bot.content.model import Pack, Topic
from bot.content.titles import Title, Titles
from bot.features.delivery import store as outbox
from bot.features.delivery.clock import Clock
from bot.features.delivery.model import PostState
from bot.features.learners import settings
from bot.features.learners.store.settings import Chosen
from bot.features.scheduling import notices
from bot.features.scheduling import pages as schedule_pages
from bot.features.scheduling import store as schedules
from bot.features.scheduling.calendar import first, occurrences, rule_of
from bot.features.scheduling.drafts import Wish, check_room, draft, is_like
from bot.features.scheduling.kinds import Composed, Kinds, Nothing, QuickComposer, SlowComposer
from bot.features.scheduling.model import Occurrence, Planned, Schedule, ScheduleState, Step
from bot.features.scheduling.outcomes import halt
from bot.features.scheduling.posts import new_key, new_post, skipped_post
from bot.language.message import Message, Offer, Refusal
from bot.language.permissions import Permissions
from bot.language.requests import Asker
from bot.language.text import clean, fold
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_COURSE = re.compile(r"course #?([1-9][0-9]{0,8})", re.ASCII)

_POSTS_SHOWN = 5
_JUST_NOW = timedelta(seconds=30)


class Schedules:
    """The schedules of all tenants.

    Args:
        database: where they are kept.
        chosen: settings.
        permissions: know where they may post.
        kinds: make the messages.
        random: makes keys.
        clock: tells when a post that's wanted at once is due.
        daily: the kind that a team is offered to begin with, every weekday.
    """

    def __init__(
        self,
        database: Database,
        chosen: Chosen,
        permissions: Permissions,
        kinds: Kinds,
        random: Random,
        clock: Clock,
        daily: str,
    ) -> None:
        self._database = database
        self._chosen = chosen
        self._permissions = permissions
        self._kinds = kinds
        self._random = random
        self._clock = clock
        self._daily = daily

    async def make(self, asker: Asker, kind: str, pack: Pack, topic: Topic | None, wish: Wish) -> Message:
        """Make a schedule where the asker is; show the one that exists if there's one like it.

        Args:
            asker: who wants it.
            kind: what it posts.
            pack: what from.
            topic: the only one, or None.
            wish: when and how.

        Raises:
            Refusal: something of what was typed can't be understood, or would never happen.
        """
        new = await draft(asker, kind, pack, topic, wish, self._kinds, self._chosen)
        guess = "" if wish.zone else await settings.guess_of(asker, self._chosen)
        coming = first(new, asker.at)
        if coming is None:
            sentence = "That would never happen: no such day comes before the end; change “days”, or “end”."
            raise Refusal(sentence, option="days")
        await self._kinds[kind].preview(new, asker.at)  # refuses if there's nothing to post
        await self._permissions.check_may_post(asker.tenant, asker.place)

        def work(transaction: Transaction) -> Message:
            existing = schedules.of_tenant(transaction, asker.tenant.key)
            same = next((each for each in existing if is_like(each, new)), None)
            if same is not None:
                return self._page(transaction, same, f"There is one like that already: schedule {same.number}")
            check_room(existing)
            made = schedules.add(transaction, new, coming.day, coming.at)
            return self._page(transaction, made, f"Done: schedule {made.number}", guess)

        return await self._database.transact(work)

    async def offer(self, asker: Asker, pack: Pack) -> Message:
        """Show a post every weekday by the team's clock, before it's begun.

        Raises:
            Refusal: there's nothing to post, or this isn't a channel.
        """
        _check_channel(asker)
        await self._permissions.check_may_post(asker.tenant, asker.place)
        new = await draft(asker, self._daily, pack, None, Wish(by_team=True), self._kinds, self._chosen)
        zone_is_known = await settings.zone_of(asker, self._chosen) is not None
        guess = await settings.guess_of(asker, self._chosen)
        coming = await self._kinds[new.kind].preview(new, asker.at)
        return schedule_pages.offer(new, coming, asker.at, guess, zone_is_known=zone_is_known)

    async def begin(self, asker: Asker, pack: Pack) -> Message:
        """Begin what was offered.

        Raises:
            Refusal: there's nothing to post, or this isn't a channel.
        """
        _check_channel(asker)
        return await self.make(asker, self._daily, pack, None, Wish(by_team=True))

    async def all(self, asker: Asker) -> Message:
        """Show every schedule of the asker's tenant."""

        def work(transaction: Transaction) -> Message:
            existing = schedules.of_tenant(transaction, asker.tenant.key)
            return schedule_pages.all_of(existing, outbox.latest_of_each(transaction, asker.tenant.key), self._kinds)

        return await self._database.read(work)

    async def titles(self, asker: Asker) -> Titles:
        """Return the schedules of the asker's tenant, as they may be named."""
        lines = [schedule_pages.in_line(each, self._kinds) for each in await self._existing(asker)]
        return Titles(Title(line, line) for line in lines)

    async def named(self, asker: Asker, typed: str) -> list[int]:
        """Return the numbers of the schedules that are meant.

        Args:
            asker: who asks.
            typed: a number, a line that begins with one, all, a course, or "" for the only one there is.

        Raises:
            Refusal: there's none like that.
        """
        existing = await self._existing(asker)
        numbers = [each.number for each in existing]
        if not numbers:
            raise Refusal("There are no schedules yet; make one with /schedule tip.")
        if fold(typed) == "all" or (not typed and len(numbers) == 1):
            return numbers
        offers = [Offer(schedule_pages.in_line(each, self._kinds), str(each.number)) for each in existing]
        if not typed:
            raise Refusal("Which one? Give its number; /schedule list shows them.", option="schedule", offers=offers)
        if course := course_of(typed):
            if found := [each.number for each in existing if each.course == course]:
                return found
            sentence = f"There's no course {course} here; /schedule list shows what there is."
            raise Refusal(sentence, option="schedule", offers=offers)
        number = clean(typed).removeprefix("#").partition(":")[0].strip()
        if number.isascii() and number.isdigit() and len(number) < 9 and int(number) in numbers:
            return [int(number)]
        sentence = f"There's no schedule “{clean(typed)[:40]}”; /schedule list shows which there are."
        raise Refusal(sentence, option="schedule", offers=offers)

    async def show(self, asker: Asker, number: int) -> Message:
        """Show one schedule."""
        return await self._database.read(
            lambda transaction: self._page(transaction, _find(transaction, asker, number))
        )

    async def preview(self, asker: Asker, number: int) -> Message:
        """Show when a schedule posts next, and what.

        Raises:
            Refusal: it can't post anything.
        """
        schedule = await self._database.read(lambda transaction: _find(transaction, asker, number))
        coming = await self._kinds[schedule.kind].preview(schedule, asker.at)
        return schedule_pages.preview(schedule, coming, asker.at)

    async def skip(self, asker: Asker, number: int, day: int | None) -> Message:
        """Leave out the next post.

        Args:
            asker: who asks.
            number: of the schedule.
            day: the next one only if it's still that day's, counted from the year 1; None for any.

        Raises:
            Refusal: there's nothing to leave out.
        """

        def work(transaction: Transaction) -> Message:
            schedule = _find(transaction, asker, number)
            if schedule.next_day is None or schedule.next_run_at is None:
                raise Refusal(f"Schedule {number} is not active; /schedule resume it first.")
            if day is not None and schedule.next_day.toordinal() != day:
                raise Refusal("That day is not the next one any more; /schedule list shows which is.")
            key, reason = new_key(self._random), "Left out by an administrator."
            post = skipped_post(key, schedule, schedule.next_run_at, reason, asker.at)
            if schedules.plan(transaction, [Planned(schedule.tenant, number, schedule.next_day, key)]):
                outbox.add(transaction, [post])
            following = first(schedule, schedule.next_run_at)
            step = (None, None) if following is None else (following.day, following.at)
            schedules.advance(transaction, [Step(schedule.tenant, number, *step)])
            return self._page(transaction, _find(transaction, asker, number))

        return await self._database.transact(work)

    async def post_now(self, asker: Asker, number: int) -> Message:
        """Post now, in addition to what's planned.

        Raises:
            Refusal: it can't post anything, or has done so just now.
        """
        schedule = await self._database.read(lambda transaction: _find(transaction, asker, number))
        kind = self._kinds[schedule.kind]
        prepared = await kind.prepare([schedule], asker.at) if isinstance(kind, SlowComposer) else ()

        def work(transaction: Transaction) -> Message:
            schedule = _find(transaction, asker, number)
            now = self._clock.shared(transaction)  # by which it's sent: this machine's may be set, or differ
            last = outbox.latest(transaction, asker.tenant.key, number, 1)
            if last and abs(now - last[0].due) < _JUST_NOW:
                raise Refusal(f"Schedule {number} has posted just now; wait half a minute.")
            composed: Sequence[Composed] = prepared
            if isinstance(kind, QuickComposer):
                composed = kind.compose(transaction, [schedule], asker.at)
            post = new_post(new_key(self._random), schedule, _message(composed[0]), now)
            outbox.add(transaction, [post])
            return schedule_pages.done(f"Posting in {schedule.place_name}; /schedule list shows how it went.")

        return await self._database.transact(work)

    async def pause(self, asker: Asker, numbers: Sequence[int]) -> Message:
        """Stop posting for now."""

        def work(transaction: Transaction) -> Message:
            active = [each for each in _of(transaction, asker, numbers) if each.state is ScheduleState.ACTIVE]
            if not active:
                raise Refusal("That is not active, so there is nothing to pause; /schedule list shows all.")
            _halt(transaction, asker, [each.number for each in active], ScheduleState.PAUSED)
            if len(numbers) == 1:
                return self._page(transaction, _find(transaction, asker, numbers[0]))
            return schedule_pages.done(f"Paused {len(active)} schedules; /schedule resume all lets them go on.")

        return await self._database.transact(work)

    async def resume(self, asker: Asker, numbers: Sequence[int]) -> Message:
        """Post again, from the next day that comes; what was missed stays so."""

        def work(transaction: Transaction) -> Message:
            paused = [each for each in _of(transaction, asker, numbers) if each.state is ScheduleState.PAUSED]
            if not paused:
                raise Refusal("That is not paused; /schedule list shows all.")
            for each in paused:
                following = _first_new(transaction, each, asker.at)
                if following is None:
                    raise Refusal(f"Schedule {each.number} has no days left; make a new one with /schedule tip.")
                schedules.activate(transaction, each.tenant, each.number, following.day, following.at)
                notices.settle(transaction, each.tenant, each.place)
            if len(numbers) == 1:
                return self._page(transaction, _find(transaction, asker, numbers[0]))
            return schedule_pages.done(f"{len(paused)} schedules go on; /schedule list shows them.")

        return await self._database.transact(work)

    async def remove(self, asker: Asker, number: int, *, sure: bool) -> Message:
        """Stop posting for good, once the asker is sure.

        Args:
            asker: who asks.
            number: of the schedule.
            sure: whether they said so.
        """

        def work(transaction: Transaction) -> Message:
            schedule = _find(transaction, asker, number)
            if not sure:
                return schedule_pages.are_you_sure(schedule, self._kinds)
            _halt(transaction, asker, [number], ScheduleState.REMOVED)
            return schedule_pages.done(f"Schedule {number} is gone. Make another with /schedule tip.")

        return await self._database.transact(work)

    async def _existing(self, asker: Asker) -> list[Schedule]:
        return await self._database.read(lambda transaction: schedules.of_tenant(transaction, asker.tenant.key))

    def _page(self, transaction: Transaction, schedule: Schedule, heading: str = "", guess: str = "") -> Message:
        posts = outbox.latest(transaction, schedule.tenant, schedule.number, _POSTS_SHOWN)
        return schedule_pages.one(schedule, posts, self._kinds, heading, guess)


def _check_channel(asker: Asker) -> None:
    if asker.place.direct:
        raise Refusal("Tips are posted in a channel; run /schedule tip in one of yours.")


def _message(composed: Composed) -> Message:
    """Return what is to be posted now, or say why there's nothing."""
    if isinstance(composed, Refusal):
        raise composed
    if isinstance(composed, Nothing):
        raise Refusal(composed.reason)
    return composed


def _halt(transaction: Transaction, asker: Asker, numbers: Sequence[int], state: ScheduleState) -> None:
    reason = f"{state.capitalize()} by an administrator."
    halt(transaction, asker.tenant.key, numbers, state, PostState.SKIPPED, asker.at, reason)


def _first_new(transaction: Transaction, schedule: Schedule, after: datetime) -> Occurrence | None:
    """Return when a schedule would post next, without the days that it has posted on or left out already."""
    following = first(schedule, after)
    if following is None:
        return None
    known = schedules.planned_days(transaction, schedule.tenant, schedule.number, following.day)
    return next((each for each in occurrences(rule_of(schedule), after) if each.day not in known), None)


def _of(transaction: Transaction, asker: Asker, numbers: Sequence[int]) -> list[Schedule]:
    return [_find(transaction, asker, number) for number in numbers]


def _find(transaction: Transaction, asker: Asker, number: int) -> Schedule:
    found = schedules.find(transaction, asker.tenant.key, number)
    if found is None or found.member:
        raise Refusal(f"There is no schedule {number} here; /schedule list shows which there are.")
    return found


def course_of(typed: str) -> int | None:
    """Return the number of the course that's meant; None if it's none, but maybe a schedule."""
    found = _COURSE.fullmatch(fold(clean(typed)))
    return int(found[1]) if found else None
