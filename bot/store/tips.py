"""Which tips places have been shown, and what members said of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.among import among
from bot.store.tables import place as places
from bot.store.tables import tip_feedback, tip_shown
from bot.store.times import to_milliseconds
from bot.store.upsert import upsert, upsert_all


class Shelf(NamedTuple):
    """The tips of a pack in a place: each place goes through them in rounds of its own."""

    tenant: str
    place: str
    pack: str


class Shown(NamedTuple):
    """When a tip was shown last: in which round, and the time in milliseconds."""

    round: int
    at: int


class Rounds:
    """Which tips a place has been shown; none comes twice until all have been shown.

    Tips that the place has never seen come first; after that tips go in rounds. A tip is due if it has not been shown
    in the current round, which is the latest of any tip there; when none is due, the next round begins. So a tip that
    is new to the pack is shown once, and not again and again until it has caught up.

    Args:
        shown: by the tip's id.
    """

    def __init__(self, shown: Mapping[str, Shown]) -> None:
        self._shown = dict(shown)

    def due(self, candidates: Sequence[str]) -> tuple[int, list[str]]:
        """The round that the next tip belongs to, and which of the candidates may be it; at least one of them."""
        current = max((shown.round for shown in self._shown.values()), default=1)
        due = [tip for tip in candidates if tip not in self._shown]
        due = due or [tip for tip in candidates if self._shown[tip].round < current]
        if due:
            return current, due
        last = max(self._shown, key=lambda tip: self._shown[tip].at)
        return current + 1, [tip for tip in candidates if tip != last] or list(candidates)

    def show(self, tip: str, number: int, at: datetime) -> None:
        """Note a tip as shown in a round."""
        self._shown[tip] = Shown(number, to_milliseconds(at))


async def hold(connection: AsyncConnection, shelves: Iterable[tuple[Shelf, str]], at: datetime) -> None:
    """Keep everybody else from choosing tips in these places until the transaction ends, so that no two are alike.

    Args:
        connection: a writing transaction.
        shelves: each with the name of its place.
        at: now, in UTC.
    """
    names = {(shelf.tenant, shelf.place): name for shelf, name in shelves}
    # in one order everywhere, or two transactions could each wait for a place that the other holds
    rows = [
        {"tenant": tenant, "id": place, "name": name, "at": to_milliseconds(at)}
        for (tenant, place), name in sorted(names.items())
    ]
    await upsert_all(connection, places, rows)


async def rounds(connection: AsyncConnection, shelves: Collection[Shelf]) -> dict[Shelf, Rounds]:
    """What has been shown on some shelves."""
    columns = (tip_shown.c.tenant, tip_shown.c.place, tip_shown.c.pack)
    wanted = select(*columns, tip_shown.c.tip, tip_shown.c.round, tip_shown.c.at)
    rows = await connection.execute(wanted.where(among(shelves, *columns)))
    found: dict[Shelf, dict[str, Shown]] = {shelf: {} for shelf in shelves}
    for tenant, place, pack, tip, number, at in rows:
        if (shown := found.get(Shelf(tenant, place, pack))) is not None:
            shown[tip] = Shown(number, at)
    return {shelf: Rounds(shown) for shelf, shown in found.items()}


async def note(connection: AsyncConnection, shown: Mapping[tuple[Shelf, str], int], at: datetime) -> None:
    """Keep that tips have been shown.

    Args:
        connection: a writing transaction that holds their places.
        shown: in which round, by shelf and tip.
        at: now, in UTC.
    """
    rows = [
        {**shelf._asdict(), "tip": tip, "round": number, "at": to_milliseconds(at)}
        for (shelf, tip), number in shown.items()
    ]
    await upsert_all(connection, tip_shown, rows)


async def say(
    connection: AsyncConnection, tenant: str, pack: str, tip: str, member: str, at: datetime, *, known: bool
) -> None:
    """Keep what a member says of a tip: that they knew it, or that it was useful; the last word counts."""
    row = {"tenant": tenant, "pack": pack, "tip": tip, "member": member, "known": known, "at": to_milliseconds(at)}
    await upsert(connection, tip_feedback, row)


async def known_to_all(
    connection: AsyncConnection, packs: Collection[tuple[str, str]]
) -> frozenset[tuple[str, str, str]]:
    """The tips that everybody knew who said anything of them, as (tenant, pack, tip); also of other packs.

    Args:
        connection: to read with.
        packs: as (tenant, pack).
    """
    key = (tip_feedback.c.tenant, tip_feedback.c.pack, tip_feedback.c.tip)
    wanted = select(*key).where(among(packs, *key[:2])).group_by(*key)
    all_knew = wanted.having(func.min(cast(tip_feedback.c.known, Integer)) == 1)
    return frozenset((tenant, pack, tip) for tenant, pack, tip in await connection.execute(all_knew))
