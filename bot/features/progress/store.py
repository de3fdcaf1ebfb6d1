"""What all members of a tenant together answered: only sums leave the database."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, cast, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import answer, setting
from bot.storage.times import to_milliseconds

WEEK = timedelta(days=7)
_MEMBER = "member:"


@dataclass(frozen=True, slots=True)
class Together:
    """How some questions were answered by all.

    Args:
        right, total: answers.
        members: how many people gave them.
    """

    right: int
    total: int
    members: int


async def by_week(
    connection: AsyncConnection, tenant: str, pack: str, since: datetime, questions: Collection[str]
) -> dict[int, Together]:
    """How some questions of a pack were answered in each week since a moment.

    Returns:
        By the week's number, from 0; weeks without an answer are left out.
    """
    week = (answer.c.at - to_milliseconds(since)) // literal(WEEK // timedelta(milliseconds=1))
    counted = _counted(week, tenant, pack, since).where(answer.c.question.in_(questions))
    return {int(number): given for number, given in (await _all(connection, counted)).items()}


async def by_question(connection: AsyncConnection, tenant: str, pack: str, since: datetime) -> dict[str, Together]:
    """How each question of a pack was answered since a moment."""
    return await _all(connection, _counted(answer.c.question, tenant, pack, since))


async def members(connection: AsyncConnection, tenant: str, pack: str, since: datetime) -> dict[str, Together]:
    """How each member of a tenant answered on a pack since a moment."""
    return await _all(connection, _counted(answer.c.member, tenant, pack, since))


async def sharing(connection: AsyncConnection, tenant: str) -> dict[str, str]:
    """The members of a tenant who let others see their progress: the name of each, by id."""
    chosen = select(setting.c.scope, setting.c.name, setting.c.value).where(
        (setting.c.tenant == tenant) & setting.c.scope.startswith(_MEMBER) & setting.c.name.in_(("share", "name"))
    )
    of: dict[str, dict[str, str]] = {}
    for scope, name, value in await connection.execute(chosen):
        of.setdefault(scope.removeprefix(_MEMBER), {})[name] = value
    return {
        member: values["name"] for member, values in of.items() if values.get("share") == "yes" and "name" in values
    }


def _counted(by: ColumnElement[Any], tenant: str, pack: str, since: datetime) -> Select[Any]:
    counted: Select[Any] = select(
        by.label("grouped_by"),
        func.sum(cast(answer.c.correct, Integer)),
        func.count(),
        func.count(answer.c.member.distinct()),
    )
    wanted = (answer.c.tenant == tenant) & (answer.c.pack == pack) & (answer.c.at >= to_milliseconds(since))
    return counted.where(wanted).group_by("grouped_by")


async def _all(connection: AsyncConnection, counted: Select[Any]) -> dict[Any, Together]:
    return {group: Together(int(right), total, who) for group, right, total, who in await connection.execute(counted)}
