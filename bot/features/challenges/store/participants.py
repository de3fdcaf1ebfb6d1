"""The players of a challenge, and their turns.

A turn is a question that was shown to a member, with their answer once they've given it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Boolean, Integer, Select, Text, bindparam, func, select, update

from bot.features.challenges.model import Challenge, Participant, Turn, TurnAnswer
from bot.features.quizzes.model import credit_of
from bot.runtime.bulkhead import readable
from bot.storage.tables import challenge_player, challenge_turn
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import QueryValues, Row, Transaction, Values

_MINE = (
    (challenge_turn.c.tenant == bindparam("tenant_"))
    & (challenge_turn.c.challenge == bindparam("id_"))
    & (challenge_turn.c.member == bindparam("member_"))
)
_TURN = (
    challenge_turn.c.position,
    challenge_turn.c.shown,
    challenge_turn.c.given,
    challenge_turn.c.correct,
    challenge_turn.c.at,
    challenge_turn.c.seconds,
    challenge_turn.c.credit,
)
_TURNS = select(*_TURN).where(_MINE).order_by(challenge_turn.c.position)
_ANSWER = (
    update(challenge_turn)
    .where(_MINE & (challenge_turn.c.position == bindparam("position_")) & challenge_turn.c.given.is_(None))
    .values(
        given=bindparam("given_", type_=Text),
        correct=bindparam("correct_", type_=Boolean),
        at=bindparam("at_", type_=BigInteger),
        credit=bindparam("credit_", type_=Integer),
    )
)
_PLAYERS = (
    select(challenge_player.c.member, challenge_player.c.name, challenge_player.c.team)
    .where((challenge_player.c.tenant == bindparam("tenant_")) & (challenge_player.c.challenge == bindparam("id_")))
    .order_by(challenge_player.c.at, challenge_player.c.member)
)
_COUNT = select(func.count()).where(
    (challenge_player.c.tenant == bindparam("tenant_")) & (challenge_player.c.challenge == bindparam("id_"))
)
_ALL_TURNS = (
    select(challenge_turn.c.member, *_TURN)
    .where((challenge_turn.c.tenant == bindparam("tenant_")) & (challenge_turn.c.challenge == bindparam("id_")))
    .order_by(challenge_turn.c.member, challenge_turn.c.position)
)
_SOME_PLAYERS = _PLAYERS.where(challenge_player.c.member.in_(bindparam("members_", expanding=True)))
_SOME_TURNS = _ALL_TURNS.where(challenge_turn.c.member.in_(bindparam("members_", expanding=True)))


def turns(transaction: Transaction, challenge: Challenge, member: str) -> list[Turn]:
    """Return a member's turns, in the order of the questions.

    Args:
        transaction: to read in.
        challenge: the challenge.
        member: the member's id.
    """
    rows = transaction.rows(_TURNS, {"tenant_": challenge.tenant, "id_": challenge.id, "member_": member})
    return [_turn(row) for row in rows]


def join(transaction: Transaction, challenge: Challenge, player: Participant, at: datetime) -> None:
    """Record that someone takes a challenge; if they already do, their first name and team stay.

    Args:
        transaction: to write in.
        challenge: the challenge.
        player: the participant.
        at: when they began, in UTC.
    """
    row = {"tenant": challenge.tenant, "challenge": challenge.id, **asdict(player), "at": to_milliseconds(at)}
    transaction.add_missing(challenge_player, [row])


def show(
    transaction: Transaction,
    challenge: Challenge,
    member: str,
    position: int,
    at: datetime,
    limit: timedelta | None = None,
) -> None:
    """Record that a question is shown to a member; only the first time counts.

    Args:
        transaction: to write in.
        challenge: the challenge.
        member: the member's id.
        position: the question's position, from 0.
        at: when it's shown, in UTC.
        limit: their time for it, if they get more than others.
    """
    turn: Values = {"member": member, "position": position, "shown": to_milliseconds(at)}
    seconds = None if limit is None else limit // timedelta(seconds=1)
    no_reply: Values = {"given": None, "correct": None, "at": None, "seconds": seconds, "credit": None}
    transaction.add_missing(
        challenge_turn, [{"tenant": challenge.tenant, "challenge": challenge.id, **turn, **no_reply}]
    )


def answer(transaction: Transaction, challenge: Challenge, member: str, position: int, reply: TurnAnswer) -> bool:
    """Store the answer to a question that was shown; return False if it already has one.

    Args:
        transaction: to write in.
        challenge: the challenge.
        member: the member's id.
        position: the question's position, from 0.
        reply: the answer.
    """
    values: Values = {
        "tenant_": challenge.tenant,
        "id_": challenge.id,
        "member_": member,
        "position_": position,
        "given_": reply.given,
        "correct_": reply.right,
        "at_": to_milliseconds(reply.at),
        "credit_": reply.credit,
    }
    return transaction.change(_ANSWER, values) == 1


def count(transaction: Transaction, challenge: Challenge) -> int:
    """Return the number of participants."""
    (row,) = transaction.rows(_COUNT, {"tenant_": challenge.tenant, "id_": challenge.id})
    return int(row[0])


def players(transaction: Transaction, challenge: Challenge, members: list[str] | None = None) -> list[Participant]:
    """Return the participants, in the order in which they began.

    Args:
        transaction: to read in.
        challenge: the challenge.
        members: return only these ids; None for everyone.
    """
    return [Participant(*row) for row in _rows(transaction, challenge, members, _PLAYERS, _SOME_PLAYERS)]


def all_turns(
    transaction: Transaction, challenge: Challenge, members: list[str] | None = None
) -> Mapping[str, Sequence[Turn]]:
    """Return everyone's turns by member, in the order of the questions.

    Args:
        transaction: to read in.
        challenge: the challenge.
        members: return only these members' turns; None for everyone's.
    """
    found: defaultdict[str, list[Turn]] = defaultdict(list)
    rows = _rows(transaction, challenge, members, _ALL_TURNS, _SOME_TURNS)
    for member, turn in readable("turn of a challenge", rows, _turn_of):
        found[member].append(turn)
    return found


def _rows(
    transaction: Transaction, challenge: Challenge, members: list[str] | None, every: Select[Any], some: Select[Any]
) -> Sequence[Row]:
    """Return the rows of a challenge, for all its participants or only for some."""
    values: QueryValues = {"tenant_": challenge.tenant, "id_": challenge.id}
    if members is None:
        return transaction.rows(every, values)
    return transaction.rows(some, {**values, "members_": members})


def _turn_of(row: Row) -> tuple[str, Turn]:
    member, *turn = row
    return member, _turn(tuple(turn))


def _turn(row: Row) -> Turn:
    position, shown, given, correct, at, seconds, kept = row
    reply = None
    if given is not None:
        credit = credit_of(kept, right=bool(correct))
        reply = TurnAnswer(given, right=bool(correct), at=from_milliseconds(at), credit=credit)
    limit = None if seconds is None else timedelta(seconds=seconds)
    return Turn(position, from_milliseconds(shown), reply, limit)
