"""Quizzes that members take alone: which questions, in which order."""

import json
from dataclasses import asdict

from sqlalchemy import bindparam, select

from bot.features.quizzes.model import Quiz
from bot.storage.tables import quiz
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Transaction

_ONE = select(quiz).where((quiz.c.tenant == bindparam("tenant_")) & (quiz.c.id == bindparam("id_")))


def create(transaction: Transaction, started: Quiz) -> None:
    """Keep a new quiz."""
    questions = json.dumps(started.questions)
    transaction.add_missing(quiz, [asdict(started) | {"questions": questions, "at": to_milliseconds(started.at)}])


def find(transaction: Transaction, tenant: str, quiz_id: str) -> Quiz | None:
    """Return a quiz by its id, if it's there.

    Args:
        transaction: to read in.
        tenant: where it was started.
        quiz_id: its id.
    """
    rows = transaction.rows(_ONE, {"tenant_": tenant, "id_": quiz_id})
    if not rows:
        return None
    _, _, member, pack, questions, seed, at = rows[0]
    return Quiz(tenant, quiz_id, member, pack, tuple(json.loads(questions)), seed, from_milliseconds(at))
