"""The logs of games, and the answers given in them.

The log of a game grows by agreement: an event takes the number after the last one that its writer knows, and a number
is given only once. A replica that finds its number taken reads on first, so none can ever act on a state that has
passed.
"""

import asyncio
from collections.abc import Sequence

from sqlalchemy import bindparam, func, select

from bot.features.games.events import Given
from bot.features.games.model import Key, Person
from bot.features.quizzes.model import credit_of
from bot.storage.group_commit import GroupCommit
from bot.storage.tables import game, game_answer, game_event
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Transaction, Values, Wanted

# It stays there until the transaction ends; renewing its lease needn't wait for that.
_THERE = (
    select(game.c.id)
    .where((game.c.tenant == bindparam("tenant_")) & (game.c.id == bindparam("game_")))
    .with_for_update(read=True, key_share=True)
)
_EVENTS = (
    select(game_event.c.event)
    .where(
        (game_event.c.tenant == bindparam("tenant_"))
        & (game_event.c.game == bindparam("game_"))
        & (game_event.c.number >= bindparam("since_"))
    )
    .order_by(game_event.c.number)
)
_OF_GAME = game_answer.c.tenant.in_(bindparam("tenants_", expanding=True)) & (
    game_answer.c.game == bindparam("game_")
)
_ANSWERS = select(
    *(game_answer.c[name] for name in ("tenant", "member", "position", "given", "correct", "at", "credit"))
).where(_OF_GAME & (game_answer.c.position >= bindparam("since_")))
_COUNT = (
    select(func.count()).select_from(game_answer).where(_OF_GAME & (game_answer.c.position == bindparam("position_")))
)
_GIVEN = select(game_answer.c.given).where(
    (game_answer.c.tenant == bindparam("tenant_"))
    & (game_answer.c.game == bindparam("game_"))
    & (game_answer.c.position == bindparam("position_"))
    & (game_answer.c.member == bindparam("member_"))
)


def go_on(transaction: Transaction, key: Key, number: int, events: Sequence[str]) -> bool:
    """Log what happens in a game (see append), unless that's gone, as with a tenant that left.

    Args:
        transaction: to write in.
        key: whose log.
        number: of the first of the events.
        events: in order, at least one.
    """
    is_there = transaction.rows(_THERE, {"tenant_": key.tenant, "game_": key.game})
    return bool(is_there) and append(transaction, key, number, events)


def append(transaction: Transaction, key: Key, number: int, events: Sequence[str]) -> bool:
    """Log events durably; return False, with none logged, if another replica has logged something meanwhile.

    Args:
        transaction: to write in.
        key: whose log.
        number: of the first of them.
        events: in order, at least one.
    """
    first, *others = (_row(key, number + offset, event) for offset, event in enumerate(events))
    # The first one decides: nobody can give a later number without knowing the event that has this one.
    (added,) = transaction.add_each(game_event, [first])
    if added and others:
        transaction.add_missing(game_event, others)
    return added


def events(transaction: Transaction, key: Key, since: int) -> list[str]:
    """Return the events of a game from a number on, in order.

    Args:
        transaction: to read in.
        key: whose log.
        since: the first number.
    """
    rows = transaction.rows(_EVENTS, {"tenant_": key.tenant, "game_": key.game, "since_": since})
    return [event for (event,) in rows]


def answer(writer: GroupCommit, game_id: str, given: Given, told: "asyncio.Future[bool]") -> None:
    """Keep an answer for good.

    Args:
        writer: of the database.
        game_id: in which game.
        given: the answer.
        told: hears once it's kept, with False if that member had answered that question already.

    Raises:
        StoreError: the database can't store anything now.
    """
    row = {
        "tenant": given.who.tenant,
        "game": game_id,
        "position": given.position,
        "member": given.who.member,
        "given": given.given,
        "correct": given.right,
        "at": to_milliseconds(given.at),
        "credit": given.credit,
    }
    writer.submit(game_answer, row, told)


def find_answer(transaction: Transaction, game_id: str, who: Person, position: int) -> str | None:
    """Return what someone has answered to a question, as grading keeps it.

    Args:
        transaction: to read in.
        game_id: in which game.
        who: who answered.
        position: of the question, from 0.
    """
    values: Wanted = {"tenant_": who.tenant, "game_": game_id, "position_": position, "member_": who.member}
    rows = transaction.rows(_GIVEN, values)
    return str(rows[0][0]) if rows else None


def count_answers(transaction: Transaction, tenants: Sequence[str], game_id: str, position: int) -> int:
    """Count those who have answered a question.

    Args:
        transaction: to read in.
        tenants: those that play.
        game_id: in which game.
        position: of the question, from 0.
    """
    ((count,),) = transaction.rows(_COUNT, {"tenants_": tenants, "game_": game_id, "position_": position})
    return int(count)


def answers(transaction: Transaction, tenants: Sequence[str], game_id: str, since: int = 0) -> list[Given]:
    """Return the answers given in a game to the question at a position and to later ones.

    Args:
        transaction: to read in.
        tenants: those that play.
        game_id: in which game.
        since: the first position wanted, from 0.
    """
    rows = transaction.rows(_ANSWERS, {"tenants_": tenants, "game_": game_id, "since_": since})
    return [
        Given(
            Person(tenant, member),
            position,
            given,
            bool(correct),
            from_milliseconds(at),
            credit_of(credit, right=bool(correct)),
        )
        for tenant, member, position, given, correct, at, credit in rows
    ]


def _row(key: Key, number: int, event: str) -> Values:
    return {"tenant": key.tenant, "game": key.game, "number": number, "event": event}
