"""Reads the data for item analysis: what a tenant's members answered, alone and with others."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import BigInteger, Integer, bindparam, cast, func, select

from bot.features.analysis.model import Doubts, Occasion, Response
from bot.features.packs.model import SAID_FOR
from bot.features.quizzes.certainty import Certainty
from bot.features.quizzes.model import credit_of
from bot.runtime.bulkhead import readable
from bot.storage.tables import answer, challenge, challenge_turn, feedback, quiz, tip_feedback
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Row, Transaction, Values

# Answers in games and challenges are in this table, too, stored as one quiz per player (see quizzes/model.py).
_ANSWERS = (
    select(*(answer.c[name] for name in ("quiz", "position", "member", "question", "given", "correct", "credit")))
    .where((answer.c.tenant == bindparam("tenant_")) & (answer.c.pack == bindparam("pack_")))
    .order_by(answer.c.at, answer.c.quiz, answer.c.position)
)
_SURE = select(quiz.c.id, quiz.c.sure).where(
    (quiz.c.tenant == bindparam("tenant_")) & (quiz.c.pack == bindparam("pack_")) & quiz.c.sure.is_not(None)
)
_OF_CHALLENGE = (challenge.c.tenant == bindparam("tenant_")) & (challenge.c.pack == bindparam("pack_"))
_CHALLENGES = select(challenge.c.id).where(_OF_CHALLENGE)
_TURNS = (
    select(challenge.c.id, *(challenge_turn.c[name] for name in ("member", "position", "shown", "at")))
    .join(
        challenge_turn,
        (challenge_turn.c.tenant == challenge.c.tenant) & (challenge_turn.c.challenge == challenge.c.id),
    )
    .where(_OF_CHALLENGE & challenge_turn.c.at.is_not(None))
)
_TIPS = (
    select(tip_feedback.c.tip, func.sum(cast(tip_feedback.c.known, Integer)), func.count())
    .where((tip_feedback.c.tenant == bindparam("tenant_")) & (tip_feedback.c.pack == bindparam("pack_")))
    .group_by(tip_feedback.c.tip)
)
_SINCE = bindparam("since_", type_=BigInteger)
_REPORTS = (
    select(feedback.c.part, func.count())
    .where((feedback.c.tenant == bindparam("tenant_")) & (feedback.c.pack == bindparam("pack_")))
    .where(feedback.c.at >= _SINCE)
    .group_by(feedback.c.part)
)
_SHOWN = (
    select(answer.c.question, func.count())
    .where((answer.c.tenant == bindparam("tenant_")) & (answer.c.pack == bindparam("pack_")))
    .where(answer.c.at >= _SINCE)
    .group_by(answer.c.question)
)
_ANSWERED = select(answer.c.tenant, answer.c.pack).distinct().order_by(answer.c.tenant, answer.c.pack)


def given(transaction: Transaction, tenant: str, pack: str) -> Sequence[Response]:
    """Return all answers of a tenant's members to the questions of a pack, earliest first.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        pack: the pack's id.
    """
    values = {"tenant_": tenant, "pack_": pack}
    sure = dict(readable("quiz", transaction.rows(_SURE, values), _sure))
    challenges = {name for (name,) in transaction.rows(_CHALLENGES, values)}
    seconds = {
        (f"{name}:{member}", position): (at - begun_at) / 1000
        for name, member, position, begun_at, at in transaction.rows(_TURNS, values)
    }

    @cache  # a quiz has several answers
    def mode(name: str) -> Occasion:
        played, colon, _ = name.partition(":")
        return (Occasion.CHALLENGE if played in challenges else Occasion.GAME) if colon else Occasion.ALONE

    return [
        Response(
            member,
            question,
            answered,
            bool(right),
            credit_of(credit, right=right),
            mode(name),
            sure.get(name, {}).get(position, Certainty.UNSAID),
            seconds.get((name, position)),
        )
        for name, position, member, question, answered, right, credit in transaction.rows(_ANSWERS, values)
    ]


def _sure(row: Row) -> tuple[str, dict[int, Certainty]]:
    quiz, digits = row
    return quiz, {position: Certainty(int(digit)) for position, digit in enumerate(digits)}


def responses_and_doubts(
    transaction: Transaction, tenant: str, pack: str, now: datetime
) -> tuple[Sequence[Response], Doubts]:
    """Return the answers and the reports about a pack, read in the same transaction.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        pack: the pack's id.
        now: now, in UTC.
    """
    return given(transaction, tenant, pack), doubts(transaction, tenant, pack, now)


def doubts(transaction: Transaction, tenant: str, pack: str, now: datetime) -> Doubts:
    """Return the numbers of recent reports by a tenant's members about the parts of a pack.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        pack: the pack's id.
        now: now, in UTC.
    """
    values: Values = {"tenant_": tenant, "pack_": pack, "since_": to_milliseconds(now - SAID_FOR)}
    reports, showings = transaction.rows(_REPORTS, values), transaction.rows(_SHOWN, values)
    return Doubts({part: int(number) for part, number in reports}, {each: int(number) for each, number in showings})


def said_of_tips(transaction: Transaction, tenant: str, pack: str) -> dict[str, tuple[int, int]]:
    """Return how many members found each tip useful, and how many already knew it, by the id that the tip had then.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        pack: the pack's id.
    """
    rows = transaction.rows(_TIPS, {"tenant_": tenant, "pack_": pack})
    return {tip: (int(people) - int(knew), int(knew)) for tip, knew, people in rows}


def answered(transaction: Transaction) -> Sequence[tuple[str, str]]:
    """Return all pairs of a tenant and a pack of which it has answered questions."""
    return [(tenant, pack) for tenant, pack in transaction.rows(_ANSWERED, {})]
