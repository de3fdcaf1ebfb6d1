"""Codes for linking two selves, valid for ten minutes and one use; and how often members have tried codes."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, delete, select, update

from bot.language.people import MemberKey
from bot.storage.codes import digest
from bot.storage.personal_data import key_of, of_member
from bot.storage.tables import link_code
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction

LIFETIME = timedelta(minutes=10)
"""How long a code is valid."""

_MINE = of_member(link_code)
_COUNTED = select(link_code.c.tries, link_code.c.since).where(_MINE).with_for_update()
_COUNT = update(link_code).where(_MINE).values(tries=bindparam("tries"), since=bindparam("since"))
_KEEP = update(link_code).where(_MINE).values(code=bindparam("code"), expires=bindparam("expires"))
_FIND = select(link_code.c.tenant, link_code.c.member).where(
    (link_code.c.code == bindparam("code_"))
    & (link_code.c.expires > bindparam("now_"))
    & (link_code.c.expires < bindparam("latest_"))
)
_USE = update(link_code).where(_MINE & (link_code.c.code == bindparam("code_"))).values(code=bindparam("none"))
_EXPIRE = delete(link_code).where(
    (link_code.c.since < bindparam("before_")) & (link_code.c.expires < bindparam("before_"))
)


class Tries(NamedTuple):
    """How often a member has asked for or tried codes, and since when, in milliseconds."""

    number: int
    since: int


def tries(transaction: Transaction, me: MemberKey, at: datetime) -> Tries:
    """Return how often a member has asked for or tried codes, and lock the count until the transaction ends.

    Args:
        transaction: to write in.
        me: the member.
        at: now, in UTC.
    """
    fresh = {"code": None, "expires": 0, "tries": 0, "since": to_milliseconds(at)}
    transaction.add_missing(link_code, [{**me._asdict(), **fresh}])
    ((number, since),) = transaction.rows(_COUNTED, key_of(me))
    return Tries(int(number), since)


def keep_tries(transaction: Transaction, me: MemberKey, counted: Tries) -> None:
    """Store how often a member has asked for or tried codes.

    Args:
        transaction: to write in.
        me: the member.
        counted: the new count.
    """
    transaction.change(_COUNT, {**key_of(me), "tries": counted.number, "since": counted.since})


def keep(transaction: Transaction, me: MemberKey, code: str, at: datetime) -> None:
    """Store the digest of a member's new code, replacing an older one.

    Args:
        transaction: to write in.
        me: the member.
        code: the code in plain text.
        at: now, in UTC; the code is valid for LIFETIME.
    """
    expires = to_milliseconds(at + LIFETIME)
    transaction.change(_KEEP, {**key_of(me), "code": digest(code), "expires": expires})


def expire(transaction: Transaction, before: datetime) -> None:
    """Delete the rows of members whose last code expired, and whose tries began, before a given time."""
    transaction.change(_EXPIRE, {"before_": to_milliseconds(before)})


def find(transaction: Transaction, code: str, at: datetime) -> MemberKey | None:
    """Return the owner of a code, or None if it isn't valid.

    A code with too late an expiry isn't valid either: it was made before the clock was set back, and would last too
    long.

    Args:
        transaction: to read in.
        code: the code as typed.
        at: now, in UTC.
    """
    latest = at + 2 * LIFETIME  # the clocks of two replicas may differ
    times = {"now_": to_milliseconds(at), "latest_": to_milliseconds(latest)}
    return next((MemberKey(*row) for row in transaction.rows(_FIND, {"code_": digest(code), **times})), None)


def use(transaction: Transaction, code: str, at: datetime) -> MemberKey | None:
    """Return the owner of a code and invalidate it; None if it isn't valid.

    Args:
        transaction: to write in.
        code: the code as typed.
        at: now, in UTC.
    """
    owner = find(transaction, code, at)
    if owner is None:
        return None
    used = transaction.change(_USE, {**key_of(owner), "code_": digest(code), "none": None})
    return owner if used else None
