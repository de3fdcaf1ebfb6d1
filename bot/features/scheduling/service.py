"""Schedules: what an administrator does with them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.content.model import Pack, Topic
from bot.content.titles import Title, Titles
from bot.features.delivery import notices as troubles
from bot.features.delivery import store as outbox
from bot.features.learners import settings
from bot.features.learners.store.settings import Chosen
from bot.features.lessons import posted_tips
from bot.features.scheduling import pages as schedule_pages
from bot.features.scheduling import store as schedules
from bot.features.scheduling.calendar import Occurrence, occurrences
from bot.features.scheduling.drafts import Wish, check_room, draft, first, is_like
from bot.features.scheduling.planner import Kinds, Nothing, new_key, new_post, rule_of
from bot.features.scheduling.store import Schedule, State
from bot.language.message import Message, Refusal
from bot.language.requests import Asker
from bot.language.text import clean, fold
from bot.storage.database import Database

_COURSE = re.compile(r"course #?([1-9][0-9]{0,8})", re.ASCII)

_POSTS_SHOWN = 5
_JUST_NOW = timedelta(seconds=30)


class Schedules:
    """The schedules of all tenants.

    Args:
        database: where they are kept.
        chosen: settings.
        kinds: make the messages.
        random: makes keys.
    """

    def __init__(self, database: Database, chosen: Chosen, kinds: Kinds, random: Random) -> None:
        self._database = database
        self._chosen = chosen
        self._kinds = kinds
        self._random = random

    async def make(self, asker: Asker, kind: str, pack: Pack, topic: Topic | None, wish: Wish) -> Message:
        """A new schedule where the asker is; the one that exists where there is one like it.

        Args:
            asker: who wants it.
            kind: what it posts.
            pack: what from.
            topic: the only one, or None.
            wish: when and how.

        Raises:
            Refusal: something of what was typed cannot be understood, or would never happen.
        """
        new = await draft(asker, kind, pack, topic, wish, self._kinds, self._chosen)
        coming = first(new, asker.at)
        if coming is None:
            raise Refusal("That would never happen: no such day comes before the end; change “days”, or “end”.")
        async with self._database.reading() as connection:
            await self._kinds[kind].preview(connection, new, asker.at)  # refuses where there is nothing to post
        async with self._database.writing() as connection:
            there_are = await schedules.of_tenant(connection, asker.tenant.key)
            same = next((each for each in there_are if is_like(each, new)), None)
            if same is not None:
                heading = f"There is one like that already: schedule {same.number}"
                return await self._page(connection, same, heading)
            check_room(there_are)
            made = await schedules.add(connection, new, coming.day, coming.at)
            return await self._page(connection, made, f"Done: schedule {made.number}")

    async def offer(self, asker: Asker, pack: Pack) -> Message:
        """A tip every weekday by the team's clock, shown before it is begun.

        Raises:
            Refusal: there are no tips, or this is no channel.
        """
        if asker.place.direct:
            raise Refusal("Tips are posted in a channel; run /schedule tip in one of yours.")
        daily = await self._daily(asker)
        new = await draft(asker, posted_tips.KIND, pack, None, daily, self._kinds, self._chosen)
        zone_is_known = await settings.zone_of(asker, self._chosen) is not None
        async with self._database.reading() as connection:
            coming = await self._kinds[new.kind].preview(connection, new, asker.at)
        return schedule_pages.offer(new, coming, asker.at, zone_is_known=zone_is_known)

    async def begin(self, asker: Asker, pack: Pack) -> Message:
        """What was offered.

        Raises:
            Refusal: there are no tips, or this is no channel.
        """
        if asker.place.direct:
            raise Refusal("Tips are posted in a channel; run /schedule tip in one of yours.")
        return await self.make(asker, posted_tips.KIND, pack, None, await self._daily(asker))

    async def all(self, asker: Asker) -> Message:
        """Every schedule of the asker's tenant."""
        async with self._database.reading() as connection:
            there_are = await schedules.of_tenant(connection, asker.tenant.key)
            posts = await outbox.latest_of_each(connection, asker.tenant.key)
        return schedule_pages.all_of(there_are, posts, self._kinds)

    async def titles(self, asker: Asker) -> Titles:
        """The schedules of the asker's tenant, as they may be named."""
        async with self._database.reading() as connection:
            there_are = await schedules.of_tenant(connection, asker.tenant.key)
        lines = [schedule_pages.in_line(each, self._kinds) for each in there_are]
        return Titles(Title(line, line) for line in lines)

    async def named(self, asker: Asker, typed: str) -> list[int]:
        """The numbers of the schedules that are meant.

        Args:
            asker: who asks.
            typed: a number, a line that begins with one, all, a course, or "" for the only one there is.

        Raises:
            Refusal: there is none like that.
        """
        async with self._database.reading() as connection:
            there_are = await schedules.of_tenant(connection, asker.tenant.key)
        numbers = [each.number for each in there_are]
        if not numbers:
            raise Refusal("There are no schedules yet; make one with /schedule tip.")
        if fold(typed) == "all" or (not typed and len(numbers) == 1):
            return numbers
        if not typed:
            raise Refusal("Which one? Give its number; /schedule list shows them.")
        if course := course_of(typed):
            if found := [each.number for each in there_are if each.course == course]:
                return found
            raise Refusal(f"There is no course {course} here; /schedule list shows what there is.")
        number = clean(typed).removeprefix("#").partition(":")[0].strip()
        if number.isascii() and number.isdigit() and len(number) < 9 and int(number) in numbers:
            return [int(number)]
        raise Refusal(f"There is no schedule “{clean(typed)[:40]}”; /schedule list shows which there are.")

    async def show(self, asker: Asker, number: int) -> Message:
        """One schedule."""
        async with self._database.reading() as connection:
            return await self._page(connection, await _existing(connection, asker, number))

    async def preview(self, asker: Asker, number: int) -> Message:
        """When a schedule posts next, and what.

        Raises:
            Refusal: it cannot post anything.
        """
        async with self._database.reading() as connection:
            schedule = await _existing(connection, asker, number)
            coming = await self._kinds[schedule.kind].preview(connection, schedule, asker.at)
        return schedule_pages.preview(schedule, coming, asker.at)

    async def skip(self, asker: Asker, number: int, day: int | None) -> Message:
        """Leave out the next post.

        Args:
            asker: who asks.
            number: of the schedule.
            day: the next one only if it is still that day's, counted from the year 1; None for any.

        Raises:
            Refusal: there is nothing to leave out.
        """
        async with self._database.writing() as connection:
            schedule = await _existing(connection, asker, number)
            if schedule.next_day is None or schedule.next_run_at is None:
                raise Refusal(f"Schedule {number} is not active; /schedule resume it first.")
            if day is not None and schedule.next_day.toordinal() != day:
                raise Refusal("That day is not the next one any more; /schedule list shows which is.")
            following = first(schedule, schedule.next_run_at)
            post = new_post(new_key(self._random), schedule, None, schedule.next_run_at)
            post = replace(
                post,
                state=outbox.State.SKIPPED,
                reason="Left out by an administrator.",
                next_try=None,
                ended=asker.at,
            )
            planned = [schedules.Planned(schedule.tenant, number, schedule.next_day, post.key)]
            if await schedules.plan(connection, planned):
                await outbox.add(connection, [post])
            at = None if following is None else following.at
            step = schedules.Step(schedule.tenant, number, None if following is None else following.day, at)
            await schedules.advance(connection, [step])
            return await self._page(connection, await _existing(connection, asker, number))

    async def post_now(self, asker: Asker, number: int) -> Message:
        """Post at once, besides what is planned.

        Raises:
            Refusal: it cannot post anything, or has done so just now.
        """
        async with self._database.reading() as connection:
            schedule = await _existing(connection, asker, number)
            kind = self._kinds[schedule.kind]
            made = await kind.compose(connection, [schedule], asker.at) if kind.slow else None
        async with self._database.writing() as connection:
            schedule = await _existing(connection, asker, number)
            last = await outbox.latest(connection, asker.tenant.key, number, 1)
            if last and abs(asker.at - last[0].due) < _JUST_NOW:
                raise Refusal(f"Schedule {number} has posted just now; wait half a minute.")
            (said,) = made or await kind.compose(connection, [schedule], asker.at)
            if isinstance(said, Refusal):
                raise said
            if isinstance(said, Nothing):
                raise Refusal(said.reason)
            await outbox.add(connection, [new_post(new_key(self._random), schedule, said, asker.at)])
        return schedule_pages.done(f"Posting in {schedule.place_name}; /schedule list shows how it went.")

    async def pause(self, asker: Asker, numbers: Sequence[int]) -> Message:
        """Post no more for now."""
        async with self._database.writing() as connection:
            active = [each for each in await self._of(connection, asker, numbers) if each.state is State.ACTIVE]
            if not active:
                raise Refusal("That is not active, so there is nothing to pause; /schedule list shows all.")
            chosen = [each.number for each in active]
            await self._halt(connection, asker, chosen, State.PAUSED)
            if len(numbers) == 1:
                return await self._page(connection, await _existing(connection, asker, numbers[0]))
        return schedule_pages.done(f"Paused {len(chosen)} schedules; /schedule resume all lets them go on.")

    async def resume(self, asker: Asker, numbers: Sequence[int]) -> Message:
        """Post again, from the next day that comes; what was missed stays so."""
        async with self._database.writing() as connection:
            paused = [each for each in await self._of(connection, asker, numbers) if each.state is State.PAUSED]
            if not paused:
                raise Refusal("That is not paused; /schedule list shows all.")
            for each in paused:
                following = await _first_new(connection, each, asker.at)
                if following is None:
                    raise Refusal(f"Schedule {each.number} has no days left; make a new one with /schedule tip.")
                await schedules.activate(connection, each.tenant, each.number, following.day, following.at)
                await troubles.settle(connection, each.tenant, each.place)
            if len(numbers) == 1:
                return await self._page(connection, await _existing(connection, asker, numbers[0]))
        return schedule_pages.done(f"{len(paused)} schedules go on; /schedule list shows them.")

    async def remove(self, asker: Asker, number: int, *, sure: bool) -> Message:
        """Post never again, once it is sure."""
        async with self._database.writing() as connection:
            schedule = await _existing(connection, asker, number)
            if not sure:
                return schedule_pages.are_you_sure(schedule, self._kinds)
            await self._halt(connection, asker, [number], State.REMOVED)
        return schedule_pages.done(f"Schedule {number} is gone. Make another with /schedule tip.")

    async def _halt(self, connection: AsyncConnection, asker: Asker, numbers: Sequence[int], state: State) -> None:
        tenant, reason = asker.tenant.key, f"{state.capitalize()} by an administrator."
        await outbox.halt(connection, tenant, numbers, state, outbox.State.SKIPPED, asker.at, reason)

    async def _daily(self, asker: Asker) -> Wish:
        """Tips as they are offered to a team that is new."""
        return Wish(zone=await settings.team_zone(asker, self._chosen) or "")

    async def _of(self, connection: AsyncConnection, asker: Asker, numbers: Sequence[int]) -> list[Schedule]:
        return [await _existing(connection, asker, number) for number in numbers]

    async def _page(self, connection: AsyncConnection, schedule: Schedule, heading: str = "") -> Message:
        posts = await outbox.latest(connection, schedule.tenant, schedule.number, _POSTS_SHOWN)
        return schedule_pages.one(schedule, posts, self._kinds, heading)


async def _first_new(connection: AsyncConnection, schedule: Schedule, after: datetime) -> Occurrence | None:
    """When a schedule would post next, without the days that it has posted on or left out already."""
    following = first(schedule, after)
    if following is None:
        return None
    known = await schedules.planned_days(connection, schedule.tenant, schedule.number, following.day)
    return next((each for each in occurrences(rule_of(schedule), after) if each.day not in known), None)


async def _existing(connection: AsyncConnection, asker: Asker, number: int) -> Schedule:
    found = await schedules.find(connection, asker.tenant.key, number)
    if found is None or found.member:
        raise Refusal(f"There is no schedule {number} here; /schedule list shows which there are.")
    return found


def course_of(typed: str) -> int | None:
    """The number of the course that is meant; None where it is none, but perhaps a schedule."""
    found = _COURSE.fullmatch(fold(clean(typed)))
    return int(found[1]) if found else None
