"""What came of games, for each member and topic: what leaderboards are made of."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.learners.store.settings import SHOWN
from bot.storage.group_commit import GroupCommit
from bot.storage.tables import game_result, setting
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Result:
    """What a member scored on a topic in a game.

    Args:
        tenant, game, member, topic: whose result it is; kept once.
        name: of the member, as shown then.
        place: where they played.
        team: the id of the lasting team that they played for, or "".
        pack: what the game was about.
        points: scored.
        correct, asked: questions they got right, and that counted for them.
        at: when the game ended, in UTC.
    """

    tenant: str
    game: str
    member: str
    topic: str
    name: str
    place: str
    team: str
    pack: str
    points: int
    correct: int
    asked: int
    at: datetime


async def keep(writer: GroupCommit, results: Sequence[Result]) -> None:
    """Keep results for good; those that are kept already stay as they are."""
    await asyncio.gather(*(writer.insert(game_result, _row(result)) for result in results))


def add(transaction: Transaction, results: Sequence[Result]) -> None:
    """The same as part of a transaction."""
    transaction.add_missing(game_result, [_row(result) for result in results])


def _row(result: Result) -> dict[str, Any]:
    return asdict(result) | {"at": to_milliseconds(result.at)}


async def since(
    connection: AsyncConnection, tenant: str, at: datetime, until: datetime | None = None
) -> list[Result]:
    """The results of a tenant from a time on, and before another where one is given; the oldest first."""
    wanted = select(game_result).where((game_result.c.tenant == tenant) & (game_result.c.at >= to_milliseconds(at)))
    if until is not None:
        wanted = wanted.where(game_result.c.at < to_milliseconds(until))
    rows = await connection.execute(wanted.order_by(game_result.c.at, game_result.c.game, game_result.c.member))
    return [Result(**dict(row) | {"at": from_milliseconds(row["at"])}) for row in rows.mappings()]


async def hidden(connection: AsyncConnection, tenant: str) -> frozenset[str]:
    """The members who do not want to be shown on leaderboards."""
    said_no = (setting.c.tenant == tenant) & (setting.c.name == SHOWN) & (setting.c.value == "no")
    scopes = (await connection.execute(select(setting.c.scope).where(said_no))).scalars()
    return frozenset(scope.removeprefix("member:") for scope in scopes if scope.startswith("member:"))
