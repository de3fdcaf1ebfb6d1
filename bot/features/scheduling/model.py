"""The model of scheduling: rules, schedules and their states."""

from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, Self, TypeAlias

from bot.language.rich_text import ChannelMention

INTERNAL = "internal:"
"""Prefix of the kinds that Versed schedules for itself: they're planned like others, but never listed."""

NO_OPTIONS = "{}"
"""The stored options of a schedule whose kind has none of its own."""

LAST = -1
"""The ordinal for the last such weekday of a month."""


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
        days: the number of days from one post to the next.
    """

    days: int


@dataclass(frozen=True, slots=True)
class EveryNthWeek:
    """Some days of every n-th week, counted from the week with the rule's first such day.

    Args:
        weeks: the number of weeks from one to the next, at least 2; weeks begin on Monday.
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
        words: the stored text.
    """

    words: str


@dataclass(frozen=True, slots=True)
class Rule:
    """When a schedule posts.

    Args:
        at: the time of day, in whole minutes.
        days: the days.
        zone: the IANA name of the time zone of the days and the time.
        start: the first possible day.
        end: the last possible day, or None.
    """

    at: time
    days: Days
    zone: str
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that a rule posts.

    Args:
        day: the local date, which identifies it within the rule.
        at: the moment, in UTC.
    """

    day: date
    at: datetime


class Late(StrEnum):
    """What a schedule does with a late post."""

    POST = "post"
    """Post it within the catch-up window, and mark it as late."""
    SKIP = "skip"
    """Skip it, unless the delay is short."""
    ALWAYS = "always"
    """Post it however late, and mark it as late; for what Versed schedules for itself."""

    @property
    def window(self) -> timedelta:
        """Return how late a post may be."""
        match self:
            case Late.POST:
                return timedelta(hours=2)
            case Late.SKIP:
                return timedelta(minutes=5)
            case Late.ALWAYS:
                return timedelta(days=3650)


class ScheduleState(StrEnum):
    """The states of a schedule."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"
    """It has no days left."""
    REMOVED = "removed"
    """The row stays, so that its number isn't reused."""
    OFFERED = "offered"
    """It was offered, on its own or as part of a course, and hasn't been accepted."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Who paused or removed a schedule.

    Args:
        member, name: the person's id and name.
        at: when, in UTC.
    """

    member: str
    name: str
    at: datetime


TOPICS_APART = ","
"""The separator of topic ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleDraft:
    """What defines a schedule, without its state.

    Args:
        tenant, platform: the tenant, and its platform.
        kind: the kind's name, such as tip.
        place, place_name: the channel's id and name.
        pack, topic: the pack's id, and the topics' ids separated by TOPICS_APART; "" for the whole pack.
        time: the time of day, as 09:00.
        days: the days.
        zone: the IANA name of the time zone of the days and the time.
        starts, ends: the first and the last possible day.
        late: a Late's value.
        options: the options that only its kind has, as JSON (see stored_options).
        notify: who a post pings (see bot.language.people.Audience), or "".
        member: the member whose own it is: it posts to them alone, and only they can change it; "" for a channel's.
        course: the number of the first schedule of its course; 0 if it isn't part of a course.
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
        """Return the ids of its topics; none for the whole pack."""
        return tuple(filter(None, self.topic.split(TOPICS_APART)))

    @property
    def channel(self) -> ChannelMention:
        """Return the channel where it posts, as a mention."""
        return ChannelMention("" if self.member else self.place, self.place_name)

    @property
    def window(self) -> timedelta:
        """Return how late its posts may be."""
        return Late(self.late).window


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule(ScheduleDraft):
    """A schedule.

    Args:
        number: the number that identifies it within its tenant; negative for members' own schedules and for Versed's.
        state: the current state.
        reason: why it isn't active, if that wasn't a person's decision; or "".
        stop: who paused or removed it, and when; None if nobody did, or if that person has been erased.
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
    def channel(self) -> ChannelMention:
        """Return the channel, as a mention; as a name if it can't post, as a deleted channel's mention has none."""
        return ChannelMention("" if self.member or self.reason else self.place, self.place_name)

    @property
    def draft(self) -> ScheduleDraft:
        """Return the schedule without its state."""
        return ScheduleDraft(**{each.name: getattr(self, each.name) for each in fields(ScheduleDraft)})

    @classmethod
    def of(cls, draft: ScheduleDraft, **state: Any) -> Self:
        """Make a schedule from a draft and the state's fields."""
        return cls(**{each.name: getattr(draft, each.name) for each in fields(ScheduleDraft)}, **state)


class Outline(NamedTuple):
    """The columns of a schedule that can be read even if others can't.

    Args:
        tenant, number: the schedule's key.
        kind, place, place_name, member: as in ScheduleDraft.
    """

    tenant: str
    number: int
    kind: str
    place: str
    place_name: str
    member: str

    @property
    def channel(self) -> ChannelMention:
        """Return the channel where it posts, as a mention."""
        return ChannelMention("" if self.member else self.place, self.place_name)


@dataclass(frozen=True, slots=True)
class Selection:
    """A filter for due schedules.

    Args:
        platform: the platform.
        most: the maximum number of schedules; the longest overdue come first.
        only: the kinds to include; all if empty.
        but: the kinds to exclude.
        schedule: the only schedule to include, or None for all.
        without: the tenants to exclude.
        overdue: how long they've been due at least.
        are_lost: selects active schedules that will never be due, instead of due ones.
    """

    platform: str
    most: int
    only: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    schedule: Outline | None = None
    without: tuple[str, ...] = ()
    overdue: timedelta = timedelta()
    are_lost: bool = False


@dataclass(frozen=True, slots=True)
class NextRun:
    """A schedule's next post after the due ones have been planned.

    Args:
        tenant, number: the schedule's key.
        day, at: the local date and the moment of the next post; None if there's none.
    """

    tenant: str
    number: int
    day: date | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Planned:
    """A local date of a schedule for which a post was planned, with the post's key."""

    tenant: str
    schedule: int
    day: date
    post: str
