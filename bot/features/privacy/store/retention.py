"""Retention: what is deleted by itself because it is old."""

from datetime import datetime

from sqlalchemy import bindparam, delete, func, select

from bot.features.challenges import store as challenges
from bot.features.learners.store import learners
from bot.features.learners.store.learners import Self
from bot.runtime.bulkhead import bulkhead
from bot.storage.tables import answer, card, deck, quiz, review, seen
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction

_OLD_ANSWERS = delete(answer).where(answer.c.at < bindparam("before_"))
_OLD_QUIZZES = delete(quiz).where(quiz.c.at < bindparam("before_"))
_OLD_READINGS = delete(seen).where(seen.c.at < bindparam("before_"))
_LAST = select(review.c.tenant, review.c.member, func.max(review.c.at)).group_by(review.c.tenant, review.c.member)
_FORGET = [
    delete(table).where((table.c.tenant == bindparam("tenant_")) & (table.c.member == bindparam("member_")))
    for table in (review, card, deck)
]


def prune(transaction: Transaction, before: datetime) -> None:
    """Delete all that is older than a moment, and the reviews of those who have given none since."""
    for part in PARTS:
        part(transaction, before)


def _forget_answers(transaction: Transaction, before: datetime) -> None:
    transaction.change(_OLD_ANSWERS, {"before_": to_milliseconds(before)})


def _forget_quizzes(transaction: Transaction, before: datetime) -> None:
    transaction.change(_OLD_QUIZZES, {"before_": to_milliseconds(before)})


def _forget_readings(transaction: Transaction, before: datetime) -> None:
    transaction.change(_OLD_READINGS, {"before_": to_milliseconds(before)})


def _forget_reviews(transaction: Transaction, before: datetime) -> None:
    """Delete the reviews of who has given none since a moment.

    Somebody's reviews stay or go as a whole, over all selves that they linked: without the older ones, it could not
    be said when a card comes back.
    """
    old = to_milliseconds(before)
    last = {Self(tenant, member): at for tenant, member, at in transaction.rows(_LAST, {})}
    silent: set[Self] = set()
    for me, at in last.items():
        with bulkhead("learner"):  # nothing behind it asks the database
            silent |= {me} if at < old else set()
    for me in silent:
        if all(each in silent or each not in last for each in learners.of(transaction, me).selves):
            for statement in _FORGET:
                transaction.change(statement, {"tenant_": me.tenant, "member_": me.member})


PARTS = (_forget_answers, _forget_quizzes, _forget_readings, challenges.forget, _forget_reviews)
"""What is pruned, each of which can be a transaction of its own."""
