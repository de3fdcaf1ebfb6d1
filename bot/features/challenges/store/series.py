"""Questions that a schedule asks a channel: what has been asked where, and who answered."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, bindparam, select, update

from bot.features.challenges.model import Challenge
from bot.features.challenges.series import AskedBefore
from bot.storage.tables import challenge, challenge_player, question_asked
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction, Values

_MOST_ROUNDS = 400
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
_ROUNDS = (
    select(challenge.c.id)
    .where(
        (challenge.c.tenant == bindparam("tenant_"))
        & (challenge.c.series == bindparam("series_"))
        & (challenge.c.opened <= bindparam("opened_", type_=BigInteger))
    )
    .order_by(challenge.c.opened.desc(), challenge.c.id)
    .limit(_MOST_ROUNDS)
)
_PLAYED = (
    select(challenge_player.c.challenge, challenge_player.c.member)
    .join(
        challenge,
        (challenge.c.tenant == challenge_player.c.tenant) & (challenge.c.id == challenge_player.c.challenge),
    )
    .where(
        (challenge.c.tenant == bindparam("tenant_"))
        & (challenge.c.series == bindparam("series_"))
        & (challenge.c.opened <= bindparam("opened_", type_=BigInteger))
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


def note(transaction: Transaction, made: Challenge, times: int, at: datetime) -> None:
    """Record that a channel was asked a question.

    Args:
        transaction: to write in.
        made: the challenge that asks it.
        times: how often it has been asked, this time included.
        at: when, in UTC.
    """
    key: Values = {"tenant": made.tenant, "place": made.place, "pack": made.pack, "question": made.questions[0]}
    counts: Values = {"times": times, "answered": 0, "correct": 0, "at": to_milliseconds(at)}
    transaction.put(question_asked, [{**key, **counts}])


def score(transaction: Transaction, made: Challenge, answered: int, correct: int) -> None:
    """Record how many people answered a question, and how many were right.

    Args:
        transaction: to write in.
        made: the challenge that asked it.
        answered: the number of people who answered it.
        correct: the number of right answers.
    """
    key = {"tenant_": made.tenant, "place_": made.place, "pack_": made.pack, "question_": made.questions[0]}
    transaction.change(_SCORE, {**key, "answered_": answered, "correct_": correct})


def rounds(transaction: Transaction, made: Challenge) -> Sequence[frozenset[str]]:
    """Return who answered a channel question and the earlier ones of its series, latest first."""
    values: Values = {"tenant_": made.tenant, "series_": made.series, "opened_": to_milliseconds(made.opened)}
    played: dict[str, set[str]] = {own: set() for (own,) in transaction.rows(_ROUNDS, values)}
    for own, member in transaction.rows(_PLAYED, values):
        if own in played:
            played[own].add(member)
    return [frozenset(members) for members in played.values()]
