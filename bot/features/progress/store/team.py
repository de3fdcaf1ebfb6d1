"""Reads what all members of a tenant have answered."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, cast, func, literal, select

from bot.features.progress.beliefs import WrongAnswer
from bot.features.progress.model import WEEK, Together
from bot.storage.tables import answer, challenge, challenge_turn
from bot.storage.times import to_milliseconds
from bot.storage.transaction import QueryValues, Transaction

_SINCE: ColumnElement[int] = bindparam("since_", type_=answer.c.at.type)
_OF_PACK = (answer.c.tenant == bindparam("tenant_")) & (answer.c.pack == bindparam("pack_")) & (answer.c.at >= _SINCE)
_TO_QUESTIONS = answer.c.question.in_(bindparam("questions_", expanding=True))


def _counted(by: ColumnElement[Any]) -> Select[Any]:
    """Return a statement that counts answers, grouped by an expression."""
    sums = select(
        by.label("grouped_by"),
        func.sum(cast(answer.c.correct, Integer)),
        func.count(),
        func.count(answer.c.member.distinct()),
    )
    return sums.where(_OF_PACK).group_by("grouped_by")


_BY_WEEK = _counted((answer.c.at - _SINCE) // literal(WEEK // timedelta(milliseconds=1))).where(_TO_QUESTIONS)
_BY_QUESTION = _counted(answer.c.question)
_BY_MEMBER = _counted(answer.c.member)
_LATEST = (
    select(answer.c.member, answer.c.question, func.max(answer.c.at))
    .where(_OF_PACK & _TO_QUESTIONS)
    .group_by(answer.c.question, answer.c.member)
)
_WRONG = select(answer.c.member, answer.c.question, answer.c.given, answer.c.at).where(
    _OF_PACK & _TO_QUESTIONS & answer.c.correct.is_(False)
)

# When a challenge closes, its answers are stored with all others, with the time at which they were given.
_TRIED = (
    select(literal(1))
    .select_from(challenge)
    .join(
        challenge_turn,
        (challenge_turn.c.tenant == challenge.c.tenant) & (challenge_turn.c.challenge == challenge.c.id),
    )
    .where(
        (challenge.c.tenant == bindparam("tenant_"))
        & (challenge.c.pack == bindparam("pack_"))
        & challenge_turn.c.at.is_not(None)
        & ((challenge_turn.c.at >= _SINCE) | (challenge.c.closed >= _SINCE))
    )
    .limit(1)
)


def by_week(
    transaction: Transaction, tenant: str, pack: str, since: datetime, questions: Collection[str]
) -> dict[int, Together]:
    """Return everyone's answers to some questions of a pack, by week.

    Args:
        transaction: to read in.
        tenant: the members' tenant.
        pack: the id of the questions' pack.
        since: when the first week begins, in UTC.
        questions: the questions' ids; not empty.

    Returns:
        The answers by the week's number, from 0; weeks without an answer are left out.
    """
    values = {**_values(tenant, pack, since), "questions_": list(questions)}
    return {int(number): counts for number, counts in _sums(transaction, _BY_WEEK, values).items()}


def by_question(transaction: Transaction, tenant: str, pack: str, since: datetime) -> dict[str, Together]:
    """Return everyone's answers since a moment, by question.

    Args:
        transaction: to read in.
        tenant: the members' tenant.
        pack: the id of the questions' pack.
        since: a moment, in UTC.
    """
    return _sums(transaction, _BY_QUESTION, _values(tenant, pack, since))


def members(transaction: Transaction, tenant: str, pack: str, since: datetime) -> dict[str, Together]:
    """Return each member's answers since a moment.

    Args:
        transaction: to read in.
        tenant: the members' tenant.
        pack: the id of the questions' pack.
        since: a moment, in UTC.
    """
    return _sums(transaction, _BY_MEMBER, _values(tenant, pack, since))


def has_tried(transaction: Transaction, tenant: str, pack: str, since: datetime) -> bool:
    """Return whether anyone has answered in a challenge since a moment, or one with answers has closed since then.

    Args:
        transaction: to read in.
        tenant: the members' tenant.
        pack: the id of the challenges' pack.
        since: a moment, in UTC.
    """
    return bool(transaction.rows(_TRIED, _values(tenant, pack, since)))


def latest(
    transaction: Transaction, tenant: str, pack: str, since: datetime, questions: Collection[str]
) -> list[tuple[str, str, int]]:
    """Return when members last answered some questions, since a moment.

    Args:
        transaction: to read in.
        tenant: the members' tenant.
        pack: the id of the questions' pack.
        since: a moment, in UTC.
        questions: the questions' ids; not empty.

    Returns:
        Members, questions' ids, and times in milliseconds since 1970.
    """
    rows = transaction.rows(_LATEST, {**_values(tenant, pack, since), "questions_": list(questions)})
    return [(member, question, at) for member, question, at in rows]


def wrong(
    transaction: Transaction, tenant: str, pack: str, since: datetime, questions: Collection[str]
) -> list[WrongAnswer]:
    """Return the members' wrong answers to some questions since a moment.

    Args:
        transaction: to read in.
        tenant: the members' tenant.
        pack: the id of the questions' pack.
        since: a moment, in UTC.
        questions: the questions' ids; not empty.
    """
    rows = transaction.rows(_WRONG, {**_values(tenant, pack, since), "questions_": list(questions)})
    return [WrongAnswer(*row) for row in rows]


def _values(tenant: str, pack: str, since: datetime) -> dict[str, str | int]:
    return {"tenant_": tenant, "pack_": pack, "since_": to_milliseconds(since)}


def _sums(transaction: Transaction, counted: Select[Any], values: QueryValues) -> dict[Any, Together]:
    return {group: Together(int(right), total, who) for group, right, total, who in transaction.rows(counted, values)}
