"""Schedules as they are kept, and which of their local dates have been planned."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import RowMapping, Select, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.runtime.bulkhead import bulkhead
from bot.storage.errors import StoreError
from bot.storage.tables import PRIVATE, occurrence, schedule
from bot.storage.times import from_milliseconds, to_milliseconds

INTERNAL = "internal:"
"""How the kinds begin that Versed schedules for itself: they are planned as all others, and shown to nobody."""

_ATTEMPTS = 20


class State(StrEnum):
    """How a schedule stands."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"
    """It has no days left."""
    REMOVED = "removed"
    """Kept, so that its number is not given to another."""
    OFFERED = "offered"
    """Part of a course that was shown, and has not been begun."""


_HIDDEN = (State.REMOVED, State.OFFERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a schedule is made of.

    Args:
        tenant, platform: whose it is.
        kind: what it posts, such as tip.
        place, place_name: where.
        pack, topic: what from; all topics where "".
        time: of day, as 09:00.
        days: in words that can be read back.
        zone: whose days and times these are.
        starts, ends: the first and the last day that count.
        late: whether to post, or to skip, what is late.
        options: what else its kind was told, as JSON.
        notify: whom a post pings (see bot.language.people.Audience), or "".
        member: whose own it is: it posts to them alone, and is theirs to change; "" for those of everybody.
        course: the number of the first schedule of the course that it belongs to; 0 where it stands alone.
    """

    tenant: str
    platform: str
    kind: str
    place: str
    place_name: str
    pack: str
    topic: str
    time: str
    days: str
    zone: str
    starts: date
    ends: date | None
    late: str
    options: str = "{}"
    notify: str = ""
    member: str = ""
    course: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule(Draft):
    """A schedule.

    Args:
        number: its name within its tenant; above zero, or below for a member's own and for Versed's.
        state: how it stands.
        reason: why it is not active, or "".
        next_day: the local date of its next post; None where it is not active.
        next_run_at: the moment of that post, in UTC.
    """

    number: int
    state: State
    reason: str
    next_day: date | None
    next_run_at: datetime | None


class Outline(NamedTuple):
    """What can be told of a schedule even if the rest of it cannot be read.

    Args:
        tenant, number: which.
        kind, place, place_name, member: as of the draft.
    """

    tenant: str
    number: int
    kind: str
    place: str
    place_name: str
    member: str


@dataclass(frozen=True, slots=True)
class Step:
    """Where a schedule goes on after what was due has been planned.

    Args:
        tenant, number: which.
        day, at: of the next post; None where there is none.
    """

    tenant: str
    number: int
    day: date | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Planned:
    """A local date of a schedule, and the key of its post."""

    tenant: str
    schedule: int
    day: date
    post: str


async def add(connection: AsyncConnection, draft: Draft, day: date, at: datetime) -> Schedule:
    """Keep a new schedule, active.

    Args:
        connection: a writing transaction.
        draft: what it is made of.
        day: the local date of its first post.
        at: the moment of it, in UTC.
    """
    return await _add(connection, draft, State.ACTIVE, day, at)


async def _add(connection: AsyncConnection, draft: Draft, state: State, day: date, at: datetime | None) -> Schedule:
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    step, furthest = (-1, func.min) if draft.member or draft.kind.startswith(INTERNAL) else (1, func.max)
    last = select(func.coalesce(furthest(schedule.c.number), 0)).where(schedule.c.tenant == draft.tenant)
    for _ in range(_ATTEMPTS):  # another one may take the number meanwhile
        number = step * (max(0, step * (await connection.execute(last)).scalar_one()) + 1)
        added = Schedule(**asdict(draft), number=number, state=state, reason="", next_day=day, next_run_at=at)
        statement = insert(schedule).values(_values(added)).on_conflict_do_nothing().returning(schedule.c.number)
        if (await connection.execute(statement)).first() is not None:
            return added
    raise StoreError("Too many schedules are being made at once; try again.")


async def offer(connection: AsyncConnection, parts: Sequence[tuple[Draft, date]]) -> int:
    """Keep the schedules of a course that may be begun; returns its number, which is the first one's.

    Args:
        connection: a writing transaction.
        parts: what they are made of, each with the local date of its first post; at least one, all of one tenant.
    """
    made = [await _add(connection, draft, State.OFFERED, day, None) for draft, day in parts]
    course, numbers = made[0].number, [each.number for each in made]
    mine = (schedule.c.tenant == made[0].tenant) & schedule.c.number.in_(numbers)
    await connection.execute(update(schedule).where(mine).values(course=course))
    return course


async def offered(connection: AsyncConnection, tenant: str, course: int) -> list[Schedule]:
    """The schedules of a course that may be begun."""
    mine = (schedule.c.tenant == tenant) & (schedule.c.number >= course) & (schedule.c.course == course)
    wanted = select(schedule).where(mine & (schedule.c.state == State.OFFERED)).order_by(schedule.c.number)
    return [_schedule(row) for row in (await connection.execute(wanted)).mappings()]


async def find(connection: AsyncConnection, tenant: str, number: int) -> Schedule | None:
    """A schedule of a tenant that has not been removed, and was not only offered."""
    found = await _select(connection, (schedule.c.tenant == tenant) & (schedule.c.number == number))
    return found[0] if found else None


async def of_tenant(connection: AsyncConnection, tenant: str) -> list[Schedule]:
    """All schedules of a tenant that have not been removed, by number; without those of single members."""
    return await _select(connection, (schedule.c.tenant == tenant) & (schedule.c.number > 0))


async def of_member(connection: AsyncConnection, tenant: str, member: str) -> list[Schedule]:
    """A member's own schedules that have not been removed."""
    return await _select(connection, (schedule.c.tenant == tenant) & (schedule.c.member == member) & PRIVATE)


async def change(
    connection: AsyncConnection, which: Sequence[int], tenant: str, state: State, *, reason: str = ""
) -> None:
    """Pause or remove schedules of a tenant."""
    chosen = (schedule.c.tenant == tenant) & schedule.c.number.in_(which)
    await connection.execute(update(schedule).where(chosen).values(state=state, reason=reason, **_NOTHING_NEXT))


async def activate(connection: AsyncConnection, tenant: str, number: int, day: date, at: datetime) -> None:
    """Let a schedule go on, with a post on that day."""
    one = (schedule.c.tenant == tenant) & (schedule.c.number == number)
    values = {"state": State.ACTIVE, "reason": "", "next_day": str(day), "next_run_at": to_milliseconds(at)}
    await connection.execute(update(schedule).where(one).values(values))


async def move(connection: AsyncConnection, tenant: str, number: int, day: date, at: datetime, time: str) -> None:
    """Let the only post of a schedule be at another moment, if it is still to come.

    Args:
        connection: a writing transaction.
        tenant: whose.
        number: which.
        day: the local date of the moment.
        at: the moment, in UTC.
        time: of day, as 09:00.
    """
    one = (schedule.c.tenant == tenant) & (schedule.c.number == number) & schedule.c.next_run_at.is_not(None)
    values = {"starts": str(day), "ends": str(day), "next_day": str(day), "time": time}
    await connection.execute(update(schedule).where(one).values(**values, next_run_at=to_milliseconds(at)))


async def active_in(connection: AsyncConnection, tenant: str, place: str | None) -> list[Schedule]:
    """The active schedules of a place, without those of single members; or all of the tenant. Never Versed's."""
    here = (schedule.c.tenant == tenant) & (schedule.c.state == State.ACTIVE) & ~_INTERNAL
    in_place = (schedule.c.place == place) & (schedule.c.number > 0)
    return await _select(connection, here if place is None else here & in_place)


async def is_any_due(connection: AsyncConnection, platforms: Collection[str], at: datetime) -> bool:
    """Whether anything is due on those platforms."""
    for platform in platforms:  # one after another, each by the index
        values = {"on": platform, "now": to_milliseconds(at)}
        if (await connection.execute(_ANY_DUE, values)).first() is not None:
            return True
    return False


async def find_due(
    connection: AsyncConnection,
    platform: str,
    at: datetime,
    most: int,
    kinds: Collection[str],
    *,
    just: Outline | None = None,
) -> list[Schedule]:
    """Schedules of some kinds that are due, the longest due first; they are not taken.

    Args:
        connection: to read with.
        platform: whose.
        at: now, in UTC.
        most: how many to find.
        kinds: of which kinds.
        just: the only one to find.
    """
    wanted = _due(most, kinds, (), just)
    rows = await connection.execute(wanted, {"on": platform, "now": to_milliseconds(at)})
    return [_schedule(row) for row in rows.mappings()]


async def outline_due(
    connection: AsyncConnection,
    platform: str,
    at: datetime,
    most: int,
    *,
    only: Collection[str] = (),
    but: Collection[str] = (),
    just: Outline | None = None,
) -> list[Outline]:
    """Outlines of the schedules that take_due takes, whatever else is wrong with them; its arguments are these."""
    wanted = _due(most, only, but, just, select(*_OUTLINE)).with_for_update(skip_locked=True)
    return [Outline(*row) for row in await connection.execute(wanted, {"on": platform, "now": to_milliseconds(at)})]


async def take_due(
    connection: AsyncConnection,
    platform: str,
    at: datetime,
    most: int,
    *,
    only: Collection[str] = (),
    but: Collection[str] = (),
    just: Outline | None = None,
) -> list[Schedule]:
    """Schedules that are due, the longest due first; those that another process is planning are left out.

    Args:
        connection: a writing transaction; until it ends, nobody else gets them.
        platform: whose.
        at: now, in UTC.
        most: how many to take.
        only: of which kinds; of all where there are none.
        but: of which kinds not.
        just: the only one to take.
    """
    wanted = _due(most, only, but, just).with_for_update(skip_locked=True)  # for PostgreSQL; on SQLite but one writes
    rows = await connection.execute(wanted, {"on": platform, "now": to_milliseconds(at)})
    return [_schedule(row) for row in rows.mappings()]


async def plan(connection: AsyncConnection, planned: Sequence[Planned]) -> set[Planned]:
    """Note that local dates have been planned; returns those that had not been before."""
    if not planned:
        return set()
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(occurrence).on_conflict_do_nothing().returning(occurrence.c.post)
    rows = [
        {"tenant": each.tenant, "schedule": each.schedule, "day": str(each.day), "post": each.post}
        for each in planned
    ]
    stored = set((await connection.execute(statement, rows)).scalars())
    return {each for each in planned if each.post in stored}


async def planned_days(connection: AsyncConnection, tenant: str, number: int, since: date) -> set[date]:
    """The local dates of a schedule, from one on, that have been planned or left out."""
    mine = (occurrence.c.tenant == tenant) & (occurrence.c.schedule == number) & (occurrence.c.day >= str(since))
    days = (await connection.execute(select(occurrence.c.day).where(mine))).scalars()
    return {date.fromisoformat(day) for day in days}


async def put_off(connection: AsyncConnection, one: Outline, at: datetime) -> None:
    """Let a schedule be due at a later moment; the local date of its post stays."""
    this = (schedule.c.tenant == one.tenant) & (schedule.c.number == one.number)
    await connection.execute(update(schedule).where(this).values(next_run_at=to_milliseconds(at)))


async def advance(connection: AsyncConnection, steps: Sequence[Step]) -> None:
    """Let schedules go on; those without a next day end."""
    rows = [
        {
            "of": step.tenant,
            "which": step.number,
            "next_day": None if step.day is None else str(step.day),
            "next_run_at": None if step.at is None else to_milliseconds(step.at),
            "state": State.ENDED if step.at is None else State.ACTIVE,
        }
        for step in steps
    ]
    if rows:
        await connection.execute(_ADVANCE, rows)


async def forget(connection: AsyncConnection, before: date) -> None:
    """Forget that local dates before one have been planned: schedules only go forward."""
    await connection.execute(delete(occurrence).where(occurrence.c.day < str(before)))


_INTERNAL = schedule.c.kind.startswith(INTERNAL, autoescape=True)
_NOTHING_NEXT: Mapping[str, None] = {"next_day": None, "next_run_at": None}
_ADVANCE = (
    update(schedule)
    .where((schedule.c.tenant == bindparam("of")) & (schedule.c.number == bindparam("which")))
    .values(next_day=bindparam("next_day"), next_run_at=bindparam("next_run_at"), state=bindparam("state"))
)


_DUE = (schedule.c.platform == bindparam("on")) & (schedule.c.next_run_at <= bindparam("now"))
_ANY_DUE = select(schedule.c.number).where(_DUE).limit(1)
_WHOLE: Select[Any] = select(schedule)
_OUTLINE = [schedule.c[name] for name in Outline._fields]


def _due(
    most: int,
    only: Collection[str],
    but: Collection[str],
    just: Outline | None,
    columns: Select[Any] = _WHOLE,
) -> Select[Any]:
    wanted = columns.where(_DUE).order_by(schedule.c.next_run_at).limit(most)
    wanted = wanted.where(schedule.c.kind.in_(only)) if only else wanted
    if just is not None:
        wanted = wanted.where((schedule.c.tenant == just.tenant) & (schedule.c.number == just.number))
    return wanted.where(schedule.c.kind.not_in(but)) if but else wanted


async def _select(connection: AsyncConnection, condition: Any) -> list[Schedule]:  # noqa: ANN401
    wanted = select(schedule).where(condition & schedule.c.state.not_in(_HIDDEN)).order_by(schedule.c.number)
    found: list[Schedule] = []
    for row in (await connection.execute(wanted)).mappings():
        with bulkhead("schedule"):  # its tenant still has all others
            found.append(_schedule(row))
    return found


def _values(made: Schedule) -> dict[str, object]:
    return {
        **asdict(made),
        "starts": str(made.starts),
        "ends": None if made.ends is None else str(made.ends),
        "next_day": None if made.next_day is None else str(made.next_day),
        "next_run_at": None if made.next_run_at is None else to_milliseconds(made.next_run_at),
    }


def _schedule(row: RowMapping) -> Schedule:
    fields: dict[str, Any] = dict(row)
    return Schedule(
        **fields
        | {
            "state": State(fields["state"]),
            "starts": date.fromisoformat(fields["starts"]),
            "ends": None if fields["ends"] is None else date.fromisoformat(fields["ends"]),
            "next_day": None if fields["next_day"] is None else date.fromisoformat(fields["next_day"]),
            "next_run_at": None if fields["next_run_at"] is None else from_milliseconds(fields["next_run_at"]),
        }
    )
