"""A team's answers, kept before something is measured."""

from collections.abc import Sequence
from functools import partial
from random import Random

from bot.content.model import Pack
from bot.language.people import PLAYGROUND
from bot.storage.database import Database
from bot.storage.tables import answer
from bot.storage.transaction import Transaction, Values

_TOGETHER = 20_000
"""Answers kept in one transaction."""


async def fill(database: Database, pack: Pack, answers: int, members: int, first: int, step: int = 1) -> None:
    """Keep answers of a team's members, seven of ten right, in quizzes of five on all questions of a pack in turn.

    Args:
        database: where they go.
        pack: what was asked from.
        answers: how many, a multiple of 20,000.
        members: who gave them.
        first: when the first was given, in milliseconds since 1970.
        step: milliseconds from one to the next.
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
