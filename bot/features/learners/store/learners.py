"""Learners and their selves: a member of several tenants can link these memberships, and learn as one person.

A self is (tenant, member). One of a learner's selves is the home, under which their cards are stored. Reviews are
stored under the self that gave them, so unlinking, erasing and purging remove exactly that self's reviews; the cards
of the remaining selves are then recomputed from the remaining reviews. A learner's own settings are stored under the
home, too; a self that leaves gets a copy.
"""

from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from bot.language.people import Learner, MemberKey
from bot.storage.personal_data import key_of, of_member
from bot.storage.tables import learner
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction

REBUILD = ""
"""The fingerprint of a deck whose cards have to be recomputed from the reviews."""

_HOME = select(learner.c.home_tenant, learner.c.home_member).where(of_member(learner))
_AT_HOME = (learner.c.home_tenant == bindparam("tenant_")) & (learner.c.home_member == bindparam("member_"))
_SELVES = select(learner.c.tenant, learner.c.member).where(_AT_HOME).order_by(learner.c.at, learner.c.tenant)
_REMOVE = delete(learner).where(of_member(learner))
_MOVE = (
    update(learner).where(_AT_HOME).values(home_tenant=bindparam("new_tenant"), home_member=bindparam("new_member"))
)
_OF_TENANT = select(learner.c.tenant, learner.c.member).where(learner.c.tenant == bindparam("tenant_"))


def of(transaction: Transaction, me: MemberKey) -> Learner:
    """Return the learner that a self belongs to; a member without links is their own home."""
    homes = transaction.rows(_HOME, key_of(me))
    if not homes:
        return Learner(me, (me,))
    home = MemberKey(*homes[0])
    return Learner(home, tuple(MemberKey(*row) for row in transaction.rows(_SELVES, key_of(home))))


def of_tenant(transaction: Transaction, tenant: str) -> list[MemberKey]:
    """Return the selves in a tenant that are linked with others."""
    return [MemberKey(*row) for row in transaction.rows(_OF_TENANT, {"tenant_": tenant})]


def add(transaction: Transaction, me: MemberKey, home: MemberKey, at: datetime) -> None:
    """Add a self to a learner.

    Args:
        transaction: to write in.
        me: the self, which may be the home itself.
        home: the learner's home.
        at: now, in UTC.
    """
    home_columns = {"home_tenant": home.tenant, "home_member": home.member}
    transaction.put(learner, [{**me._asdict(), **home_columns, "at": to_milliseconds(at)}])


def move_home(transaction: Transaction, old: MemberKey, new: MemberKey) -> None:
    """Move all selves from one home to another.

    Args:
        transaction: to write in.
        old: their current home.
        new: their new home.
    """
    transaction.change(_MOVE, {**key_of(old), "new_tenant": new.tenant, "new_member": new.member})


def remove(transaction: Transaction, me: MemberKey) -> None:
    """Unlink a self."""
    transaction.change(_REMOVE, key_of(me))
