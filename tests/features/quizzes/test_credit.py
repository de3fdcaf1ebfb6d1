"""How much of an answer is right is stored; where that isn't known, it's read as all or nothing."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.features.challenges.model import Challenge, TurnAnswer
from bot.features.challenges.store import challenges, participants
from bot.features.games.events import Given
from bot.features.games.store import log
from bot.features.quizzes.store import answers
from bot.language.people import MemberKey
from bot.storage.database import Database
from bot.storage.tables import answer, challenge_turn, game_answer
from bot.storage.transaction import Transaction
from tests.storage.test_store import NOW, an_answer

WHO = MemberKey("web:a", "ana")


async def forget(database: Database) -> None:
    """Make the tables what they were before there was credit."""

    def empty(transaction: Transaction) -> None:
        for table in (answer, game_answer, challenge_turn):
            transaction.change(update(table).values(credit=None), {})

    await database.transact(empty)


@pytest.mark.parametrize(
    ("right", "credit", "unknown"), [(True, 100, 100), (True, 62, 100), (False, 67, 0), (False, 0, 0)]
)
async def test_credit_is_kept_wherever_answers_are(
    database: Database, right: bool, credit: int, unknown: int
) -> None:
    made = Challenge(
        "web:a", "c1", "general", "#general", "pets", "", ("walks",), 1, timedelta(30), 0, NOW, NOW + timedelta(1)
    )
    assert await answers.record(database.writer, an_answer(correct=right, credit=credit))
    told: asyncio.Future[bool] = asyncio.Future()
    log.answer(database.writer, "g1", Given(WHO, 0, "2", right, NOW, credit), told)
    assert await told

    def take(transaction: Transaction) -> None:
        challenges.add(transaction, made)
        participants.show(transaction, made, "ana", 0, NOW)
        assert participants.answer(transaction, made, "ana", 0, TurnAnswer("2", right, NOW, credit))

    await database.transact(take)

    def kept(transaction: Transaction) -> list[int]:
        found = answers.find(transaction, "web:a", "q1", 0)
        (given,) = log.answers(transaction, ["web:a"], "g1")
        (turn,) = participants.turns(transaction, made, "ana")
        assert found is not None
        assert turn.answer is not None
        assert found.correct is given.right is turn.answer.right is right
        return [found.credit, given.credit, turn.answer.credit]

    assert await database.read(kept) == [credit] * 3
    await forget(database)
    assert await database.read(kept) == [unknown] * 3
