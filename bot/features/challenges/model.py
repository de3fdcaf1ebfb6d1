"""A challenge as a state machine: what a member may do at a given time, and how a challenge is scored.

Pure: everything follows from the challenge, the turns and the time. A turn begins when a question is shown, and ends
with its first answer or when its time runs out. So an answer that was in time counts, in whatever order events
arrive.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from math import ceil

from bot.features.scoring.points import Pooling, in_part, points, pooled
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


class ChallengePhase(StrEnum):
    """The state of a challenge for one member."""

    READY = "ready"
    """The next question can be shown."""
    ASKED = "asked"
    """A question is open, and its clock is running."""
    DONE = "done"
    """Every question has had its turn."""
    CLOSED = "closed"


class NotCounted(StrEnum):
    """Why an answer doesn't count."""

    CLOSED = "closed"
    NOT_SHOWN = "not shown"
    LATE = "late"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a member is in a challenge.

    Args:
        phase: the state of the challenge for them.
        position: the position of the question that's open or comes next.
    """

    phase: ChallengePhase
    position: int = 0


@dataclass(frozen=True, slots=True)
class MemberScore:
    """A member's score in a challenge.

    Args:
        points: the total.
        right: the number of right answers.
        by_question: points by position; 0 for a wrong or missing answer.
    """

    points: int
    right: int
    by_question: Mapping[int, int] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ResultTable:
    """The scores of a challenge.

    Args:
        players: scores by member, in the order in which they began.
        teams: points by the id of each lasting team that took part.
    """

    players: Mapping[str, MemberScore]
    teams: Mapping[str, int]


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


def stage(challenge: Challenge, turns: Sequence[Turn], there: Collection[int], at: datetime) -> Stage:
    """Return where a member is in a challenge.

    Args:
        challenge: the challenge.
        turns: the member's turns, in order.
        there: positions of the questions that are still in the pack; the others are skipped.
        at: the time, in UTC.
    """
    if not is_open(challenge, at):
        return Stage(ChallengePhase.CLOSED)
    last = turns[-1] if turns else None
    if last is not None and last.answer is None and not is_over(challenge, last, at) and last.position in there:
        return Stage(ChallengePhase.ASKED, last.position)
    after = -1 if last is None else last.position
    following = [position for position in range(after + 1, len(challenge.questions)) if position in there]
    return (
        Stage(ChallengePhase.READY, following[0])
        if following
        else Stage(ChallengePhase.DONE, len(challenge.questions))
    )


def may_begin(now: Stage, turns: Sequence[Turn], position: int) -> bool:
    """Return whether asking for a question starts its turn: it's next, or was before other questions left the pack.

    An old button, or a press that arrives twice, mustn't start a clock.

    Args:
        now: where the member is.
        turns: the member's turns, in order.
        position: the position of the requested question, from 0.
    """
    before = turns[-1].position if turns else -1
    return now.phase is ChallengePhase.READY and before < position <= now.position


def longer(challenge: Challenge, times: Fraction) -> timedelta | None:
    """Return a member's time for each question if they need more; None for the challenge's limit.

    Rounded up to whole seconds. WCAG 2.2, 2.2.1, asks for limits that can be adjusted.

    Args:
        challenge: the challenge.
        times: the factor by which to extend the limit.
    """
    return None if times == 1 else timedelta(seconds=ceil(challenge.limit // timedelta(seconds=1) * times))


def limit_of(challenge: Challenge, turn: Turn) -> timedelta:
    """Return the time for a question: the member's own, else the challenge's."""
    return turn.limit or challenge.limit


def is_over(challenge: Challenge, turn: Turn, at: datetime) -> bool:
    """Return whether the time for a question has run out.

    Args:
        challenge: the challenge, which sets the usual time for each question.
        turn: when the question was first shown.
        at: the time, in UTC.
    """
    return at - turn.shown > limit_of(challenge, turn)


def left(challenge: Challenge, turn: Turn, at: datetime) -> timedelta:
    """Return the time left for a question, between zero and the limit.

    Args:
        challenge: the challenge, which sets the usual time for each question.
        turn: when the question was first shown.
        at: the time, in UTC.
    """
    limit = limit_of(challenge, turn)
    return max(timedelta(0), min(limit, limit - (at - turn.shown)))


def why_not_answer(challenge: Challenge, turns: Sequence[Turn], position: int, at: datetime) -> NotCounted | None:
    """Return why an answer given at a certain time doesn't count; None if it does.

    Args:
        challenge: the challenge.
        turns: the member's turns, in order.
        position: the question's position, from 0.
        at: when the answer was given, in UTC.
    """
    turn = turn_of(turns, position)
    if turn is not None and turn.answer is not None:
        return NotCounted.ANSWERED
    if not is_open(challenge, at):
        return NotCounted.CLOSED
    if turn is None:
        return None if challenge.in_channel else NotCounted.NOT_SHOWN
    return NotCounted.LATE if is_over(challenge, turn, at) else None


def turn_of(turns: Sequence[Turn], position: int) -> Turn | None:
    """Return the turn at a position."""
    return next((turn for turn in turns if turn.position == position), None)


def points_of(challenge: Challenge, turn: Turn) -> int:
    """Return the points of a turn (see bot.features.scoring.points), measured against the member's own limit.

    We can't know when someone read a channel question, so every right answer scores as the slowest.
    """
    if turn.answer is None or not turn.answer.credit:
        return 0
    if challenge.in_channel:
        full = points(challenge.limit, challenge.limit)
    else:
        full = points(max(timedelta(0), turn.answer.at - turn.shown), limit_of(challenge, turn))
    return in_part(full, turn.answer.credit)


def table(
    challenge: Challenge,
    players: Sequence[Participant],
    turns: Mapping[str, Sequence[Turn]],
    counted: Collection[int],
) -> ResultTable:
    """Return the scores of a challenge.

    All participants are asked every question: one they didn't get to counts as unanswered, for their team, too.

    Args:
        challenge: the challenge.
        players: those who took part.
        turns: their turns, by member.
        counted: positions of the questions that count.
    """
    positions = sorted(counted)
    scores: dict[str, MemberScore] = {}
    teams: defaultdict[str, list[MemberScore]] = defaultdict(list)
    for player in players:
        mine = {turn.position: turn for turn in turns.get(player.member, ()) if turn.position in counted}
        gained = {each: points_of(challenge, mine[each]) if each in mine else 0 for each in positions}
        right = sum(turn.answer is not None and turn.answer.right for turn in mine.values())
        scores[player.member] = score = MemberScore(sum(gained.values()), right, gained)
        if player.team:
            teams[player.team].append(score)
    return ResultTable(
        scores,
        {
            team: sum(pooled([score.by_question[each] for score in members], Pooling.MEAN) for each in positions)
            for team, members in teams.items()
        },
    )
