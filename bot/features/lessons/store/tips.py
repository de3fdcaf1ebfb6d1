"""Which tips places have been shown, and what members said of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import Integer, bindparam, cast, delete, func, select

from bot.features.lessons.model import LastShown, TipShelf
from bot.storage.keys import among, wanted
from bot.storage.tables import place as places
from bot.storage.tables import tip_feedback, tip_shown
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction, Values

_PLACES = (tip_shown.c.tenant, tip_shown.c.place, tip_shown.c.pack)
_SHOWN = select(*_PLACES, tip_shown.c.tip, tip_shown.c.round, tip_shown.c.at).where(among(*_PLACES))
_TIP = (tip_feedback.c.tenant, tip_feedback.c.pack, tip_feedback.c.tip)
_KNOWN = (
    select(*_TIP).where(among(*_TIP[:2])).group_by(*_TIP).having(func.min(cast(tip_feedback.c.known, Integer)) == 1)
)

_FORGET_PLACE = (
    delete(tip_shown).where(
        (tip_shown.c.tenant == bindparam("tenant_")) & (tip_shown.c.place == bindparam("place_"))
    ),
    delete(places).where((places.c.tenant == bindparam("tenant_")) & (places.c.id == bindparam("place_"))),
)


def hold(transaction: Transaction, shelves: Iterable[tuple[TipShelf, str]], at: datetime) -> None:
    """Keep everyone else from choosing tips in these places until the transaction ends, so that no two are alike.

    Args:
        transaction: to write in.
        shelves: each with the name of its place.
        at: now, in UTC.
    """
    names = {(shelf.tenant, shelf.place): name for shelf, name in shelves}
    # in one order everywhere, or two transactions could each wait for a place that the other holds
    rows: list[Values] = [
        {"tenant": tenant, "id": place, "name": name, "at": to_milliseconds(at)}
        for (tenant, place), name in sorted(names.items())
    ]
    transaction.put(places, rows)


def forget_place(transaction: Transaction, tenant: str, place: str) -> None:
    """Delete what a place has been shown, and the place.

    Args:
        transaction: to write in.
        tenant: whose place.
        place: by its id.
    """
    for statement in _FORGET_PLACE:
        transaction.change(statement, {"tenant_": tenant, "place_": place})


def shown(transaction: Transaction, shelves: Collection[TipShelf]) -> dict[TipShelf, dict[str, LastShown]]:
    """Return when tips of some shelves were shown last, by the ids that they had then; one shelf at least."""
    found: dict[TipShelf, dict[str, LastShown]] = {shelf: {} for shelf in shelves}
    for tenant, place, pack, tip, number, at in transaction.rows(_SHOWN, wanted(list(shelves))):
        if (of_shelf := found.get(TipShelf(tenant, place, pack))) is not None:
            of_shelf[tip] = LastShown(number, at)
    return found


def note(transaction: Transaction, chosen: Mapping[tuple[TipShelf, str], int], at: datetime) -> None:
    """Keep that tips have been shown.

    Args:
        transaction: to write in; holds their places.
        chosen: in which round, by shelf and tip.
        at: now, in UTC.
    """
    rows: list[Values] = [
        {**shelf._asdict(), "tip": tip, "round": number, "at": to_milliseconds(at)}
        for (shelf, tip), number in chosen.items()
    ]
    transaction.put(tip_shown, rows)


def say(
    transaction: Transaction, tenant: str, pack: str, tip: str, member: str, at: datetime, *, known: bool
) -> None:
    """Keep what a member says of a tip; the last word counts.

    Args:
        transaction: to write in.
        tenant: of the member.
        pack: the one the tip is in.
        tip: its id.
        member: who says it.
        at: now, in UTC.
        known: whether they say that they knew it, or else that it was useful.
    """
    key: Values = {"tenant": tenant, "pack": pack, "tip": tip, "member": member}
    transaction.put(tip_feedback, [{**key, "known": known, "at": to_milliseconds(at)}])


def known_to_all(
    transaction: Transaction, packs: Collection[tuple[str, str]]
) -> dict[tuple[str, str], frozenset[str]]:
    """Return the tips that all who said anything of them knew, by (tenant, pack); may include other packs.

    Args:
        transaction: to read in.
        packs: as (tenant, pack); one at least.
    """
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for tenant, pack, tip in transaction.rows(_KNOWN, wanted(packs)):
        found[tenant, pack].add(tip)
    return {each: frozenset(known) for each, known in found.items()}
