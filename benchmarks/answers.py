"""Fills a database with a team's answers before something is measured."""

from collections.abc import Sequence
from functools import partial
from random import Random

from bot.content.model import Pack
from bot.language.people import PLAYGROUND
from bot.storage.database import Database
from bot.storage.tables import answer
from bot.storage.transaction import Transaction, Values

_TOGETHER = 20_000
"""Answers stored per transaction."""


async def fill(database: Database, pack: Pack, answers: int, members: int, first: int, step: int = 1) -> None:
    """Store answers of a team's members, 70% right, in quizzes of five, with the questions of a pack in turn.

    Args:
        database: the database to fill.
        pack: the pack with the questions.
        answers: the number of answers, a multiple of 20,000.
        members: the number of members who give them.
        first: the time of the first answer, in milliseconds since 1970.
        step: milliseconds between answers.
    """
    random = Random(1)
    questions = [(question.id, pack.topic_of(question).id) for question in pack.questions]
    for start in range(0, answers, _TOGETHER):
        rows: list[Values] = [
            {
                "tenant": PLAYGROUND.key,
                "quiz": f"quiz{number // 5}",
                "position": number % 5,
                "member": f"member{number // 5 % members}",
                "pack": pack.id,
                "question": question,
                "topic": topic,
                "correct": (right := random.random() < 0.7),
                "credit": 100 * right,
                "given": "1",
                "at": first + number * step,
            }
            for number in range(start, start + _TOGETHER)
            for question, topic in (questions[number % len(questions)],)
        ]
        await database.transact(partial(_keep, given=rows))


def _keep(transaction: Transaction, given: Sequence[Values]) -> None:
    transaction.add_missing(answer, given)
