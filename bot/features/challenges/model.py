"""A challenge and what belongs to it: who takes it, their turns and answers, and who may manage it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.language.people import Member
from bot.language.rich_text import ChannelMention

_WORTH_A_NUDGE = timedelta(hours=1)
"""Minimum time a challenge is open for a reminder to be sent."""

_LAST_CALL = timedelta(hours=2)
"""Longest time before the close at which people are reminded."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """A challenge, as it's stored.

    Args:
        tenant, id: its key.
        place, place_name: where it was opened.
        pack, topic: what it's about; topic "" stands for all topics.
        questions: the questions' ids, in order.
        seed: seeds the order of the options.
        limit: the time for each question.
        schedule: the number of the schedule that posts the results.
        opened, closes: answers count between these, in UTC.
        closed: when it was closed, in UTC; None while it's open.
        series: the number of the schedule that posts it as a channel question; 0 for a challenge.
        nudge: the number of the schedule that reminds people before it closes; 0 if none does.
    """

    tenant: str
    id: str
    place: str
    place_name: str
    pack: str
    topic: str
    questions: tuple[str, ...]
    seed: int
    limit: timedelta
    schedule: int
    opened: datetime
    closes: datetime
    closed: datetime | None = None
    series: int = 0
    nudge: int = 0

    @property
    def channel(self) -> ChannelMention:
        """Return a mention of the channel where it's open."""
        return ChannelMention(self.place, self.place_name)

    @property
    def in_channel(self) -> bool:
        """Return whether it's a single question posted in a channel, with no clock for each member."""
        return self.series != 0


@dataclass(frozen=True, slots=True)
class Participant:
    """A person who takes a challenge.

    Args:
        member: their id.
        name: their display name when they began.
        team: the id of the lasting team that they were in when they began, or "".
    """

    member: str
    name: str
    team: str


@dataclass(frozen=True, slots=True)
class TurnAnswer:
    """An answer to a question.

    Args:
        given: the answer, encoded as grading stores it.
        right: whether it counts as right.
        at: when it was given, in UTC.
        credit: how much of it is right, in percent.
    """

    given: str
    right: bool
    at: datetime
    credit: int


@dataclass(frozen=True, slots=True)
class Turn:
    """A question shown to a member, with their answer.

    Args:
        position: the question's position, from 0.
        shown: when it was first shown, in UTC.
        answer: their first answer, or None.
        limit: the member's time for it, if they get more than others; None for the challenge's limit.
    """

    position: int
    shown: datetime
    answer: TurnAnswer | None = None
    limit: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Opener:
    """The person who opened a challenge by hand, and so may manage it.

    Args:
        member: their id.
        name: their display name when they opened it.
    """

    member: str
    name: str


def may_manage(member: Member, by: Opener | None) -> bool:
    """Return whether someone may close a challenge early, or get its results as a file.

    Administrators may, and so may the person who opened it (None if that was a schedule, or they've been erased).
    """
    return member.administers or (by is not None and by.member == member.id)


def nudges_at(opened: datetime, closes: datetime) -> datetime | None:
    """Return when members who haven't finished are reminded; None for a challenge that's too short.

    That's when a quarter of the time is left, but at most two hours before the close.

    Args:
        opened: when the challenge opened, in UTC.
        closes: when it closes, in UTC.
    """
    lasts = closes - opened
    return None if lasts < _WORTH_A_NUDGE else closes - min(lasts / 4, _LAST_CALL)


def is_open(challenge: Challenge, at: datetime) -> bool:
    """Return whether answers still count."""
    return challenge.closed is None and at < challenge.closes


def turn_of(turns: Sequence[Turn], position: int) -> Turn | None:
    """Return the turn at a position."""
    return next((turn for turn in turns if turn.position == position), None)
