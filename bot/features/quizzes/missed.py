"""Which questions a member missed, by the ids that these have now: the last answer to each counts."""

from collections.abc import Callable, Iterable
from datetime import datetime

from bot.features.quizzes.model import Attempt
from bot.features.quizzes.store import answers, quizzes
from bot.runtime.bulkhead import readable
from bot.storage.times import from_milliseconds
from bot.storage.transaction import Transaction


def missed(
    transaction: Transaction, tenant: str, member: str, pack: str, current: Callable[[str], str]
) -> frozenset[str]:
    """Return the questions of a pack that a member last answered wrong.

    Args:
        transaction: to read in.
        tenant: of the member.
        member: their id.
        pack: its id.
        current: tells the id that a question has now.
    """
    return frozenset(_last_wrong(answers.attempts(transaction, tenant, member, pack), current))


def missed_since(
    transaction: Transaction, tenant: str, member: str, pack: str, since: datetime, current: Callable[[str], str]
) -> dict[str, datetime]:
    """Return the questions of a pack that a member last answered wrong, and when.

    Args:
        transaction: to read in.
        tenant: of the member.
        member: their id.
        pack: its id.
        since: answers from before don't count; in UTC.
        current: tells the id that a question has now.
    """
    found = _last_wrong(answers.attempts(transaction, tenant, member, pack, since), current)
    return dict(readable("answer", found.items(), _when))


def missed_though_certain(
    transaction: Transaction, tenant: str, member: str, pack: str, current: Callable[[str], str]
) -> frozenset[str]:
    """Return the questions of a pack that a member answered wrong once although they were certain.

    Args:
        transaction: to read in.
        tenant: of the member.
        member: their id.
        pack: its id.
        current: tells the id that a question has now.
    """
    return frozenset(map(current, quizzes.missed_though_certain(transaction, tenant, member, pack)))


def _last_wrong(attempts: Iterable[Attempt], current: Callable[[str], str]) -> dict[str, int]:
    """Return the questions whose last answer was wrong, and when that was given, in milliseconds."""
    last = {current(each.question): each for each in sorted(attempts, key=lambda each: each.at)}
    return {question: each.at for question, each in last.items() if not each.right}


def _when(missed: tuple[str, int]) -> tuple[str, datetime]:
    question, at = missed
    return question, from_milliseconds(at)
