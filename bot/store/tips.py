"""Which tips a place has been shown."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import place as places
from bot.store.tables import tip_shown
from bot.store.times import to_milliseconds
from bot.store.upsert import upsert


async def next_tip(
    connection: AsyncConnection,
    *,
    tenant: str,
    place: str,
    place_name: str,
    pack: str,
    candidates: Sequence[str],
    choose: Callable[[Sequence[str]], str],
    at: datetime,
) -> str:
    """Choose the next tip for a place and note it; none comes twice until all candidates have been shown.

    Tips that the place has never seen come first; after that tips go in rounds. A tip is due if it has not been shown
    in the current round, which is the latest of any tip there; when none is due, the next round begins. So a tip that
    is new to the pack is shown once, and not again and again until it has caught up.

    Args:
        connection: a writing transaction; the place stays locked until it ends, so that two askers get two tips.
        tenant: whose place it is.
        place: where the tip is shown.
        place_name: as people know it.
        pack: where the tips come from.
        candidates: ids to choose from, at least one.
        choose: picks one of those that are due.
        at: now, in UTC.

    Returns:
        The id of the tip to show.
    """
    now = to_milliseconds(at)
    await upsert(connection, places, {"tenant": tenant, "id": place, "name": place_name, "at": now})
    here = (tip_shown.c.tenant == tenant) & (tip_shown.c.place == place) & (tip_shown.c.pack == pack)
    shown = (await connection.execute(select(tip_shown.c.tip, tip_shown.c.round, tip_shown.c.at).where(here))).all()
    rounds = {tip: number for tip, number, _ in shown}
    current = max(rounds.values(), default=1)
    due = [tip for tip in candidates if tip not in rounds]
    due = due or [tip for tip in candidates if rounds[tip] < current]
    if not due:
        current += 1
        last = max(shown, key=lambda row: row.at).tip
        due = [tip for tip in candidates if tip != last] or list(candidates)
    chosen = choose(due)
    row = {"tenant": tenant, "place": place, "pack": pack, "tip": chosen, "round": current, "at": now}
    await upsert(connection, tip_shown, row)
    return chosen
