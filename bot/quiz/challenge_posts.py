"""What challenges post by schedule: the results at the close, and challenges that open by themselves.

Both happen in the planner's transaction: a challenge is closed, counted and told in one step, or not at all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.content.library import Library
from bot.content.model import Pack, Topic
from bot.message import Message, Refusal, message, text
from bot.port import Destination
from bot.quiz import challenge as machine
from bot.quiz.challenge_report import Played, answers_of, report, results_of
from bot.quiz.questions import bank, pick
from bot.schedule import appointments
from bot.store import answers, challenges, results, teams
from bot.store.challenges import Challenge
from bot.store.schedules import INTERNAL, Schedule
from bot.store.transaction import CoreTransaction, Transaction

RESULTS = f"{INTERNAL}challenge results"
"""The kind of schedule that closes a challenge."""

_T = TypeVar("_T")

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_ID_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Opening:
    """A challenge to be opened.

    Args:
        to: where.
        place_name: how people call that.
        pack, topic: what about; None for all topics.
        questions: how many.
        limit: the time for each.
        closes: when, in UTC.
    """

    to: Destination
    place_name: str
    pack: Pack
    topic: Topic | None
    questions: int
    limit: timedelta
    closes: datetime


async def begin(connection: AsyncConnection, wanted: Opening, random: Random, at: datetime) -> tuple[Challenge, bool]:
    """Open a challenge, and see to it that it closes; the one that is open there stays.

    Args:
        connection: a writing transaction.
        wanted: what to open.
        random: picks the questions, and makes the id.
        at: now, in UTC.

    Returns:
        The open challenge of that place, and whether it is new.

    Raises:
        Refusal: there are no questions on that topic.
    """
    tenant, place = wanted.to.tenant, wanted.to.place

    def make_room(transaction: Transaction) -> Challenge | None:
        there_is = challenges.open_in(transaction, tenant, place)
        if there_is is not None and not machine.is_open(there_is, at):
            challenges.close(transaction, there_is, there_is.closes)  # its results come by their own schedule
            return None
        return there_is

    there_is = await _within(connection, make_room)
    if there_is is not None:
        return there_is, False
    picked = _questions(wanted, random)
    made = Challenge(
        tenant=tenant,
        id="".join(random.choices(_ALPHABET, k=_ID_LENGTH)),
        place=place,
        place_name=wanted.place_name,
        pack=wanted.pack.id,
        topic=wanted.topic.id if wanted.topic else "",
        questions=picked,
        seed=random.randrange(2**31),
        limit=wanted.limit,
        schedule=await appointments.make(connection, RESULTS, wanted.to, wanted.place_name, wanted.closes),
        opened=at,
        closes=wanted.closes,
    )
    if await _within(connection, lambda transaction: challenges.add(transaction, made)):
        return made, True
    await appointments.call_off(connection, tenant, made.schedule)  # another replica was quicker
    there_is = await _within(connection, lambda transaction: challenges.open_in(transaction, tenant, place))
    return there_is or made, False


class ChallengeResults:
    """Closes challenges and makes their results (see bot.schedule.planner.Composes).

    Args:
        library: the packs.
    """

    def __init__(self, library: Library) -> None:
        self._library = library

    async def compose(
        self, connection: AsyncConnection, due: Sequence[Schedule], at: datetime
    ) -> Sequence[Message | Refusal]:
        """The results of each challenge, which count in leaderboards and in its members' progress from now on."""
        return [await self._close(connection, each, at) for each in due]

    async def _close(self, connection: AsyncConnection, schedule: Schedule, at: datetime) -> Message | Refusal:
        hidden = await results.hidden(connection, schedule.tenant)
        names = {each.id: each.name for each in await teams.of_tenant(connection, schedule.tenant)}

        def close(transaction: Transaction) -> Message | Refusal:
            made = challenges.of_schedule(transaction, schedule.tenant, schedule.number)
            if made is None:
                return Refusal("That challenge is gone.")
            challenges.close(transaction, made, min(at, made.closes))
            played = read(transaction, self._library, replace(made, closed=made.closed or min(at, made.closes)))
            if played is None:
                return message(text("The challenge has closed; its pack is not installed any more, so nobody scores."))
            results.add(transaction, results_of(played))
            answers.add(transaction, answers_of(played))
            return report(played, hidden, names)

        return await _within(connection, close)


def read(transaction: Transaction, library: Library, made: Challenge) -> Played | None:
    """A challenge with all that was answered in it; None where its pack is not installed any more."""
    pack = library.get(made.pack)
    if pack is None:
        return None
    players = challenges.players(transaction, made)
    return Played(made, pack, bank(pack), players, challenges.all_turns(transaction, made))


def _questions(wanted: Opening, random: Random) -> tuple[str, ...]:
    pack, topic = wanted.pack, wanted.topic
    there_are = [question for question in bank(pack).values() if topic is None or pack.topic_of(question) is topic]
    if not there_are:
        raise Refusal("There are no questions on that topic yet; try another topic.")
    return tuple(question.id for question in pick(there_are, wanted.questions, random))


async def _within(connection: AsyncConnection, work: Callable[[Transaction], _T]) -> _T:
    """Do a piece of work in a transaction that is open."""
    return await connection.run_sync(lambda sync: work(CoreTransaction(sync)))
