"""Quizzes that members take alone: which questions, in which order."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from bot.storage.tables import quiz
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Transaction


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


_ONE = select(quiz).where((quiz.c.tenant == bindparam("tenant_")) & (quiz.c.id == bindparam("id_")))


def create(transaction: Transaction, started: Quiz) -> None:
    """Keep a new quiz."""
    questions = json.dumps(started.questions)
    transaction.add_missing(quiz, [asdict(started) | {"questions": questions, "at": to_milliseconds(started.at)}])


def find(transaction: Transaction, tenant: str, quiz_id: str) -> Quiz | None:
    """A quiz of this tenant by its id."""
    rows = transaction.rows(_ONE, {"tenant_": tenant, "id_": quiz_id})
    if not rows:
        return None
    _, _, member, pack, questions, seed, at = rows[0]
    return Quiz(tenant, quiz_id, member, pack, tuple(json.loads(questions)), seed, from_milliseconds(at))
