"""The planner: turns what is due into posts, made whole and kept in the one step that notes the day as planned."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from random import Random
from typing import Any, Protocol, TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.delivery import notices as troubles
from bot.features.delivery import store as outbox
from bot.features.delivery.clock import Clock
from bot.features.delivery.store import Post
from bot.features.learners.zones import known
from bot.features.scheduling import store as schedules
from bot.features.scheduling.calendar import Occurrence, Rule, occurrences
from bot.features.scheduling.store import Draft, Outline, Planned, Schedule, Step
from bot.features.scheduling.wording import read_days, read_time, write_date
from bot.language.codec import dump
from bot.language.commands import AnyCommand
from bot.language.message import Message, Refusal
from bot.runtime.bulkhead import Compartment, OutageError, bulkhead
from bot.runtime.metrics import POSTS
from bot.storage.database import Database

_BATCH = 200
"""Schedules planned in one transaction."""

_SLOW_BATCH = 4
"""Those of slow kinds: others that are due meanwhile must not wait long for them."""

_MOST_MISSED = 100
"""Posts of one schedule that are skipped in one step, after a very long outage."""

_TRY_AGAIN = timedelta(hours=1)
"""Until what Versed schedules for itself, and cannot be planned, is tried again."""

_KEY_BITS = 128


class Late(StrEnum):
    """What a schedule does with a post that is late."""

    POST = "post"
    """Post it within the catch-up window, and say so."""
    SKIP = "skip"
    """Leave it out, but for a short delay."""
    ALWAYS = "always"
    """Post it however late, and say so; for what Versed schedules for itself."""


WINDOWS: Mapping[str, timedelta] = {
    Late.POST: timedelta(hours=2),
    Late.SKIP: timedelta(minutes=5),
    Late.ALWAYS: timedelta(days=3650),
}
"""How late a post may come, by what its schedule says."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """There is nothing to post this time: the post is skipped, and nobody has to be told.

    Args:
        reason: in a sentence.
    """

    reason: str


Composed: TypeAlias = Message | Refusal | Nothing
"""What is to be posted: a message, or why there can be none, or why there is none this time."""


@dataclass(frozen=True, slots=True)
class Usual:
    """How a kind of schedule posts where nobody says otherwise.

    Args:
        time, days: when, in words as people type them.
        late: what happens to a late post.
    """

    time: str
    days: str
    late: Late = Late.POST


class Composes(Protocol):
    """Makes the messages of one kind of schedule.

    Attributes:
        slow: whether a message takes long to make; then no transaction that writes waits for it, and what is to be
            remembered about it is the kind's own affair: the message may be made again, or never be posted.
    """

    slow: bool

    async def compose(self, connection: AsyncConnection, due: Sequence[Schedule], at: datetime) -> Sequence[Composed]:
        """The next message of each schedule, in order; a refusal where there can be none, which pauses it.

        Args:
            connection: a writing transaction; what is remembered about the messages belongs into it. For slow kinds,
                one that reads.
            due: the schedules; one may stand there several times.
            at: now, in UTC.
        """
        ...


class Kind(Composes, Protocol):
    """One kind of the schedules that people make.

    Attributes:
        usual: how it posts where nobody says otherwise.
    """

    usual: Usual

    @property
    def command(self) -> AnyCommand | None:
        """Return the command that makes such schedules; None if no command does."""

    def options(self, given: Any) -> str:  # noqa: ANN401 (the options of the kind's own command)
        """Return what a schedule of this kind keeps of its command's options, beside what all kinds have, as JSON.

        Args:
            given: the options of its command.

        Raises:
            Refusal: something of it makes no sense.
        """
        ...

    def subject(self, draft: Draft) -> str:
        """What a schedule posts, in a few words, such as “Tip on Daily care”."""
        ...

    def details(self, draft: Draft) -> Sequence[tuple[str, str]]:
        """What else is to be known of a schedule: labels with values."""
        ...

    async def preview(self, connection: AsyncConnection, draft: Draft, at: datetime) -> Message:
        """The message that would be composed now for a schedule, or for one to be; nothing is remembered.

        Raises:
            Refusal: there can be none.
        """
        ...


Kinds = Mapping[str, Kind]
"""By the schedules' kind."""

Composers = Mapping[str, Composes]
"""The same, with those of Versed's own."""

Made = Mapping[Schedule, Composed]
"""Messages that were made beforehand."""

_NONE: Made = {}


@dataclass(frozen=True, slots=True)
class _Due:
    """An occurrence of a schedule that is due."""

    schedule: Schedule
    day: date
    at: datetime


