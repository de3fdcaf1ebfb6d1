"""The logs of games, and the answers given in them.

Replicas write to a game's log with optimistic locking: an event gets the number after the last one that its writer
knows, and each number is used only once. A replica whose number is taken has to read the new events first, so none
can act on a stale state.
"""

import asyncio
from collections.abc import Sequence

from sqlalchemy import bindparam, func, select

from bot.features.games.events import Given
from bot.features.games.model import Key
from bot.features.quizzes.model import credit_of
from bot.language.people import MemberKey
from bot.storage.group_commit import GroupCommit
from bot.storage.tables import game, game_answer, game_event
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import QueryValues, Transaction, Values

# Locks the game's row against deletion until the transaction ends, but doesn't block renewals of its lease.
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
    """Log events of a game (see append), unless the game was deleted, for example with its tenant.

    Args:
        transaction: the transaction to write in.
        key: the game's key.
        number: the number of the first event.
        events: the events in order, at least one.
    """
    is_there = transaction.rows(_THERE, {"tenant_": key.tenant, "game_": key.game})
    return bool(is_there) and append(transaction, key, number, events)


def append(transaction: Transaction, key: Key, number: int, events: Sequence[str]) -> bool:
    """Log events; return False, with none logged, if another replica has used the first number.

    Args:
        transaction: the transaction to write in.
        key: the game's key.
        number: the number of the first event.
        events: the events in order, at least one.
    """
    first, *others = (_row(key, number + offset, event) for offset, event in enumerate(events))
    # Only the first number can conflict: nobody uses a later one without having read the event with this one.
    (added,) = transaction.add_each(game_event, [first])
    if added and others:
        transaction.add_missing(game_event, others)
    return added


def events(transaction: Transaction, key: Key, since: int) -> list[str]:
    """Return the events of a game, in order, starting at the number `since`.

    Args:
        transaction: the transaction to read in.
        key: the game's key.
        since: the number of the first event to return.
    """
    rows = transaction.rows(_EVENTS, {"tenant_": key.tenant, "game_": key.game, "since_": since})
    return [event for (event,) in rows]


def answer(writer: GroupCommit, game_id: str, answered: Given, committed: "asyncio.Future[bool]") -> None:
    """Submit an answer to be stored durably.

    Args:
        writer: the database's group commit.
        game_id: the game's id.
        answered: the answer.
        committed: gets the result: True once it's stored, False if that member had already answered that question.

    Raises:
        StoreError: the database can't store anything now.
    """
    row = {
        "tenant": answered.who.tenant,
        "game": game_id,
        "position": answered.position,
        "member": answered.who.member,
        "given": answered.given,
        "correct": answered.right,
        "at": to_milliseconds(answered.at),
        "credit": answered.credit,
    }
    writer.submit(game_answer, row, committed)


def find_answer(transaction: Transaction, game_id: str, who: MemberKey, position: int) -> str | None:
    """Return someone's answer to a question, in the form that grading stores; None if there's none.

    Args:
        transaction: the transaction to read in.
        game_id: the game's id.
        who: the person.
        position: the question's position, from 0.
    """
    values: QueryValues = {"tenant_": who.tenant, "game_": game_id, "position_": position, "member_": who.member}
    rows = transaction.rows(_GIVEN, values)
    return str(rows[0][0]) if rows else None


def count_answers(transaction: Transaction, tenants: Sequence[str], game_id: str, position: int) -> int:
    """Return how many people have answered a question.

    Args:
        transaction: the transaction to read in.
        tenants: the tenants that take part.
        game_id: the game's id.
        position: the question's position, from 0.
    """
    ((count,),) = transaction.rows(_COUNT, {"tenants_": tenants, "game_": game_id, "position_": position})
    return int(count)


def answers(transaction: Transaction, tenants: Sequence[str], game_id: str, since: int = 0) -> list[Given]:
    """Return the answers given in a game to the question at the position `since` and to later ones.

    Args:
        transaction: the transaction to read in.
        tenants: the tenants that take part.
        game_id: the game's id.
        since: the first position, from 0.
    """
    rows = transaction.rows(_ANSWERS, {"tenants_": tenants, "game_": game_id, "since_": since})
    return [
        Given(
            MemberKey(tenant, member),
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
