"""Learners and their selves: a person who is a member of several tenants may link these, and then learns as one.

A self is (tenant, member). One of a learner's selves is the home: their cards are kept under it. Reviews stay with
the self that gave them, so that unlinking, erasing and purging take exactly what is that self's; the cards of those
who stay are then worked out anew from what is left. What a learner has chosen for their learning (PERSONAL) is kept
with the home as well; whoever leaves takes a copy along.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, delete, insert, or_, select, update

from bot.storage.tables import card, deck, learner, setting
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction

REBUILD = ""
"""The fingerprint of a deck whose cards have to be worked out from the reviews."""

PERSONAL = ("questions", "new_cards", "reviews", "retention", "zone")
"""Names of the settings that follow a learner to all their selves."""


class Self(NamedTuple):
    """A member of a tenant, as one of the selves of a learner."""

    tenant: str
    member: str


class Learner(NamedTuple):
    """A person who learns.

    Args:
        home: the self under which the cards are kept.
        selves: all of them, the home included.
    """

    home: Self
    selves: tuple[Self, ...]


_MINE = (learner.c.tenant == bindparam("tenant_")) & (learner.c.member == bindparam("member_"))
_HOME = select(learner.c.home_tenant, learner.c.home_member).where(_MINE)
_AT_HOME = (learner.c.home_tenant == bindparam("tenant_")) & (learner.c.home_member == bindparam("member_"))
_SELVES = select(learner.c.tenant, learner.c.member).where(_AT_HOME).order_by(learner.c.at, learner.c.tenant)
_ADD = insert(learner)
_REMOVE = delete(learner).where(_MINE)
_MOVE = (
    update(learner).where(_AT_HOME).values(home_tenant=bindparam("new_tenant"), home_member=bindparam("new_member"))
)
_IN_TENANT = select(learner.c.tenant, learner.c.member).where(learner.c.tenant == bindparam("tenant_"))
_DROP_CARDS = delete(card).where((card.c.tenant == bindparam("tenant_")) & (card.c.member == bindparam("member_")))
_DROP_DECKS = delete(deck).where((deck.c.tenant == bindparam("tenant_")) & (deck.c.member == bindparam("member_")))
_REBUILD = (
    update(deck)
    .where((deck.c.tenant == bindparam("tenant_")) & (deck.c.member == bindparam("member_")))
    .values(fingerprint=REBUILD)
)


_ITS_SETTINGS = (
    (setting.c.tenant == bindparam("tenant_"))
    & (setting.c.scope == bindparam("scope_"))
    & or_(*(setting.c.name == each for each in PERSONAL))
)
_CHOSEN = select(setting.c.name, setting.c.value).where(_ITS_SETTINGS)
_DROP_CHOSEN = delete(setting).where(_ITS_SETTINGS)
_CHOOSE = insert(setting)


def scope_of(me: Self) -> str:
    """The scope of a self's settings."""
    return f"member:{me.member}"


def of(transaction: Transaction, me: Self) -> Learner:
    """The learner that a self belongs to; one who linked nothing is their own home."""
    homes = transaction.rows(_HOME, _values(me))
    if not homes:
        return Learner(me, (me,))
    home = Self(*homes[0])
    return Learner(home, tuple(Self(*row) for row in transaction.rows(_SELVES, _values(home))))


def join(transaction: Transaction, first: Self, second: Self, at: datetime) -> bool:
    """Make two selves, and all that are linked with either, one learner at the first one's home.

    Returns:
        Whether they were two learners before.
    """
    here, there = of(transaction, first), of(transaction, second)
    if here.home == there.home:
        return False
    for each in (here, there):
        if each.selves == (each.home,):
            transaction.change(_REMOVE, _values(each.home))
            home = {"home_tenant": each.home.tenant, "home_member": each.home.member}
            transaction.change(_ADD, {**each.home._asdict(), **home, "at": to_milliseconds(at)})
    _move(transaction, there.home, here.home)
    _copy_settings(transaction, there.home, here.home, replacing=False)
    transaction.change(_DROP_CARDS, _values(there.home))
    transaction.change(_DROP_DECKS, _values(there.home))
    transaction.change(_REBUILD, _values(here.home))
    return True


def leave(transaction: Transaction, me: Self) -> bool:
    """Make a self a learner of its own again.

    Returns:
        Whether it was linked with others.
    """
    learner_ = of(transaction, me)
    others = [each for each in learner_.selves if each != me]
    if not others:
        return False
    transaction.change(_REMOVE, _values(me))
    if learner_.home == me:
        _move(transaction, me, others[0])
        _copy_settings(transaction, me, others[0], replacing=True)
        transaction.change(_DROP_CARDS, _values(me))
        transaction.change(_DROP_DECKS, _values(me))
    else:
        _copy_settings(transaction, learner_.home, me, replacing=True)
        transaction.change(_REBUILD, _values(learner_.home))
    if len(others) == 1:
        transaction.change(_REMOVE, _values(others[0]))
    return True


def leave_all(transaction: Transaction, tenant: str) -> None:
    """Make every self in a tenant a learner of its own again."""
    for row in transaction.rows(_IN_TENANT, {"tenant_": tenant}):
        leave(transaction, Self(*row))


def _move(transaction: Transaction, old: Self, new: Self) -> None:
    transaction.change(_MOVE, {**_values(old), "new_tenant": new.tenant, "new_member": new.member})


def _copy_settings(transaction: Transaction, old: Self, new: Self, *, replacing: bool) -> None:
    """Let one self have what another has chosen; instead of its own, or only what it has not chosen itself."""
    theirs = {"tenant_": new.tenant, "scope_": scope_of(new)}
    if replacing:
        transaction.change(_DROP_CHOSEN, theirs)
    has = {name for name, _ in transaction.rows(_CHOSEN, theirs)}
    for name, value in transaction.rows(_CHOSEN, {"tenant_": old.tenant, "scope_": scope_of(old)}):
        if name not in has:
            row = {"tenant": new.tenant, "scope": scope_of(new), "name": name, "value": value}
            transaction.change(_CHOOSE, row)


def _values(me: Self) -> dict[str, str]:
    return {"tenant_": me.tenant, "member_": me.member}
