"""Answers given in quizzes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Integer, bindparam, cast, func, select

from bot.features.quizzes.model import Answer, Attempt, Tally, Wrong, credit_of
from bot.language.people import MemberKey
from bot.storage.group_commit import GroupCommit
from bot.storage.keys import among, wanted
from bot.storage.personal_data import key_of, of_member
from bot.storage.tables import answer
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Row, Transaction, Values


async def record(writer: GroupCommit, new: Answer) -> bool:
    """Store an answer durably; return False if that question already has one."""
    row = {name: getattr(new, name) for name in answer.columns.keys()}  # noqa: SIM118 (a column collection)
    return await writer.insert(answer, row | {"at": to_milliseconds(new.at)})


def add(transaction: Transaction, new: Sequence[Answer]) -> None:
    """Insert answers; any that are already stored stay as they are."""
    transaction.add_missing(answer, [asdict(each) | {"at": to_milliseconds(each.at)} for each in new])


_ONE = select(answer).where(
    (answer.c.tenant == bindparam("tenant_"))
    & (answer.c.quiz == bindparam("quiz_"))
    & (answer.c.position == bindparam("position_"))
)
_OF_QUIZ = (
    select(answer)
    .where((answer.c.tenant == bindparam("tenant_")) & (answer.c.quiz == bindparam("quiz_")))
    .order_by(answer.c.position)
)
_MINE = of_member(answer) & (answer.c.pack == bindparam("pack_"))
_TALLY = (
    select(answer.c.topic, func.sum(cast(answer.c.correct, Integer)), func.count())
    .where(_MINE)
    .group_by(answer.c.topic)
)
_GIVEN = select(answer.c.question, answer.c.correct, answer.c.at).where(_MINE)
_GIVEN_SINCE = _GIVEN.where(answer.c.at >= bindparam("since_"))
_SINCE = select(answer.c.at, answer.c.correct).where(_MINE & (answer.c.at >= bindparam("since_")))
_OF_PACK = (answer.c.tenant, answer.c.pack)
_LATELY = (
    select(*_OF_PACK, answer.c.question, func.sum(1 - cast(answer.c.correct, Integer)), func.count())
    .where(among(*_OF_PACK) & (answer.c.at >= bindparam("since_")))
    .group_by(*_OF_PACK, answer.c.question)
)


def find(transaction: Transaction, tenant: str, quiz: str, position: int) -> Answer | None:
    """Return the answer to one question of a quiz, if there is one.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        quiz: the quiz's id.
        position: the question's position, from 0.
    """
    rows = transaction.rows(_ONE, {"tenant_": tenant, "quiz_": quiz, "position_": position})
    return _answer(rows[0]) if rows else None


def of_quiz(transaction: Transaction, tenant: str, quiz: str) -> list[Answer]:
    """Return all answers of a quiz, in the order of its questions.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        quiz: the quiz's id.
    """
    return [_answer(row) for row in transaction.rows(_OF_QUIZ, {"tenant_": tenant, "quiz_": quiz})]


def tally(transaction: Transaction, me: MemberKey, pack: str) -> Mapping[str, Tally]:
    """Return the number of a member's answers from a pack, by topic.

    Args:
        transaction: to read in.
        me: the member.
        pack: the pack's id.
    """
    rows = transaction.rows(_TALLY, {**key_of(me), "pack_": pack})
    return {topic: Tally(int(right), int(total)) for topic, right, total in rows}


def attempts(transaction: Transaction, me: MemberKey, pack: str, since: datetime | None = None) -> list[Attempt]:
    """Return a member's answers to the questions of a pack, in any order.

    Args:
        transaction: to read in.
        me: the member.
        pack: the pack's id.
        since: ignore answers from before then, in UTC; None for no limit.
    """
    values: Values = {**key_of(me), "pack_": pack}
    if since is None:
        rows = transaction.rows(_GIVEN, values)
    else:
        rows = transaction.rows(_GIVEN_SINCE, {**values, "since_": to_milliseconds(since)})
    return [Attempt(question, bool(correct), at) for question, correct, at in rows]


def given_since(transaction: Transaction, me: MemberKey, pack: str, since: datetime) -> list[tuple[datetime, bool]]:
    """Return when a member answered questions of a pack, and whether each answer was right.

    Args:
        transaction: to read in.
        me: the member.
        pack: the pack's id.
        since: ignore answers from before then, in UTC.
    """
    mine = {**key_of(me), "pack_": pack}
    rows = transaction.rows(_SINCE, {**mine, "since_": to_milliseconds(since)})
    return [(from_milliseconds(at), bool(correct)) for at, correct in rows]


def wrong_lately(
    transaction: Transaction, packs: Collection[tuple[str, str]], since: datetime
) -> dict[tuple[str, str], dict[str, Wrong]]:
    """Count recent wrong answers to the questions of some packs, by (tenant, pack) and question.

    The result may include other packs, too.

    Args:
        transaction: to read in.
        packs: the packs as (tenant, pack); at least one.
        since: ignore answers from before then, in UTC.
    """
    found: dict[tuple[str, str], dict[str, Wrong]] = {}
    rows = transaction.rows(_LATELY, {**wanted(packs), "since_": to_milliseconds(since)})
    for tenant, pack, question, number, total in rows:
        found.setdefault((tenant, pack), {})[question] = Wrong(int(number), int(total))
    return found


def _answer(row: Row) -> Answer:
    tenant, quiz, position, member, pack, question, topic, correct, given, at, kept = row
    asked = (tenant, quiz, position, member, pack, question, topic)
    credit = credit_of(kept, right=bool(correct))
    return Answer(*asked, correct=bool(correct), given=given, at=from_milliseconds(at), credit=credit)