class Planner:
    """Plans what is due.

    Args:
        database: where schedules and posts are.
        kinds: make the messages.
        clock: tells the time.
        random: makes keys that nobody else has.
    """

    def __init__(self, database: Database, kinds: Composers, clock: Clock, random: Random) -> None:
        self._database = database
        self._kinds = kinds
        self._clock = clock
        self._random = random

    async def plan_due(self, platforms: Collection[str]) -> int:
        """Plan all that is due on some platforms; returns how many schedules that were."""
        async with self._database.reading() as connection:
            now = await self._clock.shared(connection)
            if not await schedules.is_any_due(connection, platforms, now):
                return 0
        slow = [name for name, kind in self._kinds.items() if kind.slow]
        planned = 0
        while found := await self._plan_round(platforms, slow):
            planned += found
        return planned

    async def _plan_round(self, platforms: Collection[str], slow: Sequence[str]) -> int:
        """Plan all that is quick, and a few of what is slow, on each platform: none waits for all of another's."""
        found = 0
        for platform in platforms:
            found += await self._plan_quick(platform, slow) + await self._plan_slow(platform, slow)
        return found

    async def _plan_quick(self, platform: str, slow: Collection[str]) -> int:
        """Plan all but slow kinds."""
        planned = 0
        while found := await self._plan_some(platform, _BATCH, but=slow):
            planned += found
        return planned

    async def _plan_slow(self, platform: str, slow: Sequence[str]) -> int:
        """Plan a few of the first slow kind of which some are due; the messages are made before the transaction."""
        for name in slow:
            try:
                made = await self._make(platform, name)
            except OutageError:
                raise
            except Exception:  # noqa: BLE001 (found out one by one)
                return await self._plan_apart(platform, _SLOW_BATCH, only=[name])
            if made:
                return await self._plan_some(platform, _SLOW_BATCH, only=[name], made=made)
        return 0

    async def _make(self, platform: str, kind: str, just: Outline | None = None) -> Made:
        """The messages of a few schedules of a kind that are due."""
        async with self._database.reading() as connection:
            now = await self._clock.shared(connection)
            due = await schedules.find_due(connection, platform, now, _SLOW_BATCH, [kind], just=just)
            messages = await self._kinds[kind].compose(connection, due, now) if due else []
            return dict(zip(due, messages, strict=True))

    async def _plan_some(
        self, platform: str, most: int, *, only: Collection[str] = (), but: Collection[str] = (), made: Made = _NONE
    ) -> int:
        """Plan what is due, of some kinds only or all but some; where messages were made, what has one.

        One that cannot be planned keeps no other from it: where all at once fails, each is planned apart.
        """
        try:
            return await self._plan_together(platform, most, only=only, but=but, made=made)
        except OutageError:
            raise
        except Exception:  # noqa: BLE001 (found out one by one)
            return await self._plan_apart(platform, most, only=only, but=but)

    async def _plan_apart(
        self, platform: str, most: int, *, only: Collection[str] = (), but: Collection[str] = ()
    ) -> int:
        """Plan what is due one by one, each in a transaction of its own, and set aside what fails."""
        async with self._database.writing() as connection:
            now = await self._clock.shared(connection)
            found = await schedules.outline_due(connection, platform, now, most, only=only, but=but)
        done = 0
        for one in found:
            with bulkhead("schedule") as compartment:
                done += await self._plan_alone(platform, one)
            if compartment.error is not None:
                with bulkhead("setting aside a schedule"):  # it stays due; were it counted, this would never end
                    done += await self._set_aside(platform, one, compartment)
        return done

    async def _plan_alone(self, platform: str, one: Outline) -> int:
        made = _NONE
        if one.kind in self._kinds and self._kinds[one.kind].slow:
            made = await self._make(platform, one.kind, one)
            if not made:
                return 0
        return await self._plan_together(platform, 1, just=one, made=made)

    async def _set_aside(self, platform: str, one: Outline, compartment: Compartment) -> int:
        """Pause a schedule that cannot be planned, and tell those who can do something about it.

        Those that Versed made for itself nobody could resume, so they are tried again.
        """
        async with self._database.writing() as connection:
            now = await self._clock.shared(connection)
            if not await schedules.outline_due(connection, platform, now, 1, just=one):
                return 0  # another process has planned it meanwhile
            if one.kind.startswith(schedules.INTERNAL):
                await schedules.put_off(connection, one, now + _TRY_AGAIN)
                await troubles.report_own(connection, one, compartment.reference, now)
                return 1
            error = compartment.error
            reason = error.sentence if isinstance(error, Refusal) else troubles.unmade(compartment.reference)
            await troubles.pause(connection, [one], reason, now)
            return 1

    async def _plan_together(
        self,
        platform: str,
        most: int,
        *,
        only: Collection[str] = (),
        but: Collection[str] = (),
        just: Outline | None = None,
        made: Made = _NONE,
    ) -> int:
        """Plan what is due in one transaction; fails as a whole."""
        async with self._database.writing() as connection:
            now = await self._clock.shared(connection)
            found = await schedules.take_due(connection, platform, now, most, only=only, but=but, just=just)
            if made:
                found = [each for each in found if each in made]  # of the others, another process knows more
            due: list[_Due] = []
            steps: list[Step] = []
            for each in found:
                missed, following = _due_of(each, now)
                due += missed
                day, at = (None, None) if following is None else (following.day, following.at)
                steps.append(Step(each.tenant, each.number, day, at))
            await schedules.advance(connection, steps)
            await self._keep(connection, due, now, made)
        return len(found)

    async def _keep(self, connection: AsyncConnection, due: Sequence[_Due], now: datetime, made: Made) -> None:
        """Note the days as planned, and put their posts into the outbox, those that are too late as skipped."""
        keys = {new_key(self._random): each for each in due}
        planned = [Planned(each.schedule.tenant, each.schedule.number, each.day, key) for key, each in keys.items()]
        new = {each.post for each in await schedules.plan(connection, planned)}
        fresh = {key: each for key, each in keys.items() if key in new}
        in_time = {key: each for key, each in fresh.items() if now <= each.at + window(each.schedule)}
        messages = await self._compose(connection, in_time, now, made)
        await outbox.add(connection, [_post(key, each, messages.get(key), now) for key, each in fresh.items()])
        missed = [each.schedule for key, each in fresh.items() if key not in in_time]
        for tenant in sorted({each.tenant for each in missed if not each.member}):
            await troubles.report_skipped(connection, tenant, now)
        for key, message in messages.items():
            if isinstance(message, Refusal):
                halted = [fresh[key].schedule]
                await troubles.pause(connection, halted, message.sentence, now)

    async def _compose(
        self, connection: AsyncConnection, due: Mapping[str, _Due], now: datetime, made: Made
    ) -> dict[str, Composed]:
        if made:
            return {key: made[each.schedule] for key, each in due.items()}
        composed: dict[str, Composed] = {}
        for name, kind in self._kinds.items():
            keys = [key for key, each in due.items() if each.schedule.kind == name]
            if keys:
                messages = await kind.compose(connection, [due[key].schedule for key in keys], now)
                composed |= zip(keys, messages, strict=True)
        return composed


