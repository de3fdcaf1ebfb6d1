"""Questions that a schedule asks a channel: what has been asked where, and who answered."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, bindparam, select, update

from bot.features.challenges.model import Challenge
from bot.features.challenges.series import AskedBefore
from bot.storage.tables import challenge as challenge_table
from bot.storage.tables import challenge_player, question_asked
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction, Values

_MOST_QUESTIONS = 400
"""How many past questions count towards a streak: more than a year of daily ones."""

_ASKED = select(
    question_asked.c.question, question_asked.c.times, question_asked.c.answered, question_asked.c.correct
).where(
    (question_asked.c.tenant == bindparam("tenant_"))
    & (question_asked.c.place == bindparam("place_"))
    & (question_asked.c.pack == bindparam("pack_"))
)
_SCORE = (
    update(question_asked)
    .where(
        (question_asked.c.tenant == bindparam("tenant_"))
        & (question_asked.c.place == bindparam("place_"))
        & (question_asked.c.pack == bindparam("pack_"))
        & (question_asked.c.question == bindparam("question_"))
    )
    .values(answered=bindparam("answered_"), correct=bindparam("correct_"))
)
_QUESTIONS = (
    select(challenge_table.c.id)
    .where(
        (challenge_table.c.tenant == bindparam("tenant_"))
        & (challenge_table.c.series == bindparam("series_"))
        & (challenge_table.c.opened <= bindparam("opened_", type_=BigInteger))
    )
    .order_by(challenge_table.c.opened.desc(), challenge_table.c.id)
    .limit(_MOST_QUESTIONS)
)
_PLAYED = (
    select(challenge_player.c.challenge, challenge_player.c.member)
    .join(
        challenge_table,
        (challenge_table.c.tenant == challenge_player.c.tenant)
        & (challenge_table.c.id == challenge_player.c.challenge),
    )
    .where(
        (challenge_table.c.tenant == bindparam("tenant_"))
        & (challenge_table.c.series == bindparam("series_"))
        & (challenge_table.c.opened <= bindparam("opened_", type_=BigInteger))
    )
)


def asked(transaction: Transaction, tenant: str, place: str, pack: str) -> dict[str, AskedBefore]:
    """Return what a channel has been asked from a pack, by the id that the question had then.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        place: the channel's id.
        pack: the pack's id.
    """
    rows = transaction.rows(_ASKED, {"tenant_": tenant, "place_": place, "pack_": pack})
    return {question: AskedBefore(*counts) for question, *counts in rows}


def note(transaction: Transaction, challenge: Challenge, times: int, at: datetime) -> None:
    """Record that a channel was asked a question.

    Args:
        transaction: to write in.
        challenge: the challenge that asks it.
        times: how often it has been asked, this time included.
        at: when, in UTC.
    """
    key: Values = {
        "tenant": challenge.tenant,
        "place": challenge.place,
        "pack": challenge.pack,
        "question": challenge.questions[0],
    }
    counts: Values = {"times": times, "answered": 0, "correct": 0, "at": to_milliseconds(at)}
    transaction.put(question_asked, [{**key, **counts}])


def note_outcome(transaction: Transaction, challenge: Challenge, answered: int, correct: int) -> None:
    """Record how many people answered a question, and how many were right.

    Args:
        transaction: to write in.
        challenge: the challenge that asked it.
        answered: the number of people who answered it.
        correct: the number of right answers.
    """
    key = {
        "tenant_": challenge.tenant,
        "place_": challenge.place,
        "pack_": challenge.pack,
        "question_": challenge.questions[0],
    }
    transaction.change(_SCORE, {**key, "answered_": answered, "correct_": correct})


def participants_by_question(transaction: Transaction, challenge: Challenge) -> Sequence[frozenset[str]]:
    """Return who answered a channel question and the earlier ones of its series, latest first."""
    values: Values = {
        "tenant_": challenge.tenant,
        "series_": challenge.series,
        "opened_": to_milliseconds(challenge.opened),
    }
    played: dict[str, set[str]] = {
        question_challenge: set() for (question_challenge,) in transaction.rows(_QUESTIONS, values)
    }
    for question_challenge, member in transaction.rows(_PLAYED, values):
        if question_challenge in played:
            played[question_challenge].add(member)
    return [frozenset(members) for members in played.values()]
