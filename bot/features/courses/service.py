"""Courses: a series of working days, previewed and set up in one step, and stored as ordinary schedules."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import time, timedelta
from itertools import islice

from bot.content.model import Pack, Topic
from bot.features.courses import pages as course_pages
from bot.features.learners import settings
from bot.features.learners.chosen import Chosen
from bot.features.packs.taught import remember_parent
from bot.features.scheduling.calendar import first, occurrences, rule_of
from bot.features.scheduling.drafts import Wish, check_room, draft
from bot.features.scheduling.kinds import PostKinds
from bot.features.scheduling.model import NO_OPTIONS, Schedule, ScheduleDraft, ScheduleState
from bot.features.scheduling.outcomes import stop
from bot.features.scheduling.returning import UNDO, bring_back
from bot.features.scheduling.store import schedules
from bot.features.scheduling.wording import read_time, write_duration, write_time
from bot.language.message import Message
from bot.language.permissions import Permissions
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_TOO_LATE = "That course can't come back any more; make a new one with /schedule course."
_AN_HOUR = timedelta(hours=1)
_END_OF_DAY = timedelta(hours=23, minutes=59)

_CLOSES = "closes"
"""The option for how long each weekly challenge is open; all of a course's challenges close before its report."""

_EACH_DAY, _EACH_WEEK, _IN_THE_END = "tip", "challenge", "report"
"""What a course posts every morning, each Friday and on its last day; the last two only if these kinds exist."""


