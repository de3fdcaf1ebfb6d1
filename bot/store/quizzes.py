"""Quizzes that members take alone: which questions, in which order."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import quiz
from bot.store.times import from_milliseconds, to_milliseconds
from bot.store.writer import GroupWriter


@dataclass(frozen=True, slots=True)
class Quiz:
    """One quiz.

    Args:
        tenant, id: which quiz it is.
        member: whose it is.
        pack: where its questions come from.
        questions: their ids, in order.
        seed: decides the order of options.
        at: when it was started, in UTC.
    """

    tenant: str
    id: str
    member: str
    pack: str
    questions: tuple[str, ...]
    seed: int
    at: datetime


async def create(writer: GroupWriter, started: Quiz) -> None:
    """Keep a new quiz."""
    await writer.insert(
        quiz,
        {
            "tenant": started.tenant,
            "id": started.id,
            "member": started.member,
            "pack": started.pack,
            "questions": json.dumps(started.questions),
            "seed": started.seed,
            "at": to_milliseconds(started.at),
        },
    )


async def find(connection: AsyncConnection, tenant: str, quiz_id: str) -> Quiz | None:
    """A quiz of this tenant by its id."""
    wanted = select(quiz).where((quiz.c.tenant == tenant) & (quiz.c.id == quiz_id))
    row = (await connection.execute(wanted)).first()
    if row is None:
        return None
    questions = tuple(json.loads(row.questions))
    return Quiz(row.tenant, row.id, row.member, row.pack, questions, row.seed, from_milliseconds(row.at))
