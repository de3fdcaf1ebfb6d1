"""Answers given in quizzes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, RowMapping, cast, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.among import among
from bot.store.tables import answer
from bot.store.times import from_milliseconds, to_milliseconds
from bot.store.writer import GroupWriter


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer.

    Args:
        tenant, quiz, position: which question of which quiz was answered; at most one answer each.
        member: who answered.
        pack, question, topic: what was asked.
        correct: whether it counts as right.
        given: the answer itself, as the quiz keeps it.
        at: when it was given, in UTC.
    """

    tenant: str
    quiz: str
    position: int
    member: str
    pack: str
    question: str
    topic: str
    correct: bool
    given: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """How many answers there are, and how many of them are right."""

    right: int
    total: int


@dataclass(frozen=True, slots=True)
class Wrong:
    """How many answers are wrong, of how many."""

    wrong: int
    total: int


async def record(writer: GroupWriter, given: Answer) -> bool:
    """Keep an answer for good; False if that question was answered already."""
    row = {name: getattr(given, name) for name in answer.columns.keys()}  # noqa: SIM118 (a column collection)
    return await writer.insert(answer, row | {"at": to_milliseconds(given.at)})


async def find(connection: AsyncConnection, tenant: str, quiz: str, position: int) -> Answer | None:
    """The answer to one question of a quiz."""
    wanted = (answer.c.tenant == tenant) & (answer.c.quiz == quiz) & (answer.c.position == position)
    row = (await connection.execute(select(answer).where(wanted))).mappings().first()
    return None if row is None else _answer(row)


async def of_quiz(connection: AsyncConnection, tenant: str, quiz: str) -> list[Answer]:
    """All answers of a quiz, in the order of its questions."""
    wanted = (answer.c.tenant == tenant) & (answer.c.quiz == quiz)
    rows = await connection.execute(select(answer).where(wanted).order_by(answer.c.position))
    return [_answer(row) for row in rows.mappings()]


async def tally(connection: AsyncConnection, tenant: str, member: str, pack: str) -> Mapping[str, Tally]:
    """A member's answers on a pack, by topic."""
    right = func.sum(cast(answer.c.correct, Integer))
    counted = (
        select(answer.c.topic, right, func.count())
        .where((answer.c.tenant == tenant) & (answer.c.member == member) & (answer.c.pack == pack))
        .group_by(answer.c.topic)
    )
    return {topic: Tally(int(right), int(total)) for topic, right, total in await connection.execute(counted)}


async def missed(connection: AsyncConnection, tenant: str, member: str, pack: str) -> frozenset[str]:
    """The questions of a pack that a member last answered wrong."""
    given = select(answer.c.question, answer.c.correct, answer.c.at).where(
        (answer.c.tenant == tenant) & (answer.c.member == member) & (answer.c.pack == pack)
    )
    rows = sorted(await connection.execute(given), key=lambda row: row.at)
    latest = {question: correct for question, correct, _ in rows}
    return frozenset(question for question, correct in latest.items() if not correct)


async def wrong_lately(
    connection: AsyncConnection, packs: Collection[tuple[str, str]], since: datetime
) -> dict[tuple[str, str], dict[str, Wrong]]:
    """How the members of some tenants answered the questions of some packs lately: by (tenant, pack) and question.

    There may be more of them than were asked for.

    Args:
        connection: to read with.
        packs: as (tenant, pack).
        since: answers from before do not count.
    """
    wrong = func.sum(1 - cast(answer.c.correct, Integer))
    of = (answer.c.tenant, answer.c.pack)
    counted = (
        select(*of, answer.c.question, wrong, func.count())
        .where(among(packs, *of) & (answer.c.at >= to_milliseconds(since)))
        .group_by(*of, answer.c.question)
    )
    found: dict[tuple[str, str], dict[str, Wrong]] = {}
    for tenant, pack, question, number, total in await connection.execute(counted):
        found.setdefault((tenant, pack), {})[question] = Wrong(int(number), int(total))
    return found


def _answer(row: RowMapping) -> Answer:
    fields: dict[str, Any] = dict(row)
    return Answer(**fields | {"at": from_milliseconds(row["at"])})
