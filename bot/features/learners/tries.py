"""How often someone may ask for codes, or try them.

The tries count for linking and for invitations to games together (see bot.features.games): if you guess at either,
you soon have to wait.
"""

from datetime import datetime, timedelta

from bot.features.learners.store import link_codes
from bot.features.learners.store.link_codes import LIFETIME, Tries
from bot.language.people import MemberKey
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction

MOST_TRIES = 6
"""Codes that a member may ask for or try in a code's lifetime."""


def may_try(transaction: Transaction, me: MemberKey, at: datetime) -> bool:
    """Return whether a member may ask for or try another code now; count it.

    Args:
        transaction: to write in.
        me: the member.
        at: now, in UTC.
    """
    counted = _one_more(link_codes.tries(transaction, me, at), to_milliseconds(at))
    link_codes.keep_tries(transaction, me, counted)
    return counted.number <= MOST_TRIES


def _one_more(known: Tries, now: int) -> Tries:
    if abs(now - known.since) > LIFETIME / timedelta(milliseconds=1):  # it's over, or the clock was set back
        return Tries(1, now)
    return Tries(known.number + 1, known.since)
