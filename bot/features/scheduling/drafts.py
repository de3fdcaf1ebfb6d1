"""Drafts: schedules made from what an administrator typed, before they're stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.content.model import Pack, Topic
from bot.features.learners import settings, zones
from bot.features.learners.chosen import Chosen
from bot.features.packs.taught import Packs
from bot.features.packs.topics import topic_in, topics_in
from bot.features.scheduling.kinds import PostKind, PostKinds
from bot.features.scheduling.model import NO_OPTIONS, TOPICS_APART, Schedule, ScheduleDraft, ScheduleState
from bot.features.scheduling.wording import read_date, read_days, read_last_day, read_time, write_time
from bot.language.people import Place, Reach, platform_of
from bot.language.refusals import Refusal, blaming
from bot.language.requests import Asker
from bot.language.rich_text import text

MOST = 100
"""Maximum number of schedules of one tenant."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What was typed about a new schedule; "" for the kind's default.

    Args:
        time, days, zone, start, end: when to post.
        late: what to do with late posts.
        notify: who to ping (see bot.language.people.Audience).
        options: the options that only its kind has, as JSON.
        by_team: whether the default zone is the team's, if it has one, rather than its maker's.
    """

    time: str = ""
    days: str = ""
    zone: str = ""
    start: str = ""
    end: str = ""
    late: str = ""
    notify: str = ""
    options: str = NO_OPTIONS
    by_team: bool = False


class Recurring(Protocol):
    """The options that every kind of schedule takes; some also take a topic, or what to do with late posts."""

    @property
    def time(self) -> str:
        """Return the time of day."""

    @property
    def days(self) -> str:
        """Return the days."""

    @property
    def zone(self) -> str:
        """Return the time zone."""

    @property
    def start(self) -> str:
        """Return the first day."""

    @property
    def end(self) -> str:
        """Return the last day."""

    @property
    def notify(self) -> str:
        """Return the role to ping."""

    @property
    def everyone(self) -> str:
        """Return “everyone” or “here” to ping these instead of a role; "" for neither."""


async def topics_of(packs: Packs, asker: Asker, kind: PostKind, options: object) -> tuple[Pack, Sequence[Topic]]:
    """Return the topics in the options of a kind's command, with their pack; no topics for the whole pack.

    Args:
        packs: know the topics of the packs in use.
        asker: the administrator, in the channel where the packs are used.
        kind: the kind to schedule.
        options: the options.

    Raises:
        Refusal: there's no such topic, or there are several, but a post of that kind can have only one.
    """
    typed = getattr(options, "topic", "")
    if kind.mixes_topics:
        return await packs.topics.several(asker, typed)
    pack, topic = await packs.topics.one(asker, typed)
    return pack, () if topic is None else (topic,)


def topics_named(pack: Pack, kind: PostKind, options: object) -> Sequence[Topic]:
    """Return the topics of a pack in the options of a kind's command; none for the whole pack.

    Args:
        pack: the schedule's pack.
        kind: the schedule's kind.
        options: the options.

    Raises:
        Refusal: there's no such topic, or there are several, but a post of that kind can have only one.
    """
    typed = getattr(options, "topic", "")
    if kind.mixes_topics:
        return topics_in(pack, typed)
    topic = topic_in(pack, typed)
    return () if topic is None else (topic,)


def wish_of(kind: PostKind, options: Recurring) -> Wish:
    """Return the options of a kind's command as a Wish.

    Args:
        kind: the kind to schedule.
        options: the options.

    Raises:
        Refusal: some options contradict each other.
    """
    return Wish(
        time=options.time,
        days=options.days,
        zone=options.zone,
        start=options.start,
        end=options.end,
        late=getattr(options, "late", ""),
        notify=audience(options.notify, options.everyone),
        options=kind.options(options),
    )


def audience(role: str, everyone: str) -> str:
    """Return who to ping, in the form that schedules store.

    Raises:
        Refusal: both a role and everyone were given.
    """
    if role and everyone:
        raise Refusal("Notify a role or everyone, not both.", option="everyone")
    return role or everyone


def check_may_ping(place: Place, notify: str, option: str) -> None:
    """Refuse to ping everyone in a channel where the bot lacks the permission.

    Args:
        place: the channel.
        notify: who to ping, in the form that schedules store.
        option: the name of the option to blame.
    """
    if notify in (Reach.EVERYONE, Reach.HERE) and not place.may_ping_all:
        instead = "; give me that permission, or choose a role."
        raise Refusal(text("I'm not allowed to ping everyone in ", place.mention, instead), option=option)


async def draft(
    asker: Asker, kind: str, pack: Pack, topics: Sequence[Topic], wish: Wish, kinds: PostKinds, chosen: Chosen
) -> ScheduleDraft:
    """Make a draft of a schedule for the asker's channel.

    Args:
        asker: the administrator.
        kind: the kind's name.
        pack: the pack to post from.
        topics: the topics; none for the whole pack.
        wish: what was typed about when and how to post.
        kinds: know the defaults.
        chosen: the settings.

    Raises:
        Refusal: some of what was typed can't be understood.
    """
    usual = kinds[kind].usual
    with blaming("zone"):
        zone = zones.find(wish.zone, asker.at) if wish.zone else await _usual_zone(asker, wish, chosen)
    today = asker.at.astimezone(ZoneInfo(zone)).date()
    with blaming("time"):
        at, rest = read_time(wish.time or usual.time)
        if rest and wish.days:
            raise Refusal(f"“{rest[:40]}” doesn't belong to a time; use one from 00:00 to 23:59, such as 09:00.")
    with blaming("start"):
        starts = read_date(wish.start, today) if wish.start else today
    with blaming("end"):
        ends = read_last_day(wish.end, starts, today) if wish.end else None
        if ends is not None and ends < starts:
            raise Refusal(f"The end, {ends}, is before the start, {starts}; change one of them.")
    with blaming("days") if wish.days or not rest else blaming("time", wish.time, rest):
        days = read_days(wish.days or rest or usual.days)
    return ScheduleDraft(
        tenant=asker.tenant.key,
        platform=platform_of(asker.tenant.key),
        kind=kind,
        place=asker.place.id,
        place_name=asker.place.name,
        pack=pack.id,
        topic=TOPICS_APART.join(topic.id for topic in topics),
        time=write_time(at),
        days=days,
        zone=zone,
        starts=starts,
        ends=ends,
        late=wish.late or usual.late,
        options=wish.options,
        notify=wish.notify,
    )


async def _usual_zone(asker: Asker, wish: Wish, chosen: Chosen) -> str:
    by_team = await settings.team_zone(asker, chosen) if wish.by_team else None
    return by_team or await settings.zone_of(asker, chosen) or "UTC"


def is_like(schedule: Schedule, other: ScheduleDraft) -> bool:
    """Return whether an existing schedule already posts the same at the same times as a draft."""
    names = ("kind", "place", "pack", "topic", "time", "days", "zone")
    alive = schedule.state in (ScheduleState.ACTIVE, ScheduleState.PAUSED)
    return alive and all(getattr(schedule, name) == getattr(other, name) for name in names)


def check_room(schedules: list[Schedule], more: int = 1) -> None:
    """Refuse more schedules if the tenant would have too many."""
    if sum(each.state is not ScheduleState.ENDED for each in schedules) + more > MOST:
        raise Refusal(f"There are {MOST} schedules already; remove one with /schedule remove.")