class Courses:
    """Creates, starts, removes and restores courses.

    Args:
        database: stores their schedules.
        chosen: the settings.
        permissions: checks where Versed may post.
        kinds: compose the posts.
    """

    def __init__(self, database: Database, chosen: Chosen, permissions: Permissions, kinds: PostKinds) -> None:
        self._database = database
        self._chosen = chosen
        self._permissions = permissions
        self._kinds = kinds

    async def offer(self, asker: Asker, pack: Pack, topic: Topic | None, length: int, wish: Wish) -> Message:
        """Preview what a course would post in the asker's place; a button starts it.

        Args:
            asker: the administrator.
            pack: the pack to post from.
            topic: the only topic; None for all.
            length: the number of working days.
            wish: the time of its tips, the zone, the start, and who it pings.

        Raises:
            Refusal: an option can't be understood, or there's nothing to post.
        """
        parts = await self._parts(asker, pack, topic, length, wish)
        await remember_parent(self._chosen, asker.tenant.key, asker.place)
        for part in parts:
            await self._kinds[part.kind].preview(part, asker.at)  # raises Refusal if there's nothing to post
        await self._permissions.check_may_post(asker.tenant, asker.place)
        following = [(part, coming.day) for part in parts if (coming := first(part, asker.at))]

        def work(transaction: Transaction) -> int:
            check_room(schedules.of_tenant(transaction, asker.tenant.key), len(parts))
            return schedules.offer(transaction, following)

        course = await self._database.transact(work)
        guess = "" if wish.zone else await settings.guess_of(asker, self._chosen)
        return course_pages.offer(parts, course, length, asker.at, self._kinds, guess)

    async def begin(self, asker: Asker, course: int) -> Message:
        """Start all schedules of a previewed course at once.

        Raises:
            Refusal: the dates in the preview are out of date, or Versed may not post here.
        """
        await self._permissions.check_may_post(asker.tenant, asker.place)

        def work(transaction: Transaction) -> Message:
            offered = schedules.offered(transaction, asker.tenant.key, course)
            if not offered:
                return course_pages.one(_find(transaction, asker, course), course, self._kinds)
            check_room(schedules.of_tenant(transaction, asker.tenant.key), len(offered))
            for each in offered:
                coming = first(each, asker.at)
                if coming is None or coming.day != each.next_day:
                    raise Refusal("Those dates are out of date now; run /schedule course for fresh ones.")
                schedules.activate(transaction, each.tenant, each.number, coming.day, coming.at)
            started = _find(transaction, asker, course)
            return course_pages.one(started, course, self._kinds, f"Done: course {course} has started")

        return await self._database.transact(work)

    async def remove(self, asker: Asker, course: int, *, sure: bool) -> Message:
        """Remove a course, once the asker has confirmed it.

        Args:
            asker: the administrator.
            course: the course's number.
            sure: whether they've confirmed it.
        """

        def work(transaction: Transaction) -> Message:
            existing = _find(transaction, asker, course)
            if not sure:
                return course_pages.are_you_sure(existing, course, self._kinds)
            stop(transaction, asker, [each.number for each in existing], ScheduleState.REMOVED)
            return course_pages.gone(existing, course)

        return await self._database.transact(work)

    async def bring_back(self, asker: Asker, course: int, paused: Collection[int]) -> Message:
        """Restore the schedules of a course that were removed together a short while ago.

        Args:
            asker: the administrator.
            course: the course's number.
            paused: the numbers of the schedules that were paused before.

        Raises:
            Refusal: it's too late for that.
        """

        def work(transaction: Transaction) -> Message:
            all_there = schedules.of_tenant(transaction, asker.tenant.key)
            if left := [each for each in all_there if each.course == course]:  # it has been restored already
                return course_pages.one(left, course, self._kinds)
            removed = schedules.removed_of(transaction, asker.tenant.key, course)
            latest = max((each.stop.at for each in removed if each.stop), default=None)
            if latest is None or asker.at - latest > UNDO:
                raise Refusal(_TOO_LATE)
            back = [each for each in removed if each.stop and each.stop.at == latest]
            check_room(all_there, len(back))
            done = [bring_back(transaction, asker, each, paused=each.number in paused) for each in back]
            if not any(done):
                raise Refusal(_TOO_LATE)
            there = _find(transaction, asker, course)
            return course_pages.one(there, course, self._kinds, f"Course {course} is back")

        return await self._database.transact(work)

    async def _parts(
        self, asker: Asker, pack: Pack, topic: Topic | None, length: int, wish: Wish
    ) -> list[ScheduleDraft]:
        async def part(kind: str, about: Topic | None, wish: Wish, options: Mapping[str, str] = {}) -> ScheduleDraft:
            command = self._kinds[kind].command
            usual = self._kinds[kind].options(command.parse(options)) if command else NO_OPTIONS
            topics = () if about is None else (about,)
            return await draft(asker, kind, pack, topics, replace(wish, options=usual), self._kinds, self._chosen)

        tips = await part(_EACH_DAY, topic, replace(wish, days="weekdays"))
        days = [each.day for each in islice(occurrences(rule_of(tips), asker.at), length)]
        tips = replace(tips, starts=days[0], ends=days[-1])
        whole = replace(wish, time="", start=str(days[0]), end=str(days[-1]))
        end = self._report_at(tips) if _IN_THE_END in self._kinds else _END_OF_DAY
        parts = [tips]
        if _EACH_WEEK in self._kinds:
            begins = _time(self._kinds[_EACH_WEEK].usual.time)
            closes = {_CLOSES: write_duration(max(end - begins - _AN_HOUR, _AN_HOUR))}
            parts.append(await part(_EACH_WEEK, topic, replace(whole, days="Friday"), closes))
        if _IN_THE_END in self._kinds:
            last = replace(whole, time=write_time(_clock(end)), days="daily", start=str(days[-1]))
            parts.append(await part(_IN_THE_END, None, last))  # it's about the whole pack
        return [each for each in parts if first(each, asker.at)]

    def _report_at(self, tips: ScheduleDraft) -> timedelta:
        """Return the report's time on the last day, since midnight: as usual, but at least an hour after the tip."""
        return min(max(_time(self._kinds[_IN_THE_END].usual.time), _time(tips.time) + _AN_HOUR), _END_OF_DAY)


def _find(transaction: Transaction, asker: Asker, course: int) -> list[Schedule]:
    """Return the remaining schedules of a course.

    Raises:
        Refusal: there are none.
    """
    existing = schedules.of_tenant(transaction, asker.tenant.key)
    schedules_found = [each for each in existing if course and each.course == course]
    if not schedules_found:
        raise Refusal(f"There's no course {course} here; /schedule list shows them all.")
    return schedules_found


def _time(typed: str) -> timedelta:
    """Return a time of day as the time since midnight."""
    at = read_time(typed)[0]
    return timedelta(hours=at.hour, minutes=at.minute)


def _clock(since_midnight: timedelta) -> time:
    hour, minute = divmod(since_midnight // timedelta(minutes=1), 60)
    return time(hour, minute)
