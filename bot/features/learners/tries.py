"""The rate limit for asking for codes and trying them.

Tries at linking and at invitations to joint games (see bot.features.games) are counted together, so anyone who
guesses at either soon has to wait.
"""

from datetime import datetime, timedelta

from bot.features.learners.store import link_codes
from bot.features.learners.store.link_codes import LIFETIME, Tries
from bot.language.people import MemberKey
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction

MOST_TRIES = 6
"""Maximum number of codes that a member may ask for or try within a code's lifetime."""


def may_try(transaction: Transaction, me: MemberKey, at: datetime) -> bool:
    """Count another request for a code or try; return whether it's allowed.

    Args:
        transaction: to write in.
        me: the member.
        at: now, in UTC.
    """
    counted = _one_more(link_codes.tries(transaction, me, at), to_milliseconds(at))
    link_codes.keep_tries(transaction, me, counted)
    return counted.number <= MOST_TRIES


def _one_more(known: Tries, now: int) -> Tries:
    if abs(now - known.since) > LIFETIME / timedelta(milliseconds=1):  # it has expired, or the clock was set back
        return Tries(1, now)
    return Tries(known.number + 1, known.since)
