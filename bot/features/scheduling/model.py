"""What is scheduled: rules, schedules, and how they stand."""

from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, Self, TypeAlias

from bot.language.rich_text import ChannelMention

INTERNAL = "internal:"
"""How the kinds begin that Versed schedules for itself: they're planned like all others, and shown to nobody."""

NO_OPTIONS = "{}"
"""What a schedule keeps of its options if its kind has none of its own."""

LAST = -1
"""Stands for the last of a month."""


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Some days of every week.

    Args:
        days: 0 for Monday … 6 for Sunday, ascending, at least one.
    """

    days: tuple[int, ...]


DAILY = Weekdays((0, 1, 2, 3, 4, 5, 6))
WORKING_DAYS = Weekdays((0, 1, 2, 3, 4))
WEEKENDS = Weekdays((5, 6))


@dataclass(frozen=True, slots=True)
class EveryNth:
    """Every n-th day, counted from the rule's start.

    Args:
        days: from one post to the next.
    """

    days: int


@dataclass(frozen=True, slots=True)
class EveryNthWeek:
    """Some days of every n-th week, counted from the week of the first such day that the rule has.

    Args:
        weeks: from one such week to the next, 2 or more; weeks begin on Monday.
        days: 0 for Monday … 6 for Sunday, ascending, at least one.
    """

    weeks: int
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OfMonth:
    """One weekday of every month.

    Args:
        ordinal: 1 … 4, or LAST.
        weekday: 0 for Monday … 6 for Sunday.
    """

    ordinal: int
    weekday: int


Days: TypeAlias = Weekdays | EveryNth | EveryNthWeek | OfMonth


@dataclass(frozen=True, slots=True)
class UnknownDays:
    """Days that this version can't read.

    Args:
        words: how they were kept.
    """

    words: str


@dataclass(frozen=True, slots=True)
class Rule:
    """When a schedule posts.

    Args:
        at: the time of day, on the minute.
        days: which days.
        zone: the IANA name of the zone whose days and times these are.
        start: the first day that counts.
        end: the last day that counts, or None.
    """

    at: time
    days: Days
    zone: str
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One post that a rule asks for.

    Args:
        day: the local date, which tells it from all others of the rule.
        at: the moment, in UTC.
    """

    day: date
    at: datetime


class Late(StrEnum):
    """What a schedule does with a post that is late."""

    POST = "post"
    """Post it within the catch-up window, and say so."""
    SKIP = "skip"
    """Leave it out, unless the delay is short."""
    ALWAYS = "always"
    """Post it however late, and say so; for what Versed schedules for itself."""

    @property
    def window(self) -> timedelta:
        """Return how late a post may come."""
        match self:
            case Late.POST:
                return timedelta(hours=2)
            case Late.SKIP:
                return timedelta(minutes=5)
            case Late.ALWAYS:
                return timedelta(days=3650)


class ScheduleState(StrEnum):
    """How a schedule stands."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"
    """It has no days left."""
    REMOVED = "removed"
    """Kept, so that its number isn't given to another."""
    OFFERED = "offered"
    """Part of a course that was shown, and hasn't been begun."""


@dataclass(frozen=True, slots=True)
class Stop:
    """That a person stopped a schedule.

    Args:
        member, name: who.
        at: when, in UTC.
    """

    member: str
    name: str
    at: datetime


TOPICS_APART = ","
"""What stands between the ids of topics."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleDraft:
    """What a schedule is made of.

    Args:
        tenant, platform: whose it is.
        kind: what it posts, such as tip.
        place, place_name: where.
        pack, topic: what from; several topics stand side by side (see topics), all are "".
        time: of day, as 09:00.
        days: which ones.
        zone: whose days and times these are.
        starts, ends: the first and the last day that count.
        late: whether to post, or to skip, what is late.
        options: what else its kind was told, as JSON.
        notify: whom a post pings (see bot.language.people.Audience), or "".
        member: whose own it is: it posts to them alone, and is theirs to change; "" for a place's.
        course: the number of the first schedule of the course that it belongs to; 0 if it stands alone.
    """

    tenant: str
    platform: str
    kind: str
    place: str
    place_name: str
    pack: str
    topic: str
    time: str
    days: Days | UnknownDays
    zone: str
    starts: date
    ends: date | None
    late: str
    options: str = NO_OPTIONS
    notify: str = ""
    member: str = ""
    course: int = 0

    @property
    def topics(self) -> tuple[str, ...]:
        """Return the ids of the topics that it's about; none for all."""
        return tuple(filter(None, self.topic.split(TOPICS_APART)))

    @property
    def channel(self) -> ChannelMention:
        """Return where it posts, as a text names it."""
        return ChannelMention("" if self.member else self.place, self.place_name)

    @property
    def window(self) -> timedelta:
        """Return how late its posts may come."""
        return Late(self.late).window


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule(ScheduleDraft):
    """A schedule.

    Args:
        number: its name within its tenant; above zero, or below for a member's own and for Versed's.
        state: how it stands.
        reason: why it isn't active, where nobody wanted that; or "".
        stop: who wanted that, and when; None if nobody did, or if they've had themselves erased.
        next_day: the local date of its next post; None if it isn't active.
        next_run_at: the moment of that post, in UTC.
    """

    number: int
    state: ScheduleState
    reason: str
    next_day: date | None
    next_run_at: datetime | None
    stop: Stop | None = None

    @property
    def draft(self) -> ScheduleDraft:
        """Return what it's made of."""
        return ScheduleDraft(**{each.name: getattr(self, each.name) for each in fields(ScheduleDraft)})

    @classmethod
    def of(cls, draft: ScheduleDraft, **stands: Any) -> Self:
        """Make a schedule of a draft, and of how it stands."""
        return cls(**{each.name: getattr(draft, each.name) for each in fields(ScheduleDraft)}, **stands)


class Outline(NamedTuple):
    """What can be told of a schedule even if the rest of it can't be read.

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

    @property
    def channel(self) -> ChannelMention:
        """Return where it posts, as a text names it."""
        return ChannelMention("" if self.member else self.place, self.place_name)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which of the schedules that are due are meant.

    Args:
        platform: whose.
        most: how many; the longest due come first.
        only: of which kinds; of all if there are none.
        but: of which kinds not.
        just: the only one that's meant.
        without: tenants that are passed over.
        overdue: for how long they've been due at least.
        are_lost: not what's due is meant, but what's active and never will be.
    """

    platform: str
    most: int
    only: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    just: Outline | None = None
    without: tuple[str, ...] = ()
    overdue: timedelta = timedelta()
    are_lost: bool = False


@dataclass(frozen=True, slots=True)
class NextRun:
    """Where a schedule goes on after what was due has been planned.

    Args:
        tenant, number: which.
        day, at: of the next post; None if there's none.
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
