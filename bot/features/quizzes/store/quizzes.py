"""Quizzes that members take alone: their questions and the order."""

import json
from dataclasses import asdict

from sqlalchemy import bindparam, select, update

from bot.features.quizzes.certainty import Certainty
from bot.features.quizzes.model import Quiz
from bot.language.people import MemberKey
from bot.storage.personal_data import key_of, of_member
from bot.storage.tables import answer, quiz
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Transaction

_ONE = select(quiz).where((quiz.c.tenant == bindparam("tenant_")) & (quiz.c.id == bindparam("id_")))
_SURE = (
    update(quiz)
    .where((quiz.c.tenant == bindparam("tenant_")) & (quiz.c.id == bindparam("id_")))
    .values(sure=bindparam("sure_"))
)
_ASKED_SURE = (
    select(answer.c.question, answer.c.position, quiz.c.sure)
    .join(quiz, (quiz.c.tenant == answer.c.tenant) & (quiz.c.id == answer.c.quiz))
    .where(of_member(answer) & (answer.c.pack == bindparam("pack_")) & quiz.c.sure.is_not(None) & ~answer.c.correct)
)


def create(transaction: Transaction, started: Quiz) -> None:
    """Insert a new quiz."""
    questions = json.dumps(started.questions)
    transaction.add_missing(quiz, [asdict(started) | {"questions": questions, "at": to_milliseconds(started.at)}])


def find(transaction: Transaction, tenant: str, quiz_id: str) -> Quiz | None:
    """Return a quiz by its id, if it exists.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        quiz_id: the quiz's id.
    """
    rows = transaction.rows(_ONE, {"tenant_": tenant, "id_": quiz_id})
    if not rows:
        return None
    _, _, member, pack, questions, seed, at, sure = rows[0]
    return Quiz(tenant, quiz_id, member, pack, tuple(json.loads(questions)), seed, from_milliseconds(at), sure)


def keep_sure(transaction: Transaction, changed: Quiz) -> None:
    """Store how sure a member said they were about the questions of a quiz."""
    transaction.change(_SURE, {"tenant_": changed.tenant, "id_": changed.id, "sure_": changed.sure})


def missed_though_certain(transaction: Transaction, me: MemberKey, pack: str) -> frozenset[str]:
    """Return a pack's questions that a member got wrong at least once although they were certain, by their ids then.

    Args:
        transaction: to read in.
        me: the member.
        pack: the pack's id.
    """
    rows = transaction.rows(_ASKED_SURE, {**key_of(me), "pack_": pack})
    certain = str(int(Certainty.CERTAIN))
    return frozenset(question for question, position, sure in rows if sure[position] == certain)
