"""Stores which tips places have been shown, and what members said about them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import Integer, bindparam, cast, delete, func, select

from bot.features.lessons.model import LastShown, TipShelf
from bot.language.people import MemberKey
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
    """Lock places until the transaction ends, so that nobody else chooses the same tip there.

    Args:
        transaction: to write in.
        shelves: the shelves, each with the name of its place.
        at: now, in UTC.
    """
    names = {(shelf.tenant, shelf.place): name for shelf, name in shelves}
    # the same order everywhere, so that two transactions can't deadlock
    rows: list[Values] = [
        {"tenant": tenant, "id": place, "name": name, "at": to_milliseconds(at)}
        for (tenant, place), name in sorted(names.items())
    ]
    transaction.put(places, rows)


def forget_place(transaction: Transaction, tenant: str, place: str) -> None:
    """Delete a place, and the record of which tips it was shown.

    Args:
        transaction: to write in.
        tenant: the place's tenant.
        place: the place's id.
    """
    for statement in _FORGET_PLACE:
        transaction.change(statement, {"tenant_": tenant, "place_": place})


def shown(transaction: Transaction, shelves: Collection[TipShelf]) -> dict[TipShelf, dict[str, LastShown]]:
    """Return when the tips on some shelves were last shown, by the ids they had then; needs at least one shelf."""
    found: dict[TipShelf, dict[str, LastShown]] = {shelf: {} for shelf in shelves}
    for tenant, place, pack, tip, number, at in transaction.rows(_SHOWN, wanted(list(shelves))):
        if (of_shelf := found.get(TipShelf(tenant, place, pack))) is not None:
            of_shelf[tip] = LastShown(number, at)
    return found


def note(transaction: Transaction, chosen: Mapping[tuple[TipShelf, str], int], at: datetime) -> None:
    """Record that tips have been shown.

    Args:
        transaction: to write in; has locked their places.
        chosen: the round by shelf and tip.
        at: now, in UTC.
    """
    rows: list[Values] = [
        {**shelf._asdict(), "tip": tip, "round": number, "at": to_milliseconds(at)}
        for (shelf, tip), number in chosen.items()
    ]
    transaction.put(tip_shown, rows)


def say(transaction: Transaction, me: MemberKey, pack: str, tip: str, at: datetime, *, known: bool) -> None:
    """Store what a member says about a tip; the last word counts.

    Args:
        transaction: to write in.
        me: the member.
        pack: the id of the tip's pack.
        tip: the tip's id.
        at: now, in UTC.
        known: whether they say that they knew it; otherwise, that it was useful.
    """
    key: Values = {"tenant": me.tenant, "pack": pack, "tip": tip, "member": me.member}
    transaction.put(tip_feedback, [{**key, "known": known, "at": to_milliseconds(at)}])


def known_to_all(
    transaction: Transaction, packs: Collection[tuple[str, str]]
) -> dict[tuple[str, str], frozenset[str]]:
    """Return the tips that everyone who rated them knew already, by (tenant, pack); may include other packs.

    Args:
        transaction: to read in.
        packs: pairs (tenant, pack); not empty.
    """
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for tenant, pack, tip in transaction.rows(_KNOWN, wanted(packs)):
        found[tenant, pack].add(tip)
    return {each: frozenset(known) for each, known in found.items()}