def rule_of(draft: Draft) -> Rule:
    """When a schedule posts.

    Raises:
        Refusal: this version cannot read that any more.
    """
    at, _ = read_time(draft.time)
    return Rule(at, read_days(draft.days), known(draft.zone).key, draft.starts, draft.ends)


def new_key(random: Random) -> str:
    """A key that no other post has."""
    return f"{random.getrandbits(_KEY_BITS):032x}"


def new_post(key: str, schedule: Schedule, said: Message | None, due: datetime) -> Post:
    """A post that waits to be sent.

    Args:
        key: its own.
        schedule: which it belongs to.
        said: what it says; None where it is not to be sent.
        due: when, in UTC.
    """
    at = due.astimezone(ZoneInfo(schedule.zone))
    meant = f"{at:%H:%M}" if window(schedule) < timedelta(days=1) else f"{write_date(at.date())}, {at:%H:%M}"
    return Post(
        tenant=schedule.tenant,
        key=key,
        platform=schedule.platform,
        place=schedule.place,
        schedule=schedule.number,
        payload="" if said is None else dump(said),
        due=due,
        until=due + window(schedule),
        late_note=f"Late: this was meant for {meant} ({schedule.zone}).",
        next_try=due,
        notify=schedule.notify,
        member=schedule.member,
    )


def window(schedule: Schedule) -> timedelta:
    """How late a schedule's posts may come."""
    return WINDOWS[Late(schedule.late)]


def _post(key: str, due: _Due, message: Composed | None, now: datetime) -> Post:
    """The post of an occurrence: to be sent, or skipped where there is no message, or failed where it was refused."""
    if isinstance(message, Message):
        return new_post(key, due.schedule, message, due.at)
    state, reason = outbox.State.SKIPPED, troubles.too_late(window(due.schedule))
    if isinstance(message, Nothing):
        reason = message.reason
    elif message is not None:
        state, reason = outbox.State.FAILED, message.sentence
    POSTS.labels(due.schedule.platform, state).inc()
    return replace(new_post(key, due.schedule, None, due.at), state=state, reason=reason, next_try=None, ended=now)


def _due_of(schedule: Schedule, now: datetime) -> tuple[list[_Due], Occurrence | None]:
    """What of a schedule is due, and what comes after it."""
    if schedule.next_day is None or schedule.next_run_at is None:
        return [], None
    due = [_Due(schedule, schedule.next_day, schedule.next_run_at)]
    for following in occurrences(rule_of(schedule), schedule.next_run_at):
        if following.at > now or len(due) == _MOST_MISSED:
            return due, following
        due.append(_Due(schedule, following.day, following.at))
    return due, None
