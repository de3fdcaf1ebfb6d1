"""A challenge as a state machine: what a member may do at a given time.

Pure: everything follows from the challenge, the turns and the time. A turn begins when a question is shown, and ends
with its first answer or when its time runs out. So an answer that was in time counts, in whatever order events
arrive.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from math import ceil

from bot.content.model import Pack
from bot.features.challenges.model import Challenge, Turn, is_open, turn_of
from bot.features.quizzes.questions import bank


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


def still_there(challenge: Challenge, pack: Pack) -> frozenset[int]:
    """Return the positions of a challenge's questions that are still in its pack."""
    known = bank(pack)
    return frozenset(position for position, each in enumerate(challenge.questions) if each in known)


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
