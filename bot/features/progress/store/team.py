"""Reads what all members of a tenant have answered."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, cast, func, literal, select

from bot.features.progress.beliefs import GivenAnswer
from bot.features.progress.model import WEEK, Together
from bot.storage.tables import answer
from bot.storage.times import to_milliseconds
from bot.storage.transaction import QueryValues, Transaction

_SINCE: ColumnElement[int] = bindparam("since_", type_=answer.c.at.type)


def _counted(by: ColumnElement[Any]) -> Select[Any]:
    """Return a statement that counts answers, grouped by an expression."""
    sums = select(
        by.label("grouped_by"),
        func.sum(cast(answer.c.correct, Integer)),
        func.count(),
        func.count(answer.c.member.distinct()),
    )
    of_pack = (answer.c.tenant == bindparam("tenant_")) & (answer.c.pack == bindparam("pack_"))
    return sums.where(of_pack & (answer.c.at >= _SINCE)).group_by("grouped_by")


_BY_WEEK = _counted((answer.c.at - _SINCE) // literal(WEEK // timedelta(milliseconds=1))).where(
    answer.c.question.in_(bindparam("questions_", expanding=True))
)
_BY_QUESTION = _counted(answer.c.question)
_BY_MEMBER = _counted(answer.c.member)
_GIVEN = (
    select(answer.c.question, answer.c.member, answer.c.given, answer.c.correct, answer.c.at)
    .where(
        (answer.c.tenant == bindparam("tenant_"))
        & (answer.c.pack == bindparam("pack_"))
        & (answer.c.at >= _SINCE)
        & answer.c.question.in_(bindparam("questions_", expanding=True))
    )
    .order_by(answer.c.at)
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


def given(
    transaction: Transaction, tenant: str, pack: str, since: datetime, questions: Collection[str]
) -> list[GivenAnswer]:
    """Return the members' answers to some questions since a moment, the latest last.

    Args:
        transaction: to read in.
        tenant: the members' tenant.
        pack: the id of the questions' pack.
        since: a moment, in UTC.
        questions: the questions' ids; not empty.
    """
    rows = transaction.rows(_GIVEN, {**_values(tenant, pack, since), "questions_": list(questions)})
    return [GivenAnswer(member, question, answered, bool(right)) for question, member, answered, right, _ in rows]


def _values(tenant: str, pack: str, since: datetime) -> dict[str, str | int]:
    return {"tenant_": tenant, "pack_": pack, "since_": to_milliseconds(since)}


def _sums(transaction: Transaction, counted: Select[Any], values: QueryValues) -> dict[Any, Together]:
    return {group: Together(int(right), total, who) for group, right, total, who in transaction.rows(counted, values)}
