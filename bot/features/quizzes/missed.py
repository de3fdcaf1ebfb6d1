"""The questions a member has missed, by their current ids; the last answer to each question decides."""

from collections.abc import Callable, Iterable
from datetime import datetime

from bot.features.quizzes.model import Attempt
from bot.features.quizzes.store import answers, quizzes
from bot.language.people import MemberKey
from bot.runtime.bulkhead import readable
from bot.storage.times import from_milliseconds
from bot.storage.transaction import Transaction


def missed(transaction: Transaction, me: MemberKey, pack: str, current: Callable[[str], str]) -> frozenset[str]:
    """Return the current ids of a pack's questions that a member last answered wrong.

    Args:
        transaction: to read in.
        me: the member.
        pack: the pack's id.
        current: returns the current id of a question.
    """
    return frozenset(_last_wrong(answers.attempts(transaction, me, pack), current))


def missed_since(
    transaction: Transaction, me: MemberKey, pack: str, since: datetime, current: Callable[[str], str]
) -> dict[str, datetime]:
    """Return the current ids of a pack's questions that a member last answered wrong, and when.

    Args:
        transaction: to read in.
        me: the member.
        pack: the pack's id.
        since: ignore answers from before then, in UTC.
        current: returns the current id of a question.
    """
    wrong = _last_wrong(answers.attempts(transaction, me, pack, since), current)
    return dict(readable("answer", wrong.items(), _when))


def missed_though_certain(
    transaction: Transaction, me: MemberKey, pack: str, current: Callable[[str], str]
) -> frozenset[str]:
    """Return the current ids of a pack's questions that a member got wrong at least once although they were certain.

    Args:
        transaction: to read in.
        me: the member.
        pack: the pack's id.
        current: returns the current id of a question.
    """
    return frozenset(map(current, quizzes.missed_though_certain(transaction, me, pack)))


def _last_wrong(attempts: Iterable[Attempt], current: Callable[[str], str]) -> dict[str, int]:
    """Return the questions whose last answer was wrong, with the time of that answer in milliseconds."""
    last = {current(each.question): each for each in sorted(attempts, key=lambda each: each.at)}
    return {question: each.at for question, each in last.items() if not each.right}


def _when(missed: tuple[str, int]) -> tuple[str, datetime]:
    question, at = missed
    return question, from_milliseconds(at)
